"""What narrows a question: source:AFP since:2016-03 until:2016-04 lang:fr "exact phrase" -word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date

from index.errors import UsageError
from qa.search.date_ranges import days_of

NAMES = ("source", "since", "until", "lang", "article")
_ALSO = {"language": "lang", "langue": "lang", "depuis": "since", "jusque": "until"}
_NAMED = re.compile(r"(?<!\S)(?P<name>[^\W\d_]+):(?!//)(?P<value>\"[^\"]*\"|[^\s\"]+|\"[^\"]*$)")
_PHRASE = re.compile(r"(?<!\S)\"(?P<phrase>[^\"]*\w[^\"]*)\"(?!\w)")
_WITHOUT = re.compile(r"(?<!\S)-(?P<word>[^\W\d_][\w'’-]*)")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class Filters:
    """What an article and its passages must be; of several values of a kind one must hold, of
    `phrases` and `without` all.

    `sources` are part of the source's name, `articles` of a title, a file name or the beginning of
    an id. `since` and `until` are days of publication, both included.
    """

    sources: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != NO_FILTERS

    def __str__(self) -> str:
        """As they are written in a question."""
        named = [("source", self.sources), ("article", self.articles), ("lang", self.languages)]
        parts = [f"{name}:{_quoted(value)}" for name, values in named for value in values]
        days = (("since", self.since), ("until", self.until))
        parts += [f"{name}:{day.isoformat()}" for name, day in days if day]
        parts += [f'"{phrase}"' for phrase in self.phrases]
        return " ".join(parts + [f"-{word}" for word in self.without])

    def __and__(self, other: Filters) -> Filters:
        """Both; where each has a day, the narrower."""
        joined = {
            field.name: getattr(self, field.name) + getattr(other, field.name)
            for field in fields(self)
            if field.name not in ("since", "until")
        }
        since = [day for day in (self.since, other.since) if day]
        until = [day for day in (self.until, other.until) if day]
        return Filters(**joined, since=max(since, default=None), until=min(until, default=None))


NO_FILTERS = Filters()


def read_filters(text: str, today: date) -> tuple[str, Filters]:
    """What is asked, and what narrows it. Phrases stay in the question.

    Raises UsageError for an unknown name, an empty value, an unclosed quote and what is no date.
    """
    found = NO_FILTERS
    for match in _NAMED.finditer(text):
        found &= named(match["name"], _value(match["name"], match["value"]), today)
    rest = _NAMED.sub(" ", text)
    phrases = [" ".join(match["phrase"].split()) for match in _PHRASE.finditer(rest)]
    rest = _PHRASE.sub(lambda match: match["phrase"], rest)
    without = [match["word"] for match in _WITHOUT.finditer(rest)]
    found = replace(found, phrases=_once(phrases), without=_once(without))
    return " ".join(_WITHOUT.sub(" ", rest).split()), found


def only_filters(text: str, today: date) -> Filters:
    """Those of a text that holds nothing else. Raises UsageError."""
    rest, found = read_filters(text, today)
    if rest != " ".join(found.phrases):
        raise UsageError(
            f"The setting filters is {text!r}, which is more than filters.",
            'Write such as: lang:fr since:2016-03 "a phrase" -word',
        )
    return found


def named(name: str, value: str, today: date) -> Filters:
    """One filter. Raises UsageError for an unknown name, and for a value that it cannot take."""
    known = _ALSO.get(name.casefold(), name.casefold())
    if known not in NAMES:
        raise UsageError(
            f"There is no filter {name!r}.",
            f"Filters are {', '.join(NAMES)}; leave a space after a colon that makes none.",
        )
    if not value.strip():
        raise UsageError(f"The filter {name!r} is empty.", f"Write {name}: and a value.")
    if known in ("since", "until"):
        first, last = days_of(value, today)
        return Filters(since=first) if known == "since" else Filters(until=last)
    if known == "lang":
        code = value.casefold()
        if not _LANGUAGE.fullmatch(code):
            raise UsageError(f"{value!r} is no language code.", "Write lang:fr, lang:en, lang:ar…")
        return Filters(languages=(code,))
    return Filters(sources=(value,)) if known == "source" else Filters(articles=(value,))


def _value(name: str, written: str) -> str:
    if written.startswith('"') and not (len(written) > 1 and written.endswith('"')):
        raise UsageError(f"The quote after {name}: is not closed.", 'Close it with a ".')
    return written.strip('"')


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
