"""Complaints about what was read of a file of `files/`: what must stand in its articles, and what not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Expected:
    """What is expected of the article with this number in its file; None is not looked at."""

    title: str | None = None
    published: date | str | None = "any"
    source: str | None = None
    author: str | None = None
    language: str | None = None
    says: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    articles: int = 1
    number: int = 0


ORVANE = "Ferry line to Orvane closes after 41 years"
BEES = "Beekeepers count losses after wet spring"
DOOR = "Museum returns carved door to Kesset village"
SALT = Expected(
    says=("was given up in 1788", "12 km²", "35³ pence since 1642"),
    never=("17882", "353", "16424", "109 litres"),
)
SAWMILL = Expected(
    says=("injured three people", "The owner, Karla Ost,", "6 million crowns"),
    never=("twelve", "Karl Ost", "9 6"),
)
AURORA = "The ferry Aurora sank in 1931"
CLOCK = "The harbour clock stops again"
LIGHTHOUSE = "The lighthouse of Skar was sold on Thursday to the painter Ida Rem for 800,000 crowns"

EXPECTED: list[tuple[str, Expected]] = [
    *(
        (f"01-press-export/{name}", expected)
        for name in ("factiva-export.txt", "nexis-export.txt")
        for expected in (
            Expected(ORVANE, date(2019, 2, 14), "The Northgate Herald", "Tilda Marsh", articles=3),
            Expected(
                BEES,
                date(2021, 6, 3),
                "Marrow Valley Gazette",
                "Owen Sallis",
                says=("Chair Idris Colwyn asked the county for 90,000 pounds in aid.",),
                never=("Orvane", "Kesset", "LOAD-DATE"),
                articles=3,
                number=1,
            ),
            Expected(DOOR, date(2023, 10, 27), author="Hanne Lisberg", articles=3, number=2),
        )
    ),
    (
        "03-word-unseen-text/tracked-changes.docx",
        Expected(
            says=(
                "The council of Quellport voted 4.7 million crowns for the new breakwater on Monday.",
                "Mayor Signe Torvald said that work would begin on 9 April.",
                "The fishermen asked for eleven moorings.",
            ),
            never=("3.1 million",),
        ),
    ),
    (
        "03-word-unseen-text/content-controls.docx",
        Expected(
            says=(
                "Emil Haugen kept the lock at Tarrow for thirty-six years",
                "His successor is Mara Lindqvist, who",
                "She starts in October 2031 after",
                "The pay is 2,840 crowns a month.",
            )
        ),
    ),
    (
        "03-word-unseen-text/text-box.docx",
        Expected(says=("Tickets cost 45 crowns, and children under seven get in free.",)),
    ),
    ("04-superscript-numbers/sup.html", SALT),
    ("04-superscript-numbers/sup.md", SALT),
    ("04-superscript-numbers/sup.epub", SALT),
    ("05-struck-out/del.html", SAWMILL),
    ("05-struck-out/del.md", SAWMILL),
    ("08-html-date/comment-time.html", Expected(published=None)),
    ("08-html-date/related-card.html", Expected(published=None)),
    ("08-html-date/copyright.html", Expected(published=None)),
    ("08-html-date/microdata-mod-first.html", Expected(published=date(2017, 2, 3))),
    *(
        (f"09-months-of-other-languages/{name}.txt", Expected(CLOCK, date.fromisoformat(day)))
        for name, day in {
            "it": "2019-01-03",
            "it2": "2019-10-14",
            "pt": "2019-03-03",
            "pt2": "2020-02-12",
            "ru": "2019-03-03",
            "ru2": "2019-10-14",
            "ja": "2019-03-03",
            "ko": "2019-03-03",
            "de-short": "2019-03-05",
            "fr-short": "2019-03-05",
            "fr-par": "2019-03-05",
            "en-last": "2019-03-05",
            "en-compact": "2019-03-05",
        }.items()
    ),
    (
        "10-file-name-is-the-subject/People/Runa Askeland.md",
        Expected("Runa Askeland", says=("Phone: +47 555 01 34",)),
    ),
    (
        "10-file-name-is-the-subject/Interviews/Dara Quill, potter.txt",
        Expected(
            "Dara Quill, potter",
            says=("Q: When did you start?", "In 1998, with one kiln and two apprentices"),
        ),
    ),
    (
        "11-mail/newsletter.eml",
        Expected(
            says=("From Sunday nobody pays to cross the Sund bridge",),
            never=("View this email in your browser",),
        ),
    ),
    (
        "11-mail/forwarded-attachment.eml",
        Expected(
            "Dam inspection",
            date(2019, 5, 17),
            author="Noor Haddad",
            says=("two cracks in the spillway of the Aldern dam", "\n\nFrom the bridge one sees"),
            articles=2,
            number=1,
        ),
    ),
    (
        "11-mail/archive.mbox",
        Expected("Wind farm vote", date(2019, 3, 4), author="Iris Calder", articles=2),
    ),
    (
        "11-mail/archive.mbox",
        Expected("Dam inspection", date(2019, 5, 17), author="Noor Haddad", articles=2, number=1),
    ),
    ("14-html-lost-parts/aside.html", Expected(says=("One roof takes 2,600 bundles.",))),
    (
        "14-html-lost-parts/infinite-scroll.html",
        Expected(
            "Choir sings in a quarry",
            date(2021, 3, 19),
            says=("Conductor Matilda Reyes",),
            articles=2,
            number=1,
        ),
    ),
    (
        "14-html-lost-parts/infinite-scroll.html",
        Expected(
            "Barge hits Sund bridge", date(2021, 4, 8), never=("Matilda Reyes",), articles=2
        ),
    ),
    (
        "14-html-lost-parts/paywall.html",
        Expected(
            says=("His granddaughter Frida will take the key in September",),
            never=("Only 1 crown for the first month",),
        ),
    ),
    (
        "14-html-lost-parts/liveblog.html",
        Expected("Sund bridge closed after barge accident: live", says=("13:22 Nineteen cars",)),
    ),
    *(
        (
            f"15-formats-refused/{name}",
            Expected(
                "Lighthouse sold", date(2019, 5, 2), "Tarrow Post", says=(LIGHTHOUSE,), articles=2
            ),
        )
        for name in ("articles.csv", "articles.jsonl")
    ),
    *(
        (
            f"15-formats-refused/{name}",
            Expected(
                "Goats on the roof", date(2020, 6, 11), "Levant Review", articles=2, number=1
            ),
        )
        for name in ("articles.csv", "articles.jsonl")
    ),
    ("15-formats-refused/page.mhtml", Expected("Otters return to the Tarrow canal")),
    ("15-formats-refused/story.html?id=12", Expected("Lighthouse sold", says=(LIGHTHOUSE,))),
    ("15-formats-refused/lighthouse-sold", Expected("Lighthouse sold", says=(LIGHTHOUSE,))),
    (
        "16-obsidian-note/Callouts.md",
        Expected(
            published=date(2024, 2, 9),
            says=("the office", "The repair costs 5.2 million", "nested: the toll is 12 crowns"),
            never=("[!warning]", "[[", "![", "==", "to be checked", "[^1]", "TABLE date"),
        ),
    ),
    ("16-obsidian-note/2024-03-18.md", Expected("2024-03-18", date(2024, 3, 18))),
    ("16-obsidian-note/toml.md", Expected("Swans on the pond", date(2018, 3, 5), None, "Lise Dahl")),
    (
        "19-encodings/cp1254.txt",
        Expected("Deniz feneri yeniden yanıyor", language="tr", says=("Şule Çağlar",)),
    ),
    ("19-encodings/iso2022jp.txt", Expected("灯台の修理が終わる", language="ja")),
    (
        "21-first-sentence-lost/brief.txt",
        Expected(says=("The bakery on Elm Street closed on Friday after 63 years.",)),
    ),
    (
        "21-first-sentence-lost/list.md",
        Expected(says=("wifi password of the reading room is heron-41",)),
    ),
    (
        "21-first-sentence-lost/weir.docx",
        Expected(says=("The weir at Hallen was lowered by 40 centimetres in June.",)),
    ),
    (
        "30-br-crash/a.html",
        Expected(says=("left the harbour at dawn on Monday.\nThey came back in the evening",)),
    ),
    (
        "31-nested-list/a.html",
        Expected(
            says=("- Safety equipment\n- Two life rafts for ten people\n- Twelve",),
            never=("equipmentTwo",),
        ),
    ),
    (
        "32-glued-words/a.html",
        Expected("Seeking a bigger role", says=("Fuel tank delayed\n",), never=("roleby", "Earlier\n")),
    ),
    ("32-glued-words/b.html", Expected(says=("Keeper rested\n",), never=("restedThe",))),
    ("33-jalali-date/a.html", Expected(published=None, language="fa")),
    ("34-lang-attr/a.html", Expected(language="de")),
    ("35-hungarian/a.txt", Expected(language="hu", says=("hétfőn", "hűvös"), never=("õ", "û"))),
    *(
        (f"36-docx-lost/{name}.docx", Expected(says=(said,)))
        for name, said in {
            "sdt": AURORA,
            "textbox": AURORA,
            "footnote": AURORA,
            "math": "A=12",
            "nested-table": AURORA,
        }.items()
    ),
    ("36-docx-lost/sdt.docx", Expected(says=("Ann Miller", "Ship | Year 1931"))),
    ("37-docx-title/a.docx", Expected("The harbour at dawn")),
    ("40-eml-parts/digest.eml", Expected("Boats", says=(AURORA,))),
    ("40-eml-parts/forwarded.eml", Expected("Boats", says=(AURORA,), articles=2, number=1)),
    ("40-eml-parts/two-texts.eml", Expected(says=("First part of the letter.", AURORA))),
    (
        "40-eml-parts/plain-stub.eml",
        Expected(says=(AURORA, "A second paragraph tells"), never=("browser",)),
    ),
    ("41-iso2022/a.txt", Expected("港のニュース", language="ja", says=("漁船は月曜日の夜明け",))),
    (
        "42-docx-one-bad-row/a.docx",
        Expected(says=("The fishing boats left the harbour at dawn on Monday.",)),
    ),
    ("43-strict-docx/a.docx", Expected(says=("The boats left at dawn.",))),
    (
        "44-obsidian/Sinking of the Aurora.md",
        Expected(
            "Sinking of the Aurora",
            says=("The captain was Ann Miller.", AURORA),
            never=("[[", "![", "[!note]", "==", "^quote", "%%"),
        ),
    ),
    *(
        ("51-press-export-html/export.html", Expected(title, day, source, articles=3, number=number))
        for number, (title, day, source) in enumerate(
            [
                ("La digue de Brévans renforcée", date(2020, 3, 12), "Le Monde"),
                ("Grève des éclusiers", date(2015, 5, 4), "Libération"),
                ("Un phare vendu", date(2023, 11, 7), "Ouest-France"),
            ]
        )
    ),
]  # fmt: skip
