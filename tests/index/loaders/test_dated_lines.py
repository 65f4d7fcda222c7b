"""The day that a line under the headline states, in the languages of the press."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from quoth.index.loaders import load

HARBOUR = (
    "The harbour clock stops again\n\n{}\n\nThe clock above the harbour office has stopped for the "
    "third time this year, and the harbour master says that nobody can be found to mend it.\n"
)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Pubblicato il 3 gennaio 2019", date(2019, 1, 3)),
        ("lunedì 14 ottobre 2019, 10:22", date(2019, 10, 14)),
        ("Publicado em 3 de março de 2019", date(2019, 3, 3)),
        ("12 de fevereiro de 2020", date(2020, 2, 12)),
        ("Опубликовано: 3 марта 2019 г.", date(2019, 3, 3)),
        ("14 октября 2019, 10:22", date(2019, 10, 14)),
        ("2019年3月3日 12時30分", date(2019, 3, 3)),
        ("2019년 3월 3일", date(2019, 3, 3)),
        ("입력 2019년 3월 3일 오전 10시 22분", date(2019, 3, 3)),
        ("05.03.19", date(2019, 3, 5)),
        ("Publié le 05/03/19 à 10h22", date(2019, 3, 5)),
        ("Par Anouk Tessereau, le 5 mars 2019", date(2019, 3, 5)),
        ("By Ann Miller, March 5, 2019", date(2019, 3, 5)),
        ("Last updated: March 5, 2019", date(2019, 3, 5)),
        ("20190305", date(2019, 3, 5)),
        ("Publikováno 5. března 2019", date(2019, 3, 5)),
        ("Opublikowano: 5 marca 2019", date(2019, 3, 5)),
        ("Опубліковано 5 березня 2019", date(2019, 3, 5)),
        ("Δημοσιεύτηκε 5 Μαρτίου 2019", date(2019, 3, 5)),
        ("Julkaistu 5. maaliskuuta 2019", date(2019, 3, 5)),
        ("Publicerad 5 mars 2019", date(2019, 3, 5)),
        ("Gepubliceerd op 5 maart 2019", date(2019, 3, 5)),
        ("Публикувано на 5 март 2019", date(2019, 3, 5)),
        ("Updated 10:22 AM EST, Tue March 5, 2019", date(2019, 3, 5)),
        ("By: Ann Miller, March 5, 2019", date(2019, 3, 5)),
        ("2019 m. kovo 5 d.", date(2019, 3, 5)),
        ("נשמר: 5 במרץ 2019", date(2019, 3, 5)),
        ("Am Montag, dem 14. Oktober 2019", date(2019, 10, 14)),
        ("Monday the 14th of October, 2019", date(2019, 10, 14)),
        ("令和元年10月14日", date(2019, 10, 14)),
        ("Updated 27 November 2019 | Published 3 February 2017", date(2017, 2, 3)),
        ("Updated: 27 November 2019\nPublished: 3 February 2017", date(2017, 2, 3)),
        ("Publié le 3 février 2017, mis à jour le 27 novembre 2019", date(2017, 2, 3)),
        ("Обновлено 27.11.2019, опубликовано 03.02.2017", date(2017, 2, 3)),
        ("(Reprise AGX — La Gazette du Sud, édition du 6 octobre 2021)", date(2021, 10, 6)),
        ("(Reprise AGX — La Gazette du Sud du 6 octobre 2021)", date(2021, 10, 6)),
        ("(Перепечатка АГХ — «Южная газета», выпуск от 6 октября 2021 г.)", date(2021, 10, 6)),
        ("(AGX reprint — The Southern Gazette, 6 October 2021 edition)", date(2021, 10, 6)),
        ("（转载自《南方日报》2021年10月6日版）", date(2021, 10, 6)),
        ("The Northgate Herald, March 1, 2019, page A4", date(2019, 3, 1)),
        ("Julie Martin, 6 octobre 2021", date(2021, 10, 6)),
        ("Posté par Julie Martin le 6 octobre 2021 dans Économie", date(2021, 10, 6)),
        ("Freitag, den 1. März 2019, Nr. 51, S. 4", date(2019, 3, 1)),
        ("Friday, March 1st, 2019 at 12:30 pm ET", date(2019, 3, 1)),
        ("1.º de marzo de 2019", date(2019, 3, 1)),
        ("Le 1ᵉʳ mars 2019 à 12h30", date(2019, 3, 1)),
        ("pátek 1. 3. 2019", date(2019, 3, 1)),
        ("Publicat el 6 d’octubre del 2021", date(2021, 10, 6)),
        ("Thứ Sáu, ngày 1 tháng 3 năm 2019", date(2019, 3, 1)),
        ("शुक्रवार, १ मार्च २०१९, 12:30 बजे", date(2019, 3, 1)),
        ("06 अक्तूबर 2021, 12:30 IST", date(2021, 10, 6)),
        ("چهارشنبه ۶ اکتبر ۲۰۲۱", date(2021, 10, 6)),
        ("วันศุกร์ที่ 1 มีนาคม พ.ศ. 2562", date(2019, 3, 1)),
        ("১ মার্চ ২০১৯", date(2019, 3, 1)),
        ("Jumat, 1 Maret 2019 12:30 WIB", date(2019, 3, 1)),
        ("2019ko martxoaren 1a", date(2019, 3, 1)),
        ("П'ятниця, 1 березня 2019, 12:30", date(2019, 3, 1)),
        ("آخر تحديث: 1 مارس/آذار 2019", date(2019, 3, 1)),
        ("2019年03月01日12:30 来源：南方日报 作者：张三", date(2019, 3, 1)),
        ("تاریخ انتشار: 1399/02/21", None),
        ("Correction of 3 March 1998 ignored by the council", None),
        ("Le drame du 3 mars 1998 revient devant la cour", None),
        ("Rückblick auf das Unglück vom 3. März 1998", None),
        ("(né à Halvor le 3 mars 1998)", None),
        ("Special edition of 3 March 1998 found in an attic", None),
        ("Il est né le 3 mai 1950 à Paris.", None),
        ("Public meeting of 3 May 2012", None),
        ("Le port a rouvert le 3 mai 2012.", None),
    ],
)
def test_the_day_that_a_line_states(tmp_path: Path, line: str, day: date | None) -> None:
    path = tmp_path / "a.txt"
    path.write_text(HARBOUR.format(line), encoding="utf-8")
    assert load(path).published == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            (
                "14 listopada 2019\n\nNaprawa latarni w porcie zakończyła się w piątek, ogłosiła burmistrz. "
                "Prace kosztowały trzy miliony złotych."
            ),
            date(2019, 11, 14),
        ),
        (
            (
                "14. listopada 2019.\n\nPopravak svjetionika u luci završio je u petak, objavila je "
                "gradonačelnica Željka Šćurić."
            ),
            date(2019, 10, 14),
        ),
    ],
)
def test_a_month_is_read_in_the_language_of_its_text(tmp_path: Path, text: str, day: date) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"Marta\n\n{text}\n", encoding="utf-8")
    assert load(path).published == day


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("(Reprise AGX — La Gazette du Sud, édition du 6 octobre 2021)", "La Gazette du Sud"),
        ("[Le Courrier des Îles, n° 412 du 6 octobre 2021]", "Le Courrier des Îles"),
        ("2019年03月01日12:30 来源：南方日报 作者：张三", "南方日报"),
        ("Julie Martin, 6 octobre 2021", ""),
    ],
)
def test_the_paper_that_such_a_line_names(tmp_path: Path, line: str, source: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(HARBOUR.format(line), encoding="utf-8")
    assert load(path).source == source
