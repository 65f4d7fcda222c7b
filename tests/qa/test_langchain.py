"""Quoth inside a LangChain chain."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.runnables import RunnableLambda

from quoth.index.embedders.base import Embedder
from quoth.index.errors import EmptyLibrary, UsageError
from quoth.qa.api import QuothLibrary
from quoth.qa.langchain import QuothAnswers, QuothEmbeddings, QuothRetriever


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


def test_the_documents_go_into_a_vector_store(seed_library: Path, embedder: Embedder) -> None:
    documents = QuothRetriever(library=seed_library, top_k=20).invoke("Welcher Käse? A comet?")
    tags = [document.metadata.get("tags") for document in documents]
    assert None in tags
    assert ["astronomy", "comets", "history"] in tags
    ids = [str(document.id) for document in documents]
    store = Chroma.from_documents(documents, QuothEmbeddings(embedder), ids=ids)
    for document in documents:
        (kept,) = store.get(document.id)["metadatas"]
        assert kept == {k: v for k, v in document.metadata.items() if v is not None}


def test_what_cannot_be_asked_is_one_error(seed_library: Path) -> None:
    for top_k in (0, -1, 101):
        with pytest.raises(UsageError, match=f"top_k is {top_k}"):
            QuothRetriever(library=seed_library, top_k=top_k).invoke("Who?")
        with pytest.raises(UsageError, match=f"top_k is {top_k}"):
            QuothAnswers(library=seed_library, top_k=top_k, model="").invoke("Who?")
    nothing: Any = None
    for asked in (QuothRetriever(library=seed_library), QuothAnswers(library=seed_library)):
        with pytest.raises(UsageError, match="text, not NoneType"):
            asked.invoke(nothing)


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


@pytest.fixture
def settled(seed_library: Path, tmp_path: Path) -> Path:
    """The library of the seeds with settings of its own."""
    folder = tmp_path / "settled"
    shutil.copytree(seed_library, folder)
    settings = '[qa]\nfilters = "lang:en"\ntop_k = 2\nmodel = "ollama:none"\n'
    (folder / "settings.toml").write_text(settings)
    return folder


def test_the_retriever_obeys_the_librarys_settings(settled: Path) -> None:
    question = "Que s'est-il passé à Palmyre ?"
    found = QuothRetriever(library=settled).invoke(question)
    assert [document.metadata["language"] for document in found] == ["en", "en"]
    with QuothLibrary(settled, model="") as library:
        ids = [hit.passage.id for hit in library.search(question)]
    assert [document.id for document in found] == ids


def test_the_retriever_is_narrowed_by_typed_fields(seed_library: Path) -> None:
    retriever = QuothRetriever(
        library=seed_library, since=date(2016, 3, 1), until="mars 2016", language=["fr", "de"]
    )
    found = retriever.invoke("Que s'est-il passé à Palmyre ?")
    names = {Path(document.metadata["path"]).name for document in found}
    assert names == {"palmyre-armee-syrienne-avance-al-qaryatayn.txt"}
    answers = QuothAnswers(library=seed_library, model="", tag="comets")
    found_titles = {hit["title"] for hit in answers.invoke("What returns?")["passages"]}
    assert len(found_titles) == 1
