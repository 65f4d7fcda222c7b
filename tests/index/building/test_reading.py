"""Whatever a file holds: its passages are places in its text, or it is refused by name."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from random import Random

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoth.index.articles import LoadedArticle
from quoth.index.building.discovery import fingerprint
from quoth.index.building.reading import ReadArticle, read_articles
from quoth.index.embedders.base import Embedder
from quoth.index.errors import LoadError
from quoth.index.loaders import LOADERS, load
from quoth.index.loaders.paged.line import Line
from quoth.index.loaders.paged.recognition import Recogniser
from quoth.index.text.clean import clean
from tests.conftest import SEEDS
from tests.index.loaders.samples import FIXTURES, sample
from tests.index.text.test_language import ENGLISH, FRENCH

_BUDGET = 60  # tokens: small, so that short texts too make several passages

SCRIPTS = st.sampled_from(
    [
        "The lock at Orsel holds.", "« Oui », dit M. Aubin.", "¿Quién? ¡Nadie!", "z. B. am 3. Mai",
        "Die Brücke hält.", "وصل القطار إلى تدمر.", "هل عاد؟", "桥在河上。", "誰もいない。", "नदी शांत है।",
        "Мост стоит.", "Η γέφυρα στέκει.", "ไม่มีใครอยู่", "הגשר עומד.", "- a list item", "1. one", "a | b | c",
        "# heading", "A Heading", "(AFP) —", "etc.", "…", "\U0001f98a\u200d\U0001f525", "e\u0301", "x" * 300,
    ]
)  # fmt: skip
SPACES = st.sampled_from(
    [" ", "  ", "\n", "\n\n", "\n \n\t\n", "\r\n", "\u00a0", "\u2028", "\u2029", "\u3000", "\x0b",
     "\x0c", "\u200b", "\ufeff", "\t", "\x85", "\x1c", ""]
)  # fmt: skip
TEXTS = st.lists(
    st.tuples(st.one_of(SCRIPTS, st.text(max_size=40)), SPACES), min_size=1, max_size=40
).map(lambda parts: "".join(word + space for word, space in parts))


def check(read: ReadArticle, embedder: Embedder) -> None:
    """Every passage is a piece of the text, made of whole sentences in order, within the budget."""
    text = read.article.text
    assert text == clean(text)
    passages = read.passages(first=5)
    assert passages
    assert [passage.number for passage in passages] == list(range(5, 5 + len(passages)))
    assert len({passage.id for passage in passages}) == len(passages)
    for passage, seen in zip(passages, read.texts, strict=True):
        assert text[passage.span.start : passage.span.end] == passage.text == seen.text
        assert passage.text.strip()
        assert passage.sentences
        assert passage.sentences[0].start == passage.span.start
        assert passage.sentences[-1].end == passage.span.end
        for sentence in passage.sentences:
            assert sentence.start < sentence.end
            assert passage.quote(sentence) == text[sentence.start : sentence.end]
        assert all(a.end <= b.start for a, b in pairwise(passage.sentences))
        assert embedder.count_tokens([passage.text])[0] <= _BUDGET + len(passage.sentences)
    assert all(a.span.end <= b.span.start for a, b in pairwise(passages))


def read(path: Path, embedder: Embedder) -> ReadArticle:
    digest = fingerprint(str(path))
    assert isinstance(digest, str)
    article, *_ = read_articles(str(path), digest, embedder, _BUDGET, ())
    return article


@pytest.mark.parametrize(
    "path",
    [path for folder in (FIXTURES, SEEDS) for path in sorted(folder.iterdir())],
    ids=lambda path: path.name,
)
def test_every_fixture_is_cut_into_places_in_its_text(path: Path, embedder: Embedder) -> None:
    check(read(path, embedder), embedder)


@given(TEXTS, st.sampled_from([".txt", ".md", ".html", ".eml"]))
@settings(max_examples=150)
def test_every_text_is_cut_into_places_in_itself(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder, text: str, suffix: str
) -> None:
    path = tmp_path_factory.getbasetemp() / f"generated{suffix}"
    head = {".eml": "From: a@b.example\nSubject: A letter\n\n", ".html": "<html><body><p>"}
    path.write_bytes((head.get(suffix, "") + text).encode("utf-8", "surrogatepass"))
    with suppress(LoadError):
        check(read(path, embedder), embedder)


@pytest.mark.parametrize("suffix", LOADERS)
def test_every_damaged_file_is_read_or_refused(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A loader raises LoadError and nothing else, whatever became of a good file."""
    monkeypatch.setattr(Recogniser, "program", "/bin/tesseract")
    monkeypatch.setattr(Recogniser, "lines", lambda *_: [Line("A", 0, 0, 9, 9, 0, 9, 0)])
    whole = sample(suffix, tmp_path).read_bytes()
    damaged = tmp_path / f"damaged{suffix}"
    chance = Random(whole)
    for _ in range(80):
        damaged.write_bytes(spoil(whole, chance))
        with suppress(LoadError):
            check_loaded(load(damaged))


def test_a_quotation_has_its_own_language(tmp_path: Path, embedder: Embedder) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"Le bac revient\n\n{FRENCH}\n\n{ENGLISH}\n\n{FRENCH}\n", encoding="utf-8")
    found = read(path, embedder)
    assert found.article.card.language == "fr"
    assert [passage.language for passage in found.passages(0)] == ["fr", "en", "fr"]


@pytest.mark.parametrize("path", sorted(SEEDS.iterdir()), ids=lambda path: path.name)
def test_an_article_in_one_language_has_one(path: Path, embedder: Embedder) -> None:
    found = read(path, embedder)
    assert {passage.language for passage in found.passages(0)} == {found.article.card.language}


PARTS = [f"Brass fitting number {n}" for n in range(1, 6)]
PAD = "The harbour master keeps the list of what the lamp of the old light needs for a winter. "


@pytest.mark.parametrize("suffix", [".md", ".html", ".docx"])
@pytest.mark.parametrize("padding", range(1, 6))
def test_a_list_and_a_table_that_fit_stand_in_one_passage(
    suffix: str, padding: int, tmp_path: Path, embedder: Embedder
) -> None:
    path = tmp_path / f"a{suffix}"
    write_listings(path, PAD * padding)
    texts = [passage.text for passage in read(path, embedder).passages(0)]
    assert len(texts) > 1
    for listing in ("\n".join(f"- {part}" for part in PARTS), TABLE):
        assert sum(listing in text for text in texts) == 1, texts


TABLE = "Year | Ships\n1901 | 12\n1902 | 15\n1903 | 9"


def write_listings(path: Path, padding: str) -> None:
    """A text with a list and a table, in the format of the suffix."""
    rows = [line.split(" | ") for line in TABLE.split("\n")]
    if path.suffix == ".docx":
        document = docx.Document()
        document.add_paragraph("What the lamp needs")
        document.add_paragraph(padding)
        for part in PARTS:
            document.add_paragraph(part, style="List Bullet")
        table = document.add_table(rows=len(rows), cols=2)
        for cell, text in zip(table._cells, [cell for row in rows for cell in row], strict=True):
            cell.text = text
        document.add_paragraph(padding)
        document.save(str(path))
        return
    if path.suffix == ".md":
        head, *body = (f"| {' | '.join(row)} |" for row in rows)
        listing = "\n".join(f"- {part}" for part in PARTS)
        table_text = "\n".join((head, "|---|---|", *body))
        text = f"# What the lamp needs\n\n{padding}\n\n{listing}\n\n{table_text}\n\n{padding}\n"
    else:
        listing = "".join(f"<li>{part}</li>" for part in PARTS)
        body = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
        table_text = "".join(f"<tr>{row}</tr>" for row in body)
        text = (
            "<html><head><title>What the lamp needs</title></head><body><article>"
            f"<h1>What the lamp needs</h1><p>{padding}</p><ul>{listing}</ul>"
            f"<table>{table_text}</table><p>{padding}</p></article></body></html>"
        )
    path.write_text(text, encoding="utf-8")


def check_loaded(article: LoadedArticle) -> None:
    assert article.text == clean(article.text)
    assert "\n" not in article.title
    assert all(0 <= span.start < span.end <= len(article.text) for span in article.headings)
    assert all(a.end <= b.start for a, b in pairwise(article.headings))
    assert list(article.page_starts) == sorted(article.page_starts)


def spoil(content: bytes, chance: Random) -> bytes:
    """Cut short, with bytes changed, lost, doubled, or noise put in."""
    start = chance.randrange(len(content))
    end = min(len(content), start + chance.choice((1, 8, 200, 4000)))
    ways = (
        lambda: content[:start],
        lambda: content[start:],
        lambda: content[:start] + content[end:],
        lambda: content[:start] + chance.randbytes(end - start) + content[end:],
        lambda: content[:end] + content[start:],
        lambda: bytes(b ^ (chance.random() < 0.002) << chance.randrange(8) for b in content),
    )
    return chance.choice(ways)()
