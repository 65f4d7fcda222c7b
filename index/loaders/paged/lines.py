"""The lines of a page, whole: drop caps, letter-spaced words, raised figures and rows of tables."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from quoth.index.loaders.paged.columns import Row, Token, columns, tokens_of
from quoth.index.loaders.paged.line import Line
from quoth.index.loaders.paged.words import Word, private_in, without_private
from quoth.index.text.clean import one_line
from quoth.index.text.raised import lowered, raised

_CELL_GAP = 1.5  # of the type's size: the white between two cells of a table
_DROPPED = 1.7  # of the page's usual size: that of a drop cap
_SPACED = 4  # single letters in a row that make a letter-spaced word
_WORD_GAP = 1.5  # of the gaps within it: the gap after a letter-spaced word
_SOFT_HYPHEN = "\u00ad"


def page_lines(turned: Sequence[Sequence[Word]]) -> list[Line]:
    """The lines of a page in the order of reading; what is turned otherwise comes last."""
    lines: list[Line] = []
    for words in turned:
        from_the_right = _runs_left("".join(word.text for word in words))
        tokens = _without_drop_caps(tokens_of(words))
        first = lines[-1].column + 1 if lines else 0
        for number, rows in enumerate(columns(tokens, from_the_right=from_the_right), first):
            lines += _column_lines(rows, number)
    return lines


def _column_lines(rows: Sequence[Row], column: int) -> Iterator[Line]:
    in_table = _table_rows(rows)
    edges: dict[float, tuple[float, float]] = {}  # of the lines of a size
    for row, is_row in zip(rows, in_table, strict=True):
        text = _row_text(row, is_row)
        if not text:
            continue
        if row.size not in edges:
            size = max(row.size, 0.01)
            alike = [other for other in rows if 0.88 <= other.size / size <= 1.14]
            edges[row.size] = min(each.x0 for each in alike), max(each.x1 for each in alike)
        yield Line(text, row.x0, row.y0, row.x1, row.y1, *edges[row.size], column, is_row)


def _without_drop_caps(tokens: list[Token]) -> list[Token]:
    """The tokens with each drop cap joined to the word that it begins, which stands at the top of
    the lines beside it.
    """
    if not tokens:
        return tokens
    usual = median(token.size for token in tokens)
    kept = list(tokens)
    for cap in tokens:
        text = cap.words[0].text
        letters = text.lstrip("«“\"'‘¿¡„(—– ")
        if cap.size < _DROPPED * usual or len(letters) != 1 or not letters.isupper():
            continue
        beside = [
            other
            for other in kept
            if other.size < cap.size / 1.5
            and -0.5 * usual <= other.x0 - cap.x1 <= 1.5 * usual
            and cap.y0 < (other.y0 + other.y1) / 2 < cap.y1
        ]
        if len(beside) < 2:  # the lines beside it
            continue
        first = max(beside, key=lambda other: other.y1)
        at = kept.index(first)
        kept[at] = _begun(cap, first, tokens)
        kept.remove(cap)
    return kept


def _begun(cap: Token, rest: Token, tokens: Sequence[Token]) -> Token:
    words = Counter(_bare(token.words[0].text) for token in tokens)
    begin, end = cap.words[0].text, rest.words[0].text
    apart = words[_bare(end)] > 1 and not words[_bare(begin + end)]
    joined = rest.words[0]._replace(text=f"{begin} {end}" if apart else begin + end, x0=cap.x0)
    return Token((joined, *rest.words[1:]), cap.x0, rest.y0, rest.x1, rest.y1)


def _bare(word: str) -> str:
    return re.sub(r"\W", "", word).casefold()


def _table_rows(rows: Sequence[Row]) -> list[bool]:
    """Which rows are a table's: they and a neighbour leave white at the same place, and wide."""
    gaps = [
        [
            (before.x1, after.x0)
            for before, after in pairwise(row.tokens)
            if after.x0 - before.x1 >= _CELL_GAP * row.size
        ]
        for row in rows
    ]
    found = [False] * len(rows)
    for number, (one, other) in enumerate(pairwise(gaps)):
        size = rows[number].size
        if any(min(a[1], b[1]) - max(a[0], b[0]) >= 0.5 * size for a in one for b in other):
            found[number] = found[number + 1] = True
    return found


def _row_text(row: Row, is_row: bool) -> str:
    tokens = _in_order(row.tokens)
    gaps = [max(b.x0 - a.x1, a.x0 - b.x1) for a, b in pairwise(tokens)]
    joints = [" | " if is_row and gap >= _CELL_GAP * row.size else " " for gap in gaps]
    _close_spaced(tokens, gaps, joints)
    text = ""
    for token, joint in zip(tokens, ["", *joints], strict=True):
        text += joint
        for word in token.words:
            if word.shift:
                text += (raised if word.shift > 0 else lowered)(word.text, text)
            else:
                text += word.text
    return _cleaned(text)


def _close_spaced(tokens: Sequence[Token], gaps: Sequence[float], joints: list[str]) -> None:
    """Take the joints out of words that are set letter by letter."""
    start = 0
    while start < len(tokens):
        end = start
        while end < len(tokens) and _is_letter(tokens[end]):
            end += 1
        if end - start >= _SPACED:
            # Punctuation may close the word.
            within = sorted(gaps[start : end - 1])
            widest = within[len(within) // 4] * _WORD_GAP + 0.05 * tokens[start].size
            for i in range(start, end - 1):
                if gaps[i] <= widest:
                    joints[i] = ""
        start = end + 1


def _is_letter(token: Token) -> bool:
    text = token.words[0].text
    return len(token.words) == 1 and sum(character.isalpha() for character in text) == 1 == len(
        text.rstrip(".,:;!?»”’)")
    )


def _in_order(tokens: Sequence[Token]) -> list[Token]:
    """The words of a row, which are sorted by x, as one reads them."""
    texts = [token.words[0].text for token in tokens]
    if not _runs_left("".join(texts)):
        return list(tokens)
    ordered: list[Token] = []
    foreign: list[Token] = []  # words that run to the right among those that run to the left
    for token in reversed(tokens):
        if _first_strong(token.words[0].text) == "L":
            foreign.append(token)
        else:
            ordered += foreign[::-1]
            foreign = []
            ordered.append(token)
    return ordered + foreign[::-1]


def _runs_left(text: str) -> bool:
    """Whether most letters are of a script that is written from right to left."""
    if text.isascii():
        return False
    kinds = Counter(unicodedata.bidirectional(character) for character in text)
    return kinds["R"] + kinds["AL"] > kinds["L"]


def _first_strong(text: str) -> str:
    kinds = (unicodedata.bidirectional(character) for character in text)
    return next((kind[0] for kind in kinds if kind in ("L", "R", "AL")), "")


def _cleaned(text: str) -> str:
    """The line safe to show; a private character at its head is the bullet of a list."""
    if private_in(text):
        head = "• " if private_in(text[0]) and len(text) > 1 else ""
        text = head + without_private(text)
    text, end = (text[:-1], _SOFT_HYPHEN) if text[-1:] == _SOFT_HYPHEN else (text, "")
    return one_line(text) + end
