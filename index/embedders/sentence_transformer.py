"""Runs any sentence-transformers model that a user names, from the hub or from a local folder."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from quoth.index.embedders.base import FloatArray, ModelIdentity, PassageText, PassageVectors
from quoth.index.embedders.hub import load, local_folder
from quoth.index.text.clean import encodable

_HASHED = (".safetensors", ".bin", ".json", ".model", ".txt")


class SentenceTransformerEmbedder:
    """An `Embedder` over a hub name, which may be downloaded, or a folder, which never reaches
    the network. Prompts are the model's own; where it names none, none is made up. It gives no
    sentence vectors."""

    def __init__(self, name: str, *, offline: bool = False) -> None:
        """`offline`: only what was downloaded before. Raises EmbedderError when the model cannot
        be found or loaded."""
        folder = local_folder(name, "embedder")
        self._model = load("SentenceTransformer", "embedder", name, folder, offline=offline)
        prompts = self._model.prompts or {}
        self._max_tokens = int(self._model.max_seq_length or 512)
        probe = self._encode([""], "")
        self._identity = ModelIdentity(
            name=folder.name if folder else name,
            revision=_fingerprint(folder) if folder else _commit(self._model),
            dimension=probe.shape[1],
            question_prompt=prompts.get("query") or "",
            passage_prompt=prompts.get("passage") or prompts.get("document") or "",
            quantisation="none",
        )

    @property
    def identity(self) -> ModelIdentity:
        return self._identity

    @property
    def max_tokens(self) -> int:
        return self._max_tokens

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        if not texts:
            return []
        clean = [encodable(text) for text in texts]
        tokenizer = self._model.tokenizer
        if hasattr(tokenizer, "encode_batch"):  # static models carry a bare tokenizer
            found = tokenizer.encode_batch(clean, add_special_tokens=False)
            return [len(encoding.ids) for encoding in found]
        encoded = tokenizer(
            clean, add_special_tokens=False, truncation=False, padding=False, verbose=False
        )
        return [len(ids) for ids in encoded["input_ids"]]

    def embed_question(self, question: str) -> FloatArray:
        vector: FloatArray = self._encode([question], self._identity.question_prompt)[0]
        return vector

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        texts = [f"{p.context}\n{p.text}" if p.context else p.text for p in passages]
        if not texts:
            return []
        rows = self._encode(texts, self._identity.passage_prompt)
        return [PassageVectors(row, None) for row in rows]

    def _encode(self, texts: list[str], prompt: str) -> FloatArray:
        """(texts, dimension), rows of length one; sorted by length and batched within."""
        rows = self._model.encode(
            [encodable(text) for text in texts],
            prompt=prompt,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(rows, np.float32)


def _commit(model: Any) -> str:
    try:
        commit = model[0].auto_model.config._commit_hash
    except (AttributeError, IndexError):
        commit = None
    return str(commit or "unknown")


def _fingerprint(folder: Path) -> str:
    """Sixteen hex digits of the SHA-256 of every file that can change a vector."""
    total = hashlib.sha256()
    for file in sorted(f for f in folder.rglob("*") if f.suffix in _HASHED and f.is_file()):
        total.update(file.relative_to(folder).as_posix().encode())
        with file.open("rb") as stream:
            total.update(hashlib.file_digest(stream, "sha256").digest())
    return total.hexdigest()[:16]
