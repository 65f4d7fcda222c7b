"""All that is learnt from, and what is judged by."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from tokenizers import Tokenizer
from transformers import BertModel

from tests.training.articles import Text, prepare
from tests.training.batches import Batch, batch_of, batched, rows_of
from tests.training.claims import Claim, ClaimBatch, balanced, claim_batches, made_of, read_claims
from tests.training.groups import Asked, group, in_conversation
from tests.training.mining import with_strangers
from tests.training.noise import roughened
from tests.training.rows import read_lines, read_press, read_public

STORIES = Path(__file__).parent
PUBLIC = "rows.jsonl.gz"
PRESS = "newsroom.jsonl.gz"
SHARES = {
    "xquad": 1.0,
    "squad2": 1.0,
    "piaf": 1.0,
    "drcd": 0.5,
    "cmrc2018": 0.5,
    "arcd": 1.0,
    "jaquad": 0.2,
}
"""How much of each public set is read."""
_PRESS = 0.65  # chance that the next question is one of the press
_MADE = 0.15  # chance that the next claim is one that is made
_POOL = 96  # questions, at least, that are sorted by length together
_POOL_SHARE = 60  # and one more for so many tokens of a batch
_JUDGES = 160  # questions
_Item = TypeVar("_Item")
Part = tuple[int, int]
"""One of so many equal parts of the questions, from 0."""


class Data:
    """`press` and `public` are the questions to learn from, `judged` those that are held back."""

    def __init__(self, folder: Path, tokenizer: Tokenizer) -> None:
        dice = random.Random(1)
        texts: list[Text] = []
        judged: list[Asked] = []
        self.press: list[Asked] = []
        for file in (folder / PRESS, *sorted(STORIES.glob("stories*.jsonl.gz"))):
            read, learnt, kept = read_press(read_lines(file))
            texts, judged = texts + read, judged + kept
            self.press += learnt
        public, self.public = read_public(read_lines(folder / PUBLIC), SHARES, dice)
        prepare([*texts, *public], tokenizer)
        claims, self.judged_claims = read_claims(read_lines(STORIES / "claims.jsonl.gz"))
        self.claims = balanced(claims, dice)
        self.judged_claims = dice.sample(self.judged_claims, min(_JUDGES, len(self.judged_claims)))
        self.judged = dice.sample(judged, min(_JUDGES, len(judged)))
        self.press_texts, self.public_texts = _texts(self.press), _texts(self.public)

    def mine(self, bert: BertModel, tokenizer: Tokenizer, run: Path) -> None:
        """Give every question its strangers, which are kept in the folder `run`."""
        texts, file = self.press_texts, run / "press.npz"
        self.press = with_strangers(self.press, texts, bert, tokenizer, file)
        texts, file = self.public_texts, run / "public.npz"
        self.public = with_strangers(self.public, texts, bert, tokenizer, file)

    def mixed(
        self, tokenizer: Tokenizer, dice: random.Random, budget: int, claims: float, part: Part
    ) -> Iterator[Batch | ClaimBatch]:
        """Batches of at most `budget` tokens, without end; the share `claims` of them are claims.
        `part` says which of the questions are drawn from."""
        questions = self._batches(tokenizer, dice, budget, part)
        said = claim_batches(self._claims(dice), tokenizer, budget, dice, _POOL)
        while True:
            yield next(said) if dice.random() < claims else next(questions)

    def _claims(self, dice: random.Random) -> Iterator[Claim]:
        """Claims without end, those that were written and those that are made."""
        written, made = _cycle(self.claims, dice), made_of(self.press_texts, dice)
        while True:
            yield next(made) if dice.random() < _MADE else next(written)

    def _batches(
        self, tokenizer: Tokenizer, dice: random.Random, budget: int, part: Part
    ) -> Iterator[Batch]:
        questions = self._questions(dice, part)
        while True:
            pool = []
            for _ in range(max(_POOL, budget // _POOL_SHARE)):
                asked, others = next(questions)
                said = roughened(in_conversation(asked, dice), dice)
                pool.append(rows_of(group(asked, others, dice), tokenizer, dice, said))
            for held in batched(pool, budget, dice):
                yield batch_of(held)

    def _questions(self, dice: random.Random, part: Part) -> Iterator[tuple[Asked, list[Text]]]:
        """Questions without end, each with the texts that others are taken from; every set in an
        order of its own until it is through, and then anew."""
        number, parts = part
        press = _cycle(self.press[number::parts], dice)
        public = _cycle(self.public[number::parts], dice)
        while True:
            if dice.random() < _PRESS:
                yield next(press), self.press_texts
            else:
                yield next(public), self.public_texts


def _texts(questions: list[Asked]) -> list[Text]:
    return list({text.id: text for asked in questions for text in asked.near}.values())


def _cycle(items: list[_Item], dice: random.Random) -> Iterator[_Item]:
    while True:
        yield from dice.sample(items, len(items))
