"""Quoth beside what people build their own with: one table, the ratios first.

    python -m tests.benchmarks.bench

The LangChain recipe, LangChain's hybrid and txtai's, with the same model, on the seeds and the
public sets (see `texts`). Needs the `bench` extra, Linux, and some 20 minutes; writes RESULTS.md.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from quoth.index.embedders.builtin.model import write_sentence_transformer
from tests.benchmarks import whole_processes
from tests.benchmarks.asking import ask_all, found, warm
from tests.benchmarks.contestants import PEERS, contestants
from tests.benchmarks.machine import load, machine, versions
from tests.benchmarks.results import write_section
from tests.benchmarks.rows import QUOTH, Row, table
from tests.benchmarks.texts import (
    Asked,
    Text,
    all_questions,
    all_texts,
    eval_folder,
    files_by_entry,
    write_texts,
)

_OF_A_GROUP = 250  # questions asked at the most
_PACKAGES = (
    "quoth chromadb onnxruntime tantivy langchain-core langchain-chroma langchain-classic "
    "langchain-community langchain-huggingface sentence-transformers torch txtai faiss-cpu"
).split()


def compare(
    scratch: Path,
    texts: list[Text],
    questions: Sequence[Asked],
    peers: tuple[str, ...] = PEERS,
    rounds: int = 3,
) -> list[Row]:
    """All rows, in the order of the table."""
    articles, model = scratch / "articles", scratch / "model"
    write_texts(articles, texts)
    if peers:
        write_sentence_transformer(model)
    systems = contestants(scratch, model, peers)
    indexing = _told(whole_processes.indexing(systems, articles, rounds))
    cold = _told(whole_processes.cold(systems, rounds + 2))
    seen = ask_all(systems, questions, files_by_entry(texts))
    change = whole_processes.change(systems, articles / texts[0].file, rounds)
    return [
        whole_processes.install(systems),
        *cold,
        *_told(warm(seen)),
        *indexing,
        *_told([change]),
        *_told(found(seen)),
    ]


def some_of_each(questions: Sequence[Asked], most: int) -> list[Asked]:
    """At most so many of each group, the same every time."""
    groups: defaultdict[str, list[Asked]] = defaultdict(list)
    for asked in questions:
        groups[asked.group].append(asked)
    draw = random.Random(0)
    return [
        asked
        for group in groups.values()
        for asked in (draw.sample(group, most) if len(group) > most else group)
    ]


def section(
    rows: Sequence[Row],
    before: str,
    texts: int,
    public: bool,
    peers: Sequence[str] = PEERS,
) -> str:
    """Of RESULTS.md. `before` is the load before the run."""
    corpus = f"{texts} texts: the seeds" + (", PIAF and XQuAD English" if public else " alone")
    sets = "" if public else " The public question sets were not at hand (see QUOTH_EVAL)."
    meanings = "\n".join(f"- *{row.name}*: {row.meaning}." for row in rows)
    return f"""\
{corpus}, the same for all, and the same model, multilingual-e5-small: Quoth runs it in int8 on ONNX
Runtime, the others in float32 on torch.{sets} The peers are the LangChain recipe
(RecursiveCharacterTextSplitter, HuggingFaceEmbeddings, Chroma), LangChain's EnsembleRetriever of
BM25Retriever and that Chroma, and txtai with `hybrid=True`. ÷ is Quoth's figure divided by the
peer's: the median of rounds in which all ran in turn, with the least and the most of them.

{machine()}. Load (1, 5, 15 minutes) before {before}, after {load()}.
{versions(_PACKAGES)}.

{table(rows, peers)}

{meanings}
"""


def _told(rows: list[Row]) -> list[Row]:
    for row in rows:
        ratios = ", ".join(f"{row.ratio(name)} of {name}" for name in row.values if name != QUOTH)
        print(f"{row.name}: {ratios}", file=sys.stderr, flush=True)
    return rows


def main() -> None:
    before, texts, public = load(), all_texts(), eval_folder() is not None
    if not public:
        print("The public question sets are not at hand: the seeds alone.", file=sys.stderr)
    with tempfile.TemporaryDirectory() as scratch:
        rows = compare(Path(scratch), texts, some_of_each(all_questions(), _OF_A_GROUP))
    text = section(rows, before, len(texts), public)
    write_section("Beside others", text)
    print(table(rows, PEERS))


if __name__ == "__main__":
    main()
