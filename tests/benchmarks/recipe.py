"""The LangChain recipe that most people start from, as one script, to measure against.

    python -m tests.benchmarks.recipe index MODEL STORE FOLDER
    python -m tests.benchmarks.recipe ask MODEL STORE QUESTION

MODEL is a sentence-transformers folder or name; STORE the directory for Chroma's files.
"""

from __future__ import annotations

import sys
from pathlib import Path

from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter


def open_store(model: str, store: str) -> Chroma:
    embeddings = HuggingFaceEmbeddings(
        model_name=model,
        encode_kwargs={"normalize_embeddings": True, "prompt": "passage: "},
        query_encode_kwargs={"normalize_embeddings": True, "prompt": "query: "},
    )
    return Chroma(
        collection_name="articles",
        embedding_function=embeddings,
        persist_directory=store,
        collection_metadata={"hnsw:space": "cosine"},
    )


def index(model: str, store: str, folder: str) -> None:
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    documents = [
        Document(page_content=path.read_text(encoding="utf-8"), metadata={"source": str(path)})
        for path in sorted(Path(folder).rglob("*.txt"))
    ]
    chunks = splitter.split_documents(documents)
    open_store(model, store).add_documents(chunks)
    print(len(chunks))


def ask(model: str, store: str, question: str) -> None:
    for document in open_store(model, store).similarity_search(question, k=10):
        print(document.metadata["source"], document.page_content[:80].replace("\n", " "))


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    {"index": index, "ask": ask}[command](*arguments)
