"""Article text made safe to show, search and cite. Offsets are computed on what comes out."""

from __future__ import annotations

import re
import unicodedata

_NEWLINES = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028]")
_TERMINAL_SEQUENCES = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor moves
    "|(?:\x1b\\]|\x9d)[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\\\|\x9c)?"  # OSC: titles, hyperlinks
    "|(?:\x1b[PX^_]|[\x90\x98\x9e\x9f])[^\x1b\x9c\n]*(?:\x1b\\\\|\x9c)?"  # DCS, SOS, PM, APC
    "|\x1b[ -/]*[0-~]"
)
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # C0 and C1 controls
    "\ud800-\udfff"  # lone surrogates
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi marks, overrides, isolates
    "\u00ad\u034f\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb"  # zero width
    "\ufdd0-\ufdef\ufffe\uffff"  # never characters
    "\U000e0000-\U000e01ef]+"  # tags and variation supplements, which can hide a whole message
)
# Joiners shape words in these scripts and glue emoji; anywhere else they only break a search.
_JOINED = (
    "\u0600-\u0dff\u1000-\u109f\u1780-\u18af\ufb50-\ufdcf\ufe70-\ufefc"
    "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
)
_JOINERS = re.compile(
    f"(?<=[{_JOINED}])([\u200c\u200d])[\u200c\u200d]*(?=[{_JOINED}])|[\u200c\u200d]+"
)
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
_OTHER_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Each is looked for by one set of characters, which is fast, before what is slow runs.
_UNUSUAL = re.compile("[\r\x0b\x0c\x1b\x85\x90\x98\x9b\x9d-\x9f\u2028\u2029\ufb00-\ufb06]")
_JOINER = re.compile("[\u200c\u200d]")


def clean(text: str) -> str:
    """The text in NFC, the ligatures of print as letters, without anything a terminal would obey or
    a reader could not see.

    Lines end in one newline and carry no outer spaces, a run of spaces (no-break ones too) is one
    space, and paragraphs are one blank line apart. Cleaning twice changes nothing.
    """
    if _UNUSUAL.search(text):
        text = _NEWLINES.sub("\n", text.translate(_LIGATURES)).replace("\u2029", "\n\n")
        text = _TERMINAL_SEQUENCES.sub("", text)
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    if _JOINER.search(text):
        # Removing a joiner may bring two characters together that compose.
        text = unicodedata.normalize("NFC", _JOINERS.sub(r"\1", text))
    text = re.sub("  +", " ", _OTHER_SPACES.sub(" ", text))
    text = text.replace(" \n", "\n").replace("\n ", "\n")
    return re.sub("\n\n\n+", "\n\n", text).strip(" \n")


def one_line(text: str) -> str:
    """The cleaned text on a single line, for titles and names."""
    return " ".join(clean(text).split())


def encodable(text: str) -> str:
    """Lone surrogates become "?", one for one: UTF-8 cannot carry them, and tokenizers refuse them."""
    return text.encode("utf-8", "replace").decode("utf-8")
