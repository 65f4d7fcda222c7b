"""An index shared on a Chroma server: published from one library, asked by anybody who reaches it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from quoth.index.progress import Report
    from quoth.index.server.address import Address
    from quoth.index.store.local import LocalGeneration


def publish_to(
    address: Address,
    library: Path,
    generation: LocalGeneration,
    report: Report,
    *,
    afresh: bool = False,
) -> bool:
    """See `index.server.publishing.publish`; `library` is where `generation` comes from."""
    import hashlib
    import platform
    from contextlib import closing

    from quoth.index.server.connection import Server
    from quoth.index.server.pointer import Pointer
    from quoth.index.server.publishing import publish

    writer = hashlib.sha256(f"{platform.node()}:{library}".encode()).hexdigest()[:16]
    with closing(Server(address)) as server:
        pointer = Pointer.on(server, make=True)
        return publish(pointer, generation, writer, report, afresh=afresh)
