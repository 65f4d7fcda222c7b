"""Python's own tokens are those of the `tokenizers` library, whatever the text."""

from __future__ import annotations

import json
import shutil
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from quoth.index.embedders.builtin import model as builtin_model
from quoth.index.embedders.builtin.unigram import SPECIAL, Unigram, settled
from quoth.index.embedders.builtin.vocabulary import ABSENT, Vocabulary, write_vocabulary
from quoth.index.embedders.tokens import Tokens
from quoth.index.errors import EmbedderError
from quoth.index.progress import silent

QUESTIONS = Path(__file__).parents[3] / "questions" / "seeds.json"
EVERYDAY = [
    "",
    " ",
    "Who’s  “there”…\u00a0½ ﬁn № ２０２６ Ａｂｃ ㎏ ﷺ",
    "e\u0301 \u1100\u1161\u11a8 a\u0345\u0301\u0334 \u0301 alone, Å",
    "👩\u200d🚀 🏻 ✌️ 🇫🇷 ₿ ᵻ ⟨x⟩ —\u00a050\u202f€",
    "तमिल தமிழ் ภาษาไทย 漢字かな交じり文 대한민국 العربية\u200f עברית",
    "<s> </s><mask>a<unk>b < s > ＜s＞＜unk＞ ▁ ▁▁x",
    "\x00a\x07\u008f\t\n\r\u2028b\x0b\ufeff\ufffd\x1b",
    "\U0001d54f\U00020000\U000e0001\ue000 ꙮ \u0378",
    "Donaudampfschifffahrtsgesellschaftskapitän" * 40,
    "字" * 700 + "\ue000" * 700,
]
LETTERS = st.characters(exclude_categories=["Cs"])
TEXTS = st.text(LETTERS) | st.lists(
    st.sampled_from([*EVERYDAY, *SPECIAL, "the", " ", "\u0301", "\u200b", "ﬀ", "가", "ᆨ"])
    | st.text(LETTERS, max_size=4)
).map("".join)


@pytest.fixture(scope="module")
def folder() -> Path:
    return builtin_model.prepare(None, silent)


@pytest.fixture(scope="module")
def library(folder: Path) -> Tokenizer:
    return Tokenizer.from_file(str(folder / "tokenizer.json"))


@pytest.fixture(scope="module")
def unigram(folder: Path) -> Unigram:
    return Unigram(folder / "vocabulary.bin")


def test_questions(unigram: Unigram, library: Tokenizer) -> None:
    articles = json.loads(QUESTIONS.read_text("utf-8"))["data"]
    paragraphs = [paragraph for article in articles for paragraph in article["paragraphs"]]
    texts = [paragraph["context"] for paragraph in paragraphs]
    texts += [asked["question"] for paragraph in paragraphs for asked in paragraph["qas"]]
    for text in texts:
        assert settled(text)
        assert unigram.encode(f"query: {text}") == library.encode(f"query: {text}").ids


@pytest.mark.parametrize("text", EVERYDAY)
def test_common_letters_of_many_scripts(text: str, unigram: Unigram, library: Tokenizer) -> None:
    assert settled(text) or "\ue000" in text or "\u0378" in text
    assert unigram.encode(text) == library.encode(text).ids


@settings(max_examples=400)
@given(TEXTS)
@example("<s>\u0338")
@example("a\x00\u0301")
def test_any_text(unigram: Unigram, library: Tokenizer, text: str) -> None:
    assume(settled(text))
    assert unigram.encode(text) == library.encode(text).ids
    _assert_placed_alike(text, unigram, library)


def _assert_placed_alike(text: str, unigram: Unigram, library: Tokenizer) -> bool:
    placed = unigram.placed(text)
    if placed is not None:
        encoding = library.encode(text)
        assert placed == (encoding.ids, [end - 1 for _, end in encoding.offsets])
    return placed is not None


def test_places_in_everyday_texts(unigram: Unigram, library: Tokenizer) -> None:
    articles = json.loads(QUESTIONS.read_text("utf-8"))["data"]
    texts = [paragraph["context"] for article in articles for paragraph in article["paragraphs"]]
    texts += [text + "\n \n" + text[:50] for text in texts]
    assert all(_assert_placed_alike(text, unigram, library) for text in texts)


def _may_change(letter: str) -> bool:
    """Whether normalising can do something to it or with it."""
    return bool(unicodedata.decomposition(letter)) or unicodedata.category(letter)[0] == "M"


@pytest.mark.parametrize("frame", ["{}", "a{}\u0301", "\u00a0a\u0345{}", "\u1100{}"])
def test_every_letter(frame: str, unigram: Unigram, library: Tokenizer) -> None:
    letters = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    chosen = [*filter(_may_change, letters), *letters[::50]]
    framed = [text for text in map(frame.format, chosen) if settled(text)]
    assert len(framed) > 8000
    for start in range(0, len(framed), 500):
        text = " x ".join(framed[start : start + 500])
        assert unigram.encode(text) == library.encode(text).ids


@pytest.mark.parametrize(
    "text",
    ["\u32ff", "\U00010781", "a\u1df6\u0345", "\ud800", "word " * 50_000],
    ids=["a newer square", "a newer letter", "a newer mark", "a surrogate", "too long"],
)
def test_what_is_left_to_the_library(text: str, folder: Path, library: Tokenizer) -> None:
    expected = library.encode(text.replace("\ud800", "?")).ids
    assert Tokens(folder).ids(text).tolist() == expected


def test_a_vocabulary_finds_what_was_written(tmp_path: Path) -> None:
    pieces = [(f"{number}é", -number / 2) for number in range(1000)]
    write_vocabulary(tmp_path / "vocabulary", pieces)
    vocabulary = Vocabulary(tmp_path / "vocabulary")
    assert [vocabulary.find(piece.encode()) for piece, _ in pieces] == list(range(1000))
    assert [vocabulary.scores[number] for number in range(1000)] == [score for _, score in pieces]
    assert (vocabulary.longest, vocabulary.least_score) == (4, -499.5)
    assert {vocabulary.find(absent) for absent in (b"", b"1000", "é".encode())} == {ABSENT}


@pytest.mark.parametrize("content", [b"", b"12", bytes(16), b"\xff" * 64])
def test_another_file_is_no_vocabulary(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "vocabulary").write_bytes(content)
    with pytest.raises(ValueError, match="not a vocabulary"):
        Vocabulary(tmp_path / "vocabulary")


def test_a_damaged_library_file_is_said_so(tmp_path: Path, folder: Path) -> None:
    shutil.copy(folder / "vocabulary.bin", tmp_path)
    (tmp_path / "tokenizer.json").write_text("{", "utf-8")
    tokens = Tokens(tmp_path)
    assert len(tokens.ids("Who?")) > 2
    with pytest.raises(EmbedderError, match=r"tokenizer\.json cannot be opened"):
        tokens.count(["Who? " * 50_000])
