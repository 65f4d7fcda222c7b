"""Searching within an article, and what is marked where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.index.articles import Span
from quoth.tui.text import search as finding
from quoth.tui.text.highlights import HERE, MATCH, OTHER, QUOTE, Marks
from quoth.tui.text.search import MAX_MATCHES, find_all


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("ete", ["Été", "été"]),
        ("old mill", ["old mill", "OLD\nMILL"]),
        ("œ", ["œ"]),
        ("河", ["河"]),
        ("[/x]", ["[/x]"]),
        ("absent", []),
        ("  ", []),
    ],
)
def test_case_and_accents_do_not_matter(wanted: str, found: list[str]) -> None:
    text = "Été at the old mill: un été, OLD\nMILL, œuvre, 河 and [/x]."
    assert [span.of(text) for span in find_all(text, wanted)] == found


@given(st.text(alphabet="abéÉ \n", max_size=60), st.text(alphabet="abe ", min_size=1, max_size=3))
def test_pieces_find_what_the_whole_does(text: str, wanted: str) -> None:
    whole = find_all(text, wanted)
    patch = pytest.MonkeyPatch()
    patch.setattr(finding, "_PIECE_CHARS", 7)
    try:
        assert find_all(text, wanted) == whole
    finally:
        patch.undo()


def test_there_is_an_end_to_it() -> None:
    assert len(find_all("a" * 50_000, "a")) == MAX_MATCHES
    assert find_all("a" * 50_000, "a", lambda: True) == []


def test_marks_overlap_in_their_order() -> None:
    marks = Marks()
    marks.quote = Span(10, 20)
    marks.mark_others([Span(30, 40), Span(5, 12), Span(0, 3)])
    marks.mark_matches([Span(11, 13), Span(38, 45)])
    marks.here = Span(38, 45)
    pieces = [piece for piece in marks.pieces(2, 50) if piece[2]]
    assert pieces == [
        (2, 3, OTHER),
        (5, 10, OTHER),
        (10, 11, QUOTE),
        (11, 12, QUOTE),
        (12, 13, QUOTE),
        (13, 20, QUOTE),
        (30, 38, OTHER),
        (38, 40, HERE),
        (40, 45, HERE),
    ]
    marks.mark_matches([Span(31, 32)])
    assert (31, 32, MATCH) in marks.pieces(30, 40)
    assert list(marks.pieces(60, 60)) == []
