"""Groups -> tensors."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Self, TypeVar

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from quoth.qa.reading.inputs import CLOSING_TOKENS, MAX_QUESTION_TOKENS, head_of
from tests.training.groups import Group

PAD = 1
"""The token id that fills a batch's shorter rows."""
_Item = TypeVar("_Item")
_MAX_TOKENS = 320
_HEADLESS = 0.3  # chance that paper and date are left out of the head


@dataclass(frozen=True, slots=True)
class Tensors:
    """Tensors that belong together, as the fields of a subclass."""

    def to(self, device: str | torch.device) -> Self:
        """The same on a device."""
        held = (getattr(self, field.name) for field in fields(self))
        return type(self)(*(values.to(device, non_blocking=True) for values in held))


@dataclass(frozen=True, slots=True)
class Batch(Tensors):
    """Windows of several questions. `owner` (windows,) is the question of each, by number; `right`
    and `known` (windows, sentences) are 1 for sentences that answer, and for those to be judged;
    `start` and `end` (windows,) are token numbers of the answer, -1 for none."""

    ids: Tensor
    mask: Tensor
    inside: Tensor
    owner: Tensor
    right: Tensor
    known: Tensor
    start: Tensor
    end: Tensor
    text: Tensor
    """(windows, tokens): 1 for the tokens of the window's own text."""


@dataclass(frozen=True, slots=True)
class _Row:
    ids: list[int]
    places: list[tuple[int, int]]  # of each token in the window's text; (-1, -1) outside it
    sentences: list[tuple[int, int]]
    right: list[bool]
    known: list[bool]
    answer: tuple[int, int] | None


def rows_of(group: Group, tokenizer: Tokenizer, dice: random.Random, question: str) -> list[_Row]:
    """A group's windows as token ids, under the `question` as it is asked this time."""
    asked = tokenizer.encode(question).ids[:MAX_QUESTION_TOKENS]
    asked[-1] = CLOSING_TOKENS
    made = []
    told = dice.random() >= _HEADLESS
    for window, right, unsure, span in zip(
        group.windows, group.right, group.unsure, group.spans, strict=True
    ):
        text, inside = window.text, window.span
        head = head_of(text.title, text.paper if told else "", text.date if told else "")
        encoding = tokenizer.encode(head + inside.of(text.text))
        ids = [*asked, CLOSING_TOKENS, *encoding.ids[1:]][:_MAX_TOKENS]
        ids[-1] = CLOSING_TOKENS
        skip = len(head)
        offsets = [
            (a - skip, b - skip) if b > skip else (-1, -1) for a, b in encoding.offsets[1:-1]
        ]
        outside = (-1, -1)
        places = [outside] * (len(asked) + 1) + offsets
        places = [*places[: len(ids) - 1], outside]
        numbers = range(window.first, window.last)
        sentences = [text.sentences[n] for n in numbers]
        made.append(
            _Row(
                ids,
                places,
                [(s.start - inside.start, s.end - inside.start) for s in sentences],
                [n in right for n in numbers],
                [n not in unsure for n in numbers],
                (span.start - inside.start, span.end - inside.start) if span else None,
            )
        )
    return made


def batch_of(groups: Sequence[Sequence[_Row]]) -> Batch:
    """The windows of several questions as tensors, padded to the longest."""
    rows = [(number, row) for number, group in enumerate(groups) for row in group]
    tokens = max(len(row.ids) for _, row in rows)
    sentences = max(len(row.sentences) for _, row in rows)
    count = len(rows)
    ids = torch.full((count, tokens), PAD)
    mask = torch.zeros(count, tokens)
    text = torch.zeros(count, tokens)
    inside = torch.zeros(count, sentences, tokens)
    right = torch.zeros(count, sentences)
    known = torch.zeros(count, sentences)
    start = torch.full((count,), -1)
    end = torch.full((count,), -1)
    for place, (_, row) in enumerate(rows):
        size = len(row.ids)
        ids[place, :size] = torch.tensor(row.ids)
        mask[place, :size] = 1
        last = np.array([b - 1 if b > 0 else -1 for _, b in row.places])
        text[place, :size] = torch.from_numpy((last >= 0).astype(np.float32))
        bounds = np.array(row.sentences)
        held = (last >= bounds[:, :1]) & (last < bounds[:, 1:])
        among = len(bounds)
        inside[place, :among, :size] = torch.from_numpy(held.astype(np.float32))
        right[place, :among] = torch.tensor(row.right, dtype=torch.float32)
        judged = np.array(row.known) & held.any(axis=1)
        known[place, :among] = torch.from_numpy(judged.astype(np.float32))
        if row.answer:
            a, b = row.answer
            (said,) = np.nonzero((last >= a) & (last < b))
            if len(said):
                start[place], end[place] = int(said[0]), int(said[-1])
    owner = torch.tensor([number for number, _ in rows])
    return Batch(ids, mask, inside, owner, right, known, start, end, text)


def batched(
    groups: Sequence[list[_Row]], budget: int, dice: random.Random
) -> Iterator[list[list[_Row]]]:
    """Groups of like length together, `budget` tokens with the padding in a batch, in any order."""
    made = filled(groups, lambda rows: max(len(row.ids) for row in rows), budget, len)
    dice.shuffle(made)
    yield from made


def filled(
    items: Iterable[_Item],
    tokens: Callable[[_Item], int],
    budget: int,
    rows: Callable[[_Item], int] = lambda item: 1,
) -> list[list[_Item]]:
    """Items of like length together, the shortest first, `budget` tokens with the padding in each
    batch. An item has `rows` rows, of which the longest has `tokens`.
    """
    made: list[list[_Item]] = []
    count = 0
    for item in sorted(items, key=tokens):
        count += rows(item)
        if not made or count * tokens(item) > budget:
            made.append([])
            count = rows(item)
        made[-1].append(item)
    return made
