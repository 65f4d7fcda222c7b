"""Bytes -> text, whatever the encoding; bytes that are no text are refused."""

from __future__ import annotations

import codecs
import re

from quoth.index.errors import LoadError
from quoth.index.loaders.code_pages import decode_latin

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
_SEVEN_BITS = (  # what announces a form of Japanese, Korean or Chinese in plain bytes of ASCII
    (re.compile(rb"\x1b\$[@B(]"), "iso2022_jp_2004"),
    (re.compile(rb"\x1b\$[@B(]"), "iso2022_jp_ext"),
    (re.compile(rb"\x1b\$\)C"), "iso2022_kr"),
    (re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e])+~\}"), "hz"),
)
_COMMON = re.compile("[\n -~\u3001\u3002\uff0c]")
_SIGNS = re.compile("[\\s!-/:-@\\[-`{-~\u00a1-\u00bf\u2010-\u203a\u3001-\u303f\uff00-\uff0f]")
_LEAST_WORDS = (
    0.9  # of the characters of a text are letters, spaces or marks; of a wrong guess, not
)

_HALF_WIDTH = re.compile(
    "[\uff61-\uff9f]"
)  # what letters of other scripts are in Japan's code pages
_MOST_HALF = 0.2  # of a text's characters
_JAPANESE = (
    "cp932",
    "euc_jis_2004",
    "euc_jisx0213",
    "euc_jp",
    "shift_jis",
    "shift_jis_2004",
    "shift_jisx0213",
)
_MEANT = {  # what programs write for the code pages that add to these, as browsers know
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "big5": "big5hkscs",
    "shift_jis": "cp932",
}  # fmt: skip


def decode_as(data: bytes, label: str) -> str | None:
    """The text of bytes in the encoding that something names; None where they cannot be in it."""
    try:
        name = codecs.lookup(label).name
        return data.decode(_MEANT.get(name, name))
    except (LookupError, UnicodeError):
        return None


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
        return _unmarked_wide(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _damaged_utf8(data) or decode_latin(data) or _guessed(data)
    return (_in_seven_bits(data) if text.isascii() else None) or text


def _in_seven_bits(data: bytes) -> str | None:
    for announced, encoding in _SEVEN_BITS:
        if announced.search(data):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    return None


def _unmarked_wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: of its four readings, the one that gives common signs."""
    readings = []
    for encoding in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
        unit = int(encoding[4:6]) // 8
        try:
            text = data[: len(data) - len(data) % unit].decode(encoding)
        except UnicodeDecodeError:
            continue
        sample = text[:_SAMPLE]
        if _gives_words(sample) and _COMMON.search(sample):
            readings.append((len(_COMMON.findall(sample)) / len(sample), text))
    return max(readings)[1] if readings else None


def _gives_words(text: str) -> bool:
    """Whether nearly all is letters, spaces and usual signs, and of few alphabets."""
    words = sum(c.isalnum() for c in text) + len(_SIGNS.findall(text))
    alphabets = {ord(c) >> 8 for c in text if c.isalpha() and not "\u3400" <= c <= "\ud7ff"}
    return words > _LEAST_WORDS * len(text) and len(alphabets) < 6


def _damaged_utf8(data: bytes) -> str | None:
    """UTF-8 with a few bad bytes: most of what is not ASCII still decodes."""
    text = data.decode("utf-8", errors="replace")
    good = sum(c > "\x7f" for c in text) - text.count("\ufffd")
    return text if good > 5 * text.count("\ufffd") else None


def _guessed(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is not None and len(_HALF_WIDTH.findall(text := str(best))) > _MOST_HALF * len(text):
        best = from_bytes(data, cp_exclusion=list(_JAPANESE)).best() or best
    return str(best) if best is not None else None
