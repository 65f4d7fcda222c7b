"""What the check of written sentences lets through, by kind, and what a sentence costs:
`python -m tests.benchmarks.checking`.

Asks it of the claims of `tests/training/claims.jsonl.gz` that nothing was fitted on: every fifth passage, by
the SHA-1 of its id. A checker reads one passage and judges all its claims, as it does the sentences of an
answer. Run by its path with -P and another checkout in PYTHONPATH, it measures that one.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from quoth.index.embedders.base import Embedder
from quoth.index.store.generation import Generation
from quoth.qa.answers import Hit, Support
from quoth.qa.checking.checker import Checker
from tests.training.probes.differences import CLAIMS, indexed
from tests.training.rows import held_back, read_lines


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim's verdict, and the seconds of processor that it took; `is_first` of its passage, which is
    read for it.
    """

    kind: str
    is_true: bool
    crosses: bool
    is_supported: bool
    seconds: float
    is_first: bool


def judged(
    rows: list[dict[str, object]], generation: Generation, model: Embedder
) -> Iterator[Judged]:
    """Every claim of the rows, in their order."""
    cards = {Path(card.path).stem: card for card in generation.catalog.articles()}
    for row in rows:
        card = cards[str(row["id"])]
        (first, *_) = generation.catalog.passages_of(card.id)
        claims = row["claims"]
        assert isinstance(claims, list)
        began = time.process_time()
        checker = Checker(generation, model, [Hit(first, card, 0.0, 1, 0.0, 0.0)])
        for place, claim in enumerate(claims):
            verdict = checker.check(claim["text"], [1], repair=False)
            ended = time.process_time()
            yield Judged(
                claim["kind"],
                claim["label"] == "supported",
                claim["language"] != row["language"],
                verdict.support is Support.SUPPORTED,
                ended - began,
                place == 0,
            )
            began = time.process_time()


def main() -> None:
    """Print the tables as Markdown."""
    rows = [row for row in read_lines(CLAIMS) if held_back(row["id"])]
    with tempfile.TemporaryDirectory() as folder:
        library = indexed(rows, Path(folder))
        generation = library.open()
        model = library.embedder_of(generation)
        model.embed_question("warm")
        found = list(judged(rows, generation, model))
    out = sys.stdout.write
    for is_true in (True, False):
        some = [one for one in found if one.is_true is is_true]
        out(f"| {'true' if is_true else 'false'} | claims | supported |\n| --- | --- | --- |\n")
        counts = Counter(one.kind for one in some)
        for kind in counts:
            out(f"| {kind} | {counts[kind]} | {_share([o for o in some if o.kind == kind])} |\n")
        out(f"| in another language | | {_share([o for o in some if o.crosses])} |\n")
        out(f"| all | {len(some)} | {_share(some)} |\n\n")
    for what, first in (("the first of a passage", True), ("a further one", False)):
        took = mean(one.seconds for one in found if one.is_first is first)
        out(f"{what}: {1000 * took:.1f} ms of processor\n")
    out(f"all: {1000 * mean(one.seconds for one in found):.1f} ms of processor a sentence\n")


def _share(some: list[Judged]) -> str:
    return f"{sum(one.is_supported for one in some) / max(1, len(some)):.2f}".removeprefix("0")


if __name__ == "__main__":
    main()
