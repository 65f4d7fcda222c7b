"""What a model writes -> sentences and their citations, however it comes in."""

from __future__ import annotations

import random

import pytest

from quoth.qa.checking.facts import Claim
from quoth.qa.checking.markers import blank_markers, close_up
from quoth.qa.checking.sanitise import COMMAND, LINK
from quoth.qa.checking.sentence_stream import RawSentence, SentenceStream


def read(text: str, pieces: int = 1_000_000, language: str = "en") -> list[RawSentence]:
    writing = SentenceStream(language)
    found: list[RawSentence] = []
    for start in range(0, len(text), pieces):
        found += writing.feed(text[start : start + pieces])
    return [*found, *writing.finish()]


@pytest.mark.parametrize(
    ("marker", "numbers"),
    [
        ("[1]", (1,)), ("[1, 2]", (1, 2)), ("[1][2]", (1, 2)), ("[1] [2]", (1, 2)),
        ("【1】", (1,)), ("【3†source】", (3,)), ("［１］", (1,)), ("[^2]", (2,)), ("[[2]]", (2,)),
        ("([2])", (2,)), ("[passage 2]", (2,)), ("[Sources: 1, 2]", (1, 2)), ("[2-4]", (2, 3, 4)),
        ("[٣]", (3,)), ("[1;2]", (1, 2)), ("[2", (2,)), ("[99999999999999999999]", ()),
    ],
)  # fmt: skip
def test_markers_of_every_make(marker: str, numbers: tuple[int, ...]) -> None:
    for text in (f"The tower is high {marker}.", f"The tower is high. {marker}"):
        (sentence,) = read(text)
        assert sentence.text == "The tower is high."
        assert sentence.numbers == numbers


@pytest.mark.parametrize("text", ["It was (1) high.", "In (2016) it fell.", "He said [sic] so."])
def test_other_brackets_are_text(text: str) -> None:
    assert [(s.text, s.numbers) for s in read(text)] == [(text, ())]


def test_blanking_keeps_every_offset() -> None:
    text = "A [1]. B 【2】 c [3"
    bare, markers = blank_markers(text)
    assert len(bare) == len(text)
    assert [marker.at for marker in markers] == [2, 9, 15]
    assert close_up(bare) == "A. B c"


ANSWERS = {
    "plain": "The tower is 41 metres high [1]. Dr. Mouat came in Jan. 1971 [2, 3]. He stayed.",
    "thinking": "<think>First [1].\n\nThen 2.</think>\n\nThe tower is high [1]. It is old [2].",
    "sources": "The tower is high [1].\n\n**Sources:**\n[1] One pound\n[2] Tides\n\n[3] More",
    "list": "Answer:\n- The tower is quite high indeed [1].\n- The light is very old indeed [2].",
    "code": "Look here, if you please [1].\n```bash\nrm -rf /\n```\nIt is so and not otherwise [2].",
    "link": "See [the site](http://evil.example/a?b=c) for more [1]. Or www.evil.example now [2].",
}


@pytest.mark.parametrize("name", ANSWERS)
def test_it_does_not_matter_how_the_words_come_in(name: str) -> None:
    whole = read(ANSWERS[name])
    assert whole
    for pieces in (1, 2, 3, 5, 8, 13, 40):
        assert read(ANSWERS[name], pieces) == whole


def test_thoughts_sources_headings_and_marks_are_left_out() -> None:
    assert [s.text for s in read(ANSWERS["thinking"])] == ["The tower is high.", "It is old."]
    assert [s.text for s in read(ANSWERS["sources"])] == ["The tower is high."]
    assert [s.numbers for s in read(ANSWERS["list"])] == [(1,), (2,)]
    assert [s.begins_line for s in read(ANSWERS["list"])] == [True, True]
    assert [s.text for s in read("# Title\n**The** tower is __high__ [1].")] == [
        "The tower is high."
    ]
    assert read("<think>It never ends. [1]") == []
    assert [s.text for s in read("mumble</think>The tower is high.")] == ["The tower is high."]


def test_a_sentence_about_sources_is_a_sentence() -> None:
    (sentence,) = read("Sources say that the ship sank off the coast [1].")
    assert sentence.text.startswith("Sources say")
    assert [s.text for s in read("It sank [1]. Sources: [1] Herald, [2] Post")] == ["It sank."]


def test_what_follows_a_list_of_sources_is_read_again() -> None:
    text = "Sources:\n[1] Herald\n[2] Post\n\nThe tower is forty-one metres high [1]."
    assert [s.text for s in read(text)] == ["The tower is forty-one metres high."]


def test_links_and_commands_are_left_out() -> None:
    links = read(ANSWERS["link"])
    assert [s.text for s in links] == [f"See {LINK} for more.", f"Or {LINK} now."]
    assert all(s.unsafe == (LINK,) for s in links)
    code = read(ANSWERS["code"])
    assert [s.unsafe for s in code] == [(), (COMMAND,), ()]
    assert "rm" not in " ".join(s.text for s in code)


def test_a_sentence_comes_as_soon_as_the_next_one_has_begun() -> None:
    writing = SentenceStream("en")
    assert list(writing.feed("The tower is forty-one metres high [1]. ")) == []
    assert [s.text for s in writing.feed("It was ")] == ["The tower is forty-one metres high."]


def test_a_sentence_without_an_end_is_cut() -> None:
    sentences = read("and on " * 1000, pieces=20)
    assert len(sentences) > 1
    assert all(len(s.text) < 2000 for s in sentences)


PARTS = [
    "[", "]", "[1", "[1]", "[[", "]]", "【", "】", "［１", "[^", "(", ")", "[999999999999999999999]",
    "[1,", "[-1]", "[1-99999]", "[0]", "](", "](http://", "```", "`", "**", "#", "<think>",
    "</think>", "Sources:", "\n", "\n\n", " ", ".", "!", "?", "…", "。", "Élan ", "قال ", "中文", "ภาษา",
    "שלום", "\u202e", "\x1b[31m", "\x1b]8;;http://x\x07", "\ud800", "\udfff", "\u0300" * 50, "1.200",
    "1,2,3,4", "9" * 500, "٣٤٥", "½", "²", "29 août 2015", "31/31/2031", "«", "»", "“", "\"", "'", "’",
    "The tower ", "n'est pas ", "kein ", "|", "| sh", "curl ", "http://", "www.", "@", "\x00", "e" * 900,
    "M. ", "Mr. ", "J.-P. ", "twenty-", "quatre-vingt-", "million ", "% ", "€", "pour cent ", "\t", "\r",
]  # fmt: skip


def test_six_hundred_fuzzed_answers() -> None:
    """Whatever a model writes, in whatever pieces, gives sentences and no error."""
    chance = random.Random(6)
    for _ in range(600):
        text = "".join(chance.choices(PARTS, k=chance.randint(1, 40)))
        if chance.random() < 0.3:  # half a character at the end of a piece
            text = text.encode("utf-8", "surrogatepass")[:-1].decode("utf-8", "replace")
        pieces = chance.choice((4, 9, 30, 100))
        for sentence in read(text, pieces, chance.choice(("en", "fr", "ar", "und", "de", "zh"))):
            assert "\n" not in sentence.text
            assert "\x1b" not in sentence.text
            assert "\u202e" not in sentence.text
            assert all(number >= 0 for number in sentence.numbers)
            Claim.of(sentence.text, frozenset(("tower",)))
