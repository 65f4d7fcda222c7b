"""Bytes -> text, whatever the encoding; bytes that are no text are refused."""

from __future__ import annotations

import codecs
import re

from index.errors import LoadError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 65_536
_MOST_CONTROLS = 0.02  # of the characters; text with terminal colours has fewer
_CONTROLS = re.compile("[\x00-\x06\x0e-\x1a\x1c-\x1f]")
_WESTERN = frozenset(
    "àâäãáåçéèêëíîïìñóòôöõúùûüÿœæßøÀÂÄÃÁÅÇÉÈÊËÍÎÏÑÓÔÖÚÙÛÜŒÆØ«»’‘“”„–—…°·¿¡€ªº§©\u00a0"
)


def decode(data: bytes) -> str:
    """The text of a file. Raises LoadError for bytes that are none."""
    text = _decode(data)
    if text is None or len(_CONTROLS.findall(text)) > _MOST_CONTROLS * len(text):
        raise LoadError("is not text", "Only its name says so: it holds binary data.")
    return text


def _decode(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if b"\0" in data[:_SAMPLE]:
        return _unmarked_utf16(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _damaged_utf8(data) or _western(data) or _guessed(data)


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 shows as a NUL in every other byte wherever the text has ASCII."""
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if min(even, odd) > 0.1 * max(even, odd) or max(even, odd) < 0.05 * len(sample):
        return None
    try:
        return data.decode("utf-16-be" if even > odd else "utf-16-le")
    except UnicodeDecodeError:
        return None


def _damaged_utf8(data: bytes) -> str | None:
    """UTF-8 with a few bad bytes: most of what is not ASCII still decodes."""
    text = data.decode("utf-8", errors="replace")
    good = sum(c > "\x7f" for c in text) - text.count("\ufffd")
    return text if good > 5 * text.count("\ufffd") else None


def _western(data: bytes) -> str | None:
    """cp1252, if it gives few accents and only common ones; it is often taken for cp1250."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    accented = [c for c in text if c > "\x7f"]
    rare = sum(c not in _WESTERN for c in accented)
    few = len(accented) < 0.4 * sum(c.isalpha() for c in text)
    return text if few and rare <= 0.02 * len(accented) else None


def _guessed(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    return str(best) if best is not None else None
