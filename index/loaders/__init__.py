"""One file per format: `load_all` reads a file's articles with the loader for its suffix."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from quoth.index import plugins
from quoth.index.articles import LoadedArticle
from quoth.index.errors import LoadError, UsageError

if TYPE_CHECKING:
    from quoth.index.loaders.paged.recognition import Recogniser

Loader = Callable[[Path], Iterable[LoadedArticle]]
_Told = Callable[..., Iterable[LoadedArticle]]  # that is also told columns, or who recognises
"""Yields the articles of a file, in order, each with a `key` where there may be several."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format that is read: the module of its loader, whether an editor shows it as text, whether
    its pages may be pictures of text, and whether it is a table, whose columns have names.
    """

    module: str
    is_text: bool = True
    is_pictures: bool = False
    is_table: bool = False


_HTML, _MHTML = Format("html"), Format("saved.mhtml")
_MARKDOWN, _TABLE = Format("notes.markdown"), Format("exports.tables", is_table=True)
_PICTURE = Format("paged.pictures", is_text=False, is_pictures=True)
FORMATS: dict[str, Format] = {
    ".txt": Format("plain_text"),
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".html": _HTML,
    ".htm": _HTML,
    ".pdf": Format("paged.pdf", is_text=False, is_pictures=True),
    ".docx": Format("office.docx", is_text=False),
    ".odt": Format("office.odt", is_text=False),
    ".rtf": Format("office.rtf"),
    ".epub": Format("epub", is_text=False),
    ".eml": Format("mail.eml"),
    ".mbox": Format("mail.mbox"),
    ".mhtml": _MHTML,
    ".mht": _MHTML,
    ".jsonl": _TABLE,
    ".ndjson": _TABLE,
    ".csv": _TABLE,
    ".tsv": _TABLE,
    ".warc": Format("saved.warc"),
    ".warc.gz": Format("saved.warc", is_text=False),
    ".png": _PICTURE,
    ".jpg": _PICTURE,
    ".jpeg": _PICTURE,
    ".tif": _PICTURE,
    ".tiff": _PICTURE,
}
"""Every format that is read, by suffix: the one place where suffixes are said."""


def _lazy(module: str) -> Callable[[], Loader]:
    """A factory that imports `index.loaders.<module>` only when a file asks for it."""
    return lambda: cast(Loader, import_module(f"{__name__}.{module}").load)


LOADERS: dict[str, Callable[[], Loader]] = {
    suffix: _lazy(read.module) for suffix, read in FORMATS.items()
}
_PLUGIN = Format("")  # all that is known of one that another package reads
_MARK = 4  # characters of what marks an item, before a first line that became the title


def suffixes() -> tuple[str, ...]:
    """Every suffix that is read, by a loader of ours or of another package."""
    return (*LOADERS, *(name for name in plugins.names("loaders") if name not in LOADERS))


def supported(path: str | Path) -> bool:
    """Whether there is a loader for a file, by its suffix, in capitals or not, or by its content."""
    return _suffix_of(path) in LOADERS or _format_of(Path(path)) in suffixes()


def format_of(path: Path) -> Format | None:
    """What is known of the format that a file's suffix names; None where no loader reads it."""
    suffix = _suffix_of(path)
    return FORMATS.get(suffix, _PLUGIN) if suffix in LOADERS or suffix in suffixes() else None


def _format_of(path: Path) -> str:
    """The suffix that a file has, or should have."""
    suffix = _suffix_of(path)
    if suffix in LOADERS or suffix in suffixes():
        return suffix
    from quoth.index.loaders.sniffing import sniffed

    return sniffed(path) or suffix


def _suffix_of(path: str | Path) -> str:
    """A file's suffix in lower case, of two parts where a format's is."""
    rest, suffix = os.path.splitext(os.path.basename(path).lower())
    both = os.path.splitext(rest)[1] + suffix
    return both if both in FORMATS else suffix


def _loader(suffix: str, recogniser: Recogniser | None) -> Loader:
    if suffix in LOADERS:
        loader = LOADERS[suffix]()
        recognises = FORMATS.get(suffix, _PLUGIN).is_pictures
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
    if suffix not in LOADERS and suffix not in suffixes():  # what packages add takes long to ask
        formats = " ".join(suffixes())
        raise LoadError(
            f"is of a format that is not read ({path.suffix or 'no suffix'})",
            f"Save it as one of {formats}.",
        )
    try:
        read = _loader(suffix, recogniser)
        if columns and FORMATS.get(suffix, _PLUGIN).is_table:
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
    from quoth.index.loaders.headlines import is_made_up
    from quoth.index.text.clean import one_line
    from quoth.index.text.file_names import subject_in

    first, _, rest = article.text.partition("\n")
    title = article.title.removesuffix("…")
    is_cut = title != article.title
    begins = first.startswith(title) if is_cut else one_line(first).endswith(title)
    if article.key or not begins or not (is_cut or (rest and len(first) <= len(title) + _MARK)):
        return article
    name = subject_in(path)
    return replace(article, title=name) if name and not is_made_up(name) else article
