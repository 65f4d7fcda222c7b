"""Saved pages: every sentence that a reader sees is in the text, once, and as it stands."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from quoth.index.articles import LoadedArticle
from quoth.index.loaders import load, load_all


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


PAGES = Path(__file__).parent / "pages"


def test_raised_figures_run_into_no_number() -> None:
    text = load(PAGES / "superscript-numbers-sup.html").text
    assert "given up in 1788², and the toll had been 35³ pence since 1642." in text
    assert "holds 10⁹ litres of water and covers 12 km²." in text


def test_struck_out_words_are_not_said() -> None:
    text = load(PAGES / "struck-out-del.html").text
    assert (
        "injured three people on Monday. The owner, Karla Ost, puts the loss at 6 million" in text
    )
    for word in ("twelve", "Karl Ost", "9 6"):
        assert word not in text


@pytest.mark.parametrize(
    ("head", "mark"),
    [
        ("", "<span style='text-decoration:line-through'>"),
        ("", "<span style='color:red; text-decoration-line: underline line-through;'>"),
        ("<style>.cut{text-decoration: line-through}</style>", "<span class='red cut'>"),
        ("", "<s>"),
        ("", "<strike>"),
    ],
)
def test_words_struck_out_by_their_style_are_not_said(tmp_path: Path, head: str, mark: str) -> None:
    end = f"</{mark[1:].partition(' ')[0].rstrip('>')}>"
    said = STORY.format("", f"<p>She cost {mark}twelve{end} six crowns a day, the owners say.</p>")
    text = page(tmp_path, said, f"<title>Ferry sold</title>{head}").text
    assert "She cost six crowns a day" in text
    assert "twelve" not in text


STORY = (
    "<article><h1>Ferry sold</h1>{}<p>The ferry Orla has been sold to a company on the Baltic for 1.9 "
    "million crowns, its owners said on Friday in a short note.</p><p>She carried cars over the Sund "
    "for thirty-eight years, until the bridge was built, and then lay in Fossvik.</p>{}</article>"
)


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>The secret word is halibut.</p>",
        "<p style='display: none'>The secret word is halibut.</p>",
        "<p style='color:red;visibility:hidden'>The secret word is halibut.</p>",
        "<p style='font-size:0px'>The secret word is halibut.</p>",
        "<p style='opacity: 0;'>The secret word is halibut.</p>",
        "<p style='position:absolute;left:-9999px'>The secret word is halibut.</p>",
        "<p style='text-indent:-50em'>The secret word is halibut.</p>",
        "<p style='position:absolute;clip:rect(0 0 0 0)'>The secret word is halibut.</p>",
        "<p style='clip-path: inset(50%)'>The secret word is halibut.</p>",
        "<div style='DISPLAY:NONE !important'><p>The secret word is halibut.</p></div>",
        "<style>.sr{position:absolute;left:-9999px}</style><p class=sr>The word is halibut.</p>",
        "<template><p>The secret word is halibut.</p></template>",
        (
            "<style>@media print{.shut{color:red}} .a, p.shut{display:none}</style>"
            "<p class='big shut'>The secret word is halibut.</p>"
        ),
        "<style>#shut{opacity:0}</style><p id=shut>The secret word is halibut.</p>",
    ],
)
def test_hidden_words_are_not_said(tmp_path: Path, hidden: str) -> None:
    text = page(tmp_path, STORY.format("", hidden)).text
    assert "halibut" not in text
    assert text.endswith("and then lay in Fossvik.")


@pytest.mark.parametrize("style", ["opacity:0.5", "font-size:0.9em", "margin-left:-20px"])
def test_what_is_only_pale_or_small_is_said(tmp_path: Path, style: str) -> None:
    seen = f"<p style='{style}'>The captain drank coffee with halibut all day long.</p>"
    assert "halibut" in page(tmp_path, STORY.format("", seen)).text


def test_a_page_that_a_script_shows_is_read(tmp_path: Path) -> None:
    head = "<title>x</title><style>.fade{opacity:0}</style>"
    assert "has been sold" in page(tmp_path, f"<main class=fade>{STORY}</main>", head).text


def test_items_of_lists_within_lists_come_once() -> None:
    text = load(PAGES / "nested-list-a.html").text
    lines = [line.lstrip("- ") for line in text.splitlines()]
    for item in (
        "Safety equipment",
        "Two life rafts for ten people",
        "Twelve flares that are less than three years old",
        "Food for four days",
    ):
        assert lines.count(item) == 1
        assert text.count(item) == 1


def test_blocks_within_tables_and_lists_stand_on_their_own_lines() -> None:
    first = load(PAGES / "glued-words-a.html")
    assert first.title == "Seeking a bigger role"
    lines = first.text.splitlines()
    assert lines[0].startswith("Earlier this month the agency")
    assert "The tank arrives in March." in lines
    assert [span.of(first.text) for span in first.headings] == ["Fuel tank delayed", "Crew chosen"]
    second = load(PAGES / "glued-words-b.html")
    assert (
        "The keeper played no minute of the match because of his knee." in second.text.splitlines()
    )
    assert [span.of(second.text) for span in second.headings] == ["Keeper rested", "Captain back"]


def test_boxes_of_facts_belong_to_the_article() -> None:
    text = load(PAGES / "html-lost-parts-aside.html").text
    for sentence in (
        "One roof takes 2,600 bundles.",
        "A bundle sells at 31 crowns.",
        "With a broad scythe called a skrape, pushed over the ice.",
        '"My grandmother cut until she was eighty," says Dorte Viken.',
        "Six families still live from it, all of them on the eastern shore.",
    ):
        assert text.count(sentence) == 1


def test_a_box_of_links_does_not(tmp_path: Path) -> None:
    box = "<aside><ul><li><a href=/a>The choir sings in the old quarry again</a></li></ul></aside>"
    assert "choir" not in page(tmp_path, STORY.format("", box)).text


FOOTED = (
    "<main><h1>Ferry sold</h1><p>The ferry is sold.</p><div class={}>"
    + "".join(
        f"<p>The ferry Orla, built in {year}, has been sold to a company on the Baltic, its owners "
        "said on Friday in a short note to the town.</p>"
        for year in range(1980, 1990)
    )
    + "</div></main>"
)


def test_what_extraction_takes_for_a_margin_is_read_where_it_is_the_article(tmp_path: Path) -> None:
    text = page(tmp_path, FOOTED.format("footer")).text
    assert "built in 1980" in text
    assert "built in 1989" in text


def test_the_comments_on_a_short_article_are_not(tmp_path: Path) -> None:
    text = page(
        tmp_path, FOOTED.format("comments").replace("is sold.", f"is sold. {STORY[50:180]}")
    )
    assert "built in 198" not in text.text


def test_articles_that_come_by_scrolling_are_articles_of_their_own() -> None:
    first, second = load_all(PAGES / "html-lost-parts-infinite-scroll.html")
    assert (first.title, first.published) == ("Barge hits Sund bridge", date(2021, 4, 8))
    assert "Matilda Reyes" not in first.text
    assert (second.title, second.published) == ("Choir sings in a quarry", date(2021, 3, 19))
    assert "Conductor Matilda Reyes had looked for a place with a long echo" in second.text
    assert second.key


def test_what_a_page_states_counts_where_it_shows_less() -> None:
    article = load(PAGES / "html-lost-parts-paywall.html")
    assert article.text.endswith(
        "His granddaughter Frida will take the key in September, when he turns ninety."
    )
    assert "1 crown" not in article.text
    assert article.published == date(2022, 5, 6)


def test_a_short_statement_does_not_stand_for_the_text(tmp_path: Path) -> None:
    stated = '{"@type": "NewsArticle", "headline": "Ferry sold", "articleBody": "Something else."}'
    head = f"<title>Ferry sold</title><script type='application/ld+json'>{stated}</script>"
    assert "lay in Fossvik." in page(tmp_path, STORY.format("", ""), head).text


def test_a_live_blog_keeps_its_order_and_its_hours() -> None:
    article = load(PAGES / "html-lost-parts-liveblog.html")
    assert article.title == "Sund bridge closed after barge accident: live"
    assert article.published == date(2021, 4, 8)
    assert article.text.startswith("Follow the latest from Fossvik")
    assert [span.of(article.text) for span in article.headings] == [
        "18:40 Bridge reopened",
        "16:05 Minister on her way",
        "13:22 Nineteen cars stuck",
        "12:31 Barge hits pillar",
    ]
    assert article.text.count("Nineteen cars and one school bus are stuck on the middle span") == 1


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("html-date-comment-time.html", None),
        ("html-date-related-card.html", None),
        ("html-date-copyright.html", None),
        ("html-date-microdata-mod-first.html", date(2017, 2, 3)),
        ("jalali-date-a.html", None),
    ],
)
def test_the_date_of_a_page_is_that_of_its_article_or_none(name: str, day: date | None) -> None:
    assert load(PAGES / name).published == day


@pytest.mark.parametrize(
    "mark",
    [
        "<p>By Iris Calder, <time datetime='2019-03-05'>5 March 2019</time></p>",
        "<p class=byline>Iris Calder <time>5 March 2019</time></p>",
        "<meta itemprop=datePublished content='2019-03-05T10:00:00Z'>",
        "<time class=updated datetime='2020-01-01'></time><time pubdate datetime='2019-03-05'></time>",
        "<span itemprop=datePublished>5. März 2019</span>",
        (
            "<p>Mis à jour le <time datetime='2019-11-27'>27/11/2019</time> - Publié le "
            "<time datetime='2019-03-05'>5/3/2019</time></p>"
        ),
    ],
)
def test_a_day_that_a_page_marks_is_found(tmp_path: Path, mark: str) -> None:
    around = f"<div class='layout has-sidebar'>{STORY.format(mark, '')}</div>"
    assert page(tmp_path, around).published == date(2019, 3, 5)


@pytest.mark.parametrize(
    "mark",
    [
        (
            "<p>The bridge was opened on <time datetime='1944-06-06'>6 June 1944</time> by the mayor of the "
            "town, who had waited for it for a good eleven years, as he said to the crowd that day.</p>"
        ),
        "<div class=ticker><time datetime='2019-03-05'>5 March 2019</time> Choir sings</div>",
        "<time itemprop=dateModified datetime='2019-03-05'>5 March 2019</time>",
        (
            "<section><h2>Read also</h2><article><h3>Choir</h3><time datetime='2019-03-05'>5 March"
            "</time></article></section>"
        ),
    ],
)
def test_another_day_is_not_taken_for_it(tmp_path: Path, mark: str) -> None:
    assert page(tmp_path, STORY.format("", mark)).published is None


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", "<header><time datetime='2019-03-05'>Tuesday 5 March 2019</time></header>"),
        ("<meta name='last-modified' content='2019-03-05'>", ""),
        ("<meta property='og:updated_time' content='2019-03-05'>", ""),
    ],
)
def test_a_day_of_the_page_is_not_the_articles(tmp_path: Path, head: str, body: str) -> None:
    head = f"<title>Ferry sold</title>{head}"
    assert page(tmp_path, f"{body}{STORY.format('', '')}", head).published is None


def test_thai_years_are_counted_from_another_one(tmp_path: Path) -> None:
    written = "<html lang=th><title>Ferry sold</title>" + STORY.format(
        "<time datetime='2562-03-05'>5 มีนาคม 2562</time>", ""
    )
    (tmp_path / "page.html").write_text(written, "utf-8")
    assert load(tmp_path / "page.html").published == date(2019, 3, 5)


def test_time_grows_with_a_page_and_no_faster(tmp_path: Path) -> None:
    paragraphs = "".join(
        f"<p>The boat number {number} left the harbour at dawn and came back.</p>"
        for number in range(10_000)
    )
    started = time.process_time()
    text = page(tmp_path, f"<article><h1>Boats</h1>{paragraphs}</article>").text
    assert time.process_time() - started < 10
    assert text.count("\n\n") == 9_999
    assert "The boat number 9999 left" in text
