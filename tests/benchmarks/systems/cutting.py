"""The chunks of a text as the recipe cuts them, for those that are given their chunks."""

from __future__ import annotations

from pathlib import Path

from langchain_text_splitters import RecursiveCharacterTextSplitter


def chunks_of(file: Path) -> list[str]:
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    return list(splitter.split_text(file.read_text(encoding="utf-8")))
