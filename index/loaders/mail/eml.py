"""Mails saved as .eml."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from quoth.index.articles import LoadedArticle
from quoth.index.errors import LoadError
from quoth.index.loaders.mail.letters import BoundedPolicy, letters_in

_HEADERS = ("From", "To", "Subject", "Date", "Message-ID", "Received")


def load(path: Path) -> Iterator[LoadedArticle]:
    """The letters in a mail, each with its subject for a title, and the articles attached.

    Raises LoadError for what is no mail.
    """
    with path.open("rb") as stream:
        yield from read_message(stream.read())


def read_message(data: bytes) -> Iterator[LoadedArticle]:
    """The articles in a message. Raises LoadError for bytes that are none."""
    try:
        message = BytesParser(EmailMessage, policy=BoundedPolicy()).parsebytes(data)
        if not any(name in message for name in _HEADERS):
            raise LoadError("is no mail", "Only its name says so: it has no sender or subject.")
        assert isinstance(message, EmailMessage)
        yield from letters_in(message)
    except LoadError:
        raise
    # Headers and parts are decoded when they are asked for, and bad ones fail in many ways.
    except Exception as error:
        raise LoadError("is damaged: no mail", "Save it again.") from error
