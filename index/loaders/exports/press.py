"""Texts of a press database: which one they come from, and their articles."""

from __future__ import annotations

from quoth.index.loaders.exports import europresse, factiva, nexis
from quoth.index.loaders.exports.exported import Exported

_FORMATS = (
    factiva.coded_articles,
    factiva.plain_articles,
    nexis.numbered_articles,
    nexis.ended_articles,
    europresse.numbered_articles,
)


def articles_of(text: str) -> list[Exported]:
    """The articles of a text that a press database exported; none of any other text."""
    return next(filter(None, (read(text) for read in _FORMATS)), [])
