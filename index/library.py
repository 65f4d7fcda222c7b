"""A library: the directory that holds an index, and the model that it is asked with."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

from quoth.index.building.discovery import ADDED, absolute_roots
from quoth.index.consent import add_roots, is_built_here, named_roots
from quoth.index.embedders import EMBEDDERS, open_embedder
from quoth.index.errors import ConsentNeeded, EmptyLibrary, LibraryError, ModelMismatch
from quoth.index.progress import Report, silent
from quoth.index.server.address import Address
from quoth.index.settings import IndexSettings, read_table, settings_files, unagreed
from quoth.index.store.publishing import live_generation, locked

if TYPE_CHECKING:
    from quoth.index.building.report import RebuildReport
    from quoth.index.embedders.base import Embedder
    from quoth.index.store.generation import Generation
    from quoth.index.store.local import LocalGeneration

_MAX_OPENINGS = 5
_MAX_LISTED = 5
_INDEXING = tuple(f"index.{one.name}" for one in fields(IndexSettings))


def default_folder() -> Path:
    """The platform's directory for a user's own data."""
    return platformdirs.user_data_path("quoth", appauthor=False) / "library"


def library_at(folder: Path, chroma_url: str | None = None) -> Library:
    """The library in a folder, as its settings have it, but for a server named here: "" is none.

    Raises UsageError when the settings or the URL are off.
    """
    library = Library(folder)
    if chroma_url is not None:
        library.use_server(chroma_url)
    return library


class Library:
    """Opens what was published, rebuilds it, and hands out the embedder that it needs."""

    def __init__(self, folder: Path, settings: IndexSettings | None = None) -> None:
        """Raises UsageError when the settings that belong to `folder` are off."""
        self.folder = folder.expanduser().absolute()
        self._named: frozenset[str] = frozenset(_INDEXING if settings is not None else ())
        self.settings = settings or read_table(IndexSettings, "index", settings_files(self.folder))
        self.address = _address_in(self.settings)
        """Of the Chroma server that holds the index; None when this machine does."""
        self._embedders: dict[str, Embedder] = {}
        self._loading = threading.Lock()

    def use_server(self, chroma_url: str) -> None:
        """Ask and publish the index there, whatever the settings say; "" is nowhere.

        Raises UsageError for a URL that is none.
        """
        self.settings = replace(self.settings, chroma_url=chroma_url)
        self.address = _address_in(self.settings)
        self._named = frozenset({"index.chroma_url"})

    @property
    def added(self) -> Path:
        """The folder that keeps the pages which were fetched."""
        return self.folder / ADDED

    def roots(self) -> tuple[str, ...]:
        """The files and folders that were indexed last; none when nothing was."""
        from quoth.index.store.manifest import read_manifest

        folder = live_generation(self.folder)
        return read_manifest(folder).roots if folder else ()

    def unasked_roots(self) -> tuple[str, ...]:
        """The roots that came with the library: this user never named them for it."""
        from quoth.index.store.local import roots_of
        from quoth.index.store.manifest import FILE_NAME

        folder = live_generation(self.folder)
        if folder is None or is_built_here(folder / FILE_NAME):
            return ()
        known = {*named_roots(self.folder), str(self.added)}
        return tuple(root for root in roots_of(folder) if root not in known)

    def own_roots(self) -> tuple[str, ...]:
        """The files and folders that were indexed last. Raises ConsentNeeded for a library that
        came with roots of somebody else's choice.
        """
        if unasked := self.unasked_roots():
            raise ConsentNeeded(
                f"This library was not made here, and follows {listed(unasked)}.",
                "Name what it should index: quoth rebuild PATH, or run quoth rebuild in a terminal "
                "to be asked.",
            )
        from quoth.index.store.local import roots_of

        folder = live_generation(self.folder)
        return roots_of(folder) if folder else ()

    def unagreed(self) -> dict[str, Any]:
        """What the library's own settings would choose if the user agreed: "table.key" -> value."""
        pending = unagreed(self.folder)
        return {key: value for key, value in pending.items() if key not in self._named}

    def refuse_unagreed(self) -> None:
        """Raise ConsentNeeded where the library's own file chooses how it is to be indexed, and the
        user has not agreed to that.
        """
        pending = self.unagreed()
        wanted = [f"{key} = {value!r}" for key, value in pending.items() if key in _INDEXING]
        if wanted:
            raise ConsentNeeded(
                f"The library's own settings want {listed(wanted)}, to which you have not agreed.",
                "Run quoth in a terminal to be asked, or write it into your own settings.",
            )

    def is_empty(self) -> bool:
        """Whether nothing was ever indexed here; what a server holds was, elsewhere or here."""
        return self.address is None and live_generation(self.folder) is None

    def open(self) -> Generation:
        """The live generation. Raises EmptyLibrary, or LibraryError when it is damaged, or when the
        server that holds it does not do its part.
        """
        if address := self.address:
            from quoth.index.server.generation import ServerGeneration

            return ServerGeneration.open(address)
        return self._open_here()

    def _open_here(self) -> LocalGeneration:
        from quoth.index.store.local import LocalGeneration

        for _ in range(_MAX_OPENINGS):
            folder = live_generation(self.folder)
            if folder is None:
                raise EmptyLibrary(
                    f"Nothing is indexed yet in {self.folder}.",
                    "Name a folder of articles: quoth rebuild PATH",
                )
            try:
                return LocalGeneration(folder)
            except FileNotFoundError:
                continue  # replaced and removed between the two looks
        raise LibraryError(f"The index {folder} is missing.", "Run: quoth rebuild PATH")

    def embedder(self, name: str | None = None, report: Report = silent) -> Embedder:
        """The embedder of that name, by default the one in the settings; loaded once.

        Raises EmbedderError.
        """
        wanted = name or self.settings.embedder
        with self._loading:
            if wanted not in self._embedders:
                self._embedders[wanted] = open_embedder(wanted, report)
            return self._embedders[wanted]

    def embedder_of(self, generation: Generation, report: Report = silent) -> Embedder:
        """The embedder that made a generation. Raises ModelMismatch when it is no longer the same,
        or when somebody else's index names one that the settings do not: it could be any.
        """
        made_by = generation.manifest.model
        name = generation.manifest.embedder
        if name not in (*EMBEDDERS, self.settings.embedder) and not self._made(generation):
            where = f"on {self.address.url}" if self.address else f"in {self.folder}"
            raise ModelMismatch(
                f"The index {where} was made with {name!r}.",
                "Where you trust that model, name it as embedder in the settings.",
            )
        embedder = self.embedder(name, report)
        if embedder.identity != made_by:
            raise ModelMismatch(
                f"The index was made with {made_by.name} {made_by.revision}, "
                f"which is now {embedder.identity.name} {embedder.identity.revision}.",
                "Run: quoth rebuild",
            )
        return embedder

    def _made(self, generation: Generation) -> bool:
        """Whether a generation was made by this user, here."""
        from quoth.index.store.manifest import FILE_NAME

        folder = self.folder / "generations" / generation.name
        return self.address is None and is_built_here(folder / FILE_NAME)

    def notices(self, generation: Generation) -> list[str]:
        """What the user should know of a generation that can be asked all the same."""
        found = [generation.notice] if generation.notice else []
        if pending := self.unagreed():
            wanted = listed([f"{key} = {value!r}" for key, value in pending.items()])
            found.append(
                f"The library's own settings want {wanted}. That waits for your consent: run quoth "
                "or quoth rebuild in a terminal, or write it into your own settings."
            )
        if generation.manifest.embedder != self.settings.embedder:
            found.append(
                f"The index was made with {generation.manifest.embedder}; the settings say "
                f"{self.settings.embedder}. It answers as it is until you run: quoth rebuild"
            )
        return found

    def rebuild(
        self,
        paths: Sequence[str | Path] = (),
        *,
        full: bool = False,
        reread: bool = False,
        report: Report = silent,
    ) -> RebuildReport:
        """Index `paths`, or what was indexed before, and publish it where the settings name a server.

        Raises the errors of `index.building.rebuild.rebuild`, ServerError, and ConsentNeeded where
        the library came with roots or settings that the user has not agreed to.
        """
        from quoth.index.building.rebuild import rebuild

        self.refuse_unagreed()
        if paths:
            add_roots(self.folder, absolute_roots(paths))
        else:
            self.own_roots()
        done = rebuild(
            self.folder,
            paths,
            self.settings,
            lambda: self.embedder(report=report),
            report,
            full=full,
            reread=reread,
        )
        return self._publish(self.address, done, report, full) if self.address else done

    def _publish(
        self, address: Address, done: RebuildReport, report: Report, full: bool
    ) -> RebuildReport:
        from quoth.index.server import publish_to

        started = time.monotonic()
        with locked(self.folder), self._open_here() as generation:
            sent = publish_to(address, self.folder, generation, report, afresh=full)
        seconds = round(done.seconds + time.monotonic() - started, 3)
        return replace(done, published=done.published or sent, seconds=seconds)


def listed(names: Sequence[str]) -> str:
    """Join the first of some names for a line of text."""
    more = len(names) - _MAX_LISTED
    return ", ".join(names[:_MAX_LISTED]) + (f" and {more} more" if more > 0 else "")


def _address_in(settings: IndexSettings) -> Address | None:
    if not settings.chroma_url:
        return None
    return Address(settings.chroma_url, settings.chroma_tenant, settings.chroma_database)
