"""Runs any sentence-transformers model that a user names, from the hub or from a local folder."""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies

import numpy as np

from index.embedders.base import FloatArray, ModelIdentity, PassageText, PassageVectors
from index.errors import EmbedderError

_HUB_SECONDS = 5  # the longest wait for an answer from the model hub
_HASHED = (".safetensors", ".bin", ".json", ".model", ".txt")


class SentenceTransformerEmbedder:
    """An `Embedder` over a hub name, which may be downloaded, or a folder, which never reaches
    the network. Prompts are the model's own; where it names none, none is made up. It gives no
    sentence vectors."""

    def __init__(self, name: str, *, offline: bool = False) -> None:
        """`offline`: only what was downloaded before. Raises EmbedderError when the model cannot
        be found or loaded."""
        folder = _local_folder(name)
        self._model = _load(name, folder, offline)
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
        clean = [_encodable(text) for text in texts]
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
            [_encodable(text) for text in texts],
            prompt=prompt,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(rows, np.float32)


def _encodable(text: str) -> str:
    """Lone surrogates become "?", as tokenizers refuse them."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _local_folder(name: str) -> Path | None:
    """The folder that `name` means, None for a hub name. Raises EmbedderError for a path that
    leads nowhere, which must not be mistaken for a hub name."""
    path = Path(name).expanduser()
    if path.is_dir():
        return path.resolve()
    if path.is_absolute() or name.startswith((".", "~")) or "\\" in name or name.count("/") > 1:
        raise EmbedderError(
            f"No model folder at {path}", "Check the embedder setting, or name a hub model."
        )
    return None


def _load(name: str, folder: Path | None, offline: bool) -> Any:
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    with _quiet():
        try:
            from sentence_transformers import SentenceTransformer

            # Without the hub the library would go on knocking for a minute and a half.
            at_hand = folder is not None or offline or not _hub_answers()
            return SentenceTransformer(str(folder or name), local_files_only=at_hand)
        except Exception as error:  # whatever the model's own files make the library raise
            reason = str(error).strip().partition("\n")[0]
            raise EmbedderError(
                f"Cannot load the embedder {name}: {reason or type(error).__name__}",
                "A folder must hold a sentence-transformers model."
                if folder
                else "A hub model is downloaded on first use: check the name and the network.",
            ) from error


def _hub_answers() -> bool:
    from huggingface_hub.constants import ENDPOINT

    if getproxies():
        return True  # which only the proxy can tell
    try:
        socket.create_connection((urlsplit(ENDPOINT).hostname, 443), _HUB_SECONDS).close()
    except OSError:
        return False
    return True


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the progress bars and load reports that would run across the screen."""
    from huggingface_hub.utils import logging as hub_logging
    from transformers.utils import logging

    hub_logging.set_verbosity(50)  # critical
    level, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity(50)  # critical
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        logging.set_verbosity(level)
        if bars:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def _commit(model: Any) -> str:
    try:
        commit = model[0].auto_model.config._commit_hash
    except (AttributeError, IndexError):
        commit = None
    return str(commit or "unknown")


def _fingerprint(folder: Path) -> str:
    """Of every file that can change a vector; sixteen hex digits."""
    total = hashlib.sha256()
    for file in sorted(f for f in folder.rglob("*") if f.suffix in _HASHED and f.is_file()):
        total.update(file.relative_to(folder).as_posix().encode())
        with file.open("rb") as stream:
            total.update(hashlib.file_digest(stream, "sha256").digest())
    return total.hexdigest()[:16]
