"""Markdown: front matter as metadata, the rest as the plain text a reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from index.articles import LoadedArticle
from index.loaders.blocks import Block, Stated, assemble
from index.loaders.decoding import decode
from index.text.dates import find_date

_FRONT_MATTER = re.compile(
    r"\ufeff?---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL
)
_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)


def load(path: Path) -> Iterator[LoadedArticle]:
    """The article in a Markdown file; its title is the front matter's, or the first heading."""
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    text = decode(path.read_bytes())
    fields, body = _front_matter(text)
    tokens = MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(body)
    yield assemble(_blocks(SyntaxTreeNode(tokens).children), _stated(fields))


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    """The fields above the text, and the text; a rule of dashes with no fields below is text."""
    import yaml

    match = _FRONT_MATTER.match(text)
    if not match:
        return {}, text
    try:
        fields = yaml.safe_load(match[1])
    except (yaml.YAMLError, ValueError):  # ValueError: an unquoted date that does not exist
        # Fields that are no YAML still are no text; the article is worth more than they are.
        return {}, text[match.end() :]
    if not isinstance(fields, dict):
        return {}, text
    return {str(key).lower(): value for key, value in fields.items()}, text[match.end() :]


def _stated(fields: dict[str, Any]) -> Stated:
    def listed(*names: str) -> list[str]:
        value = next((fields[name] for name in names if fields.get(name)), "")
        values = value if isinstance(value, list) else [value]
        return [str(v) for v in values if isinstance(v, str | int | float)]

    def words(*names: str) -> str:
        return ", ".join(listed(*names))

    published = next((fields[n] for n in ("date", "published", "pubdate") if n in fields), None)
    if isinstance(published, datetime):
        published = published.date()
    elif not isinstance(published, date):
        published = find_date(str(published))
    return Stated(
        title=words("title"),
        published=published,
        source=words("source", "publisher", "site"),
        author=words("author", "authors", "by"),
        language=words("language", "lang"),
        tags=tuple(tag for tags in listed("tags", "keywords") for tag in tags.split(",")),
    )


def _blocks(nodes: list[Any]) -> Iterator[Block]:
    for node in nodes:
        if node.type == "heading":
            yield Block(" ".join(_inline(node).split()), heading=True)
        elif node.type in ("bullet_list", "ordered_list"):
            yield Block("\n".join(_items(node)))
        elif node.type == "table":
            rows = [row for part in node.children for row in part.children]
            yield Block("\n".join(" | ".join(map(_inline, row.children)) for row in rows))
        elif node.type in ("fence", "code_block"):
            yield Block(node.content)
        elif node.type == "html_block":
            yield Block(_TAG.sub("", node.content))
        elif node.type == "paragraph":
            yield Block(_inline(node))
        else:
            yield from _blocks(node.children)


def _items(node: Any) -> Iterator[str]:
    """One line for each item of a list, nested ones after the item they belong to."""
    number = int(node.attrs.get("start", 1))
    for offset, item in enumerate(node.children):
        mark = "-" if node.type == "bullet_list" else f"{number + offset}."
        for child in item.children:
            if child.type in ("bullet_list", "ordered_list"):
                yield from _items(child)
            else:
                lines = " ".join(" ".join(b.text for b in _blocks([child])).split())
                yield f"{mark} {lines}".strip()
                mark = ""


def _inline(node: Any) -> str:
    """The words of a paragraph without marks: a link's text, an image's description."""
    if node.type in ("text", "code_inline"):
        return str(node.content)
    if node.type in ("softbreak", "hardbreak"):
        return "\n"
    if node.type == "html_inline":
        return "\n" if node.content.lower().startswith("<br") else ""
    return "".join(_inline(child) for child in node.children)
