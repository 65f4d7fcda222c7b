"""What Tesseract says of a picture, in hOCR: lines of words with their places and how sure it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from quoth.index.loaders.markup import parse_xml
from quoth.index.loaders.paged.line import Line
from quoth.index.text.clean import one_line

_LINES = frozenset(["ocr_line", "ocr_caption", "ocr_header", "ocr_textfloat"])
_BOX = re.compile(r"\bbbox (\d{1,6}) (\d{1,6}) (\d{1,6}) (\d{1,6})")
_SIZE = re.compile(r"\bx_size (\d{1,5}(?:\.\d{1,9})?)")
_DESCENT = re.compile(r"\bx_descenders (\d{1,5}(?:\.\d{1,9})?)")
_BASELINE = re.compile(r"\bbaseline (-?[\d.]{1,12}) (-?\d{1,6})")
_SURE = re.compile(r"\bx_wconf (\d{1,3})")
_LEAST_SURE = 60  # of 100, a line's words on the average: what a photograph gives is below


def recognised_lines(data: bytes, scale: float) -> list[Line]:
    """The lines of a page in the order of reading, in units of `scale` pixels, each block of text
    as a column. Raises ValueError for what is no hOCR.
    """
    lines: list[Line] = []
    blocks = [node for node in parse_xml(data).iter("{*}div") if node.get("class") == "ocr_carea"]
    for number, block in enumerate(blocks):
        found = [line for node in block.iter("{*}span") for line in _line(node, number, scale)]
        if found:
            left, right = min(line.x0 for line in found), max(line.x1 for line in found)
            lines += [line._replace(left=left, right=right) for line in found]
    return lines


def _line(node: Any, column: int, scale: float) -> Iterator[Line]:
    """The line that an element is, if it is one and surely is text."""
    box, size = _BOX.search(node.get("title", "")), _SIZE.search(node.get("title", ""))
    if node.get("class") not in _LINES or box is None or size is None:
        return
    words = [word for word in node.iter("{*}span") if word.get("class") == "ocrx_word"]
    text = one_line(" ".join("".join(word.itertext()).strip() for word in words))
    sure = [int(found[1]) for word in words if (found := _SURE.search(word.get("title", "")))]
    if not any(map(str.isalnum, text)) or sum(sure) < _LEAST_SURE * max(1, len(sure)):
        return
    x0, _, x1, foot = map(float, box.groups())
    baseline, descent = (
        _BASELINE.search(node.get("title", "")),
        _DESCENT.search(node.get("title", "")),
    )
    foot += (int(baseline[2]) if baseline else 0) + (float(descent[1]) if descent else 0)
    top = foot - float(size[1])
    yield Line(text, x0 / scale, -foot / scale, x1 / scale, -top / scale, 0, 0, column)
