"""Letters written out inside another: forwarded, answered, or collected in a digest. They are told by
the shape of what stands above them, in whatever language a program writes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from quoth.index.loaders.blocks import Block, Stated
from quoth.index.text.dates import find_date

_FEWEST = 3  # lines of facts above a letter
_MOST_ABOVE = 2  # lines over them that say what follows
_FACT = re.compile(r"\*?(?P<name>[^\W\d_][\w .’'-]{0,24}?)\*?[ \u00a0]?[:：]\*?\s*(?P<value>\S.*)")
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d{2}\b")
_ADDRESS = re.compile(
    r"(?<![^\s<>\[\]():;,@])[^\s<>\[\]():;,@]{1,64}@[^\s<>\[\]():;,@]{1,255}(?<=\w)"
)
_RULE = re.compile(r"[-_=*~—–]{3,}[^\n]{0,60}")
_BARE_RULE = re.compile(r"[-_=*~—–\s]{3,}")
_QUOTE = re.compile(r"^> ?", re.MULTILINE)
_NAME = re.compile(r"(?P<name>(?:[^\W\d_a-zà-öø-ÿ][^\s<>,:;\"]*[ \u00a0]+){1,5})\"?[<\[]")
_LONGEST_LEAD = 200  # characters of a line that says who wrote what is quoted below it
_LIST_END = (",", ";")  # of a line of addresses that goes on below


@dataclass(slots=True)
class Letter:
    """A letter inside another: what its head states, and its text."""

    stated: Stated
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Head:
    """The facts above a letter, what follows them in their paragraph, and whether all is quoted."""

    stated: Stated
    rest: str
    is_quoted: bool


def set_quotes_apart(text: str) -> str:
    """A plain text with a blank line wherever what is quoted (">") begins, ends, or has a blank line."""
    if not text.startswith(">") and "\n>" not in text:
        return text
    lines: list[str] = []
    for line in text.split("\n"):
        if lines and line.startswith(">") != lines[-1].startswith(">") and line and lines[-1]:
            lines.append("")
        lines.append("" if line.strip("> ") == "" else line)
    return "\n".join(lines)


def apart(blocks: Sequence[Block], subject: str) -> tuple[list[Block], list[Letter]]:
    """A letter's own blocks, and the letters inside it; `subject` is what it says to be about."""
    own: list[Block] = []
    letters: list[Letter] = []
    current, rule, number = own, "", 0
    while number < len(blocks):
        block = blocks[number]
        number += 1
        head = _head_of(block.text, subject) or _lead_of(blocks, number)
        if head is not None and (head.rest or number < len(blocks)):
            rule = _drop_lead(current)
            letter = Letter(head.stated, [Block(head.rest)] if head.rest else [])
            letters.append(letter)
            if head.is_quoted:
                number += _take_quoted(blocks[number:], letter)
            else:
                current = letter.blocks
        elif rule and current is not own and _ends(blocks, number, rule, subject):
            current += [Block(over)] if (over := block.text.rpartition("\n")[0]) else []
            current = own
        else:
            current.append(block)
    return own, letters


def _ends(blocks: Sequence[Block], following: int, rule: str, subject: str) -> bool:
    """Whether a digest ends with the rule in a block: no letter follows it."""
    if blocks[following - 1].text.rpartition("\n")[2] != rule:
        return False
    return following == len(blocks) or _head_of(blocks[following].text, subject) is None


def _head_of(text: str, subject: str) -> _Head | None:
    """The head that a paragraph is, or begins with: lines of facts, with a time and an address."""
    if ":" not in text and "：" not in text:
        return None
    is_quoted = all(line.startswith(">") for line in text.split("\n"))
    lines = (_QUOTE.sub("", text) if is_quoted else text).split("\n")
    above = 0
    while above < min(_MOST_ABOVE, len(lines)) and not _is_fact(lines[above]):
        above += 1
    if above and not any(map(_RULE.match, lines[:above])):
        return None
    facts, used = _facts(lines[above:])
    dated = next((value for value in facts if _CLOCK.search(value) and find_date(value)), None)
    sender = next((value for value in facts if _ADDRESS.search(value)), None)
    if sender is None and above:
        sender = next((value for value in facts if value != dated), None)
    if len(facts) < _FEWEST or dated is None or sender is None:
        return None
    others = [
        value
        for value in facts
        if value not in (dated, sender) and not _ADDRESS.search(value) and not value.isdigit()
    ]
    said = set(re.findall(r"\w+", subject.casefold()))
    title = max(
        reversed(others),
        key=lambda value: len(said.intersection(re.findall(r"\w+", value.casefold()))),
        default=subject,
    )
    rest = "\n".join(lines[above + used :]).strip()
    return _Head(_stated(title, find_date(dated), _name_in(sender)), rest, is_quoted)


def _is_fact(line: str) -> bool:
    return _FACT.fullmatch(line) is not None and not _RULE.match(line)


def _facts(lines: Sequence[str]) -> tuple[list[str], int]:
    """The values of the facts that lines begin with, and how many lines they are."""
    values: list[str] = []
    names: set[str] = set()
    used = 0
    for line in lines:
        found = _FACT.fullmatch(line)
        if found is not None and len(found["name"].split()) <= _FEWEST:
            if found["name"] in names:  # an interview's, or a list's
                return [], 0
            names.add(found["name"])
            values.append(found["value"])
        elif values and values[-1].endswith(_LIST_END):
            values[-1] += f" {line}"
        else:
            break
        used += 1
    return values, used


def _lead_of(blocks: Sequence[Block], following: int) -> _Head | None:
    """The line that says when and by whom was written what the next blocks quote."""
    text = " ".join(blocks[following - 1].text.split())
    if following >= len(blocks) or len(text) > _LONGEST_LEAD or text[-1:] not in (":", "："):
        return None
    address, day = _ADDRESS.search(text), find_date(text)
    if address is None or day is None or not _is_quoted(blocks[following]):
        return None
    name = _NAME.search(text)
    words = (
        [word for word in name["name"].split() if len(word) > 2 or not word.isupper()]
        if name
        else []
    )
    return _Head(_stated("", day, " ".join(words) or address[0]), "", is_quoted=True)


def _drop_lead(blocks: list[Block]) -> str:
    """Take off the lines that only say that a letter follows; returns a bare rule among them."""
    rule = ""
    while blocks:
        over, is_more, text = blocks[-1].text.rpartition("\n")
        if is_more:
            if _BARE_RULE.fullmatch(text):
                rule, blocks[-1] = text, Block(over)
            break
        if _BARE_RULE.fullmatch(text):
            rule = text
        elif not _RULE.fullmatch(text) and not (
            text[-1:] in (":", "：") and len(text.split()) <= 5
        ):
            break
        blocks.pop()
    return rule


def _take_quoted(blocks: Sequence[Block], letter: Letter) -> int:
    """Give a letter the quoted blocks that follow; returns how many."""
    taken = 0
    for block in _quoted(blocks):
        letter.blocks.append(Block(_QUOTE.sub("", block.text), block.heading))
        taken += 1
    return taken


def _quoted(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        if not _is_quoted(block):
            return
        yield block


def _is_quoted(block: Block) -> bool:
    return all(line.startswith(">") for line in block.text.split("\n"))


def _stated(title: str, day: date | None, author: str) -> Stated:
    return Stated(title=title.strip(" *"), published=day, author=author)


def _name_in(sender: str) -> str:
    """The name in a line with an address, or the address."""
    name = re.split(r"\s*[<\[(]", sender)[0].strip(" \"'*")
    found = _ADDRESS.search(sender)
    return name or (found[0] if found else "")
