"""Exports of press databases in other languages and other files, and tables in other shapes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import docx
import pytest

from quoth.index.articles import LoadedArticle
from quoth.index.loaders import load_all

FERRY = "La ligne d'Orvane ferme après 41 ans. Le préfet a regretté la décision lundi."
BEES = "Les apiculteurs comptent leurs pertes. Idris Colwyn a demandé 90 000 euros d'aide."
NEXIS = f"""La ligne d'Orvane ferme
Le Courrier du Nord
jeudi 14 février 2019

Copyright 2019 Le Courrier du Nord Tous droits réservés

Rubrique: RÉGION
Auteur: Tilda Marsh

Corps

{FERRY}

Date de chargement: 15 février 2019

Fin du document

Les ruches se vident
La Gazette de la Vallée
jeudi 3 juin 2021

Rubrique: RÉGION
Auteur: Owen Sallis

Corps de l'article

{BEES}

Load-Date: June 4, 2021

Fin du document
"""
FACTIVA = f"""LOKALES
La ligne d'Orvane ferme

Tilda Marsh
1.120 palabras
14 febrero 2019
Le Courrier du Nord
CORNOR
4
Español
© 2019 Le Courrier du Nord

{FERRY}

Documento CORNOR0020190214ef2e00001

Les ruches se vident

Por Owen Sallis
98 palabras
3 junio 2021
10:15
La Gazette de la Vallée
GACVAL
Español
(c) 2021 La Gazette de la Vallée

{BEES}

Documento GACVAL0020210603eh6300002

Resumen de búsqueda
Fecha Todas las fechas
"""
EUROPRESSE = f"""Le Courrier du Nord

Le Courrier du Nord

Vannes, jeudi 14 février 2019 312 mots, p. 4

La ligne d'Orvane ferme

Tilda Marsh

{FERRY}

Cet article est paru dans Le Courrier du Nord
© 2019 Le Courrier du Nord. Tous droits réservés.
Certificat émis le 5 mars 2023 à Université de Lyon.

news·20190214·OF·123456789

La Gazette de la Vallée
Une, jeudi 3 juin 2021

Les ruches se vident
Owen Sallis

{BEES}

© 2021 La Gazette de la Vallée. Tous droits réservés.

news·20210603·SO·987654321
"""
TOLD = [
    ("La ligne d'Orvane ferme", date(2019, 2, 14), "Le Courrier du Nord", "Tilda Marsh", FERRY),
    ("Les ruches se vident", date(2021, 6, 3), "La Gazette de la Vallée", "Owen Sallis", BEES),
]


def told(articles: tuple[LoadedArticle, ...]) -> list[tuple[str, date | None, str, str, str]]:
    return [(a.title, a.published, a.source, a.author, a.text) for a in articles]


def as_word(path: Path, text: str) -> None:
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(str(path))


def as_rich_text(path: Path, text: str) -> None:
    letters = "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in text)
    path.write_text("{\\rtf1\\ansi " + letters.replace("\n", "\\par\n") + "}")


@pytest.mark.parametrize("text", [NEXIS, FACTIVA, EUROPRESSE])
def test_an_export_holds_two_articles_in_whatever_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    as_word(tmp_path / "a.docx", text)
    as_rich_text(tmp_path / "a.rtf", text)
    for name in ("a.txt", "a.docx", "a.rtf"):
        assert told(load_all(tmp_path / name)) == TOLD


def test_a_document_that_names_no_day_keeps_its_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{EUROPRESSE}\n{FERRY}\n\nnews·20220101·XX·1\n", encoding="utf-8")
    assert load_all(path)[2].text == FERRY


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("a.csv", "sep=;\r\nTítulo;Cuerpo;Fecha;Medio;Autor\r\n{}"),
        ("b.csv", "\ufeffcuerpo;titre;date de publication;journal;autor\r\n{1}"),
        ("c.csv", "标题;正文;日期;来源;作者\n{}"),
        ("d.csv", "Заголовок;Текст;Дата;Источник;Автор\n{}"),
    ],
)
def test_columns_have_names_in_many_languages(tmp_path: Path, name: str, table: str) -> None:
    rows = [
        (title, f'"{text}"', day.strftime("%d.%m.%Y"), source, author)
        for title, day, source, author, text in TOLD
    ]
    straight = "\n".join(map(";".join, rows))
    turned = "\n".join(";".join((row[1], row[0], *row[2:])) for row in rows)
    (tmp_path / name).write_text(table.format(straight, turned), encoding="utf-8")
    assert told(load_all(tmp_path / name)) == TOLD


def test_a_column_of_long_texts_needs_no_known_name(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'titel,broedtekst_da\nOrvane,"{FERRY} {BEES}"\nBier,"{BEES} {FERRY}"\n')
    assert [a.text for a in load_all(path)] == [f"{FERRY} {BEES}", f"{BEES} {FERRY}"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "a.jsonl",
            (
                '{"headline": {"main": "Ruches"}, "content": {"text": "TEXT"}, "pub_date":'
                ' "2021-06-03T05:00:00+0000", "source": {"name": "Gazette"}, "byline": {"original": "Par Owen Sallis"}}'
            ),
        ),
        (
            "b.jsonl",
            (
                '{"article": {"title": "Ruches", "body": ["TEXT"], "date": {"date": "2021-06-03"},'
                ' "source": "Gazette", "author": [{"name": "Owen Sallis"}]}}'
            ),
        ),
        (
            "c.json",
            (
                '{"status": "ok",\n "articles": [{"source": {"id": null, "name": "Gazette"}, "author": "Owen Sallis",'
                ' "title": "Ruches", "content": "TEXT", "publishedAt": "2021-06-03T10:00:00Z"}]}'
            ),
        ),
        (
            "d.json",
            (
                '[{"title": {"rendered": "Ruches"}, "content": {"rendered": "<p>TEXT</p>"}, "date":'
                ' "2021-06-03T10:00:00", "site": "Gazette", "authors": ["Owen Sallis"]}]'
            ),
        ),
    ],
)
def test_objects_hold_their_facts_in_other_objects(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text.replace("TEXT", BEES), encoding="utf-8")
    expected = ("Ruches", date(2021, 6, 3), "Gazette", "Owen Sallis", BEES)
    assert told(load_all(tmp_path / name)) == [expected]
