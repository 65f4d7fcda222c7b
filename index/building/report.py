"""What a rebuild says of itself when it is done."""

from __future__ import annotations

from dataclasses import dataclass

from quoth.index.articles import Skipped


@dataclass(frozen=True, slots=True)
class RebuildReport:
    """What a rebuild did. The first five count articles, the `renamed` being among the `unchanged`;
    `passages` are those of all `articles`. Where nothing was new, nothing was `published`.
    """

    added: int
    changed: int
    removed: int
    unchanged: int
    renamed: int
    skipped: tuple[Skipped, ...]
    articles: int
    passages: int
    seconds: float
    published: bool
