"""The parts of a document in reading order, and the blocks of an article that they make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from quoth.index.loaders.blocks import Block

_LONGEST_CELL = 300  # characters: what is longer, in several paragraphs, is no fact in a table


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the text; its kind is "title", "heading", "item", "note", or "" for plain text."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """The parts of a table's cell, and whether a table stands in it."""

    parts: list[Part]
    is_nested: bool = False


def title_of(parts: Sequence[Part]) -> str:
    """The first lines with the style of a title."""
    groups = (group for kind, group in groupby(parts, lambda p: p.kind) if kind == "title")
    return _joined(next(groups, ()))


def blocks_of(parts: Sequence[Part]) -> Iterator[Block]:
    """Headings, paragraphs, tables, and the items of a list as the lines of one block."""
    for kind, group in groupby(parts, key=lambda part: part.kind):
        if kind == "item":
            yield Block("\n".join(f"- {' '.join(part.text.split())}" for part in group))
        elif kind == "title":
            yield Block(_joined(group), heading=True)
        else:
            yield from (Block(part.text, heading=kind == "heading") for part in group)


def table_parts(rows: Sequence[Sequence[Cell]]) -> Iterator[Part]:
    """Rows of facts as lines of one part; of a table that only places text, the text."""
    cells = [cell for row in rows for cell in row]
    if any(cell.is_nested or _is_prose(cell.parts) for cell in cells):
        for cell in cells:
            yield from cell.parts
        return
    lines = (" | ".join(_line(cell.parts) for cell in row).strip(" |") for row in rows)
    yield Part("\n".join(line for line in lines if line))
    for cell in cells:
        yield from (part for part in cell.parts if part.kind == "note")


def _joined(parts: Iterable[Part]) -> str:
    return " ".join(" ".join(part.text for part in parts).split())


def _is_prose(cell: list[Part]) -> bool:
    said = [part for part in cell if part.text.strip() and part.kind != "note"]
    if any(part.kind in ("title", "heading") for part in said):
        return True
    return len(said) > 1 and sum(len(part.text) for part in said) > _LONGEST_CELL


def _line(cell: list[Part]) -> str:
    return " ".join(" ".join(part.text for part in cell if part.kind != "note").split())
