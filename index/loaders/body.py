"""The blocks of a body that is all article, as in a book or a mail: it has no menus to leave out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from quoth.index.loaders.blocks import Block
from quoth.index.loaders.markup import local_name, walk
from quoth.index.loaders.said import settle

_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_BLOCKS = _HEADINGS | frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure"
    " footer form header hr html li main ol p pre section summary table tbody td tfoot th thead"
    " tr ul".split()
)
_UNREAD = frozenset(  # rt and rp hold how a word sounds, inside the word
    "audio head iframe math nav noscript object rp rt script select style svg template textarea"
    " title video".split()
)
_NOT_IN_CELLS = ("h1", "h2", "h3", "h4", "h5", "h6", "ol", "pre", "table", "ul")


def blocks_of(root: Any) -> Iterator[Block]:
    """All that a reader sees of a page, as blocks: for books and mails, which have no menus."""
    for node in root.iter("{*}*"):
        name = local_name(node)
        if node.tag != name:
            node.tag = name
    settle(root)
    for kind, parts in groupby(_parts(root), key=lambda part: part[0]):
        if kind in ("li", "tr"):
            yield Block("\n".join(text for _, text in parts))
        else:
            is_heading = kind in _HEADINGS
            for _, text in parts:
                yield Block(" ".join(text.split()) if is_heading else text, is_heading)


def _parts(root: Any) -> Iterator[tuple[str, str]]:
    """The name of the element that a piece of text belongs to, and the text."""
    steps = walk(root)
    kind, text = "", ""
    for event, node in steps:
        name = node.tag
        if name in _BLOCKS:
            lines = _lines(text)
            if lines:
                yield kind, f"- {lines}" if kind == "li" else lines
            if event == "end":
                kind = ""
                if name in ("ol", "table", "ul"):
                    yield name, ""  # keeps it apart from the one that follows
            elif lines or kind != "li" or name not in ("div", "p"):
                kind = name
            text = ""
        if event == "end":
            text += "\0" * (name == "br") + (node.tail or "")
        elif name in _UNREAD:
            steps.skip_subtree()
        elif name == "table" and is_data_table(node):
            yield from (("tr", _row(row)) for row in node.iter("tr"))
            steps.skip_subtree()
        else:
            text += (node.text or "").replace("\n", "\0" if name == "pre" else "\n")


def _lines(text: str) -> str:
    """The text with one space between words, and a newline where the page breaks the line."""
    return "\n".join(" ".join(line.split()) for line in text.split("\0")).strip()


def is_data_table(table: Any) -> bool:
    """Whether a table holds facts in rows and columns, or only puts a page's parts in place."""
    columns = max((len(row) for row in table.iter("tr")), default=0)
    return columns > 1 and next(table.iterdescendants(*_NOT_IN_CELLS), None) is None


def _row(row: Any) -> str:
    return " | ".join(_cell(cell) for cell in row).strip(" |")


def _cell(cell: Any) -> str:
    pieces: list[str] = []
    for event, node in walk(cell):
        gap = " " if node.tag in _BLOCKS or node.tag == "br" else ""
        pieces += (gap, (node.text if event == "start" else node.tail) or "")
    return " ".join("".join(pieces).split())
