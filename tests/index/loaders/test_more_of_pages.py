"""What else of a page is its article's: captions, entries of live blogs, other articles, its own day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from quoth.index.articles import LoadedArticle
from quoth.index.loaders import load, load_all

REED = "The reed of the Meren lake is cut in January, when the ice carries a man and a sledge."
SHORE = "Six families still live from it, all of them on the eastern shore of the lake near Hallen."
CAPTION = "Dorte Viken cuts reed at Hallen. Photo: Jens Holm"
BARGE = (
    "A gravel barge struck the third pillar of the Sund bridge at half past twelve on Thursday, and"
    " nobody was hurt in it. The captain told the coast guard that his rudder had jammed two hundred"
    " metres before the bridge, and that he had dropped both anchors."
)
CHOIR = (
    "The Tarrow choir gave its spring concert in the old slate quarry on Friday evening, in front of"
    " four hundred people on straw bales. Conductor Matilda Reyes had looked for a place with a long"
    " echo, and found one that lasts for five seconds."
)


def read(folder: Path, body: str, head: str = "") -> tuple[LoadedArticle, ...]:
    path = folder / "page.html"
    head = f"<meta charset=utf-8><title>The reed cutters</title>{head}"
    path.write_text(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>", "utf-8")
    return load_all(path)


def story(inside: str) -> str:
    return f"<main><article><h1>The reed cutters</h1><p>{REED}</p>{inside}<p>{SHORE}</p></article></main>"


@pytest.mark.parametrize(
    "picture",
    [
        "<figure><a href=b.jpg><img src=a.jpg alt=x></a><figcaption>{}</figcaption></figure>",
        "<div class='wp-caption'><img src=x><p class='wp-caption-text'>{}</p></div>",
        "<p><img src=x><span class=caption>{}</span></p>",
        "<div class=image-wrap><img src=x><div class=image-caption><p>{}</p></div></div>",
    ],
)
def test_a_caption_is_a_paragraph_of_its_own(tmp_path: Path, picture: str) -> None:
    (article,) = read(tmp_path, story(picture.format(CAPTION)))
    assert article.text == f"{REED}\n\n{CAPTION}\n\n{SHORE}"


def test_the_caption_of_another_story_is_not_of_this_one(tmp_path: Path) -> None:
    card = f"<figure><img src=x><figcaption>{CAPTION}</figcaption></figure>"
    for around in (f"<div class=related>{card}</div>", f"<a href=y>{card}</a>"):
        (article,) = read(tmp_path, story(around))
        assert article.text == f"{REED}\n\n{SHORE}"


def test_a_live_blog_that_only_machines_are_told(tmp_path: Path) -> None:
    entries = ",".join(
        f'{{"@type": "BlogPosting", "headline": "{title}", "datePublished": "2021-04-08T{hour}:00Z",'
        f' "articleBody": "{said}"}}'
        for hour, title, said in (("18:40", "Open again", SHORE), ("13:22", "Stuck", REED))
    )
    data = (
        '{"@type": "LiveBlogPosting", "headline": "Bridge closed", "datePublished": "2021-04-08",'
        f' "liveBlogUpdate": [{entries}]}}'
    )
    head = f"<script type='application/ld+json'>{data}</script>"
    (article,) = read(tmp_path, "<nav>Home News</nav><h1>Bridge closed</h1><p>Wait.</p>", head)
    assert article.title == "Bridge closed"
    assert article.text == f"18:40 Open again\n\n{SHORE}\n\n13:22 Stuck\n\n{REED}"
    assert article.published == date(2021, 4, 8)


@pytest.mark.parametrize("form", ["<article>{}</article>", "<section class=story>{}</section>"])
@pytest.mark.parametrize("head", ["h2", "h3"])
def test_articles_that_follow_as_one_scrolls(tmp_path: Path, form: str, head: str) -> None:
    def part(title: str, author: str, day: str, text: str) -> str:
        byline = f"<p>By {author}, <time datetime={day}>{day}</time></p>"
        return form.format(f"<{head}>{title}</{head}>{byline}<p>{text}</p>")

    barge = part("Barge hits bridge", "Iris Calder", "2021-04-08", BARGE)
    choir = part("Choir sings in a quarry", "Noor Haddad", "2021-03-19", CHOIR)
    first, second = read(tmp_path, f"<main>{barge}{choir}</main>")
    assert BARGE in first.text
    assert "Matilda Reyes" not in first.text
    assert (first.author, first.published) == ("Iris Calder", date(2021, 4, 8))
    assert (second.title, second.author) == ("Choir sings in a quarry", "Noor Haddad")
    assert second.published == date(2021, 3, 19)
    assert CHOIR in second.text
    over = "<h1>What the week was</h1>"
    assert len(read(tmp_path, f"<main>{over}{barge}{choir}</main>")) == 1


def test_a_short_page_is_not_one_line(tmp_path: Path) -> None:
    body = "<nav><a>Home</a></nav><h1>Notes</h1><p>The mill is sold.</p><p>The boat is not.</p>"
    (article,) = read(tmp_path, body)
    assert article.text == "The mill is sold.\n\nThe boat is not."


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("<p>The keys are given on <time datetime=2025-08-01>1 August</time> at noon.</p>", None),
        (
            "<p class=meta>Aktualisiert am 27.11.2019 – Veröffentlicht am 03.02.2017</p>",
            date(2017, 2, 3),
        ),
        ("<div>Updated 27 November 2019 | Published 3 February 2017</div>", date(2017, 2, 3)),
        ("<p>Publié le 3 février 2017, mis à jour le 27 novembre 2019</p>", date(2017, 2, 3)),
    ],
)
def test_the_day_of_publication_among_others(tmp_path: Path, line: str, day: date | None) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        f"<html><body>{story('').replace('</h1>', f'</h1>{line}')}</body></html>", "utf-8"
    )
    assert load(path).published == day


_NEWS = ("The bridge is shut, say the police in Orvane.", "The ferry stays in port until the evening.",
         "A storm comes from the west, says the mayor.")  # fmt: skip
_HOURS = ("13:22", "12:05", "11:40")


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ('<ol class="timeline">{}</ol>', "<li><time>{0}</time><p>{1}</p></li>"),
        (
            '<div class="live-blog">{}</div>',
            "<div><p>{1}</p><footer>At <time>{0}</time></footer></div>",
        ),
        (
            '<div id="liveticker">{}</div>',
            "<article><span>{0} Uhr</span><h2>{1}</h2><p>{1}</p></article>",
        ),
        ("<div>{}</div>", "<div><div><b>{0} GMT</b></div><div><p>{1}</p></div></div>"),
    ],
)
def test_entries_have_their_hours_wherever_they_stand(tmp_path: Path, form: str, said: str) -> None:
    entries = "".join(said.format(*pair) for pair in zip(_HOURS, _NEWS, strict=True))
    page = f"<html lang=en><body><main><article><h1>Storm</h1>{form.format(entries)}</article></main></body></html>"
    (tmp_path / "a.html").write_text(page)
    (article,) = load_all(tmp_path / "a.html")
    assert article.title == "Storm"
    lines = article.text.replace("- ", "").split("\n")
    assert [line for line in lines if line[:5] in _HOURS] == [
        f"{hour} {text}" for hour, text in zip(_HOURS, _NEWS, strict=True)
    ]


def test_comments_with_hours_are_no_live_blog(tmp_path: Path) -> None:
    comments = "".join(
        f"<div><time>{hour}</time><p>{text}</p></div>"
        for hour, text in zip(_HOURS, _NEWS, strict=True)
    )
    body = "".join(
        f"<p>{text} And so on, for a while, as the story of this paper goes.</p>" for text in _NEWS
    )
    page = f"<html lang=en><body><main><article><h1>Storm</h1>{body}<div class=comments>{comments}</div></article></main></body></html>"
    (tmp_path / "a.html").write_text(page)
    assert "13:22" not in load_all(tmp_path / "a.html")[0].text


@pytest.mark.parametrize(
    "damage",
    [
        "<sp<an>",
        '<met"a b>',
        "<p",
        "&#0;",
        "&#xB;",
        "&#xD800;",
        "\x01",
        "\x0c",
        "\ufffe",
        "<h\u00e9>",
    ],
)
def test_a_damaged_tag_or_character_costs_itself_alone(tmp_path: Path, damage: str) -> None:
    body = "".join(f"<p>{text}{damage}</p>" for text in _NEWS)
    (tmp_path / "a.html").write_text(
        f"<html lang=en><body><h1>Storm</h1>{body}<sup>{damage}2</sup></body></html>"
    )
    text = load_all(tmp_path / "a.html")[0].text
    assert all(sentence in text for sentence in _NEWS)
