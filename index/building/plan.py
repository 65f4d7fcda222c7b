"""What a rebuild has to do: which articles stay as they are, which files must be read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from quoth.index.articles import ArticleCard, Skipped
from quoth.index.building.discovery import find_files, fingerprint, real_places
from quoth.index.loaders.paged.recognition import is_due
from quoth.index.progress import Progress, Report
from quoth.index.store.local import LocalGeneration

_FILES_A_REPORT = 32  # files between two reports


@dataclass(frozen=True, slots=True)
class Plan:
    """`kept` articles come from the previous generation, under the path that they have now; those
    in `renamed` (new path -> old path) had another. `fresh` are (path, content hash) of files to
    read; `skipped` files stay outside, some of them in part. `before` are the previous generation's
    articles.
    """

    kept: tuple[ArticleCard, ...]
    renamed: dict[str, str]
    fresh: tuple[tuple[str, str], ...]
    skipped: tuple[Skipped, ...]
    before: tuple[ArticleCard, ...]

    @property
    def gone(self) -> set[str]:
        """The ids of the previous articles that are not kept."""
        return {card.id for card in self.before} - {card.id for card in self.kept}


def make_plan(
    roots: Sequence[str],
    previous: LocalGeneration | None,
    *,
    reuse: bool,
    report: Report,
    changing: Callable[[], None] = lambda: None,
    follow_links: bool = False,
) -> Plan:
    """Compare the files under `roots` with the previous generation, by content.

    Without `reuse` every file is read again; without `follow_links` what a link names outside the
    roots is skipped. `changing` is called as soon as there is something to read, and maybe again.
    """
    cards = previous.catalog.articles() if previous else []
    before = {path: tuple(held) for path, held in groupby(cards, key=lambda card: card.path)}
    skipped_before = previous.catalog.skipped() if previous else []
    due = {(s.path, s.content_hash) for s in skipped_before if is_due(s.reason)}
    failed = {(s.path, s.content_hash): s for s in skipped_before}
    unchanged = {(path, held[0].content_hash) for path, held in before.items()}
    partly = {path: failed[path, digest] for path, digest in unchanged if (path, digest) in failed}
    kept: list[ArticleCard] = []
    fresh: list[tuple[str, str]] = []
    skipped: list[Skipped] = []
    inside = None if follow_links else real_places(roots)
    paths = find_files(roots, follow_links=follow_links)
    known = unchanged | failed.keys()
    digests: dict[str, str | Skipped] = {}
    for path, digest in _digests(paths, inside, report):
        digests[path] = digest
        if isinstance(digest, str) and (path, digest) not in known:
            changing()
    for path in paths:
        digest = digests[path]
        if isinstance(digest, Skipped):
            skipped.append(digest)
        elif not reuse or (path, digest) in due:
            fresh.append((path, digest))
        elif (path, digest) in unchanged:
            kept += before[path]
            skipped += [partly[path]] if path in partly else []
        elif (path, digest) in failed:
            skipped.append(failed[path, digest])
        else:
            fresh.append((path, digest))
    moved = _moved(fresh, before, set(paths)) if reuse else {}
    kept += [replace(card, path=new) for new, old in moved.items() for card in before[old]]
    skipped += [replace(partly[old], path=new) for new, old in moved.items() if old in partly]
    unread = tuple(file for file in fresh if file[0] not in moved)
    return Plan(tuple(kept), moved, unread, tuple(skipped), tuple(cards))


def _digests(
    paths: Sequence[str], inside: Sequence[str] | None, report: Report
) -> Iterator[tuple[str, str | Skipped]]:
    """Each path and what its content is, or why it is not read. What was changed last comes first: it
    is known early then that there is something to read.
    """
    for number, path in enumerate(sorted(paths, key=_touched, reverse=True)):
        if number % _FILES_A_REPORT == 0:
            report(Progress("Looking for changes", number / len(paths)))
        yield path, fingerprint(path, inside)


def _touched(path: str) -> float:
    """When a file or its name was last changed, in seconds."""
    try:
        return os.stat(path).st_ctime
    except OSError:
        return 0.0


def _moved(
    fresh: Sequence[tuple[str, str]], before: dict[str, tuple[ArticleCard, ...]], present: set[str]
) -> dict[str, str]:
    """New path -> old path, of files whose content left one place and came up in another."""
    gone = {held[0].content_hash: path for path, held in before.items() if path not in present}
    moved = {}
    for path, digest in fresh:
        if path not in before and digest in gone:
            moved[path] = gone.pop(digest)
    return moved
