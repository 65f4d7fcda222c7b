"""Names are found across scripts: an Arabic question meets an English article, and the other way."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoth.qa.engine import QuestionAnswerer


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("Where did Helene Brandt read poems?", "names-ar.md"),
        ("John McAllister", "names-ar.md"),
        ("قاسم سليماني خوري", "names.md"),
        ("Зеленчук", "names.md"),
        ("Олександр Зеленчук", "names.md"),
    ],
)
def test_the_article_in_the_other_script_comes_first(
    town: QuestionAnswerer, question: str, article: str
) -> None:
    assert Path(town.search(question)[0].article.path).name == article
