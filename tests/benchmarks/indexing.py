"""Our passages a second, as a share of what the model's int8 matrix products alone would allow.

    python -m tests.benchmarks.indexing

A whole rebuild of the seeds and the public sets, and the products for passages as long. How fast
others index the same is among the rows of `bench`.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from quoth.index.embedders import open_embedder
from tests.benchmarks.learned import passages_of
from tests.benchmarks.matrix_product import passages_per_core_second
from tests.benchmarks.processes import run
from tests.benchmarks.texts import all_texts, write_texts

_ROUNDS = 3
_LENGTHS = 100  # passages whose tokens are counted


def main(scratch: Path) -> None:
    write_texts(scratch / "articles", all_texts())
    rates = []
    for number in range(_ROUNDS):
        done = run(
            "quoth.tui.cli.main",
            "--library",
            scratch / f"{number}",
            "rebuild",
            scratch / "articles",
            "--json",
        )
        rates.append(json.loads(done.output)["passages"] / done.busy)
    possible = passages_per_core_second(_lengths(scratch / "articles"))
    print(
        f"in a second of one core: matrix products alone {possible:.1f} passages, "
        f"the whole rebuild {max(rates):.1f}, which is {max(rates) / possible:.0%}"
    )


def _lengths(articles: Path) -> list[int]:
    """Tokens of some passages, as the model sees them."""
    embedder = open_embedder("builtin")
    texts = [
        f"{embedder.identity.passage_prompt}{text.context}\n{text.text}"
        for text in passages_of(articles, embedder)
    ]
    every = max(1, len(texts) // _LENGTHS)
    return [count + 2 for count in embedder.count_tokens(texts[::every])]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(Path(folder))
