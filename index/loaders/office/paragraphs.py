"""The text of one paragraph of a Word file, as Word shows the final document: what was inserted or
moved there is text, what was deleted, hidden or struck out is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from quoth.index.loaders.office.equations import equation
from quoth.index.loaders.office.package import attribute, child, is_on
from quoth.index.loaders.office.styles import Look, Styles
from quoth.index.text.raised import lowered, raised

UNSAID = frozenset(  # deleted, moved away, or said beside the text
    "annotationRef commentReference del delText instrText moveFrom pPr rPr rt sdtPr sdtEndPr".split()
)
_BREAKS = {"br": "\n", "cr": "\n", "tab": " ", "ptab": " ", "noBreakHyphen": "-"}
_BOXES = ("drawing", "object", "pict")
_NOTES = ("endnoteReference", "footnoteReference")


@dataclass(frozen=True, slots=True)
class Run:
    """Text that is raised ("super"), lowered ("sub") or neither (""), and whether it is a link."""

    text: str
    level: str = ""
    linked: bool = False


@dataclass(slots=True)
class Paragraph:
    """What a paragraph holds: runs of text, text boxes, and references to notes."""

    runs: list[Run] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)  # the kind and the id of each

    def text(self) -> str:
        """The runs' text, those beside each other that are raised or lowered taken as one."""
        text = ""
        for (level, linked), runs in groupby(self.runs, key=lambda run: (run.level, run.linked)):
            piece = "".join(run.text for run in runs)
            if level == "super":
                piece = raised(piece, text, linked=linked)
            elif level == "sub":
                piece = lowered(piece, text)
            text += piece
        return text


def read_paragraph(node: Any, styles: Styles) -> Paragraph:
    """The contents of a paragraph element."""
    paragraph = Paragraph()
    _read(node, styles.of_paragraph(child(node, "pPr")).look, styles, paragraph, linked=False)
    return paragraph


def shown(alternatives: Any) -> Any:
    """The alternative that says something, of those that a file offers to older and newer readers."""
    choices = [each for each in alternatives if each.tag.endswith(("}Choice", "}Fallback"))]
    speaking = (each for each in choices if any(t.text for t in each.iter("{*}t")))
    return next(speaking, choices[0] if choices else ())


def is_placeholder(control: Any) -> bool:
    """Whether a content control shows what one should write there, and no text yet."""
    return bool(is_on(child(control, "sdtPr"), "showingPlcHdr"))


def _read(node: Any, look: Look, styles: Styles, into: Paragraph, *, linked: bool) -> None:
    """Read what stands in a paragraph or in an element that wraps runs."""
    for each in node:
        name = each.tag.rpartition("}")[2]
        if name in UNSAID or (name == "sdt" and is_placeholder(each)):
            continue
        if name == "r":
            properties = child(each, "rPr")
            style = attribute(child(properties, "rStyle"), "val")
            own = _laid_over(look, styles.of(style).look) if style else look
            own = own.with_properties(properties)
            if not own.hidden and not own.struck:
                _read_run(each, own, styles, into, linked=linked)
        elif name in ("oMath", "oMathPara"):
            into.runs.append(Run(equation(each), "", False))
        elif name == "AlternateContent":
            _read(shown(each), look, styles, into, linked=linked)
        else:
            to_note = name == "hyperlink" and bool(attribute(each, "anchor"))
            _read(each, look, styles, into, linked=linked or to_note)


def _read_run(run: Any, look: Look, styles: Styles, into: Paragraph, *, linked: bool) -> None:
    for each in run:
        name = each.tag.rpartition("}")[2]
        if name == "t":
            into.runs.append(Run(each.text or "", look.level, linked))
        elif name in _BREAKS:
            into.runs.append(Run(_BREAKS[name], "", False))
        elif name in _NOTES:
            into.notes.append((name.removesuffix("Reference"), attribute(each, "id")))
        elif name in _BOXES:
            into.boxes += boxes_in(each)
        elif name == "AlternateContent":
            _read_run(shown(each), look, styles, into, linked=linked)
        elif name == "ruby":  # the word, without how it sounds
            _read(each, look, styles, into, linked=linked)
        elif name in ("Choice", "Fallback"):
            _read_run(each, look, styles, into, linked=linked)


def boxes_in(node: Any) -> Iterator[Any]:
    """The text boxes of a drawing, each once, though a file may hold it in two forms."""
    name = node.tag.rpartition("}")[2]
    if name == "txbxContent":
        yield node
        return
    for each in shown(node) if name == "AlternateContent" else node:
        yield from boxes_in(each)


def _laid_over(below: Look, above: Look) -> Look:
    """The look of a run style on that of its paragraph's style."""
    return Look(
        below.hidden or above.hidden, below.struck or above.struck, above.level or below.level
    )
