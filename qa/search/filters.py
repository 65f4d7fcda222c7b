"""What narrows a question: source:AFP since:2016-03 lang:fr tag:climate "exact phrase" -word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from difflib import get_close_matches
from typing import TypedDict, Unpack, cast

from quoth.index.errors import UsageError

NAMES = ("source", "since", "until", "lang", "article", "author", "tag", "name")
_ALSO = {"language": "lang", "langue": "lang", "depuis": "since", "jusque": "until"}
_ALSO |= dict.fromkeys(("person", "place", "organisation", "organization"), "name")
_PARTS = re.compile(
    r"""(?<!\S)(?:
    (?P<name>[^\W\d_]+):(?!//)(?P<value>"[^"]*"|[^\s"]+|"[^"]*$)
    | "(?P<phrase>[^"]*\w[^"]*)"(?!\w)
    | -(?P<without>[^\W\d_][\w'’-]*)
    )""",
    re.VERBOSE,
)
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_MIN_LIKENESS = 0.8  # of a mistyped name to the one that was meant, as difflib counts it


class Narrowing(TypedDict, total=False):
    """Filters as programs name them. Days are dates or as one says them ("2016-03", "last week");
    of several values of the others one must hold. None narrows nothing.
    """

    since: date | str | None
    until: date | str | None
    source: str | Sequence[str] | None
    language: str | Sequence[str] | None
    article: str | Sequence[str] | None
    author: str | Sequence[str] | None
    tag: str | Sequence[str] | None
    name: str | Sequence[str] | None


@dataclass(frozen=True, slots=True)
class Filters:
    """What an article and its passages must be; of several values of a kind one must hold, of
    `phrases` and `without` all.

    `sources` and `authors` are part of their names, `articles` of a title, a file name or the
    beginning of an id; `tags` are whole ones; `names` stand in the article, in whatever spelling or script. `since` and `until` are days of publication, both
    included.
    """

    sources: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    names: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != NO_FILTERS

    def __str__(self) -> str:
        """Write the filters as they stand in a question."""
        named = (
            ("source", self.sources),
            ("article", self.articles),
            ("author", self.authors),
            ("tag", self.tags),
            ("name", self.names),
            ("lang", self.languages),
        )
        parts = [f"{name}:{_quoted(value)}" for name, values in named for value in values]
        days = (("since", self.since), ("until", self.until))
        parts += [f"{name}:{day.isoformat()}" for name, day in days if day]
        parts += [f'"{phrase}"' for phrase in self.phrases]
        return " ".join(parts + [f"-{word}" for word in self.without])

    def __and__(self, other: Filters) -> Filters:
        """Narrow by both filters; where each has a day, by the narrower one."""
        joined = {
            field.name: getattr(self, field.name) + getattr(other, field.name)
            for field in fields(self)
            if field.name not in ("since", "until")
        }
        since = [day for day in (self.since, other.since) if day]
        until = [day for day in (self.until, other.until) if day]
        return Filters(**joined, since=max(since, default=None), until=min(until, default=None))


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands in a question: its words, what narrows it, and what looks mistyped, in sentences."""

    words: str
    filters: Filters
    remarks: tuple[str, ...] = ()


def read_filters(text: str, today: date) -> Reading:
    """What is asked, and what narrows it. Phrases stay in the question, and so does all that is no
    filter: a colon is a part of ordinary words (re:publica, Mitarbeiter:innen).
    """
    found, phrases, without = NO_FILTERS, [], []
    remarks: list[str] = []

    def take(match: re.Match[str]) -> str:
        nonlocal found
        if match["phrase"]:
            phrases.append(" ".join(match["phrase"].split()))
            return match["phrase"]
        if match["without"]:
            without.append(match["without"])
            return " "
        try:
            found &= named(match["name"], _value(match["name"], match["value"]), today)
            return " "
        except UsageError as error:
            if meant := _meant(match["name"]):
                remarks.append(_remark(match[0], error, meant))
            return match[0]

    rest = _PARTS.sub(take, text)
    found = replace(found, phrases=_once(phrases), without=_once(without))
    return Reading(" ".join(rest.split()), found, tuple(remarks))


def only_filters(text: str, today: date) -> Filters:
    """Those of a text that holds nothing else. Raises UsageError."""
    read = read_filters(text, today)
    if read.words != " ".join(read.filters.phrases):
        raise UsageError(
            f"The setting filters is {text!r}, which is more than filters.",
            " ".join((*read.remarks, 'Write such as: lang:fr since:2016-03 "a phrase" -word')),
        )
    return read.filters


def filters_of(today: date, **given: Unpack[Narrowing]) -> Filters:
    """The filters that a program gives. Raises UsageError for a value that one cannot take."""
    found = NO_FILTERS
    for name, value in given.items():
        if isinstance(value, date):
            day = value.date() if isinstance(value, datetime) else value
            found &= Filters(since=day) if name == "since" else Filters(until=day)
        elif value is not None:
            values = [value] if isinstance(value, str) else cast(Sequence[str], value)
            for one in values:
                found &= named(name, one, today)
    return found


def named(name: str, value: str, today: date) -> Filters:
    """One filter. Raises UsageError for an unknown name, and for a value that it cannot take."""
    known = _ALSO.get(name.casefold(), name.casefold())
    if known not in NAMES:
        raise UsageError(f"There is no filter {name!r}.", f"Filters are {', '.join(NAMES)}.")
    if not value.strip():
        raise UsageError(f"The filter {name!r} is empty.", f"Write {name}: and a value.")
    if known in ("since", "until"):
        from quoth.qa.search.date_ranges import days_of

        first, last = days_of(value, today)
        return Filters(since=first) if known == "since" else Filters(until=last)
    if known == "lang":
        code = value.casefold()
        if not _LANGUAGE.fullmatch(code):
            raise UsageError(f"{value!r} is no language code.", "Write lang:fr, lang:en, lang:ar…")
        return Filters(languages=(code,))
    return Filters(
        sources=(value,) if known == "source" else (),
        articles=(value,) if known == "article" else (),
        authors=(value,) if known == "author" else (),
        tags=(value,) if known == "tag" else (),
        names=(value,) if known == "name" else (),
    )


def _value(name: str, written: str) -> str:
    if written.startswith('"') and not (len(written) > 1 and written.endswith('"')):
        raise UsageError(f"The quote after {name}: is not closed.", 'Close it with a ".')
    return written.strip('"')


def _meant(name: str) -> str:
    """The filter that a name stands for or was to be; "" for a word like any other. A capital letter
    makes it a word: German writes Autor:innen.
    """
    known = (*NAMES, *_ALSO)
    if name.casefold() in known:
        return name.casefold()
    near = get_close_matches(name, known, 1, _MIN_LIKENESS) if name.islower() else []
    return near[0] if near else ""


def _remark(written: str, error: UsageError, meant: str) -> str:
    hint = (
        error.hint if meant == written.partition(":")[0].casefold() else f"Did you mean {meant}:?"
    )
    return f"{written} was read as words: {error.message} {hint}"


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
