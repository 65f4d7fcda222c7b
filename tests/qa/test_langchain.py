"""Quoth inside a LangChain chain."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from langchain_core.documents import Document
from langchain_core.runnables import RunnableLambda

from index.embedders.base import Embedder
from index.errors import EmptyLibrary
from qa.langchain import QuothAnswers, QuothEmbeddings, QuothRetriever


def test_the_retriever_works_in_a_chain(seed_library: Path) -> None:
    def titles_of(documents: list[Document]) -> list[str]:
        return [document.metadata["title"] for document in documents]

    chain = QuothRetriever(library=seed_library, top_k=3) | RunnableLambda(titles_of)
    titles = chain.invoke("Welcher Käse reift unter Asche?")
    assert len(titles) == 3
    assert any("Montfaverge" in title for title in titles)


def test_documents_carry_their_place(seed_library: Path) -> None:
    document, *_ = QuothRetriever(library=seed_library, top_k=1).invoke("lighthouse keeper")
    metadata = document.metadata
    assert metadata["end"] - metadata["start"] == len(document.page_content)
    assert metadata["rank"] == 1
    assert document.id == metadata["passage_id"]


def test_a_runnable_answers_with_citations(seed_library: Path) -> None:
    answers = QuothAnswers(library=seed_library, top_k=2, model="")
    found = answers.invoke("Welcher Käse reift unter Asche?")
    assert found["schema"] == "quoth.answer/1"
    assert len(found["passages"]) == 2
    both = answers.batch(["What is the boiling point of tungsten?", "Who is the last keeper?"])
    assert [one["answered"] for one in both] == [False, True]


def test_the_example_runs(seed_library: Path) -> None:
    question = "How many pictures of the rear wall of the temple did the student have?"
    command = [sys.executable, "tests/examples/langchain_chain.py", str(seed_library), question]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "eleven of the rear wall" in done.stdout
    assert "[1] Rebuilding Palmyra in pixels" in done.stdout
    assert done.stdout.count("near: ") == 3


def test_an_empty_library_says_so(tmp_path: Path) -> None:
    with pytest.raises(EmptyLibrary):
        QuothRetriever(library=tmp_path).invoke("Who?")


def test_the_embedder_has_langchains_face(embedder: Embedder) -> None:
    embeddings = QuothEmbeddings(embedder)
    query = embeddings.embed_query("a river in flood")
    near, far = embeddings.embed_documents(["The water rose over the banks.", "A cheese."])
    assert len(query) == embedder.identity.dimension

    def dot(a: list[float], b: list[float]) -> float:
        return sum(x * y for x, y in zip(a, b, strict=True))

    assert dot(query, near) > dot(query, far)
