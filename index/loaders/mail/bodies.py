"""The text of a letter, out of the parts and forms in which a mail holds it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from email.message import EmailMessage

from quoth.index.loaders.blocks import Block
from quoth.index.loaders.body import blocks_of
from quoth.index.loaders.decoding import decode
from quoth.index.loaders.headlines import headings_among
from quoth.index.loaders.mail.inside import set_quotes_apart
from quoth.index.loaders.markup import parse_html
from quoth.index.text.clean import clean

_STUB = 0.5  # a plain text with a smaller share of the page's letters only points to the page
_REPEATED = 0.5  # of its words, that a plain text has from the page where both say the same
_WESTERN = ("iso-8859-1", "latin-1", "us-ascii", "ascii")  # what programs call Windows' own
_FLOWED = re.compile(r"(?<! )(?<!\n--) \r?\n(?![>\s])")


def body_of(part: EmailMessage) -> list[Block]:
    """What a part says: texts one after the other, of several forms of one text the best."""
    kind = part.get_content_type()
    if kind == "multipart/alternative":
        return _best([body_of(each) for each in parts_of(part)])
    if kind == "multipart/related":
        return next((body_of(each) for each in parts_of(part)), [])
    if part.is_multipart():
        return [block for each in parts_of(part) for block in body_of(each)]
    if is_attachment(part) or kind not in ("text/plain", "text/html"):
        return []
    text = clean(_unescaped(_text(part))) if kind == "text/plain" else _text(part)
    if not text.strip():
        return []
    return _paragraphs(text) if kind == "text/plain" else _page(text)


def parts_of(part: EmailMessage) -> Iterator[EmailMessage]:
    """The parts of a part, but not the letters that it holds."""
    payload = part.get_payload()
    if isinstance(payload, list) and part.get_content_maintype() == "multipart":
        yield from (each for each in payload if isinstance(each, EmailMessage))


def is_attachment(part: EmailMessage) -> bool:
    """Whether a part is a file beside the letter."""
    return part.is_attachment() or bool(part.get_filename())


def _best(forms: Sequence[list[Block]]) -> list[Block]:
    """The first form, which is the sender's plain text, unless another says much more, or says
    something else and is the longer one: then it only points to that.
    """
    words = [re.findall(r"\w+", " ".join(block.text for block in form)) for form in forms]
    sizes = [sum(map(len, form)) for form in words]
    most = max(sizes, default=0)
    longest = set(words[sizes.index(most)]) if words else set()
    for form, said, size in zip(forms, words, sizes, strict=True):
        repeats = sum(word in longest for word in said) >= _REPEATED * len(said)
        if size > _STUB * most and (repeats or size == most):
            return form
    return []


def _text(part: EmailMessage) -> str:
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    charset = (part.get_content_charset() or "").lower()
    if not charset or charset in _WESTERN:
        return _joined(decode(data), part)
    try:
        return _joined(data.decode(charset), part)
    except (LookupError, UnicodeError):  # it is labelled wrongly
        return _joined(decode(data), part)


def _unescaped(text: str) -> str:
    """The text without the sign that a mailbox puts before a line which begins with "From "; where
    lines beside it have one too, somebody is quoted.
    """
    if ">From " not in text:
        return text
    lines = ["", *text.split("\n"), ""]
    for number in range(1, len(lines) - 1):
        alone = not lines[number - 1].startswith(">") and not lines[number + 1].startswith(">")
        if alone and lines[number].startswith(">From "):
            lines[number] = lines[number][1:]
    return "\n".join(lines[1:-1])


def _joined(text: str, part: EmailMessage) -> str:
    """The text with the lines joined that the mail says to have broken only to carry it."""
    if part.get_param("format") != "flowed":
        return text
    return _FLOWED.sub("" if part.get_param("delsp") == "yes" else " ", text)


def _paragraphs(text: str) -> list[Block]:
    paragraphs = [part for part in set_quotes_apart(text).split("\n\n") if part.strip()]
    flags = headings_among(paragraphs)
    return [Block(text, heading) for text, heading in zip(paragraphs, flags, strict=True)]


def _page(text: str) -> list[Block]:
    return [block for block in blocks_of(parse_html(text.encode("utf-8", "replace"))) if block.text]
