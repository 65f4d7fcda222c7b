"""Equations of Word files as a line of text."""

from __future__ import annotations

from typing import Any

from quoth.index.loaders.office.package import attribute, child
from quoth.index.text.raised import lowered, raised


def equation(node: Any) -> str:
    """An equation as one would type it: A=12, (a+b)/2, x², √(x)."""
    return "".join(_piece(each) for each in node)


def _piece(node: Any) -> str:
    name = node.tag.rpartition("}")[2]
    if name == "t":
        return node.text or ""
    if name == "f":
        return f"{_grouped(_part(node, 'num'))}/{_grouped(_part(node, 'den'))}"
    if name in ("sSup", "sSub", "sSubSup"):
        base = _part(node, "e")
        under, over = _part(node, "sub"), _part(node, "sup")
        low = (lowered(under, base) if under.isdigit() else f"_{_grouped(under)}") if under else ""
        high = raised(over, base) if over.isdigit() else f"^{_grouped(over)}"
        return base + low + (high if over else "")
    if name == "rad":
        return f"{_part(node, 'deg')}√{_grouped(_part(node, 'e'))}"
    if name == "d":
        properties = child(node, "dPr")
        begin, end = child(properties, "begChr"), child(properties, "endChr")
        opening = "(" if begin is None else attribute(begin, "val")
        closing = ")" if end is None else attribute(end, "val")
        return opening + ", ".join(equation(e) for e in node if e.tag.endswith("}e")) + closing
    if name == "nary":
        sign = child(child(node, "naryPr"), "chr")
        return f"{'∫' if sign is None else attribute(sign, 'val')} {_part(node, 'e')}"
    return "" if name.endswith("Pr") else equation(node)


def _part(node: Any, name: str) -> str:
    part = child(node, name)
    return "" if part is None else equation(part)


def _grouped(text: str) -> str:
    return text if len(text) < 2 or text.isalnum() else f"({text})"
