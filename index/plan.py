"""What a rebuild has to do: which articles stay as they are, which files must be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.articles import ArticleCard, Skipped
from index.files import find_files, fingerprint
from index.generation import Generation
from index.progress import Progress, Report


@dataclass(frozen=True, slots=True)
class Plan:
    """`kept` articles come from the previous generation; `fresh` are (path, content hash) of files
    to read; `skipped` files stay outside. `before` are the previous generation's articles by path.
    """

    kept: tuple[ArticleCard, ...]
    fresh: tuple[tuple[str, str], ...]
    skipped: tuple[Skipped, ...]
    before: dict[str, ArticleCard]


def make_plan(
    roots: Sequence[str], previous: Generation | None, *, reuse: bool, report: Report
) -> Plan:
    """Compare the files under `roots` with the previous generation, by content.

    Without `reuse` every file is read again.
    """
    before = {card.path: card for card in previous.catalog.articles()} if previous else {}
    failed = {(s.path, s.content_hash): s for s in previous.catalog.skipped()} if previous else {}
    kept: list[ArticleCard] = []
    fresh: list[tuple[str, str]] = []
    skipped: list[Skipped] = []
    paths = find_files(roots)
    for number, path in enumerate(paths):
        report(Progress("Looking for changes", number / len(paths)))
        digest = fingerprint(path)
        if isinstance(digest, Skipped):
            skipped.append(digest)
        elif reuse and path in before and before[path].content_hash == digest:
            kept.append(before[path])
        elif reuse and (path, digest) in failed:
            skipped.append(failed[path, digest])
        else:
            fresh.append((path, digest))
    return Plan(tuple(kept), tuple(fresh), tuple(skipped), before)
