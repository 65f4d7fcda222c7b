"""The tokens of rich text: braces, control words, bytes of a code page, and plain letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"\\([A-Za-z]{1,32})(-?\d{1,10})?[ ]?"  # a word, its number, and the space that ends it
    r"|\\'([0-9A-Fa-f]{2})"
    r"|\\([^A-Za-z'])"
    r"|([{}])"
    r"|[\r\n]+"
    r"|([^\\{}\r\n]+)"
    r"|\\",
)


@dataclass(frozen=True, slots=True)
class Token:
    """One of: a `brace`; a control `word` with its `number`; a `sign`, of a control of one character;
    a `byte` in the code page; plain `text`.
    """

    brace: str = ""
    word: str = ""
    number: int | None = None
    sign: str = ""
    byte: int | None = None
    text: str = ""


def tokens_of(data: bytes) -> Iterator[Token]:
    """The tokens, without the bytes of pictures. Rich text is ASCII; its other bytes stay as they are."""
    text, place = data.decode("latin-1"), 0
    while match := _TOKEN.match(text, place):
        place = match.end()
        word, number, byte, sign, brace, plain = match.groups()
        if word == "bin" and number:
            place += max(0, int(number))
        elif word:
            yield Token(word=word, number=int(number) if number else None)
        elif byte:
            yield Token(byte=int(byte, 16))
        elif sign:
            yield Token(sign=sign)
        elif brace:
            yield Token(brace=brace)
        elif plain:
            yield Token(text=plain)
