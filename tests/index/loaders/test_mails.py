from __future__ import annotations

import base64
import time
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from quoth.index.errors import LoadError
from quoth.index.loaders import load, load_all
from tests.index.loaders.samples import make_docx

SENTENCE = "The ferry Aurora sank in 1931 off the northern cape, and forty people drowned."


def letter(text: str = "See below.", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = headers.get("sender", "Desk <desk@example.org>")
    message["Subject"] = headers.get("subject", "Boats")
    message["Date"] = headers.get("date", "Fri, 17 May 2019 16:45:00 +0200")
    message.set_content(text)
    return message


def save(folder: Path, content: EmailMessage | bytes, name: str = "a.eml") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.as_bytes())
    return path


def test_the_letter_is_the_form_that_says_it(tmp_path: Path) -> None:
    stub = letter("View this email in your browser: https://example.org/1")
    stub.add_alternative(f"<p>{SENTENCE}</p><p>{SENTENCE}</p>", subtype="html")
    assert load(save(tmp_path, stub)).text == f"{SENTENCE}\n\n{SENTENCE}"
    written = letter(SENTENCE)
    page = f'<div style="display:none">preview</div><p>{SENTENCE}</p><p>Unsubscribe.</p>'
    written.add_alternative(page, subtype="html")
    assert load(save(tmp_path, written)).text == SENTENCE


def test_a_page_with_pictures_is_read(tmp_path: Path) -> None:
    message = letter("Stub.")
    message.add_alternative(f"<p>{SENTENCE}</p>", subtype="html")
    payload = message.get_payload()
    assert isinstance(payload, list)
    page = payload[1]
    assert isinstance(page, EmailMessage)
    page.add_related(b"GIF89a", "image", "gif")
    assert load(save(tmp_path, message)).text == SENTENCE


def test_all_texts_of_a_letter_are_read_and_a_forwarded_one_is_its_own_article(
    tmp_path: Path,
) -> None:
    inner = letter(SENTENCE, sender="Noor Haddad <noor@example.org>", subject="Dam")
    inner["Message-ID"] = "<a2@example.org>"
    outer = letter("First part.", date="Wed, 01 Feb 2023 10:00:00 +0000")
    outer.add_attachment(b"GIF89a", "image", "gif")
    outer.add_attachment("Second part.", disposition="inline")
    outer.add_attachment(inner)
    first, second = load_all(save(tmp_path, outer))
    assert (first.title, first.text, first.key) == ("Boats", "First part.\n\nSecond part.", "")
    assert first.published == date(2023, 2, 1)
    assert (second.title, second.text) == ("Dam", SENTENCE)
    assert (second.author, second.published) == ("Noor Haddad", date(2019, 5, 17))
    assert second.key == "<a2@example.org>"


def test_a_digest_is_its_letters(tmp_path: Path) -> None:
    parts = "".join(f"--b\n\nSubject: {name}\n\n{name} sank.\n" for name in ("Aurora", "Beda"))
    head = "From: a@example.org\nSubject: Digest\nContent-Type: multipart/digest; boundary=b\n\n"
    articles = load_all(save(tmp_path, f"{head}{parts}--b--\n".encode()))
    assert [a.title for a in articles] == ["Aurora", "Beda"]
    assert len({a.key for a in articles}) == 2


def test_attached_files_with_a_loader_are_articles(tmp_path: Path) -> None:
    message = letter()
    data = make_docx(tmp_path / "x.docx").read_bytes()
    for name, content in (
        ("../../mill.docx", data), ("notes.txt", b"Notes\n\nThe weir was lowered."),
        ("x.bin", b"1"), ("broken.pdf", b"%PDF-1.4"),
    ):  # fmt: skip
        message.add_attachment(content, "application", "octet-stream", filename=name)
    articles = load_all(save(tmp_path, message))
    assert [a.title for a in articles] == ["Boats", "Le moulin d'Orsel tourne encore", "Notes"]
    assert len({a.key for a in articles}) == 3
    assert not (tmp_path.parent.parent / "mill.docx").exists()


def test_lines_broken_to_carry_the_text_are_joined(tmp_path: Path) -> None:
    head = b"Subject: x\nContent-Type: text/plain; format=flowed\n\n"
    path = save(tmp_path, head + b"The weir at \nHallen was lowered.\n-- \nPaul\n")
    assert load(path).text == "The weir at Hallen was lowered.\n--\nPaul"


@pytest.mark.parametrize("charset", ["iso-8859-1", "us-ascii", "nosuch"])
def test_windows_letters_under_a_western_label(charset: str, tmp_path: Path) -> None:
    head = f"Subject: x\nContent-Type: text/plain; charset={charset}\n\n".encode()
    text = "La grue coûte 41 € à l’État, « dit-il » l’été."
    assert load(save(tmp_path, head + text.encode("cp1252"))).text == text


@pytest.mark.parametrize(
    "header",
    [
        "Subject: " + "=?utf-8?B?" + base64.b64encode(b"Boats and nets " * 27_000).decode() + "?=",
        "Subject: " + "=?utf-8?q?Boats_and?= " * 20_000,
        "From: " + "a@example.org, " * 20_000,
        "Content-Type: text/plain; " + "a=b; " * 40_000,
    ],
)
def test_a_header_without_end_is_cut(header: str, tmp_path: Path) -> None:
    started = time.process_time()
    article = load(save(tmp_path, f"To: a@example.org\n{header}\n\n{SENTENCE}".encode()))
    assert article.text == SENTENCE
    assert len(article.title) < 4000
    assert time.process_time() - started < 3


def test_a_mailbox_is_its_letters(tmp_path: Path) -> None:
    first, second = letter("It rains.\n\nFrom here on it pours."), letter(SENTENCE, subject="Dam")
    first["Message-ID"] = "<a1@example.org>"
    quoted = first.as_bytes().replace(b"\nFrom here", b"\n>From here")
    opening = b"From a@example.org Mon Mar  4 09:10:00 2019\n"
    data = opening + quoted + b"\n" + opening + b"no mail\n\n" + opening + second.as_bytes()
    articles = load_all(save(tmp_path, data, "a.mbox"))
    assert [a.title for a in articles] == ["Boats", "Dam"]
    assert articles[0].text == "It rains.\n\nFrom here on it pours."
    assert articles[0].key == "<a1@example.org>"
    assert [data[a.offset :].startswith(b"From: Desk") for a in articles] == [True, True]
    with pytest.raises(LoadError, match="is no mailbox"):
        load(save(tmp_path, b"Just words.", "a.mbox"))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("It has cracks.\n\n>From the bridge one sees them.", "It has cracks.\n\nFrom the bridge one sees them."),
        ("> He wrote:\n>From the bridge\n> one sees them.", "> He wrote:\n>From the bridge\n> one sees them."),
    ],
)  # fmt: skip
def test_a_line_that_a_mailbox_escaped_is_as_it_was_written(
    text: str, read: str, tmp_path: Path
) -> None:
    assert load(save(tmp_path, letter(text))).text == read


def test_a_long_stub_is_not_the_letter(tmp_path: Path) -> None:
    stub = letter("Sie können diese E-Mail nicht lesen? Hier geht es weiter: https://example.org/1")
    stub.add_alternative(f"<p>{SENTENCE}</p>", subtype="html")
    assert load(save(tmp_path, stub)).text == SENTENCE


def test_a_sentence_that_begins_with_from_ends_no_letter(tmp_path: Path) -> None:
    path = tmp_path / "a.mbox"
    opening = "From a@example.org Mon Mar  4 09:00:00 2019\nSubject: Bees\n\n"
    path.write_text(f"{opening}They came.\n\nFrom now on they stay.\n\n{opening}They left.\n")
    assert [article.text for article in load_all(path)] == [
        "They came.\n\nFrom now on they stay.",
        "They left.",
    ]
