"""Quoth, asked line by line. Its other commands are those of `quoth` itself.

python -m tests.benchmarks.systems.quoth LIBRARY
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from quoth.index.library import Library
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.questions import Question
from tests.benchmarks.systems.commands import Found, serve


def main(library: Path) -> None:
    with QuestionAnswerer.open(Library(library)) as answerer:
        ids: defaultdict[str, set[str]] = defaultdict(set)
        for card in answerer.generation.catalog.articles():
            ids[Path(card.path).name].add(card.id)

        def answer(question: str, without: Sequence[str]) -> tuple[Found, bool]:
            removed = frozenset(id for file in without for id in ids[file])
            said = answerer.answer(Question(question, exclude=removed))
            return [(Path(h.article.path).name, h.passage.text) for h in said.hits], said.answered

        serve(answer)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
