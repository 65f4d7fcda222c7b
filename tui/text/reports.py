"""What a rebuild did, in words that the command line and the app share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quoth.index.building.report import RebuildReport


def counted(done: RebuildReport) -> str:
    """What a rebuild did, on one line."""
    counts = ", ".join(
        f"{count} {name}"
        for name, count in (
            ("added", done.added),
            ("changed", done.changed),
            ("removed", done.removed),
            ("unchanged", done.unchanged),
            ("renamed", done.renamed),
        )
        if count
    )
    articles = f"{done.articles} articles, {done.passages} passages"
    return f"{articles} ({counts}) in {done.seconds:.1f} s"
