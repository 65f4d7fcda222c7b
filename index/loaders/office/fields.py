"""Fields of a Word file, of which only the results are shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from quoth.index.loaders.office.package import attribute


@dataclass(slots=True)
class _Field:
    """A field that is open: the texts before its result, and whether the result has begun."""

    texts: list[Any] = field(default_factory=list)
    has_result: bool = False


def drop_instructions(root: Any) -> None:
    """Empty the texts that stand in a field's instruction, as those of a field within it do.

    One that never ends hides nothing.
    """
    stack: list[_Field] = []
    for node in root.iter("{*}fldChar", "{*}t"):
        if node.tag.endswith("}t"):
            if instruction := next((each for each in stack if not each.has_result), None):
                instruction.texts.append(node)
            continue
        kind = attribute(node, "fldCharType")
        if kind == "begin":
            stack.append(_Field())
        elif stack and kind == "separate":
            stack[-1].has_result = True
        elif stack and kind == "end":
            for text in stack.pop().texts:
                text.text = ""
