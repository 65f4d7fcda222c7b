"""Letters that were forwarded, answered or collected in the text of another: each is cited as its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from quoth.index.articles import LoadedArticle
from quoth.index.loaders import load_all

CRACKS = "The inspectors found two cracks in the spillway of the Aldern dam."
LETTER = """From: Desk <desk@example.org>
Subject: Fwd: Dam inspection
Date: Wed, 1 Feb 2023 10:00:00 +0100
Content-Type: text/{}; charset=utf-8

{}"""
FORWARDED = {
    "gmail": "---------- Forwarded message ---------\nFrom: Noor Haddad <noor@example.org>\n"
    "Date: Fri, May 17, 2019 at 8:00 AM\nSubject: Dam\nTo: Desk <desk@example.org>\n\n{}\n",
    "outlook": "-----Message d'origine-----\nDe : Noor Haddad [mailto:noor@example.org]\n"
    "Envoyé : vendredi 17 mai 2019 08:00\nÀ : Desk\nObjet : Dam\n\n{}\n",
    "no rule": "Von: Noor Haddad <noor@example.org>\nGesendet: Freitag, 17. Mai 2019 08:00\n"
    "An: Desk\nBetreff: Dam\n\n{}\n",
    "no address": "________________________________\nDe: Noor Haddad\n"
    "Enviado: viernes, 17 de mayo de 2019 8:00\nPara: Desk\nAsunto: Dam\n\n{}\n",
    "russian": "-------- Пересылаемое сообщение --------\nОт: Noor Haddad <noor@example.org>\n"
    "Дата: пт, 17 мая 2019 г. в 08:00\nТема: Dam\nКому: Desk <desk@example.org>\n\n{}\n",
    "long list": "-------- Weitergeleitete Nachricht --------\nBetreff: \tDam\n"
    "Datum: \tFri, 17 May 2019 08:00:00 +0200\nVon: \tNoor Haddad <noor@example.org>\n"
    "An: \tDesk <desk@example.org>,\n\tOther <other@example.org>\n\n{}\n",
    "quoted": "Begin forwarded message:\n\n> From: Noor Haddad <noor@example.org>\n> Subject: Dam\n"
    "> Date: 17 May 2019 at 08:00:00 CEST\n> To: Desk <desk@example.org>\n>\n> {}\n",
}
PAGES = {
    "gmail": "<div>---------- Forwarded message ---------<br>Von: <b>Noor Haddad</b> "
    "&lt;noor@example.org&gt;<br>Date: Fr., 17. Mai 2019 um 08:00 Uhr<br>Subject: Dam<br>"
    "To: Desk &lt;desk@example.org&gt;<br></div><p>{}</p>",
    "outlook": "<div><p><b>Von:</b> Noor Haddad &lt;noor@example.org&gt;<br><b>Gesendet:</b> Freitag, "
    "17. Mai 2019 08:00<br><b>An:</b> Desk<br><b>Betreff:</b> Dam</p></div><p>{}</p>",
}


def read(folder: Path, text: str, kind: str = "plain") -> tuple[LoadedArticle, ...]:
    path = folder / "a.eml"
    path.write_bytes(LETTER.format(kind, text).replace("\n", "\r\n").encode())
    return load_all(path)


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        *(("plain", form) for form in FORWARDED.values()),
        *(("html", form) for form in PAGES.values()),
    ],
    ids=[*FORWARDED, *(f"page of {name}" for name in PAGES)],
)
def test_a_forwarded_letter_has_its_own_sender_and_day(
    tmp_path: Path, kind: str, form: str
) -> None:
    note = "For the file." if kind == "plain" else "<p>For the file.</p>"
    outer, inner = read(tmp_path, f"{note}\n\n{form.format(CRACKS)}", kind)
    assert (outer.text, outer.author, outer.published) == (
        "For the file.",
        "Desk",
        date(2023, 2, 1),
    )
    assert (inner.text, inner.title) == (CRACKS, "Dam")
    assert (inner.author, inner.published) == ("Noor Haddad", date(2019, 5, 17))
    assert inner.key
    assert not outer.key


def test_letters_forwarded_twice_are_three(tmp_path: Path) -> None:
    first = FORWARDED["gmail"].format("It is serious.").replace("Noor Haddad", "Bo Lind")
    articles = read(tmp_path, f"See.\n\n{first}\n{FORWARDED['gmail'].format(CRACKS)}")
    assert [article.author for article in articles] == ["Desk", "Bo Lind", "Noor Haddad"]
    assert [article.text for article in articles] == ["See.", "It is serious.", CRACKS]
    assert len({article.key for article in articles}) == 3


@pytest.mark.parametrize(
    "lead",
    [
        "On Fri, May 17, 2019 at 8:00 AM Noor Haddad <noor@example.org>\nwrote:",
        "Le ven. 17 mai 2019 à 08:00, Noor Haddad <noor@example.org> a écrit :",
        "Am Fr., 17. Mai 2019 um 08:00 Uhr schrieb Noor Haddad <noor@example.org>:",
    ],
)
def test_what_an_answer_quotes_is_said_by_whom_it_quotes(tmp_path: Path, lead: str) -> None:
    answer, quoted = read(
        tmp_path, f"We print it.\n\n{lead}\n> {CRACKS}\n>\n> Noor\n\nBest, Desk\n"
    )
    assert answer.text == "We print it.\n\nBest, Desk"
    assert quoted.text == f"{CRACKS}\n\nNoor"
    assert (quoted.author, quoted.published) == ("Noor Haddad", date(2019, 5, 17))


def test_a_digest_in_plain_text_is_its_letters(tmp_path: Path) -> None:
    rule = "------------------------------"
    head = (
        "Message: {}\nDate: Fri, 17 May 2019 08:00:00 +0200\nFrom: {} <a@example.org>\nSubject: {}"
    )
    letters = [
        f"{head.format(number, name, title)}\n\n{title} sank in 1931.\n"
        for number, (name, title) in enumerate([("Carl Moe", "Aurora"), ("Dora Linz", "Beda")], 1)
    ]
    digest, *inside = read(
        tmp_path, f"\n{rule}\n\n".join(["Topics: boats", *letters, "End of it\n"])
    )
    assert digest.text == "Topics: boats\n\nEnd of it"
    assert [(one.title, one.author, one.text) for one in inside] == [
        ("Aurora", "Carl Moe", "Aurora sank in 1931."),
        ("Beda", "Dora Linz", "Beda sank in 1931."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Name: Ida Rem\nE-Mail: ida@example.org\nDatum: 3. Mai 2019\nNachricht: Sold.\n\nAnswer soon.",
        "Q: When? Ask noor@example.org\nA: On 3 May 2019 at 10:00.\nQ: Why?\nA: Rain.\n\nThat is all.",
        "Place: Hall\nDay: 3 May 2019, 10:00\nEntry: 5 crowns\n\nCome all.",
        "From: Noor Haddad <noor@example.org>\nSent: 17 May 2019 08:00\nSubject: no letter below",
    ],
)
def test_a_form_or_an_interview_is_no_letter(tmp_path: Path, text: str) -> None:
    (article,) = read(tmp_path, text)
    assert article.text.replace("\n\n", "\n") == text.replace("\n\n", "\n")
