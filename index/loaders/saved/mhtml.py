"""Pages saved whole by a browser: .mhtml, a mail that holds the page and its pictures."""

from __future__ import annotations

from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from quoth.index.articles import LoadedArticle
from quoth.index.errors import LoadError
from quoth.index.loaders.decoding import decode_as
from quoth.index.loaders.html import articles_of, text_of


def load(path: Path) -> Iterator[LoadedArticle]:
    """The article of the page that was saved; the day of saving is not its date."""
    with path.open("rb") as stream:
        try:
            saved = BytesParser(EmailMessage, policy=policy.default).parse(stream)
            pages = [part for part in saved.walk() if part.get_content_type() == "text/html"]
            data = pages[0].get_payload(decode=True) if pages else None
            charset = pages[0].get_content_charset() if pages else None
        # Headers and parts are decoded when they are asked for, and bad ones fail in many ways.
        except Exception as error:
            raise LoadError("is damaged: no saved page", "Save the page again.") from error
    if not isinstance(data, bytes):
        raise LoadError("holds no page", "Only its name says so: save the page again.")
    page = decode_as(data, charset) if charset else None
    yield from articles_of(page if page is not None else text_of(data))
