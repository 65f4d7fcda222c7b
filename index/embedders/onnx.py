"""Runs a prepared model on ONNX Runtime: fast to load, fast to run, and without torch."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.builtin import cache as model_cache
from index.embedders.base import FloatArray, ModelIdentity, PassageText, PassageVectors
from index.errors import EmbedderError


class OnnxEmbedder:
    """An `Embedder` over the folder that `index.builtin.model.prepare` makes.

    Texts run one at a time, one to a core: int8 scales are chosen over a whole batch, so a text
    batched with others would get a vector that depends on them, and padding would be computed for
    nothing. A batch is no faster here.
    """

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        """Raises EmbedderError when the folder is not a sound model."""
        if found := model_cache.problems(folder, thorough=False):
            raise EmbedderError(f"The model is damaged: {found[0]}", "Run: quoth doctor")
        self._threads = threads or _cores()
        with ThreadPoolExecutor(1) as beside:
            session = beside.submit(_open_session, folder / "model.onnx")
            try:
                manifest = model_cache.read_manifest(folder)
                self._identity = ModelIdentity(**manifest["identity"])
                self._max_tokens = int(manifest["max_tokens"])
                self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
                self._session = session.result()
            except Exception as error:  # both libraries raise bare Exceptions of their own
                raise EmbedderError(
                    f"The model in {folder} cannot be opened: {error}", "Run: quoth doctor"
                ) from error

    @property
    def identity(self) -> ModelIdentity:
        return self._identity

    @property
    def max_tokens(self) -> int:
        return self._max_tokens

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        clean = [_encodable(text) for text in texts]
        return [
            len(encoding.ids)
            for encoding in self._tokenizer.encode_batch_fast(clean, add_special_tokens=False)
        ]

    def embed_question(self, question: str) -> FloatArray:
        states, _ = self._token_states(self._identity.question_prompt + question)
        return _unit(states.mean(axis=0))

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        if len(passages) < 2 or self._threads < 2:
            return [self._embed(passage) for passage in passages]
        with ThreadPoolExecutor(self._threads) as pool:
            return list(pool.map(self._embed, passages))

    def _embed(self, passage: PassageText) -> PassageVectors:
        head = self._identity.passage_prompt
        if passage.context:
            head += passage.context + "\n"
        states, last_characters = self._token_states(head + passage.text)
        whole = _unit(states.mean(axis=0))
        spans = np.array(passage.sentences, np.int64).reshape(-1, 2, 1) + len(head)
        inside = (last_characters >= spans[:, 0]) & (last_characters < spans[:, 1])
        sums = inside.astype(np.float32) @ states
        sums[~inside.any(axis=1)] = whole  # beyond the model's last token, or blank
        return PassageVectors(whole, _unit(sums))

    def _token_states(self, text: str) -> tuple[FloatArray, NDArray[np.int64]]:
        """(tokens, dimension) and, for each token, the offset in `text` of its last character
        (-1 for special tokens). The last and not the first, as a word's token begins at the
        space before it, which is outside its sentence."""
        encoding = self._tokenizer.encode(_encodable(text))
        ids = np.array(encoding.ids, np.int64)
        last = np.array(encoding.offsets, np.int64)[:, 1] - 1
        if len(ids) > self._max_tokens:
            kept = np.r_[: self._max_tokens - 1, len(ids) - 1]  # the closing token stays
            ids, last = ids[kept], last[kept]
        feed = {"input_ids": ids[None], "attention_mask": np.ones((1, len(ids)), np.int64)}
        states: FloatArray = self._session.run(None, feed)[0][0]
        return states, last


def _open_session(file: Path) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


def _cores() -> int:
    """Those that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _encodable(text: str) -> str:
    """Lone surrogates become "?", one for one, as the tokenizer refuses them."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _unit(rows: NDArray[np.float32]) -> FloatArray:
    """Scaled to length one along the last axis."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-12), np.float32)
