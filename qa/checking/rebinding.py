"""Figures that a claim takes from elsewhere in a passage than the sentence that it is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quoth.qa.checking.alignment import Difference
from quoth.qa.checking.facts import Claim
from quoth.qa.checking.figures.numbers import Quantity
from quoth.qa.understanding.dates import StatedDate

_YEARS = range(1000, 2100)


def rebound(
    claim: Claim, told: Sequence[Quantity], dates: Sequence[StatedDate], text: str
) -> Iterator[Difference]:
    """The figures and dates of a claim where its sentence, `text` with the quantities `told` and the
    `dates`, has others of the same kind and not these.
    """
    for quantity in claim.quantities:
        kind = _kind(quantity)
        if not kind or any(quantity.agrees_with(other) for other in told):
            continue
        others = [one for one in told if _kind(one) == kind and not _is_in(one, claim)]
        if others:
            yield Difference(quantity.text, others[0].text)
    years = frozenset(date.year for date in dates if date.year)
    for date in claim.dates:
        alike = [one for one in dates if bool(one.weekday) == bool(date.weekday)]
        if alike and not any(date.agrees_with(one, years) for one in alike):
            yield Difference(date.span.of(claim.text), alike[0].span.of(text))


def _is_in(quantity: Quantity, claim: Claim) -> bool:
    return any(one.agrees_with(quantity) for one in claim.quantities)


def _kind(quantity: Quantity) -> str:
    """What may stand in a quantity's place: one of its unit, or a year; "" where nothing tells."""
    if quantity.unit:
        return quantity.unit
    return "year" if any(v.isdigit() and int(v) in _YEARS for v in quantity.values) else ""
