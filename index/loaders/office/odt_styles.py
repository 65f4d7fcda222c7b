"""What the named styles of an OpenDocument text say of the text that has them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from quoth.index.loaders.office.package import attribute, child
from quoth.index.loaders.office.styles import kind_by_name

_DEEPEST = 20  # styles that rest on each other; a ring of them must end
_FAMILIES = {"p": "paragraph", "h": "paragraph", "section": "section", "table": "table"}


class Looks:
    """The styles of a file, of the documents of it that hold some; one that is missing is plain."""

    def __init__(self, documents: Iterable[Any | None]) -> None:
        self._nodes: dict[tuple[str, str], Any] = {}
        for document in documents:
            for node in document.iter("{*}style") if document is not None else ():
                self._nodes[attribute(node, "family"), attribute(node, "name")] = node

    def of(self, node: Any) -> str:
        """Whether an element's text is raised ("super"), lowered ("sub"), or neither ("")."""
        for properties in self._properties(node, "text-properties"):
            if position := attribute(properties, "text-position"):
                return _level(position)
        return ""

    def is_hidden(self, node: Any) -> bool:
        """Whether an element's own style or attributes hide it, or strike it out."""
        if attribute(node, "display") == "none" or attribute(node, "is-hidden") == "true":
            return True
        hidden, struck = "", ""
        for properties in self._properties(node, "text-properties", "section-properties"):
            hidden = hidden or attribute(properties, "display")
            struck = struck or attribute(properties, "text-line-through-style")
            struck = struck or attribute(properties, "text-line-through-type")
        return hidden == "none" or struck not in ("", "none")

    def kind_of(self, node: Any) -> str:
        """What a paragraph's style makes of it: a title, a heading, an item, or neither."""
        styles = (attribute(style, "name") for style in self._chain(node))
        names = (name.replace("_20_", " ") for name in (attribute(node, "style-name"), *styles))
        return next((kind for name in names if (kind := kind_by_name(name))), "")

    def _chain(self, node: Any) -> Iterable[Any]:
        """The styles of an element, its own first, then those that it rests on."""
        family = _FAMILIES.get(node.tag.rpartition("}")[2], "text")
        name = attribute(node, "style-name")
        for _ in range(_DEEPEST):
            style = self._nodes.get((family, name))
            if style is None:
                return
            yield style
            name = attribute(style, "parent-style-name")

    def _properties(self, node: Any, *kinds: str) -> Iterable[Any]:
        for style in self._chain(node):
            for kind in kinds:
                if (found := child(style, kind)) is not None:
                    yield found


def _level(position: str) -> str:
    """Tell "super", "sub" or "" from a text's position, which is a word or a percentage of its height above
    or below the line.
    """
    word = position.split()[0]
    if word in ("super", "sub"):
        return word
    raised = word.rstrip("%")
    if raised.lstrip("-").replace(".", "", 1).isdigit():
        return "super" if float(raised) > 0 else "sub" if float(raised) < 0 else ""
    return ""
