"""The conventions of press text: print stamps, datelines, bylines, and credits.

The rules look at the shape of a line, and only at the head and the foot of an article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from quoth.index.loaders.issues import names_issue
from quoth.index.text.dates import (
    LETTER,
    dates_in,
    find_date,
    fold,
    needs_language,
    states_day,
    without_dates,
)
from quoth.index.text.days import without_weekdays
from quoth.index.text.language import language_of

_LONGEST_CREDIT = 200
_LONGEST_STAMP = 80
_LONGEST_DATED = 100  # characters of a line that states when an article came out
_LONGEST_CODE = 5  # letters of what a wire calls itself, a desk or a country
_CODES = re.compile(r"[A-Z\d /.:,()+–-]+")
_LONGEST_ARTICLE = 3  # letters of a word beside a day of the week: le, the, dem
_LONGEST_LABEL = 4  # words before a date that say what it is the date of
_CLOCKS = (("時", "分"), ("时", "分"), ("點", "分"), ("点", "分"), ("시", "분"))
_CLOCK = re.compile(
    r"\bt?\d{1,2}\s?[:h]\s?\d{2}(?::\d{2})?(?:\s?[ap]\.?m\b\.?)?"
    + "".join(
        rf"|\d{{1,2}}\s?{fold(hour)}(?:\s?\d{{1,2}}\s?{fold(minute)})?" for hour, minute in _CLOCKS
    )
)
_PRINTED = re.compile(r"(?:imprime|printed|impreso|gedruckt|consulte|accessed|retrieved)\b")
_ZONE = re.compile(
    r"\b(?:[A-Z]{1,4}T|UTC|WIB|МСК|(?i:time|timing|heures?|hora|uhr|ortszeit|local|توقيت|بتوقيت))\b"
)
_PUBLISHED = re.compile(
    r"\b(?:(?:ge)?pub+li(?:sh|e\b|ees?\b|ca[dct]|k|ce[er])\w*|mis en ligne|mise a jour|paru|post(?:ed|e|ado)|erschien\w*|date|fecha|data|veroffentl\w*"
    r"|datum|\w*updat\w*|actuali\w*|aktuali\w*|aggiorn\w*|atuali\w*|julkais\w*|paivitet\w*"
    r"|wydan\w*|zverejn\w*|megjelen\w*|objavlj\w*|δημοσ\w*|опубл\w*|публик\w*|обновл\w*|оновл\w*|yayin\w*"
    r"|guncel\w*|argitarat\w*|eguneratu\w*|ngay|đang|cap nhat|(?:di)?terbit\w*|dipublikasi\w*|udgivet"
    r"|opdateret|avaldatud|paskelbta|kozzetev\w*|frissitve)\b"
    r"|פורסם|تاريخ|نشر|发布|發布|发表|發表|公開|更新|掲載|配信|انتشار|"
    + "|".join(map(fold, ("입력", "게시", "수정", "승인", "등록", "प्रकाशित", "अपडेट", "เผยแพร่")))
)
_CHANGED = re.compile(
    r"\b(?:mise? a jour|\w{0,3}updat\w*|actuali\w*|aktuali\w*|aggiorn\w*|atuali\w*|paivitet\w*|modifi\w*"
    r"|[ou]p+dater\w*|geandert|bijgewerkt|обновл\w*|оновл\w*|guncel\w*)"
    r"|تحديث|עודכן|更新|" + fold("수정")
)
_SOURCE = re.compile(
    r"(?:sources?|quellen?|fuentes?|fonti|fonte|المصادر|المصدر|مصادر|来源|來源)\s*[:：]\s*(.+)",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:par|by|von|por|بقلم)(?:\s*:)?\s+(.+)", re.IGNORECASE)
_DATELINE = re.compile(r"(?P<head>[^\n]{2,100}?)\s*\((?P<agency>[^()\n]{2,40})\)\.?\s*[—–-]+\s")
_DATED_HEAD = re.compile(r"(?P<head>[^\n]{2,100}?)\s*(?:—|–|--?)\s")
_WORD = re.compile(rf"{LETTER}+")
# Before "来源：" and the like in a dated line.
_FIELD = re.compile(r"(?<!\s)\s++(?=[^\W\d_]{2,12}\s?[:：])")
_NAME_WORD = re.compile(
    r"[^\W\d_a-zà-öø-ÿ][\w'’.-]*|(?:de|da|van|von|der|den|del|la|le|el|al)\.?,?"
)
_FEWEST_IN_NAME, _MOST_IN_NAME = 2, 4  # words
_EARLIEST = 1500  # an earlier year is of another calendar
_PLACE = re.compile(r"[^\Wa-zà-öø-ÿ\d_]{2,}\b")  # a first word in capitals, or without case
_AGENCIES = re.compile(
    r"\b(?:AFP|AP|UPI|EFE|DPA|ANSA|TASS|Reuters|Xinhua|Sputnik|Anadolu|SANA|APS|MAP|TAP|Belga|ATS"
    r"|Interfax|Kyodo|Associated Press|أ ف ب|رويترز|سانا|وكالات)\b",
    re.IGNORECASE,
)
_CREDIT = re.compile(r"\((?:avec|with|mit|con|via)?\s*([^()\n]{2,60})\)\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Facts:
    published: date | None = None
    source: str = ""
    author: str = ""


def is_stamp(line: str, language: str = "") -> bool:
    """Whether a line says no more than a date and, it may be, a time and its zone.

    Above the title that is when an archive printed the page, not when the article appeared.
    """
    folded = without_dates(line, language) if len(line) <= _LONGEST_STAMP else ""
    if "\0" not in folded or _is_labelled(folded):
        return False
    label, _, rest = folded.partition("\0")
    said = _WORD.findall(without_weekdays(_CLOCK.sub(" ", rest)))
    plain = _is_plain(label) or bool(_PRINTED.match(folded))
    return plain and (len(said) <= 1 or (len(said) <= 4 and bool(_ZONE.search(line))))


def sent_on(line: str, language: str = "") -> date | None:
    """The day on which a wire sent a dispatch, of a line that says but this and codes above it:
    "14/03/2018 18:22 AGX 0412 FRA"; None for any other line.
    """
    if len(line) > _LONGEST_STAMP or not _CODES.fullmatch(line) or is_stamp(line, language):
        return None
    words = _WORD.findall(_CLOCK.sub(" ", without_dates(line, language)))
    if not words or any(len(word) > _LONGEST_CODE for word in words):
        return None
    return find_date(line, language)


def _is_plain(label: str) -> bool:
    """Whether the words before a date say no more than its day of the week ("am Montag, dem")."""
    if len(_WORD.findall(label)) <= 1:
        return True
    others = _WORD.findall(bare := without_weekdays(label))
    return (
        bare != label
        and len(others) < _LONGEST_LABEL
        and all(len(word) <= _LONGEST_ARTICLE for word in others)
    )


def states_facts(line: str) -> bool:
    """Whether a line names a day, an author or a source, rather than a subject."""
    return bool(states_day(line) or _SOURCE.match(line) or name_in(line))


def read_facts(text: str, language: str = "") -> Facts:
    """What an article's first and last lines state about it; `language` is what it declares."""
    lines = [line for line in text.split("\n") if line]
    dated = (line for line in (*lines[:4], *lines[-3:]) if len(line) <= _LONGEST_DATED)
    if not language and any(map(needs_language, dated)):
        language = language_of(text)  # which tells the year from the day, and the month
    published, changed, source, author = None, None, "", ""
    for line in lines[:4]:
        if (day := _date_of(line, language)) and _tells_changes(line, language):
            changed = changed or day
        else:
            published = published or day
        if day:
            said = (_SOURCE.fullmatch(part) for part in _FIELD.split(line)[1:])
            source = source or next((match[1].strip() for match in said if match), "")
            source = source or names_issue(line, language)[1]
        author = author or name_in(line)
        dateline_date, agency = _dateline(line)
        published, source = published or dateline_date, source or agency
    for line in lines[-3:]:
        if match := _SOURCE.fullmatch(line) or _CREDIT.fullmatch(line):
            named = match.re is _SOURCE or _AGENCIES.search(match[1])
            source = match[1].strip(" .") if named and len(line) <= _LONGEST_CREDIT else source
        elif len(line) <= _LONGEST_DATED and _is_labelled(without_dates(line, language)):
            published = published or changed or _date_of(line, language)
    published = published or changed
    if published and published.year < _EARLIEST:
        published = None
    return Facts(published, source, author)


def _date_of(line: str, language: str) -> date | None:
    folded = without_dates(line, language) if len(line) <= _LONGEST_DATED else ""
    if "\0" not in folded:
        return None
    if folded.count("\0") > 1 and (day := published_in(line, language)):
        return day
    if (
        _is_labelled(folded)
        or _is_labelled_by_name(line)
        or is_stamp(_FIELD.split(line)[0], language)
        or _ends_byline(line, folded)
        or names_issue(line, language)[0]
    ):
        return find_date(line, language)
    return None


def _is_labelled_by_name(line: str) -> bool:
    """Whether a line says by whom or where an article came out before the day: "Paru dans Le Courrier
    des Îles le 6 octobre 2021".
    """
    first, *others = _WORD.findall(re.split(r"\d", line)[0]) or [""]
    named = all(len(word) <= _LONGEST_LABEL or not word[0].islower() for word in others)
    return bool(_PUBLISHED.match(fold(first))) and named


def published_in(line: str, language: str = "") -> date | None:
    """The date that a line states to be that of publication, whatever others stand beside it."""
    return next(
        (
            day
            for label, day in dates_in(line, language)
            if _is_labelled(label) and not tells_change(label)
        ),
        None,
    )


def _tells_changes(line: str, language: str) -> bool:
    """Whether a line tells only when an article was changed."""
    return all(tells_change(label) for label, _ in dates_in(line, language))


def _is_labelled(folded: str) -> bool:
    """Whether the words before a line's date say that it is when the article came out."""
    label = _CLOCK.sub(" ", folded.partition("\0")[0]).strip(" ,;:|·–—-()")
    said = _PUBLISHED.search(label) or _CHANGED.search(label)
    return len(label.split()) <= _LONGEST_LABEL and bool(said)


def tells_change(label: str) -> bool:
    """Whether the words before a date say that it is when an article was changed."""
    return bool(_CHANGED.search(fold(label)))


def _ends_byline(line: str, folded: str) -> bool:
    """Whether a line names an author and then a day: "Par Anouk Tessereau, le 5 mars 2019"."""
    rest = re.findall(r"[^\W\d_]+", _CLOCK.sub(" ", folded.partition("\0")[2]))
    return bool(name_in(line)) and len(rest) <= 1


def name_in(line: str) -> str:
    """The author whom a line names ("By Tilda Marsh"); empty for any other line."""
    match = _BYLINE.fullmatch(line) if len(line) <= 80 else None
    words = re.findall(r"[^\W\d_][\w'’.-]*", re.split(r"[,،|(—–]", match[1])[0]) if match else []
    capitals = [w for w in words if not w[0].islower()]
    if not match or not 2 <= len(words) <= 7 or len(capitals) < 2 or line[-1] in ".!?:":
        return ""
    return re.split(r"[,،|(—–]", match[1])[0].strip()


def is_bare_name(line: str) -> bool:
    """Whether a line is nothing but words with capitals, as the name of an author alone on a line."""
    words = line.split()
    return _FEWEST_IN_NAME <= len(words) <= _MOST_IN_NAME and all(map(_NAME_WORD.fullmatch, words))


def without_dateline(line: str) -> str:
    """The line without the place, the day and the agency that it may begin with."""
    match = _dateline_of(line)
    return line[match.end() :] if match else line


def _dateline(line: str) -> tuple[date | None, str]:
    """The date and the agency of "PALMYRE (Syrie), 29 mars 2016 (AFP) —", as far as stated."""
    match = _dateline_of(line)
    if not match:
        return None, ""
    return find_date(match["head"]), (match.groupdict().get("agency") or "").strip()


def _dateline_of(line: str) -> re.Match[str] | None:
    if match := _DATELINE.match(line):
        head, agency = match["head"], match["agency"].strip()
        if _ends_dated(head) or (_AGENCIES.search(agency) and _PLACE.match(head)):
            return match
    match = _DATED_HEAD.match(line)
    return match if match and _PLACE.match(match["head"]) and _ends_dated(match["head"]) else None


def _ends_dated(head: str) -> bool:
    return without_dates(head).rstrip(" ,،").endswith("\0") or states_day(
        " ".join(head.split()[-3:])
    )
