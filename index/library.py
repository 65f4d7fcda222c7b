"""A library: the directory that holds an index, and the model that it is asked with."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import platformdirs

from index.building.discovery import ADDED
from index.building.rebuild import RebuildReport, rebuild
from index.embedders import EMBEDDERS, open_embedder
from index.embedders.base import Embedder
from index.errors import EmptyLibrary, LibraryError, ModelMismatch
from index.progress import Report, silent
from index.server.address import Address
from index.settings import IndexSettings, read_table, settings_files
from index.store.generation import Generation
from index.store.local import EmbeddedGeneration
from index.store.manifest import read_manifest
from index.store.publishing import live_generation, locked

_OPENING_TRIES = 5


def default_folder() -> Path:
    """The platform's directory for a user's own data."""
    return platformdirs.user_data_path("quoth", appauthor=False) / "library"


def library_at(folder: Path, chroma_url: str | None = None) -> Library:
    """The library in a folder, as its settings have it, but for a server named here: "" is none.

    Raises UsageError when the settings or the URL are off.
    """
    library = Library(folder)
    if chroma_url is None:
        return library
    return Library(folder, replace(library.settings, chroma_url=chroma_url))


class Library:
    """Opens what was published, rebuilds it, and hands out the embedder that it needs."""

    def __init__(self, folder: Path, settings: IndexSettings | None = None) -> None:
        """Raises UsageError when the settings that belong to `folder` are off."""
        self.folder = folder.expanduser().absolute()
        self.settings = settings or read_table(IndexSettings, "index", settings_files(self.folder))
        self.address = _address_in(self.settings)
        """Of the Chroma server that holds the index; None when this machine does."""
        self._embedders: dict[str, Embedder] = {}
        self._loading = threading.Lock()

    @property
    def added(self) -> Path:
        """Where pages that were fetched are kept."""
        return self.folder / ADDED

    def roots(self) -> tuple[str, ...]:
        """The files and folders that were indexed last; none when nothing was."""
        folder = live_generation(self.folder)
        return read_manifest(folder).roots if folder else ()

    def is_empty(self) -> bool:
        """Whether nothing was ever indexed here; what a server holds was, elsewhere or here."""
        return self.address is None and live_generation(self.folder) is None

    def open(self) -> Generation:
        """The live generation. Raises EmptyLibrary, or LibraryError when it is damaged, or when the
        server that holds it does not do its part.
        """
        if address := self.address:
            from index.server.generation import ServerGeneration

            return ServerGeneration.open(address)
        return self._open_here()

    def _open_here(self) -> EmbeddedGeneration:
        for _ in range(_OPENING_TRIES):
            folder = live_generation(self.folder)
            if folder is None:
                raise EmptyLibrary(
                    f"Nothing is indexed yet in {self.folder}.",
                    "Name a folder of articles: quoth rebuild PATH",
                )
            try:
                return EmbeddedGeneration(folder)
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
        or when a server names one that the settings do not: it could be any.
        """
        made_by = generation.manifest.model
        name = generation.manifest.embedder
        if self.address and name not in (*EMBEDDERS, self.settings.embedder):
            raise ModelMismatch(
                f"The index on {self.address.url} was made with {name!r}.",
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

    def notices(self, generation: Generation) -> list[str]:
        """What the user should know of a generation that can be asked all the same."""
        found = [generation.notice] if generation.notice else []
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

        Raises the errors of `index.building.rebuild.rebuild`, and ServerError.
        """
        done = rebuild(
            self.folder,
            paths,
            self.settings,
            lambda: self.embedder(report=report),
            report,
            full=full,
            reread=reread,
        )
        return self._publish(done, report, full) if self.address else done

    def _publish(self, done: RebuildReport, report: Report, full: bool) -> RebuildReport:
        from index.server import publish_to

        started = time.monotonic()
        assert self.address is not None
        with locked(self.folder), self._open_here() as generation:
            sent = publish_to(self.address, self.folder, generation, report, afresh=full)
        seconds = round(done.seconds + time.monotonic() - started, 3)
        return replace(done, published=done.published or sent, seconds=seconds)


def _address_in(settings: IndexSettings) -> Address | None:
    if not settings.chroma_url:
        return None
    return Address(settings.chroma_url, settings.chroma_tenant, settings.chroma_database)
