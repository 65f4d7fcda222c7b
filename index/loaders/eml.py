"""Mails saved as .eml: the letter itself, without its attachments."""

from __future__ import annotations

from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from index.articles import LoadedArticle
from index.errors import LoadError
from index.loaders.blocks import Block, Stated, assemble
from index.loaders.body import blocks_of
from index.loaders.decoding import decode
from index.loaders.headlines import is_heading
from index.loaders.markup import parse_html
from index.text.clean import clean

_HEADERS = ("From", "To", "Subject", "Date", "Message-ID", "Received")


def load(path: Path) -> Iterator[LoadedArticle]:
    """The letter in a mail; its title is the subject. Raises LoadError for what is no mail."""
    with path.open("rb") as stream:
        try:
            message = BytesParser(EmailMessage, policy=policy.default).parse(stream)
            if not any(name in message for name in _HEADERS):
                raise LoadError("is no mail", "Only its name says so: it has no sender or subject.")
            stated, blocks = _stated(message), _blocks(message)
        except LoadError:
            raise
        # Headers and parts are decoded when they are asked for, and bad ones fail in many ways.
        except Exception as error:
            raise LoadError("is damaged: no mail", "Save it again.") from error
    yield assemble(blocks, stated)


def _stated(message: EmailMessage) -> Stated:
    sender, sent = message["From"], message["Date"]
    addresses = sender.addresses if sender else ()
    return Stated(
        title=str(message["Subject"] or ""),
        published=sent.datetime.date() if sent and sent.datetime else None,
        author=", ".join(address.display_name or address.addr_spec for address in addresses),
    )


def _blocks(message: EmailMessage) -> list[Block]:
    """The letter: as plain text if it has that, for the sender wrote it, else as a page."""
    for kind, read in (("plain", _paragraphs), ("html", _page)):
        part = message.get_body((kind,))
        text = clean(_text(part)) if isinstance(part, EmailMessage) else ""
        if text and (blocks := read(text)):
            return blocks
    return []


def _text(part: EmailMessage) -> str:
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    charset = part.get_content_charset()
    try:
        return data.decode(charset) if charset else decode(data)
    except (LookupError, UnicodeError):  # it is labelled wrongly
        return decode(data)


def _paragraphs(text: str) -> list[Block]:
    paragraphs = text.split("\n\n")
    following = [*paragraphs[1:], ""]
    return [
        Block(text, heading=is_heading(text) and len(after) > len(text))
        for text, after in zip(paragraphs, following, strict=True)
    ]


def _page(text: str) -> list[Block]:
    return [block for block in blocks_of(parse_html(text.encode())) if block.text]
