"""What the named styles of a Word file say of the text that has them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from quoth.index.loaders.office.package import attribute, child, is_on

_DEEPEST = 20  # styles that rest on each other; a ring of them must end
_MOVED = 4  # half points, from the line that type stands on
_HEADING = re.compile(r"heading \d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """How runs of text look: not shown, struck out, or raised or lowered ("" is neither)."""

    hidden: bool = False
    struck: bool = False
    level: str = ""

    def with_properties(self, properties: Any) -> Look:
        """The look after a run's or a style's own properties (rPr) are added."""
        if properties is None:
            return self
        hidden, level = is_on(properties, "vanish"), child(properties, "vertAlign")
        struck = [is_on(properties, name) for name in ("strike", "dstrike")]
        return Look(
            self.hidden if hidden is None else hidden,
            self.struck if struck == [None, None] else any(struck),
            _moved(properties) or self.level
            if level is None
            else attribute(level, "val").removesuffix("script"),
        )


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its kind ("title", "heading", "item", or "" for plain text), and its runs' look."""

    kind: str = ""
    look: Look = Look()


class Styles:
    """The styles of a file by their ids; one that is missing is plain."""

    def __init__(self, root: Any | None) -> None:
        self._nodes: dict[str, Any] = {}
        self._made: dict[str, Style] = {}
        for node in root.iter("{*}style") if root is not None else ():
            self._nodes.setdefault(attribute(node, "styleId"), node)

    def of(self, id: str, depth: int = 0) -> Style:
        """The style of that id, with what it takes from those that it rests on."""
        if id in self._made:
            return self._made[id]
        node = self._nodes.get(id)
        if node is None or depth > _DEEPEST:
            return Style()
        base = attribute(child(node, "basedOn"), "val")
        style = self.of(base, depth + 1) if base else Style()
        paragraph = child(node, "pPr")
        kind = kind_of(paragraph) or kind_by_name(attribute(child(node, "name"), "val"))
        style = Style(kind or style.kind, style.look.with_properties(child(node, "rPr")))
        self._made[id] = style
        return style

    def of_paragraph(self, properties: Any | None) -> Style:
        """The style of a paragraph with these properties (pPr)."""
        style = self.of(attribute(child(properties, "pStyle"), "val"))
        if style.kind in ("title", "heading"):
            return style
        if _is_unnumbered(properties):
            return replace(style, kind="")
        return replace(style, kind=kind_of(properties) or style.kind)


def _moved(properties: Any) -> str:
    """Whether small type is raised ("super") or lowered ("sub") by hand, as converters do it."""
    by = attribute(child(properties, "position"), "val")
    if child(properties, "sz") is None or not by.lstrip("-").isdigit() or abs(int(by)) < _MOVED:
        return ""
    return "super" if int(by) > 0 else "sub"


def kind_of(properties: Any | None) -> str:
    """What a paragraph's properties (pPr) make of it: a heading, an item, or neither."""
    level = attribute(child(properties, "outlineLvl"), "val")
    if level.isdigit() and int(level) < 9:
        return "heading"
    numbered = child(properties, "numPr")
    return "item" if numbered is not None and not _is_unnumbered(properties) else ""


def _is_unnumbered(properties: Any | None) -> bool:
    return attribute(child(child(properties, "numPr"), "numId"), "val") == "0"


def kind_by_name(name: str) -> str:
    """Word keeps its own styles' English names in a file, whatever language it speaks."""
    name = name.casefold()
    if name == "title":
        return "title"
    if _HEADING.match(name):
        return "heading"
    return "item" if name.startswith(("list bullet", "list number")) else ""
