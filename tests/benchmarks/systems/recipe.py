"""The LangChain recipe that most people start from: splitter, HuggingFaceEmbeddings, Chroma."""

from __future__ import annotations

from pathlib import Path

from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_huggingface import HuggingFaceEmbeddings

from tests.benchmarks.systems.commands import TOP_K, Found, main


class Recipe:
    def __init__(self, model: str, store: Path) -> None:
        embeddings = HuggingFaceEmbeddings(
            model_name=model,
            encode_kwargs={"normalize_embeddings": True, "prompt": "passage: "},
            query_encode_kwargs={"normalize_embeddings": True, "prompt": "query: "},
        )
        self.store = Chroma(
            collection_name="articles",
            embedding_function=embeddings,
            persist_directory=str(store),
            collection_metadata={"hnsw:space": "cosine"},
        )

    def index(self, folder: Path) -> int:
        return self._add(sorted(folder.rglob("*.txt")))

    def change(self, file: Path) -> None:
        self.store.delete(where={"source": file.name})
        self._add([file])

    def search(self, question: str) -> Found:
        return found(self.store.similarity_search(question, k=TOP_K))

    def _add(self, files: list[Path]) -> int:
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
        chunks = splitter.split_documents(
            Document(page_content=file.read_text(encoding="utf-8"), metadata={"source": file.name})
            for file in files
        )
        self.store.add_documents(chunks)
        return len(chunks)


def found(documents: list[Document]) -> Found:
    return [(document.metadata["source"], document.page_content) for document in documents]


if __name__ == "__main__":
    main(Recipe)
