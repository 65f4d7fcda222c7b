"""Finds strangers: what a search brings for a question from texts that do not answer it.

The built-in model's vectors of all windows and questions are compared; the nearest windows of other
texts, without those in which the words of the answer stand, are what a reader must tell apart.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor
from transformers import BertModel

from tests.training.articles import Text, Window, windows
from tests.training.batches import PAD, filled
from tests.training.groups import Asked

_KEPT = 6  # strangers of a question
_LOOKED_AT = 40  # nearest windows
_ROWS = 512  # questions that are compared at once
_TOKENS = 24_000  # of a batch, with its padding
_MAX_TOKENS = 200


def with_strangers(
    questions: Sequence[Asked],
    texts: Sequence[Text],
    bert: BertModel,
    tokenizer: Tokenizer,
    file: Path,
) -> list[Asked]:
    """The questions with their strangers, which are kept in `file`, an .npz, for the next time."""
    dice = random.Random(3)
    cut = [window for text in texts for window in windows(text, dice, 110)]
    if file.exists():
        with np.load(file, allow_pickle=False) as stored:
            nearest = stored["nearest"]
    else:
        nearest = _nearest(questions, cut, bert, tokenizer)
        np.savez(file, nearest=nearest)
    if nearest.shape != (len(questions), _KEPT):
        raise ValueError(f"{file} is of other questions; remove it.")
    return [
        replace(asked, strangers=tuple(cut[number] for number in row if number >= 0))
        for asked, row in zip(questions, nearest.tolist(), strict=True)
    ]


def _nearest(
    questions: Sequence[Asked], cut: Sequence[Window], bert: BertModel, tokenizer: Tokenizer
) -> NDArray[np.int32]:
    """Numbers (questions, strangers) of windows, -1 for none."""
    shown = [f"passage: {window.text.title}\n{window.span.of(window.text.text)}" for window in cut]
    passages = _vectors(shown, bert, tokenizer)
    asked = _vectors([f"query: {one.question}" for one in questions], bert, tokenizer)
    found = np.full((len(questions), _KEPT), -1, np.int32)
    for first in range(0, len(questions), _ROWS):
        scores = asked[first : first + _ROWS] @ passages.T
        best = scores.topk(min(_LOOKED_AT, len(cut)), dim=1).indices.tolist()
        for row, numbers in enumerate(best):
            one = questions[first + row]
            kept = [number for number in numbers if not _may_answer(one, cut[number])][:_KEPT]
            found[first + row, : len(kept)] = kept
    return found


def _may_answer(asked: Asked, window: Window) -> bool:
    if any(window.text.id == text.id for text in asked.near):
        return True
    said = window.span.of(window.text.text)
    told = (span.of(text.text) for text in asked.near if (span := asked.answers.get(text.id)))
    return any(words in said for words in told)


@torch.inference_mode()
def _vectors(texts: Sequence[str], bert: BertModel, tokenizer: Tokenizer) -> Tensor:
    """Unit vectors (texts, dimension): the mean of the tokens' states."""
    device = bert.device
    ids = [encoding.ids[:_MAX_TOKENS] for encoding in tokenizer.encode_batch_fast(list(texts))]
    made = torch.zeros(len(ids), bert.config.hidden_size, device=device)
    for batch in filled(range(len(ids)), lambda number: len(ids[number]), _TOKENS):
        longest = len(ids[batch[-1]])
        given = torch.tensor([ids[n] + [PAD] * (longest - len(ids[n])) for n in batch])
        mask = (given != PAD).float().to(device)
        with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
            states = bert(given.to(device), mask).last_hidden_state
        means = (states.float() * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        made[batch] = torch.nn.functional.normalize(means, dim=1)
    return made
