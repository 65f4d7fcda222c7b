"""Examines a library from outside, each part on its own, and mends what a rebuild can mend."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from quoth.index.articles import Skipped
from quoth.index.building import embedding_cache
from quoth.index.building.discovery import absolute_roots
from quoth.index.building.plan import make_plan
from quoth.index.disk import may_write
from quoth.index.embedders.builtin import model as builtin
from quoth.index.embedders.builtin import reader
from quoth.index.errors import QuothError
from quoth.index.library import Library, library_at
from quoth.index.loaders.paged import kept_pages
from quoth.index.progress import Report, silent
from quoth.index.settings import IndexSettings, read_table, settings_files
from quoth.index.store.chroma_process import probe
from quoth.index.store.local import LocalGeneration
from quoth.index.store.manifest import content_problems, read_manifest
from quoth.index.store.publishing import live_generation, locked, remove_unused, unfinished
from quoth.index.store.verify import unfound

_MIN_FREE_BYTES = 200_000_000
_HERE = ("index", "files", "search", "articles")
_MENDED = ("index", "files", "search")


@dataclass(frozen=True, slots=True)
class Check:
    """What was found of one part, in a line; `files` are those that it concerns, each with a reason."""

    name: str
    ok: bool
    detail: str
    files: tuple[Skipped, ...] = ()


def examine(library: Path, chroma_url: str | None = None) -> list[Check]:
    """One check after the other, each standing on its own; `chroma_url` as in `library_at`."""
    library = library.expanduser().absolute()
    checks: list[tuple[str, Callable[[Path], str]]] = [
        ("settings", _settings),
        ("server", lambda library: _server(library, chroma_url)),
        ("index", _index),
        ("files", _files),
        ("search", _search),
        ("articles", _articles),
        ("leftovers", _leftovers),
        ("model", _model),
        ("reader", _reader),
        ("cache", _cache),
        ("disk", _disk),
    ]
    if _is_only_asked_elsewhere(library, chroma_url):
        checks = [(name, check) for name, check in checks if name not in _HERE]
    examined = [_run(name, check, library) for name, check in checks]
    return [
        replace(check, files=_skipped(library)) if check.name == "articles" and check.ok else check
        for check in examined
    ]


def repair(library: Path, report: Report) -> None:
    """Make the damaged parts again: the model, and the index from the files it was made of.

    What was embedded before is taken from the cache. What rebuilds left behind is removed. Raises
    the errors of `Library.rebuild`.
    """
    chosen = Library(library)
    if chosen.settings.embedder == "builtin":
        builtin.prepare(None, report, thorough=True)
        builtin.remove_older(None)
    if builtin.is_available():
        reader.prepare(None, report, thorough=True)
        reader.remove_older(None)
    if not chosen.is_empty():
        with locked(chosen.folder):
            remove_unused(chosen.folder)
    if any(not check.ok for check in examine(library) if check.name in _MENDED):
        chosen.rebuild(reread=True, report=report)


def trim(library: Path, limit: int) -> None:
    """Forget embeddings and recognised pages, those not used for longest first, until each of the two
    takes less than `limit` bytes.

    Raises LibraryBusy, or LibraryError when the library cannot be written.
    """
    library = library.expanduser().absolute()
    with locked(library):
        embedding_cache.trim(library, limit)
        kept_pages.trim(library, limit)


def _run(name: str, check: Callable[[Path], str], library: Path) -> Check:
    try:
        return Check(name, True, check(library))
    except QuothError as error:
        return Check(name, False, f"{error.message} {error.hint}".strip())
    except OSError as error:
        return Check(name, False, f"It cannot be read: {error}.")


def _is_only_asked_elsewhere(library: Path, chroma_url: str | None) -> bool:
    with suppress(QuothError):
        chosen = library_at(library, chroma_url)
        return chosen.address is not None and live_generation(chosen.folder) is None
    return False


def _generation(library: Path) -> Path:
    folder = live_generation(library)
    if folder is None:
        raise QuothError(f"Nothing is indexed in {library}.", "Run: quoth rebuild PATH")
    return folder


def _settings(library: Path) -> str:
    files = settings_files(library)
    settings = read_table(IndexSettings, "index", files)
    read = ", ".join(str(file) for file in files if file.exists()) or "none, all are defaults"
    return f"embedder {settings.embedder}; files: {read}"


def _server(library: Path, chroma_url: str | None) -> str:
    """Whether what a server holds is all there, and is found."""
    chosen = library_at(library, chroma_url)
    if chosen.address is None:
        return "none: the index is on this machine"
    with chosen.open() as generation:
        count = generation.manifest.passages
        numbers = generation.numbers.tolist()
        lost = unfound(numbers, lambda n: generation.vectors_of([n])[0], generation.nearest)
    if lost:
        raise QuothError(f"It does not find passage {lost[0]}.", "Run: quoth rebuild --full")
    return f"{count} passages are published at {chosen.address.url}, and a sample is found"


def _index(library: Path) -> str:
    manifest = read_manifest(_generation(library))
    made_with = f"{manifest.model.name} {manifest.model.revision}"
    return (
        f"{manifest.articles} articles, {manifest.passages} passages, "
        f"made {manifest.created} with {made_with}"
    )


def _files(library: Path) -> str:
    folder = _generation(library)
    manifest = read_manifest(folder)
    if problems := content_problems(folder, manifest):
        raise QuothError("; ".join(problems) + ".", "Run: quoth rebuild --full")
    return f"{len(manifest.files)} files are as they were published"


def _search(library: Path) -> str:
    folder = _generation(library)
    if wrong := probe(folder):
        raise QuothError(f"{wrong}.", "Run: quoth rebuild --full")
    if not may_write(folder):
        return "words and catalog open and count alike; Chroma is not opened where it cannot write"
    return "Chroma, words and catalog open, count alike, and find a sample"


def _articles(library: Path) -> str:
    """Files that changed since are no fault, but worth knowing."""
    with LocalGeneration(_generation(library)) as generation:
        roots = absolute_roots(generation.manifest.roots)
        links = read_table(IndexSettings, "index", settings_files(library)).follow_links
        plan = make_plan(roots, generation, reuse=True, report=silent, follow_links=links)
        skipped = len(tuple(generation.catalog.skipped()))
    indexed = "indexed from " + ", ".join(roots)
    indexed += f"; {skipped} files are skipped" if skipped else ""
    stale = len(plan.gone) + sum(card.path in plan.renamed for card in plan.kept)
    if not (plan.fresh or stale):
        return indexed
    return f"{indexed}; {len(plan.fresh)} new or changed, {stale} gone or renamed: quoth rebuild"


def _skipped(library: Path) -> tuple[Skipped, ...]:
    """Every file that stayed outside the index, and why."""
    with LocalGeneration(_generation(library)) as generation:
        return tuple(generation.catalog.skipped())


def _leftovers(library: Path) -> str:
    if not (dead := unfinished(library)):
        return "no build was left unfinished"
    return f"{len(dead)} unfinished, which the next rebuild removes, or: quoth doctor --repair"


def _model(library: Path) -> str:
    from quoth.index.embedders import check_embedder

    return check_embedder(read_table(IndexSettings, "index", settings_files(library)).embedder)


def _reader(library: Path) -> str:
    """Whether the built-in reader, where it was made, is as it was made."""
    if not builtin.is_available():
        return "none: the built-in model is not installed, which it is made from"
    folder = reader.place(None)
    if not folder.exists():
        return "it will be made on first use"
    if found := reader.problems(folder):
        raise QuothError("; ".join(found) + ".", "Run: quoth doctor --repair")
    return f"{folder.name} is as it was made"


def _cache(library: Path) -> str:
    parts = (
        ("of embeddings", embedding_cache.size(library), embedding_cache.LIMIT_BYTES),
        ("of recognised pages", kept_pages.size(library), kept_pages.LIMIT_BYTES),
    )
    kept = " and ".join(
        f"{size // 1_000_000} MB {what} ({limit // 1_000_000} at the most)"
        for what, size, limit in parts
    )
    return f"{kept} are kept; for less: quoth doctor --trim MB"


def _disk(library: Path) -> str:
    existing = next(folder for folder in (library, *library.parents) if folder.exists())
    free = shutil.disk_usage(existing).free
    if free < _MIN_FREE_BYTES:
        raise QuothError(f"Only {free // 1_000_000} MB are free.", "Make room before a rebuild.")
    return f"{free // 1_000_000} MB are free"
