"""Runs a prepared model on ONNX Runtime: fast to load, fast to run, and without torch."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from quoth.index.arrays import unit_rows
from quoth.index.embedders.base import FloatArray, ModelIdentity, PassageText, PassageVectors
from quoth.index.embedders.builtin import cache as model_cache
from quoth.index.embedders.tokens import IdArray, Tokens
from quoth.index.errors import EmbedderError


class Encoder:
    """A model on ONNX Runtime that turns token ids into token states, and its tokens."""

    def __init__(self, folder: Path) -> None:
        """Raises EmbedderError when the folder is not a sound model."""
        if found := model_cache.problems(folder, thorough=False):
            raise EmbedderError(f"The model is damaged: {found[0]}", "Run: quoth doctor")
        try:
            self.manifest = model_cache.read_manifest(folder)
            self.max_tokens = int(self.manifest["max_tokens"])
            self.tokens = Tokens(folder)
            self._session = _open_session(folder / "model.onnx")
        except Exception as error:  # the runtime raises bare Exceptions of its own
            raise EmbedderError(
                f"The model in {folder} cannot be opened: {error}", "Run: quoth doctor"
            ) from error

    def states(self, ids: IdArray) -> FloatArray:
        """Turn token ids (tokens,) into token states (tokens that fit, dimension)."""
        ids = self.fitting(ids)[None]
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        states: FloatArray = self._session.run(None, feed)[0][0]
        return states

    def fitting(self, tokens: IdArray) -> IdArray:
        """Cut token ids to what the model takes; the closing one stays."""
        if len(tokens) <= self.max_tokens:
            return tokens
        return np.append(tokens[: self.max_tokens - 1], tokens[-1])


class OnnxEmbedder:
    """An `Embedder` over the folder that `index.embedders.builtin.model.prepare` makes.

    Texts run one at a time, one to a core: int8 scales are chosen over a whole batch, so a text
    batched with others would get a vector that depends on them, and padding would be computed for
    nothing. A batch is no faster here.
    """

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        """Raises EmbedderError when the folder is not a sound model."""
        self._threads = threads or cores()
        self._encoder = Encoder(folder)
        self._identity = ModelIdentity(**self._encoder.manifest["identity"])

    @property
    def identity(self) -> ModelIdentity:
        return self._identity

    @property
    def max_tokens(self) -> int:
        return self._encoder.max_tokens

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._encoder.tokens.count(texts)

    def embed_question(self, question: str) -> FloatArray:
        ids = self._encoder.tokens.ids(self._identity.question_prompt + question)
        return unit_rows(self._encoder.states(ids).mean(axis=0))

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        self._encoder.tokens.expect(sum(len(passage.text) for passage in passages))
        if len(passages) < 2 or self._threads < 2:
            return [self._embed(passage) for passage in passages]
        # Longest first, so that at the end no core waits for one that began a long passage last.
        order = sorted(range(len(passages)), key=lambda place: -len(passages[place].text))
        with ThreadPoolExecutor(self._threads) as pool:
            made = pool.map(self._embed, [passages[place] for place in order])
            placed = dict(zip(order, made, strict=True))
        return [placed[place] for place in range(len(passages))]

    def _embed(self, passage: PassageText) -> PassageVectors:
        head = self._identity.passage_prompt
        if passage.context:
            head += passage.context + "\n"
        if not passage.sentences:
            whole = unit_rows(
                self._encoder.states(self._encoder.tokens.ids(head + passage.text)).mean(axis=0)
            )
            return PassageVectors(whole, np.empty((0, len(whole)), np.float32))
        ids, places = self._encoder.tokens.placed(head + passage.text)
        states, places = self._encoder.states(ids), self._encoder.fitting(places)
        whole = unit_rows(states.mean(axis=0))
        spans = np.array(passage.sentences, np.int64).reshape(-1, 2, 1) + len(head)
        inside = (places >= spans[:, 0]) & (places < spans[:, 1])
        sums = inside.astype(np.float32) @ states
        sums[~inside.any(axis=1)] = whole  # beyond the model's last token, or blank
        return PassageVectors(whole, unit_rows(sums))


def _open_session(file: Path) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(
        str(file),
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=["SkipLayerNormFusion"],  # slower than what it stands for
    )


def cores() -> int:
    """The number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
