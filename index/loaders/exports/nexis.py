"""LexisNexis and Nexis Uni: numbered documents, or documents that say where they end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quoth.index.loaders.exports.exported import Exported
from quoth.index.loaders.exports.lines import Line, cut, first_start, lines_of, paragraphs_of
from quoth.index.loaders.wire import name_in
from quoth.index.text.clean import one_line
from quoth.index.text.dates import find_date

_COUNT = re.compile(r"(?:\w+ )?(\d{1,4}) \w+ (\d{1,4})(?: \w+)?")  # "1 of 3 DOCUMENTS"
_END = re.compile(
    r"end of document|fin du document|ende des dokuments|fin del? documento|fine del documento"
    r"|fim do documento|einde van (?:het )?document",
    re.IGNORECASE,
)
_LABEL = re.compile(r"([^\W\d_a-z][^\W\d_]*(?:[ '’-][^\W\d_]+){0,3}) ?:\s*(.*)")
_CAPITALS = "A-ZÀ-ÖØ-Þ"
_CAPITAL_LABEL = re.compile(rf"([{_CAPITALS}][{_CAPITALS}-]{{3,}}(?: [{_CAPITALS}]+)?):\s*(.*)")
_BYLINE = re.compile(r"byline|aut(?:h?or|eur|ore)e?s?", re.IGNORECASE)
_BODY = re.compile(
    r"(?:body|texte?|textkörper|haupttext|cuerpo|corpo|tekst|corps(?: de l['’]article)?)\s*:?",
    re.IGNORECASE,
)
_LONGEST_BODY = 3  # words of a line that says that the text follows
_AFTER = re.compile(
    r"(?:classification|klassifi[kz]ierung|clasificación|graphi[ck]|grafik|graphique|gráfico"
    r"|load-date|date de chargement|fecha de carga|ladedatum|data di caricamento)\b",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"\(c\)|©|copyright\b", re.IGNORECASE)


def numbered_articles(text: str) -> list[Exported]:
    """The documents of a text in which "1 of 3 DOCUMENTS" stands above the first of three."""
    if not _COUNT.fullmatch(text.lstrip(" \t\r\n\f\ufeff\u00a0").partition("\n")[0].strip()):
        return []
    lines = lines_of(text)
    found = [(n, match) for n, line in enumerate(lines) if (match := _COUNT.fullmatch(line.text))]
    total = found[0][1][2]
    marks = [n for n, match in found if match[2] == total]
    counted = [int(match[1]) for _, match in found if match[2] == total]
    if counted != sorted(set(counted)) or counted[-1] > int(total):
        return []
    parts = cut(lines, [*marks, len(lines)])[1:]
    articles = [_numbered(part) for part in parts]
    whole = [article for article in articles if article.title and article.paragraphs]
    return whole if len(whole) == len(articles) else []


def _numbered(lines: Sequence[Line]) -> Exported:
    paragraphs = paragraphs_of(line.text for line in lines)
    labelled = [n for n, text in enumerate(paragraphs) if _CAPITAL_LABEL.match(text)]
    above = paragraphs[: labelled[0]] if labelled else paragraphs[:1]
    after = labelled[0] if labelled else 1
    author = ""
    while after in labelled:  # the labels above the text
        label, said = _labelled(paragraphs[after])
        if _BODY.fullmatch(label):
            paragraphs[after] = said
            break
        author = said if _BYLINE.fullmatch(label) else author
        after += 1
    end = next((n for n in labelled if n > after), len(paragraphs))
    body = [text for text in paragraphs[after:end] if not _COPYRIGHT.match(text)]
    dated = [text for text in above if find_date(text)]
    names = [text for text in above if text not in dated and not _COPYRIGHT.match(text)]
    return Exported(
        start=first_start(lines),
        title=one_line(names[-1]) if len(names) > 1 else "",
        paragraphs=tuple(filter(None, body)),
        published=find_date(dated[0]) if dated else None,
        source=one_line(names[0].partition("\n")[0]) if names else "",
        author=one_line(name_in(one_line(author)) or author),
    )


def _labelled(paragraph: str) -> tuple[str, str]:
    label, _, said = paragraph.partition(":")
    return label.strip(), said.strip()


def ended_articles(text: str) -> list[Exported]:
    """The documents of a text in which each says where it ends."""
    if not _END.search(text):
        return []
    lines = lines_of(text)
    ends = [number for number, line in enumerate(lines) if _END.fullmatch(line.text)]
    articles = [
        _ended(part) for part in cut(lines, [*ends, len(lines)]) if any(line.text for line in part)
    ]
    return [article for article in articles if article.title and article.paragraphs]


def _before_body(said: Sequence[str]) -> int:
    """The line above a document's text: the one that says so, or the last of its labels."""
    marked = next((n for n, text in enumerate(said) if n and _BODY.fullmatch(text)), None)
    if marked is not None:
        return marked
    labels = (n for n, text in enumerate(said) if n and _LABEL.fullmatch(text))
    last = next(labels, len(said))
    for number in range(last, len(said)):
        if said[number] and not _LABEL.fullmatch(said[number]):
            is_mark = len(said[number].split()) <= _LONGEST_BODY and said[number][-1].isalpha()
            return number if is_mark else number - 1
    return len(said)


def _ended(lines: Sequence[Line]) -> Exported:
    said = [line.text for line in lines]
    body = _before_body(said)
    end = next((n for n in range(body + 1, len(said)) if _AFTER.match(said[n])), len(said))
    above = [text for text in said[: body + 1] if text]
    is_marked = body < len(said) and not _LABEL.fullmatch(said[body])
    above = above[:-1] if is_marked else above
    matches = (match for text in above[1:] if (match := _LABEL.fullmatch(text)))
    labels: dict[str, str] = {match[1]: match[2] for match in matches}
    names = above[:1] + [
        t for t in above[1:] if not _LABEL.fullmatch(t) and not _COPYRIGHT.match(t)
    ]
    dated = [text for text in names[1:] if find_date(text)]
    names = names[:1] + [text for text in names[1:] if text not in dated]
    author = next((said for label, said in labels.items() if _BYLINE.fullmatch(label)), "")
    return Exported(
        start=first_start(lines),
        title=names[0] if names else "",
        paragraphs=tuple(paragraphs_of(said[body + 1 : end]) or paragraphs_of(said[1:])),
        published=find_date(dated[0]) if dated else None,
        source=names[1] if len(names) > 1 else "",
        author=name_in(author) or author,
    )
