"""How well Quoth finds, beside simpler ways to rank the very same passages, on the public sets.

    python -m tests.benchmarks.quality

The measures are those of `quoth eval`. LangChain's EnsembleRetriever has its default weights over
BM25Retriever and Chroma with Quoth's model; all-MiniLM-L6-v2 searches by cosine. Needs the `bench`
and `dev` extras and the sets (see `texts`), and takes some 15 minutes; writes RESULTS.md.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import numpy as np
from chromadb.config import Settings
from langchain_chroma import Chroma
from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_core.documents import Document

from quoth.index.articles import Passage
from quoth.index.embedders import open_embedder
from quoth.index.embedders.base import Embedder, PassageText
from quoth.index.settings import IndexSettings
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.evaluation.cases import library_of, squad_cases
from quoth.qa.evaluation.measure import Case, Scores, measure
from quoth.qa.evaluation.metrics import first_rank, recall
from quoth.qa.langchain import QuothEmbeddings
from tests.benchmarks.machine import load, machine
from tests.benchmarks.results import write_section
from tests.benchmarks.texts import eval_folder, squad_set
from tests.minilm import minilm_folder

_SETS = (
    ("PIAF, French", "piaf-dev.json", ""),
    ("XQuAD, English", "xquad-en-dev.json", ""),
    ("XQuAD, German on English", "xquad-en-dev.json", "xquad-de-dev.json"),
    ("XQuAD, Spanish on English", "xquad-en-dev.json", "xquad-es-dev.json"),
    ("SQuAD 2, English", "squad2-dev.json", ""),
)
_DEPTH = 10
_RECALLS = ("recall@1", "recall@10")
_OWN = ("evidence@1", "evidence@3", "absent_auroc", "answered_present", "answered_absent")
_SYSTEMS = ("dense", "bm25", "rrf", "ensemble", "MiniLM")
_HEAD = """\
The same passages for all. Dense only, BM25 only and their rank fusion (RRF) rank Quoth's own
candidates; *ensemble* is LangChain's EnsembleRetriever with its default weights over BM25Retriever and
Chroma with Quoth's model, ten of each; *MiniLM* is all-MiniLM-L6-v2 by cosine."""

Ranking = Callable[[str], Sequence[int]]
"""A question -> passage numbers, best first."""


@dataclass(frozen=True, slots=True)
class Measured:
    name: str
    ours: Scores
    others: Mapping[str, Mapping[str, float | None]]

    def lines(self) -> Iterator[str]:
        for measure_name in (*_RECALLS, *_OWN):
            figures = [self.ours.measures[measure_name]]
            figures += [self.others[system].get(measure_name) for system in _SYSTEMS]
            cells = " | ".join("" if f is None else f"{f:.3f}" for f in figures)
            yield f"| {self.name} | {measure_name} | **{cells.replace(' |', '** |', 1)} |"


def _measured(name: str, file: Path, parallel: Path | None) -> Measured:
    questions = squad_set(file, parallel)
    with (
        library_of(questions.contexts, IndexSettings()) as library,
        QuestionAnswerer.open(library) as answerer,
    ):
        cases, left_out = squad_cases(questions, answerer.generation)
        ours = measure(answerer, cases, left_out)
        catalog = answerer.generation.catalog
        passages = catalog.passages(answerer.generation.numbers.tolist())
        titles = {card.id: card.title for card in catalog.articles()}
        texts = {n: PassageText(titles[p.article_id], p.text) for n, p in passages.items()}
        rankings = {
            "ensemble": _ensemble(texts),
            "MiniLM": _by_cosine(texts, open_embedder(minilm_folder())),
        }
        found = {name: _recalls(rank, cases, passages) for name, rank in rankings.items()}
    return Measured(name, ours, {**ours.baselines, **found})


def _ensemble(texts: Mapping[int, PassageText]) -> Ranking:
    documents = [
        Document(f"{text.context}\n{text.text}", metadata={"number": number})
        for number, text in texts.items()
    ]
    # Under a name of its own: such collections of one process are otherwise the same.
    near = Chroma.from_documents(
        documents,
        QuothEmbeddings(open_embedder("builtin")),
        collection_name=f"passages-{uuid4().hex}",
        client_settings=Settings(anonymized_telemetry=False),
    )
    words = BM25Retriever.from_documents(documents, k=_DEPTH)
    both = EnsembleRetriever(
        retrievers=[words, near.as_retriever(search_kwargs={"k": _DEPTH})], weights=[0.5, 0.5]
    )
    return lambda question: [found.metadata["number"] for found in both.invoke(question)]


def _by_cosine(texts: Mapping[int, PassageText], embedder: Embedder) -> Ranking:
    numbers = list(texts)
    vectors = np.stack([made.passage for made in embedder.embed_passages(list(texts.values()))])

    def ranked(question: str) -> Sequence[int]:
        best = np.argsort(-(vectors @ embedder.embed_question(question)), kind="stable")
        return [numbers[row] for row in best[:_DEPTH]]

    return ranked


def _recalls(
    rank: Ranking, cases: Sequence[Case], passages: Mapping[int, Passage]
) -> dict[str, float | None]:
    ranks = []
    for case in cases:
        assert case.gold is not None
        best = [passages[number] for number in rank(case.question)[:_DEPTH]]
        ranks.append(first_rank(case.gold.stands_in(p.article_id, p.span, p.text) for p in best))
    return {f"recall@{k}": recall(ranks, k) for k in (1, _DEPTH)}


def main() -> None:
    folder, before, lines = eval_folder(), load(), list[str]()
    assert folder is not None, "QUOTH_EVAL names no folder of public sets"
    for name, file, parallel in _SETS:
        measured = _measured(name, folder / file, folder / parallel if parallel else None)
        lines += measured.lines()
        print("\n".join(measured.lines()), file=sys.stderr, flush=True)
    columns = ("", "", "Quoth", "dense only", "BM25 only", "RRF", "ensemble", "MiniLM")
    table = [f"| {' | '.join(columns)} |", "| --- " * len(columns) + "|", *lines]
    where = f"{machine()}. Load before {before}, after {load()}."
    write_section("On public sets", "\n\n".join((where, _HEAD, "\n".join(table))))


if __name__ == "__main__":
    main()
