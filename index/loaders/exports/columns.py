"""What the columns of tables of articles are called, and what stands in their cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from quoth.index.text.months import fold

# Without case, marks and spaces; the first name that a table has counts.
COLUMNS = {
    "text": "text body bodytext content contents articletext articlebody fulltext maintext storytext article story"
    " texte corps contenu inhalt volltext artikeltext texto cuerpo contenido conteudo corpo testo contenuto tekst"
    " brodtext tresc obsah szoveg metin icerik текст содержание содержимое النص المحتوى תוכן"
    " 正文 内容 內容 全文 本文 記事 본문 내용 paragraphs transcript",
    "title": "title headline heading subject titre titel titulo titular titolo titoli rubrik tytul titulek cim baslik"
    " заголовок название العنوان כותרת 标题 標題 题目 題名 見出し タイトル 제목 name",
    "date": "date published publicationdate publisheddate datepublished datepublish publishedat publishedon publishdate"
    " publishtime pubdate pubtime datetime timestamp createdat datum datedepublication veroffentlicht erscheinungsdatum"
    " fecha fechadepublicacion data datapubblicazione tarih дата التاريخ תאריך 日期 发布时间 發布時間 日付 날짜 created time",
    "author": "author authors byline creator writer auteur auteurs autor autoren autores autore autori"
    " forfatter yazar автор الكاتب 作者 記者 기자 저자",
    "source": "source sourcename sourcedomain publication publicationname publisher outlet outletname newspaper"
    " newspapername journal medium media medianame medio medios outlet paper sitename website domain site"
    " quelle zeitung fuente periodico fonte testata giornale jornal krant bron kilde kalla tidning zrodlo kaynak"
    " gazete источник издание газета المصدر מקור 来源 來源 媒体 媒體 出典 新聞 출처 언론사",
    "language": "language lang langue sprache idioma lingua taal язык 语言 言語",
    "number": "id guid uuid articleid docid url link uri permalink",
}
_VALUES = "text name main rendered value original full date content cdata __html #text @value $ $t en".split()
_MOST_INSIDE = 4  # objects inside one another
_LEAST_GUESSED = 120  # characters in the middle cell of a column without a known name
_LEAST_WORDS = 10


def names_of(columns: Mapping[str, str]) -> dict[str, list[str]]:
    """What columns may be called, by the fact in them, as `plain` writes it."""
    return {
        fact: [*([plain(columns[fact])] if fact in columns else []), *map(plain, known.split())]
        for fact, known in COLUMNS.items()
    }


def plain(name: str) -> str:
    """A column's name without case, accents, marks and spaces."""
    return re.sub(r"\W|_", "", fold(name))


def said_in(value: object, joint: str = ", ", depth: int = 0) -> str:
    """A cell as text; of a list its items, of an object its name or its text."""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value).strip()
    if depth > _MOST_INSIDE:
        return ""
    if isinstance(value, list):
        return joint.join(filter(None, (said_in(each, joint, depth + 1) for each in value)))
    if isinstance(value, dict):
        found = (said_in(value[name], joint, depth + 1) for name in _VALUES if name in value)
        return next(filter(None, found), "")
    return ""


def lists_of_objects(value: Any, depth: int = 0) -> Iterator[list[dict[str, Any]]]:
    """The lists of objects in what JSON says, the outermost first: {"articles": [{…}, …]}."""
    if depth > _MOST_INSIDE:
        return
    if isinstance(value, list):
        if found := [each for each in value if isinstance(each, dict)]:
            yield found
    elif isinstance(value, dict):
        for each in value.values():
            yield from lists_of_objects(each, depth + 1)


def guessed_text(rows: Sequence[Mapping[str, object]]) -> str:
    """The name of the column whose cells are texts, of a table in which none is called so; else ""."""
    columns: dict[str, list[str]] = {}
    for row in rows:
        for name, value in row.items():
            columns.setdefault(name, []).append(said_in(value))
    best, size = "", _LEAST_GUESSED - 1
    for name, cells in columns.items():
        middle = sorted(cells, key=len)[len(cells) // 2]
        if len(middle) > size and len(middle.split()) >= _LEAST_WORDS:
            best, size = name, len(middle)
    return best
