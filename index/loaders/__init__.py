"""One file per format: `load_all` reads a file's articles with the loader for its suffix."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from quoth.index import plugins
from quoth.index.articles import LoadedArticle
from quoth.index.errors import LoadError, UsageError
from quoth.index.loaders.headlines import is_made_up
from quoth.index.loaders.sniffing import sniffed
from quoth.index.text.clean import one_line
from quoth.index.text.file_names import subject_in

if TYPE_CHECKING:
    from quoth.index.loaders.paged.recognition import Recogniser

Loader = Callable[[Path], Iterable[LoadedArticle]]
_Told = Callable[..., Iterable[LoadedArticle]]  # that is also told columns, or who recognises
"""Yields the articles of a file, in order, each with a `key` where there may be several."""


def _lazy(module: str) -> Callable[[], Loader]:
    """A factory that imports `index.loaders.<module>` only when a file asks for it."""
    return lambda: cast(Loader, import_module(f"{__name__}.{module}").load)


LOADERS: dict[str, Callable[[], Loader]] = {
    ".txt": _lazy("plain_text"),
    ".md": _lazy("notes.markdown"),
    ".markdown": _lazy("notes.markdown"),
    ".html": _lazy("html"),
    ".htm": _lazy("html"),
    ".pdf": _lazy("paged.pdf"),
    ".docx": _lazy("office.docx"),
    ".odt": _lazy("office.odt"),
    ".rtf": _lazy("office.rtf"),
    ".epub": _lazy("epub"),
    ".eml": _lazy("mail.eml"),
    ".mbox": _lazy("mail.mbox"),
    ".mhtml": _lazy("saved.mhtml"),
    ".mht": _lazy("saved.mhtml"),
    ".jsonl": _lazy("exports.tables"),
    ".ndjson": _lazy("exports.tables"),
    ".csv": _lazy("exports.tables"),
    ".tsv": _lazy("exports.tables"),
    ".warc": _lazy("saved.warc"),
    ".warc.gz": _lazy("saved.warc"),
    ".png": _lazy("paged.pictures"),
    ".jpg": _lazy("paged.pictures"),
    ".jpeg": _lazy("paged.pictures"),
    ".tif": _lazy("paged.pictures"),
    ".tiff": _lazy("paged.pictures"),
}
RECOGNISED = frozenset([".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff"])
"""The formats whose loaders take a `recogniser` too: their pages may be pictures of text."""
_MARK = 4  # characters of what marks an item, before a first line that became the title
_TABLES = (".jsonl", ".ndjson", ".csv", ".tsv")


def suffixes() -> tuple[str, ...]:
    """Every suffix that is read, by a loader of ours or of another package."""
    return (*LOADERS, *(name for name in plugins.names("loaders") if name not in LOADERS))


def supported(path: Path) -> bool:
    """Whether there is a loader for a file, by its suffix, in capitals or not, or by its content."""
    return _format_of(path) in suffixes()


def _format_of(path: Path) -> str:
    """The suffix that a file has, or should have."""
    name = path.name.lower()
    if name.endswith(".warc.gz"):
        return ".warc.gz"
    suffix = path.suffix.lower()
    return suffix if suffix in suffixes() else sniffed(path) or suffix


def _loader(suffix: str, recogniser: Recogniser | None) -> Loader:
    if suffix in LOADERS:
        loader = LOADERS[suffix]()
        recognises = suffix in RECOGNISED
        return partial(cast(_Told, loader), recogniser=recogniser) if recognises else loader
    try:
        return cast(Loader, plugins.load("loaders", suffix))
    except UsageError as error:
        raise LoadError(f"cannot be read: {error.message}", error.hint) from error


def load(path: Path) -> LoadedArticle:
    """The first article of a file, as `load_all` reads it."""
    return load_all(path)[0]


def load_all(
    path: Path,
    columns: Mapping[str, str] | None = None,
    recogniser: Recogniser | None = None,
) -> tuple[LoadedArticle, ...]:
    """Read one file: one article or more, of which none is without text. `columns` is what the columns
    of tables are called, by the fact in them, where no known name tells it; without a `recogniser`
    pictures of text are recognised in the languages that there are.

    Raises LoadError, whose message goes on from the file's name ("is empty").
    """
    suffix = _format_of(path)
    if suffix not in suffixes():
        formats = " ".join(suffixes())
        raise LoadError(
            f"is of a format that is not read ({path.suffix or 'no suffix'})",
            f"Save it as one of {formats}.",
        )
    try:
        read = _loader(suffix, recogniser)
        if columns and suffix in _TABLES:
            read = partial(cast(_Told, read), columns=columns)
        articles = tuple(article for article in read(path) if article.text)
    except OSError as error:
        raise LoadError(
            f"cannot be read: {error.strerror or error}", "Check the file and your rights to it."
        ) from error
    except LoadError:
        raise
    # Whatever a stranger's file brings a library to raise concerns that file, not its neighbours.
    except Exception as error:
        raise LoadError(
            f"cannot be read: {type(error).__name__}", "It may be damaged: save it again."
        ) from error
    if not articles:
        raise LoadError("is empty", "There is no text in it to ask about.")
    return tuple(_named(article, path) for article in articles)


def _named(article: LoadedArticle, path: Path) -> LoadedArticle:
    """An article whose title is only how its text begins gets the name of its file, if that is one
    which somebody gave it.
    """
    first, _, rest = article.text.partition("\n")
    title = article.title.removesuffix("…")
    is_cut = title != article.title
    begins = first.startswith(title) if is_cut else one_line(first).endswith(title)
    if article.key or not begins or not (is_cut or (rest and len(first) <= len(title) + _MARK)):
        return article
    name = subject_in(path)
    return replace(article, title=name) if name and not is_made_up(name) else article
