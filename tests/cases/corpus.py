"""A corpus of small press files: every format that is read, and every trap that a real file sets.

Each has a sentence that must stand in one of its articles, once, as it is here. No text may hold
the word HIDDEN, which stands where a reader of the file does not see it.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from pathlib import Path

from tests.index.loaders.office_files import style, write_odt, write_rtf
from tests.index.loaders.samples import FIXTURES, make_docx, make_warc, sample
from tests.index.loaders.word_files import STRICT, paragraph, run, table, write_word

HIDDEN = "halibut"
EXPORTS = Path(__file__).parents[1] / "index" / "loaders" / "exports"
SOLD = "The lighthouse of Skar was sold on Thursday to the painter Ida Rem."
CUT = SOLD.replace("painter", "pain#\nter")
STAIRS = "She will open the stairs to visitors on Sundays, from May to September."
BODY = f"<p>{SOLD}</p><p>{STAIRS}</p>"
HUNGARIAN = "A hajók hétfőn hajnalban elhagyták a kikötőt, és a hűvös szél erősödött."
POLISH = "W poniedziałek rybacy wypłynęli z portu, choć burza zbliżała się od północy."
TURKISH = "Limandaki fenerin onarımı cuma günü bitti, belediye başkanı Şule Çağlar açıkladı."
RUSSIAN = "Рыбаки вышли из порта в понедельник утром, несмотря на сильный ветер."
JAPANESE = "港の灯台の修理が金曜日に終わり、土曜日の夜から再び光を放つと市長が発表した。"
CHINESE = "港口的灯塔在星期五修好了，市长说从星期六晚上起又会发光。"
ARABIC = "غادرت قوارب الصيد الميناء صباح يوم الاثنين رغم الرياح القوية."
FRENCH = "Les chalutiers ont quitté le port lundi à l’aube, malgré un vent très fort."
EURO = "Le phare a été vendu jeudi pour trente mille € à une association de marins."

Written = tuple[bytes, str]


def texts() -> dict[str, Written]:
    """Plain texts: encodings, print, exports, and lists."""

    def told(text: str, sentence: str, encoding: str = "utf-8") -> Written:
        return text.encode(encoding), sentence

    rest = "\n\nNobody was hurt, the harbour master said."
    return {
        "wire.txt": told(f"Lighthouse sold\n\nSKAR, 2 May 2019 (AFP) — {SOLD}\n\n(AFP)\n", SOLD),
        "first-sentence.txt": told(f"{SOLD}\n\n{STAIRS}\n", SOLD),
        "crlf.txt": told(f"Lighthouse sold\r\n\r\n{SOLD}\r\n\r\n{STAIRS}\r\n", STAIRS),
        "printed.txt": told(f"14/02/2019 09:12\nLighthouse sold\n\n{SOLD}", SOLD),
        "colours.txt": told(f"Skar\n\n\x1b[31m{SOLD}\x1b[0m\u202e {STAIRS}", SOLD),
        "cut.txt": told(f"Skar\n\n{CUT.replace('#', '-')} {STAIRS}", SOLD),
        "not-sign.txt": told(f"Skar\n\n{CUT.replace('#', '¬')} {STAIRS}", SOLD),
        "menu.txt": told(f"Fishes\n\nHerring\n31\n\nCod\n17\n\nEel\n4\n\n{SOLD} {STAIRS}", SOLD),
        "hungarian.txt": told(f"Kikötői hírek\n\n{HUNGARIAN}", HUNGARIAN, "cp1250"),
        "polish.txt": told(f"Port\n\n{POLISH}", POLISH, "iso8859-2"),
        "turkish.txt": told(f"Fener\n\n{TURKISH}", TURKISH, "cp1254"),
        "russian.txt": told(f"Порт\n\n{RUSSIAN}", RUSSIAN, "cp1251"),
        "koi8.txt": told(f"Порт\n\n{RUSSIAN} {RUSSIAN[:-1]} и дождь.", RUSSIAN, "koi8-r"),
        "japanese.txt": told(f"灯台\n\n{JAPANESE}", JAPANESE, "iso2022_jp"),
        "shift-jis.txt": told(f"灯台\n\n{JAPANESE}", JAPANESE, "cp932"),
        "chinese.txt": told(f"灯塔\n\n{CHINESE}", CHINESE, "gb18030"),
        "arabic.txt": told(f"الميناء\n\n{ARABIC}", ARABIC, "cp1256"),
        "windows.txt": told(f"Le port\n\n{FRENCH}{rest}", FRENCH, "cp1252"),
        "latin-9.txt": told(f"Le phare\n\n{EURO}{rest}", EURO, "iso8859-15"),
        "utf-16.txt": told(f"Le port\n\n{FRENCH}", FRENCH, "utf-16-le"),
        "utf-32.txt": told(f"Le port\n\n{FRENCH}", FRENCH, "utf-32"),
        "factiva.txt": (
            (EXPORTS / "factiva-codes.txt").read_bytes(),
            "Chair Idris Colwyn asked the county for 90,000 pounds in aid.",
        ),
        "nexis.txt": (
            (EXPORTS / "nexis-numbered.txt").read_bytes(),
            "Chair Idris Colwyn asked the county for 90,000 pounds in aid.",
        ),
    }


def notes() -> dict[str, Written]:
    """Notes in Markdown, of writers, static sites and Obsidian."""
    written = {
        "yaml.md": (f"---\ntitle: Skar\ndate: 2019-05-02\n---\n{SOLD}", SOLD),
        "toml.md": (f'+++\ntitle = "Skar"\ndate = 2019-05-02\n+++\n\n{SOLD}', SOLD),
        "obsidian.md": (f"{SOLD.replace('Ida Rem', '[[People/Ida|Ida Rem]]')} %%{HIDDEN}%%", SOLD),
        "callout.md": (f"> [!warning]- Sold\n> {SOLD}\n\n==Said.== ^block1", SOLD),
        "struck.md": (f"{SOLD} ~~{HIDDEN}~~ <del>{HIDDEN}</del>", SOLD),
        "raised.md": ("It was built in 1788<sup>2</sup> for 35 pence.", "built in 1788² for 35 pence."),
        "footnote.md": (f"It is sold.[^1]\n\n[^1]: {SOLD}", SOLD),
        "tasks.md": (f"- [x] {SOLD}\n- [ ] ask why", SOLD),
        "comment.md": (f"# Skar\n\n<!-- {HIDDEN} -->\n\n<div hidden>{HIDDEN}</div>\n\n{SOLD}", SOLD),
        "People/Ida Rem.markdown": ("Phone: +47 555 01 34\nBoat: the Havørn.", "Phone: +47 555 01 34"),
    }  # fmt: skip
    return {name: (text.encode(), sentence) for name, (text, sentence) in written.items()}


def pages() -> dict[str, Written]:
    """Web pages: what extraction loses, glues, repeats or says though nobody sees it."""
    stated = json.dumps(
        {"@type": "NewsArticle", "headline": "Skar", "articleBody": f"{SOLD} {STAIRS}"}
    )
    ways = [
        "hidden",
        "style='display:none'",
        "style='font-size:0'",
        "style='opacity:0'",
        "class=no",
    ]
    unseen = "".join(
        f"<p {way}>A {HIDDEN} is {number} cm long.</p>" for number, way in enumerate(ways)
    )
    list_of = "<ul><li>Tackle<ul><li>Two oars made of ash</li></ul></li></ul>"
    written = {
        "break.html": (f"<p>{SOLD}<br>{STAIRS}</p>", SOLD),
        "nested.html": (f"{BODY}{list_of}", "Two oars made of ash"),
        "layout.html": (f"<table><tr><td><h2>Skar</h2>{BODY}</td></tr></table>", SOLD),
        "unseen.html": (f"<style>p.no{{display:none}}</style>{BODY}{unseen}", SOLD),
        "template.html": (f"{BODY}<template><p>A {HIDDEN} is long.</p></template>", SOLD),
        "struck.html": (f"<p>{SOLD} It cost <del>{HIDDEN}</del> a lot.</p><p>{STAIRS}</p>", SOLD),
        "raised.html": (f"{BODY}<p>It was built in 1788<sup>2</sup>.</p>", "It was built in 1788²."),
        "facts.html": (
            f"{BODY}<aside class=factbox><ul><li>It has 142 steps.</li></ul></aside><p>{STAIRS}</p>",
            "It has 142 steps.",
        ),
        "details.html": (f"{BODY}<details><summary>How?</summary><p>By a letter of hand.</p></details>",
                         "By a letter of hand."),
        "paywall.html": (f"<script type=application/ld+json>{stated}</script><p>Subscribe now.</p>", STAIRS),
        "comments.html": ((f"{BODY}<section class=comments><time datetime=2016-09-30>30 Sept 2016</time>"
                          f"<p>A {HIDDEN}!</p></section>"), SOLD),
        "divisions.html": (f"<div>{SOLD}</div><div>{STAIRS}</div>", STAIRS),
        "footer.html": (f"<p>Sold.</p><div class=footer>{BODY}{BODY.replace('Skar', 'Brenn')}</div>", SOLD),
    }  # fmt: skip
    head = "<!doctype html><html lang=en><head><meta charset=utf-8><title>Lighthouse sold</title></head>"
    made = {
        name: (
            f"{head}<body><article><h1>Lighthouse sold</h1>{body}</article></body></html>",
            sentence,
        )
        for name, (body, sentence) in written.items()
    }
    plain = made["break.html"][0]
    found = {name: (page.encode(), sentence) for name, (page, sentence) in made.items()}
    found |= {
        "story.html?id=12": (plain.encode(), SOLD),
        "lighthouse-sold": (plain.encode(), SOLD),
        "story.php": (plain.encode("utf-16"), SOLD),
        "cyrillic.htm": (
            f"<html><head><meta charset=windows-1251><title>Порт</title></head><body><p>{RUSSIAN}</p>"
            f"</body></html>".encode("cp1251"),
            RUSSIAN,
        ),
        "europresse.html": (
            (EXPORTS / "europresse.html").read_bytes(),
            "Le préfet les recevra mardi.",
        ),
        "saved.mhtml": (
            b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: "
            b"text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
            + base64.encodebytes(plain.encode())
            + b"\n--x--\n",
            SOLD,
        ),
        "crawl.warc": (make_warc({"https://skar.example/": plain.encode()}), SOLD),
        "crawl.warc.gz": (make_warc({"https://skar.example/": plain.encode()}, zipped=True), SOLD),
    }
    return found


def mails() -> dict[str, Written]:
    """Mails, and tables of articles."""
    head = "From: Ida <i@skar.example>\nSubject: Skar\nDate: Thu, 02 May 2019 10:00:00 +0200\n"
    parts = "MIME-Version: 1.0\nContent-Type: multipart/{}; boundary=b\n\n"
    stub = "--b\n\nView this email in your browser.\n"
    html = f"--b\nContent-Type: text/html\n\n<p style='display:none'>{HIDDEN}</p>{BODY}\n--b--\n"
    inner = f"--b\nContent-Type: message/rfc822\n\n{head}\n{SOLD}\n--b--\n"
    rows = [
        {"title": f"Skar {n}", "date": f"2019-05-0{n}", "text": t}
        for n, t in ((1, SOLD), (2, STAIRS))
    ]
    table_of = ["title;date;text", *(f'"{r["title"]}";{r["date"]};"{r["text"]}"' for r in rows)]
    written = {
        "plain.eml": (f"{head}\n{SOLD}\n", SOLD),
        "newsletter.eml": (f"{head}{parts.format('alternative')}{stub}{html}", SOLD),
        "forwarded.eml": (f"{head}{parts.format('mixed')}--b\n\nSee below.\n{inner}", SOLD),
        "digest.eml": (f"{head}{parts.format('digest')}--b\n\nSubject: a\n\n{SOLD}\n--b--\n", SOLD),
        "archive.mbox": (f"From a@b.example Thu May  2 10:00:00 2019\n{head}\n{SOLD}\n\n" * 2, SOLD),
        "articles.jsonl": ("\n".join(map(json.dumps, rows)), SOLD),
        "articles.ndjson": ("no object\n" + "\n".join(map(json.dumps, rows)), STAIRS),
        "articles.csv": ("\n".join(table_of), SOLD),
        "articles.tsv": ("\n".join(table_of).replace(";", "\t"), STAIRS),
    }  # fmt: skip
    return {name: (text.encode(), sentence) for name, (text, sentence) in written.items()}


def write_office(folder: Path) -> dict[str, str]:
    """Documents of word processors, books and print, and the sentence of each."""
    mark = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    note = f'<w:footnote w:id="1">{paragraph(SOLD)}</w:footnote>'
    edited = f"<w:del>{run(HIDDEN)}</w:del><w:ins>{run('to the painter ')}</w:ins>"
    box = (
        f"<w:pict><v:textbox><w:txbxContent>{paragraph(SOLD)}</w:txbxContent></v:textbox></w:pict>"
    )
    control = f"<w:sdt><w:sdtContent>{paragraph(SOLD)}</w:sdtContent></w:sdt>"
    first, last = SOLD.split("to the painter ")
    words = {
        "plain.docx": paragraph(SOLD) + paragraph(STAIRS),
        "tracked.docx": f"<w:p>{run(first)}{edited}{run(last)}</w:p>",
        "vanished.docx": f"<w:p>{run(SOLD)}{run(HIDDEN, '<w:vanish/>')}{run(HIDDEN, '<w:strike/>')}</w:p>",
        "box.docx": f"<w:p>{run('Sold.')}<w:r>{box}</w:r></w:p>",
        "control.docx": paragraph("Sold.") + control,
        "table.docx": table((paragraph("Sold"), paragraph(SOLD))),
        "note.docx": f"<w:p>{run('Sold.')}{mark}</w:p>",
    }
    for name, body in words.items():
        write_word(folder / name, body, footnotes=note)
    write_word(folder / "strict.docx", paragraph(SOLD), namespace=STRICT)
    hidden = f"<text:span text:style-name='no'>{HIDDEN}</text:span>"
    write_odt(
        folder / "plain.odt",
        f"<text:tracked-changes><text:deletion><text:p>{HIDDEN}</text:p></text:deletion>"
        f"</text:tracked-changes><text:p>{SOLD}{hidden}</text:p><text:p>{STAIRS}</text:p>",
        styles=style("no", 'text:display="none"'),
    )
    write_rtf(folder / "plain.rtf", rf"{SOLD}{{\v {HIDDEN}}}{{\deleted {HIDDEN}}}\par {STAIRS}\par")
    (folder / "typed.doc").write_bytes((folder / "plain.rtf").read_bytes())
    make_docx(folder / "mill.docx")
    (folder / "canal.pdf").write_bytes((FIXTURES / "canal.pdf").read_bytes())
    (folder / "ferry.epub").write_bytes((FIXTURES / "ferry.epub").read_bytes())
    sample(".odt", folder)
    expected = dict.fromkeys([*words, "strict.docx", "plain.odt", "plain.rtf", "typed.doc"], SOLD)
    return expected | {
        "mill.docx": "Le meunier moud de nouveau son blé.",
        "canal.pdf": "que leur versait la région.",
        "ferry.epub": "The ferry carried forty sheep and one café owner across the river.",
        "mill.odt": "The miller grinds wheat again, for the first time since the war.",
    }


def write_corpus(folder: Path) -> Mapping[str, str]:
    """Write all of them; by their names the sentence of each."""
    expected = write_office(folder)
    for made in (texts(), notes(), pages(), mails()):
        for name, (data, sentence) in made.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
            expected[name] = sentence
    return expected
