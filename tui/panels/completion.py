"""Filters completed as they are typed at the end of a question."""

from __future__ import annotations

from collections.abc import Sequence

from textual.suggester import Suggester

from quoth.qa.search.filters import NAMES

_MIN_LETTERS = 3  # letters: shorter beginnings are mostly those of ordinary words


class FilterCompletion(Suggester):
    """→ takes what is offered: the name of a filter, or a language after `lang:`."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self.languages: Sequence[str] = ()

    async def get_suggestion(self, value: str) -> str | None:
        word = value.rsplit(" ", 1)[-1]
        if word.startswith("lang:"):
            offered = [f"lang:{language}" for language in self.languages]
        elif len(word) >= _MIN_LETTERS:
            offered = [f"{name}:" for name in NAMES if word != name]
        else:
            return None
        found = next((whole for whole in offered if whole.startswith(word) and whole != word), None)
        return None if found is None else value + found[len(word) :]
