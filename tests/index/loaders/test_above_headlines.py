"""What stands above a headline: a wire's line of codes, and a kicker."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from quoth.index.articles import LoadedArticle
from quoth.index.loaders import load

HEADLINE = "Le pont de Varène rouvre après deux ans de travaux"
TEXT = "Les voitures y passent depuis lundi. Les camions attendront l'été."


def _read(folder: Path, text: str) -> LoadedArticle:
    (folder / "a.txt").write_text(text, encoding="utf-8")
    return load(folder / "a.txt")


@pytest.mark.parametrize(
    "line",
    ["14/03/2018 18:22 AGX 0412 FRA", "2018-03-14 1822 AGX-POL 0412", "14.03.2018 AGX 4 GEN"],
)
def test_a_wires_codes_are_no_title_and_date_what_nothing_else_does(
    line: str, tmp_path: Path
) -> None:
    article = _read(tmp_path, f"{line}\n\n{HEADLINE}\n\n{TEXT}")
    assert (article.title, article.text, article.published) == (HEADLINE, TEXT, date(2018, 3, 14))
    dated = _read(tmp_path, f"{line}\n\n{HEADLINE}\n\nVARÈNE, 15 mars 2018 (AGX) — {TEXT}")
    assert dated.published == date(2018, 3, 15)


@pytest.mark.parametrize(
    ("kicker", "headline"),
    [
        ("OPINION", "They bought our club, not our silence"),
        ("Disparition", HEADLINE),
        ("RECTIFICATIF", "Varène : 84 hectares de vignes concernés, et non 140"),
        ("Kommentar", "Die Brücke kommt zwei Jahre zu spät"),
        ("رأي", "اشتروا نادينا ولم يشتروا صمتنا أبدا"),
    ],
)
def test_a_kicker_stays_in_the_text_and_the_headline_is_the_title(
    kicker: str, headline: str, tmp_path: Path
) -> None:
    article = _read(tmp_path, f"{kicker}\n{headline}\n\n{TEXT}")
    assert (article.title, article.text) == (headline, f"{kicker}\n\n{TEXT}")


def test_capitals_tell_a_kicker_that_is_set_apart(tmp_path: Path) -> None:
    article = _read(tmp_path, f"TRIBUNE\n\n{HEADLINE}\n\n{TEXT}")
    assert (article.title, article.text) == (HEADLINE, f"TRIBUNE\n\n{TEXT}")


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        (
            "Varène",
            f"\n\nL'histoire du pont et de ses péages\n\n{TEXT}",
        ),  # an entry's first heading
        ("Varène", f"\nPar Jeanne Morel, envoyée spéciale à Varène\n\n{TEXT}"),
        ("Varène", f"\nLe 14 mars 2018 à 18 heures\n\n{TEXT}"),
        ("Varène", f"\nLe pont a rouvert lundi. Les camions attendront.\n\n{TEXT}"),
        ("Marché de Varène", "\nPoireaux, carottes et navets nouveaux du pays\nMiel\n\nOuvert."),
    ],
)
def test_a_short_title_stays_one(title: str, rest: str, tmp_path: Path) -> None:
    assert _read(tmp_path, title + rest).title == title
