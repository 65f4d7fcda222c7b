"""What holds of rich text at a place in the file, group within group, and in which letters it is."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field

# Windows' numbers of character sets, as a file's fonts name them, and its code pages.
_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "big5",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_WORDS = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}


@dataclass(slots=True)
class State:
    """`place` is what a group is for ("" is the text, "skip" nothing that is said); the rest is how its
    letters look, and how many plain ones follow each that is given by its number.
    """

    place: str = ""
    is_hidden: bool = False
    level: str = ""
    font: int = -1
    fallbacks: int = 1
    is_first: bool = True  # no control word of the group has been met
    is_optional: bool = False  # a reader that does not know the word that follows skips the group

    def toggle(self, word: str, number: int | None) -> None:
        """Take a word that says how letters look."""
        if word in ("v", "deleted", "strike", "striked"):
            self.is_hidden = number != 0
        elif word in ("super", "sub"):
            self.level = "" if number == 0 else word
        elif word in ("nosupersub", "plain"):
            self.level = ""
            self.is_hidden = self.is_hidden and word != "plain"


@dataclass(slots=True)
class Letters:
    """Decodes bytes by the font that they are set in."""

    default: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)

    def use(self, word: str, number: int | None) -> None:
        """Take a word that names the file's code page."""
        name = f"cp{number}" if word == "ansicpg" and number else _WORDS.get(word, "")
        if name and _is_known(name):
            self.default = name

    def add_font(self, font: int, charset: int | None) -> None:
        """A font of the file's table, and the character set that it has."""
        if charset in _CHARSETS:
            self.fonts[font] = _CHARSETS[charset]

    def decoded(self, data: bytes, font: int) -> str:
        return data.decode(self.fonts.get(font, self.default), errors="replace")


def _is_known(encoding: str) -> bool:
    try:
        codecs.lookup(encoding)
    except LookupError:
        return False
    return True
