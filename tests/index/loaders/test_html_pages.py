"""Saved pages: every sentence that a reader sees is in the text, once, and as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.articles import LoadedArticle
from index.loaders import load


def page(tmp_path: Path, body: str, head: str = "<title>Harbour news</title>") -> LoadedArticle:
    """The article of a page."""
    path = tmp_path / "page.html"
    path.write_text(f"<!doctype html><html lang='en'><head>{head}</head><body>{body}</body></html>")
    return load(path)


BREAKS = """<article><h1>Harbour news</h1>
<p>The fishing boats left the harbour at dawn on Monday.<br>They came back in the evening with a poor
catch of herring.</p>
<blockquote><p>We will try again tomorrow, said the captain of the largest of them.<br>He had not
slept for two days.</p></blockquote>
<p>The harbour master said the storm would pass before the end of the week.</p></article>"""


@pytest.mark.parametrize("mark", ["<br>", "<br/>", "<br />", "<br><br>", "<b></b><br>"])
def test_a_line_break_is_a_new_line(tmp_path: Path, mark: str) -> None:
    text = page(tmp_path, BREAKS.replace("<br>", mark)).text
    assert "at dawn on Monday.\nThey came back in the evening" in text.replace("\n\n", "\n")
    assert "the largest of them.\nHe had not slept for two days." in text.replace("\n\n", "\n")
    assert text.endswith("The harbour master said the storm would pass before the end of the week.")
