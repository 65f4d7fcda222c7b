"""The articles in a mail: its letter, the letters it forwards or collects, and attached files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.policy import EmailPolicy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from quoth.index.articles import LoadedArticle
from quoth.index.errors import LoadError
from quoth.index.loaders.blocks import Stated, assemble
from quoth.index.loaders.exports.exported import key_of
from quoth.index.loaders.mail.bodies import body_of, is_attachment, parts_of
from quoth.index.loaders.mail.inside import apart
from quoth.index.text.clean import one_line

_LONGEST_HEADER = 2000  # characters: of one without end, the parser makes gigabytes
_CUT_WORD = re.compile(r"=\?[^\s?]{0,80}(?:\?[^\s?]{0,2000}){0,2}\Z")
_MOST_ATTACHED = 100


class BoundedPolicy(EmailPolicy):
    """How a mail is parsed: as the standard says, but for headers without end, which are cut."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        if len(value) > _LONGEST_HEADER:
            value = _CUT_WORD.sub("", value[:_LONGEST_HEADER])
        return super().header_fetch_parse(name, value)


def letters_in(message: EmailMessage) -> Iterator[LoadedArticle]:
    """The letter, then those within it, and the articles of attached files, in their order."""
    stated = _stated(message)
    own, inside = apart(body_of(message), stated.title)
    yield assemble(own, stated)
    for letter in inside:
        title = letter.stated.title or stated.title
        article = assemble(letter.blocks, replace(letter.stated, title=title))
        yield replace(article, key=f"{key_of(article)}{article.author}")
    attached = _MOST_ATTACHED
    for number, part in enumerate(_parts(message)):
        if part.get_content_type() in ("message/rfc822", "message/global"):
            payload = part.get_payload()
            for inner in payload if isinstance(payload, list) else ():
                if isinstance(inner, EmailMessage):
                    yield from _keyed(letters_in(inner), _name_of(inner) or str(number))
        elif is_attachment(part) and attached:
            attached -= 1
            yield from _keyed(_articles_in(part), f"{number}")


def _parts(part: EmailMessage) -> Iterator[EmailMessage]:
    """All parts of a message, but not those of the letters in it."""
    for each in parts_of(part):
        yield each
        yield from _parts(each)


def _name_of(message: EmailMessage) -> str:
    return one_line(str(message["Message-ID"] or ""))


def _keyed(articles: Iterator[LoadedArticle], key: str) -> Iterator[LoadedArticle]:
    for article in articles:
        yield replace(article, key=f"{key} {article.key}".strip())


def _articles_in(part: EmailMessage) -> Iterator[LoadedArticle]:
    """The articles of an attached file that has a loader; a file that is not read is none."""
    from quoth.index.loaders import load_all, suffixes
    from quoth.index.loaders.paged.recognition import Recogniser

    name = Path(one_line(part.get_filename() or "").replace("\\", "/")).name
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes) or Path(name).suffix.lower() not in suffixes():
        return
    with TemporaryDirectory() as folder:
        path = Path(folder, f"{Path(name).stem[:80]}{Path(name).suffix}")
        path.write_bytes(data)
        try:
            # Logos and signatures are no articles, and a letter is not to wait for them.
            yield from load_all(path, recogniser=Recogniser(is_off=True))
        except LoadError:
            return


def _stated(message: EmailMessage) -> Stated:
    sender, sent = message["From"], message["Date"]
    addresses = sender.addresses if sender else ()
    return Stated(
        title=str(message["Subject"] or ""),
        published=sent.datetime.date() if sent and sent.datetime else None,
        author=", ".join(address.display_name or address.addr_spec for address in addresses),
    )
