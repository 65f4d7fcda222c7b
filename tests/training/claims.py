"""Claims with the passages that they are made of, for the check of what a model writes.

Those of `claims.jsonl.gz` were written by hand, true and false ones of every kind over the same
passages. Others are made of sentences of the articles: a passage's own is supported, another one of
the same article is not stated, and one with another number or with two names exchanged is contradicted.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor

from quoth.qa.reading.inputs import CLOSING_TOKENS, MAX_QUESTION_TOKENS
from tests.training.articles import Text, windows
from tests.training.batches import PAD, Tensors, filled
from tests.training.rows import held_back

LABELS = ("supported", "not stated", "contradicted")
_MAX_TOKENS = 320
_HEADLESS = 0.3  # chance that the title is left out
_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"(?<=[\w,;] )[^\W\d_a-zß-öø-ÿ]\w{3,}")  # a capital inside a sentence


Row = tuple[list[int], int, int]
"""Token ids, how many of them are the claim's with its marks, and the label."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence, the head and the passage that it is checked against, and its label by number."""

    text: str
    head: str
    passage: str
    label: int
    crosses: bool = False
    """Whether it is in another language than the passage."""


@dataclass(frozen=True, slots=True)
class ClaimBatch(Tensors):
    """`ids`, `mask` and `said` (claims, tokens), where `said` is 1 for the claims' own tokens;
    `labels` (claims,)."""

    ids: Tensor
    mask: Tensor
    said: Tensor
    labels: Tensor


def read_claims(rows: Iterable[dict[str, Any]]) -> tuple[list[Claim], list[Claim]]:
    """The claims to learn from, and those to judge by."""
    learnt: list[Claim] = []
    judged: list[Claim] = []
    for row in rows:
        claims = [
            Claim(
                c["text"],
                row["title"],
                row["passage"],
                LABELS.index(c["label"]),
                c["language"] != row["language"],
            )
            for c in row["claims"]
        ]
        (judged if held_back(row["id"]) else learnt).extend(claims)
    return learnt, judged


def balanced(claims: Sequence[Claim], dice: random.Random) -> list[Claim]:
    """Claims of which those in another language than their passage are half true: else that alone
    would speak for them."""
    true = [claim for claim in claims if claim.crosses and not claim.label]
    false = [claim for claim in claims if claim.crosses and claim.label]
    same = [claim for claim in claims if not claim.crosses]
    return same + dice.sample(true, min(len(true), len(false))) + false


def made_of(texts: Sequence[Text], dice: random.Random) -> Iterator[Claim]:
    """Claims made of sentences of the texts, without end."""
    while True:
        text = dice.choice(texts)
        window = dice.choice(windows(text, dice))
        if len(text.sentences) < 4 or window.last - window.first < 2:
            continue
        passage = window.span.of(text.text)
        number = dice.choice(range(window.first, window.last))
        own = text.sentences[number].of(text.text)
        ways = [(own, 0)]
        others = [n for n in range(len(text.sentences)) if not window.first <= n < window.last]
        if others:
            ways.append((text.sentences[dice.choice(others)].of(text.text), 1))
        ways += [(other, 2) for other in (_renumbered(own, dice), _renamed(own, dice)) if other]
        said, label = dice.choice(ways)
        yield Claim(said, text.title, passage, label)


def _renumbered(sentence: str, dice: random.Random) -> str:
    """With another number in the place of one; "" where it has none."""
    numbers = list(_NUMBER.finditer(sentence))
    if not numbers:
        return ""
    match = dice.choice(numbers)
    value = int(match[0])
    other = value + dice.choice((-1, 1, 2, 10, value or 3))
    return sentence[: match.start()] + str(abs(other)) + sentence[match.end() :]


def _renamed(sentence: str, dice: random.Random) -> str:
    """With two of its names exchanged; "" where it has no two."""
    names = list(_NAME.finditer(sentence))
    if len(names) < 2:
        return ""
    first, second = sorted(dice.sample(names, 2), key=lambda match: match.start())
    if first[0] == second[0]:
        return ""
    between = sentence[first.end() : second.start()]
    return sentence[: first.start()] + second[0] + between + first[0] + sentence[second.end() :]


def claim_batches(
    claims: Iterator[Claim], tokenizer: Tokenizer, budget: int, dice: random.Random, pool: int
) -> Iterator[ClaimBatch]:
    """Batches of claims of like length, `budget` tokens with the padding in each, without end."""
    while True:
        drawn = [(next(claims), dice.random() >= _HEADLESS) for _ in range(pool)]
        rows = [row_of(claim, tokenizer, headed) for claim, headed in drawn]
        made = filled(rows, lambda row: len(row[0]), budget)
        dice.shuffle(made)
        yield from map(claim_batch_of, made)


def row_of(claim: Claim, tokenizer: Tokenizer, headed: bool = True) -> Row:
    """A claim as tokens, with the title above its passage or without."""
    said = tokenizer.encode(claim.text).ids[:MAX_QUESTION_TOKENS]
    said[-1] = CLOSING_TOKENS
    head = f"{claim.head}\n" if headed else ""
    ids = [*said, *tokenizer.encode(head + claim.passage).ids[1:]][:_MAX_TOKENS]
    ids[-1] = CLOSING_TOKENS
    return ids, len(said), claim.label


def claim_batch_of(rows: Sequence[Row]) -> ClaimBatch:
    """Rows as tensors, padded to the longest."""
    tokens = max(len(ids) for ids, _, _ in rows)
    ids = torch.full((len(rows), tokens), PAD)
    mask = torch.zeros(len(rows), tokens)
    said = torch.zeros(len(rows), tokens)
    for place, (given, own, _) in enumerate(rows):
        ids[place, : len(given)] = torch.tensor(given)
        mask[place, : len(given)] = 1
        said[place, 1 : own - 1] = 1
    return ClaimBatch(ids, mask, said, torch.tensor([label for _, _, label in rows]))
