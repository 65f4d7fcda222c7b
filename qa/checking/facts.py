"""What a sentence states that can be looked up: numbers, dates, names, quoted words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from quoth.index.text.language import language_of
from quoth.qa.checking.figures.numbers import Quantity, quantities
from quoth.qa.checking.figures.units import periods
from quoth.qa.checking.names import Name, names_in
from quoth.qa.checking.sources import Source, in_a_row
from quoth.qa.understanding.dates import StatedDate, stated_dates

_QUOTED = re.compile(r"«([^«»]+)»|“([^“”]+)”|„([^„“”]+)[“”]|\"([^\"]+)\"|「([^「」]+)」")


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that stands in none of the passages. `certain` where nothing else could explain it,
    as a name's other spelling or the translation of a quotation could.
    """

    text: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence without its markers, and the facts that it states."""

    text: str
    language: str
    quantities: tuple[Quantity, ...]
    dates: tuple[StatedDate, ...]
    names: tuple[Name, ...]
    quoted: tuple[str, ...]
    periods: Mapping[str, str]

    @classmethod
    def of(
        cls,
        text: str,
        known: frozenset[str],
        language: str = "und",
        around: Collection[str] = (),
    ) -> Claim:
        """`known` are words that are names in the passages; `language` is assumed of a text too
        short to tell, and those `around` it of one that does not clearly speak another.
        """
        told = language_of(text)
        if around and told not in around:
            told = language_of(text, prevailing=around)
        told = language if told == "und" else told
        dates = stated_dates(text)
        rest = text
        for date in dates:
            blank = " " * (date.span.end - date.span.start)
            rest = rest[: date.span.start] + blank + rest[date.span.end :]
        return cls(
            text=text,
            language=told,
            quantities=tuple(quantities(rest, told)),
            dates=tuple(dates),
            names=tuple(names_in(rest, told, known)),
            quoted=tuple(next(filter(None, found)) for found in _QUOTED.findall(text)),
            periods=periods(rest, told),
        )

    @property
    def facts(self) -> int:
        """How many facts it states that hardly stand in a passage by chance."""
        sure = sum(name.is_sure for name in self.names)
        return len(self.quantities) + len(self.dates) + sure

    def missing_from(
        self, sources: Sequence[Source], known: frozenset[str] = frozenset()
    ) -> list[Missing]:
        """The facts that none of the sources states."""
        found = dict.fromkeys(self._missing(sources, known))
        return list(found)

    def _missing(self, sources: Sequence[Source], known: frozenset[str]) -> Iterator[Missing]:
        for quantity in self.quantities:
            if not any(_is_said(quantity, source) for source in sources):
                yield Missing(quantity.text, certain=quantity.is_certain)
        yield from self._missing_periods(sources)
        for date in self.dates:
            if not any(date.agrees_with(d, s.years) for s in sources for d in s.dates):
                yield Missing(date.span.of(self.text), certain=True)
        same = [source for source in sources if self._shares_language(source)]
        yield from self._missing_names(sources, same, known)
        for quoted in self.quoted:
            wanted = in_a_row(quoted)
            if wanted and not any(f" {wanted} " in s.running_text for s in sources):
                yield Missing(quoted, certain=len(same) == len(sources))

    def _missing_names(
        self, sources: Sequence[Source], same: Sequence[Source], known: frozenset[str]
    ) -> Iterator[Missing]:
        """`same` are the sources in the claim's language."""
        for name in self.names:
            held = any(
                name.stands_in(s.words, s.article_words, loosely=s not in same) for s in sources
            )
            if not held:
                elsewhere = any(word in known for word in name.words)
                if self.language == "de" and not same and not elsewhere:
                    continue  # as likely a noun, whose translation nobody can look up
                certain = name.is_sure and len(same) == len(sources)
                yield Missing(name.text, certain=certain or elsewhere)

    def _missing_periods(self, sources: Sequence[Source]) -> Iterator[Missing]:
        """ "a month" where the passages have only "a year", or have it where its figures stand."""
        beside = [told for source in sources for told in self._beside_figures(source)]
        for unit, text in self.periods.items():
            one = Quantity("1", frozenset(("1",)), unit)
            elsewhere = any(source.periods for source in sources) and not any(
                unit in s.units or _is_said(one, s) for s in sources
            )
            others = beside and all(told and unit not in told for told in beside)
            if elsewhere or others:
                yield Missing(text, certain=False)

    def _beside_figures(self, source: Source) -> Iterator[frozenset[str]]:
        """The stretches of time, counted or not, of each sentence that holds all the claim's figures."""
        if not self.quantities:
            return
        for said, told in source.figures:
            if all(
                any(quantity.agrees_with(other) for other in said) for quantity in self.quantities
            ):
                yield told | {q.unit for q in said if q.unit.startswith("duration-")}

    def _shares_language(self, source: Source) -> bool:
        return source.language == self.language or "und" in (source.language, self.language)


def _is_said(quantity: Quantity, source: Source) -> bool:
    return any(quantity.agrees_with(other) for other in source.quantities)
