"""Markdown: front matter as metadata, the rest as the plain text a reader sees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from quoth.index.articles import LoadedArticle
from quoth.index.loaders.blocks import Block, assemble
from quoth.index.loaders.body import blocks_of
from quoth.index.loaders.decoding import decode
from quoth.index.loaders.markup import parse_html
from quoth.index.loaders.notes.front_matter import split_front_matter, stated
from quoth.index.loaders.notes.inline import words_of
from quoth.index.loaders.notes.obsidian import as_markdown
from quoth.index.text.file_names import day_in, title_in

_QUERIES = ("dataview", "dataviewjs", "query", "tasks")  # what Obsidian answers, not what one wrote


def load(path: Path) -> Iterator[LoadedArticle]:
    """The article in a Markdown file.

    Its title is the front matter's, the heading that stands on top or alone on its level, or the
    file's name; its date the front matter's, or that in the file's name.
    """
    from markdown_it.tree import SyntaxTreeNode

    fields, body = split_front_matter(decode(path.read_bytes()))
    tree = SyntaxTreeNode(_parser().parse(as_markdown(body)))
    said = stated(fields)
    blocks = list(_Reader(tree).blocks(tree.children))
    title = said.title or _title(blocks, tree) or title_in(path)
    if not said.title and next((block.heading for block in blocks if block.text), False):
        title = ""  # the heading on top is it, and is taken out of the text
    yield assemble(blocks, replace(said, title=title, published=said.published or day_in(path)))


@cache
def _parser() -> Any:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    return MarkdownIt("commonmark").enable("table").enable("strikethrough").use(footnote_plugin)


def _title(blocks: Sequence[Block], tree: Any) -> str:
    """The only heading of the first level, below a picture or a line on the author."""
    highest = [node for node in tree.children if node.type == "heading" and node.tag == "h1"]
    return " ".join(words_of(highest[0]).split()) if len(highest) == 1 else ""


class _Reader:
    """Reads a tree's blocks; each note stands after the block with its mark."""

    def __init__(self, tree: Any) -> None:
        self._notes: dict[int, Any] = {
            note.meta["id"]: note
            for block in tree.children
            if block.type == "footnote_block"
            for note in block.children
        }

    def blocks(self, nodes: Sequence[Any]) -> Iterator[Block]:
        """The blocks of the nodes, in order."""
        for node in nodes:
            if node.type == "footnote_block":
                continue
            yield from self._block(node)
            for mark in node.walk() if self._notes and node.type in _WITH_MARKS else ():
                if mark.type == "footnote_ref":
                    note = self._notes.pop(mark.meta["id"], None)
                    yield from self.blocks(note.children) if note is not None else ()

    def _block(self, node: Any) -> Iterator[Block]:
        kind = node.type
        if kind == "paragraph":
            yield Block(words_of(node))
        elif kind == "heading":
            yield Block(" ".join(words_of(node).split()), heading=True)
        elif kind in ("bullet_list", "ordered_list"):
            yield Block("\n".join(self._items(node)))
        elif kind == "table":
            rows = [row for part in node.children for row in part.children]
            yield Block("\n".join(" | ".join(map(words_of, row.children)) for row in rows))
        elif kind in ("fence", "code_block"):
            if node.info.strip().lower() not in _QUERIES:
                yield Block(node.content)
        elif kind == "html_block":
            yield from _page(node.content)
        else:
            yield from self.blocks(node.children)

    def _items(self, node: Any) -> Iterator[str]:
        """One line for each item of a list, nested ones after the item they belong to."""
        number = int(node.attrs.get("start", 1))
        for offset, item in enumerate(node.children):
            mark = "-" if node.type == "bullet_list" else f"{number + offset}."
            for child in item.children:
                if child.type in ("bullet_list", "ordered_list"):
                    yield from self._items(child)
                else:
                    lines = " ".join(" ".join(b.text for b in self._block(child)).split())
                    yield f"{mark} {lines}".strip()
                    mark = ""


_WITH_MARKS = frozenset(("bullet_list", "heading", "ordered_list", "paragraph", "table"))


def _page(html: str) -> Iterator[Block]:
    """A piece of HTML as a reader sees it; one that is only a comment gives nothing."""
    try:
        root = parse_html(html.encode("utf-8", "replace"))
    except ValueError:
        return
    yield from blocks_of(root)
