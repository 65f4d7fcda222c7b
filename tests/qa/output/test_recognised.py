from __future__ import annotations

import pytest

from quoth.index.articles import Article, ArticleCard, Passage, Span
from quoth.qa.answers import Citation
from quoth.qa.output.json import _citation, article_json
from quoth.qa.output.text import place_of
from quoth.tui.text.formatting import page
from quoth.tui.text.places import Place

CARD = ArticleCard(
    "k",
    "/a.pdf",
    "",
    "The kiln",
    None,
    "",
    "",
    "en",
    page_starts=(0, 10),
    recognised=(Span(10, 30),),
)


@pytest.mark.parametrize(
    ("span", "number", "is_recognised"), [(Span(0, 9), 1, False), (Span(12, 20), 2, True)]
)
def test_what_was_recognised_in_a_picture_says_so(
    span: Span, number: int, is_recognised: bool
) -> None:
    citation = Citation(1, "400 pots", span, number, 0.9, "k-0", CARD)
    assert citation.is_recognised == is_recognised
    assert _citation(citation)["recognised"] == is_recognised
    mark = ", recognised" if is_recognised else ""
    assert place_of(citation).startswith(f"/a.pdf, page {number}{mark}, characters")
    passage = Passage("k:0", 0, "k", Span(0, 30), "x" * 30, "", "en", (span,))
    place = Place(1, CARD, passage, span)
    assert page(place) == f" · p. {number}" + " · recognised" * is_recognised


def test_an_article_says_which_of_its_text_was_recognised() -> None:
    assert article_json(Article(CARD, ""))["recognised"] == [[10, 30]]
