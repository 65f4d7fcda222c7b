"""Trains the reader: `python -m tests.training.train DATA RUN [--steps N] [--decay N] [--start FILE]
[--rate SHARE] [--claims SHARE]`.

DATA holds `rows.jsonl.gz` and `newsroom.jsonl.gz`; the stories beside this file are read too. RUN is
a folder for checkpoints and a log: a run that was ended goes on from its last checkpoint. The
learning rate rises, stays, and falls to nothing over the last `--decay` steps of `--steps`; `--rate`
is a share of it, `--claims` the share of batches that are claims. `--start` is a reader's file to begin with instead of the bare encoder. A checkpoint
holds beside the weights their running mean, which is what is exported.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import torch
from tokenizers import Tokenizer

from quoth.index.embedders.builtin.tokenizer import make_tokenizer
from quoth.index.embedders.builtin.weights import find_weights, read_weights
from tests.training.articles import Text, prepare
from tests.training.batches import Batch, batch_of, batched, rows_of
from tests.training.claims import (
    Claim,
    ClaimBatch,
    balanced,
    claim_batches,
    made_of,
    read_claims,
)
from tests.training.export import learnt_of
from tests.training.groups import Asked, group, in_conversation
from tests.training.judge import judge, judge_claims
from tests.training.loss import claim_loss_of, loss_of
from tests.training.network import Reader, is_learnt, make_reader
from tests.training.noise import roughened
from tests.training.rows import read_lines, read_press, read_public

STORIES = Path(__file__).parent
PRESS = {"newsroom": 0.3, "stories": 0.7, "stories2": 2.0}
"""How often the questions of a press file are shown in one pass."""
SHARES = {
    "xquad": 0.25,
    "squad2": 1.0,
    "piaf": 1.0,
    "drcd": 0.12,
    "cmrc2018": 0.15,
    "arcd": 0.7,
    "jaquad": 0.05,
}
"""How much of each public set is read."""
_PRESS = 0.8  # chance that the next question is one of the press
_MADE = 0.15  # chance that the next claim is one that is made
_POOL = 96  # questions that are sorted by length together
_BUDGET = 1600  # tokens of a batch, padding included
_RATES = (1.2e-4, 8e-4)  # of the encoder's layers, and of the heads
_WARM = 80  # steps
_MEAN = 0.01  # share of a step's weights in the running mean
_Item = TypeVar("_Item")
_LOGGED, _SAVED, _JUDGED = 20, 50, 400  # every so many steps
_JUDGES = 160  # questions


class Data:
    """All that is learnt from, and what is judged by."""

    def __init__(self, folder: Path, tokenizer: Tokenizer) -> None:
        dice = random.Random(1)
        texts: list[Text] = []
        judged: list[Asked] = []
        self.press: list[Asked] = []
        for file in (folder / "newsroom.jsonl.gz", *sorted(STORIES.glob("stories*.jsonl.gz"))):
            read, learnt, kept = read_press(read_lines(file))
            share = PRESS[file.name.split(".")[0]]
            texts, judged = texts + read, judged + kept
            self.press += learnt * int(share)
            self.press += dice.sample(learnt, round(share % 1 * len(learnt)))
        public, self.public = read_public(read_lines(folder / "rows.jsonl.gz"), SHARES, dice)
        prepare([*texts, *public], tokenizer)
        claims, self.judged_claims = read_claims(read_lines(STORIES / "claims.jsonl.gz"))
        self.claims = balanced(claims, dice)
        self.judged_claims = dice.sample(self.judged_claims, min(_JUDGES, len(self.judged_claims)))
        self.judged = dice.sample(judged, min(_JUDGES, len(judged)))
        self.press_texts, self.public_texts = _texts(self.press), _texts(self.public)

    def forever(self, dice: random.Random) -> Iterator[tuple[Asked, list[Text]]]:
        """Questions, each with the texts that strangers are taken from; every set in an order of
        its own until it is through, and then anew."""
        press, public = _cycle(self.press, dice), _cycle(self.public, dice)
        while True:
            if dice.random() < _PRESS:
                yield next(press), self.press_texts
            else:
                yield next(public), self.public_texts

    def mixed(
        self, tokenizer: Tokenizer, dice: random.Random, share: float
    ) -> Iterator[Batch | ClaimBatch]:
        """Batches of questions and of claims, without end; `share` of them are of claims."""
        questions = self.batches(tokenizer, dice)
        claims = claim_batches(self.all_claims(dice), tokenizer, _BUDGET, dice, _POOL)
        while True:
            yield next(claims) if dice.random() < share else next(questions)

    def all_claims(self, dice: random.Random) -> Iterator[Claim]:
        """Claims without end, those that were written and those that are made."""
        written, made = _cycle(self.claims, dice), made_of(self.press_texts, dice)
        while True:
            yield next(made) if dice.random() < _MADE else next(written)

    def batches(self, tokenizer: Tokenizer, dice: random.Random) -> Iterator[Batch]:
        """Batches of questions, without end."""
        questions = self.forever(dice)
        while True:
            pool = []
            for _ in range(_POOL):
                asked, strangers = next(questions)
                shown = group(asked, strangers, dice)
                pool.append(
                    rows_of(shown, tokenizer, dice, roughened(in_conversation(asked, dice), dice))
                )
            for held in batched(pool, _BUDGET, dice):
                yield batch_of(held)


def _texts(questions: list[Asked]) -> list[Text]:
    return list({text.id: text for asked in questions for text in asked.near}.values())


def _cycle(items: list[_Item], dice: random.Random) -> Iterator[_Item]:
    while True:
        yield from dice.sample(items, len(items))


class Training:
    """A reader, its optimizer, and how many steps they have made."""

    def __init__(self, reader: Reader, run: Path) -> None:
        self.reader, self.step = reader, 0
        self._file, self._log = run / "checkpoint.pt", run / "log.jsonl"
        self._heads = [p for n, p in reader.named_parameters() if not n.startswith("bert.")]
        self._layers = [p for p in reader.bert.parameters() if p.requires_grad]
        self.mean = {n: p.clone() for n, p in reader.state_dict().items() if is_learnt(n)}
        parts = [{"params": self._layers}, {"params": self._heads}]
        self._optimizer = torch.optim.AdamW(parts, lr=_RATES[0], weight_decay=0.01)
        run.mkdir(parents=True, exist_ok=True)
        if self._file.exists():
            state = torch.load(self._file, weights_only=True)
            reader.load_state_dict(state["reader"], strict=False)
            self.mean = state["mean"]
            self._optimizer.load_state_dict(state["optimizer"])
            self.step = state["step"]

    def make_step(self, batch: Batch | ClaimBatch, factor: float) -> float:
        """Learn from a batch at a share 0..1 of the full rates; returns its loss."""
        for settings, rate in zip(self._optimizer.param_groups, _RATES, strict=True):
            settings["lr"] = rate * factor
        if isinstance(batch, ClaimBatch):
            loss = claim_loss_of(self.reader.check(batch.ids, batch.mask, batch.said), batch)
        else:
            loss = loss_of(self.reader(batch.ids, batch.mask, batch.inside), batch)
        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_([*self._layers, *self._heads], 1.0)
        self._optimizer.step()
        self.step += 1
        for name, values in self.reader.state_dict().items():
            if name in self.mean:
                self.mean[name].lerp_(values, max(_MEAN, 1 / (self.step + 1)))
        return float(loss.detach())

    def save(self) -> None:
        """Write a checkpoint in place of the last one."""
        learnt = {n: p for n, p in self.reader.state_dict().items() if is_learnt(n)}
        beside = self._file.with_suffix(".new")
        state = {"reader": learnt, "mean": self.mean, "step": self.step}
        torch.save(state | {"optimizer": self._optimizer.state_dict()}, beside)
        beside.replace(self._file)

    def log(self, said: dict[str, float]) -> None:
        """Add a line to the run's log."""
        with self._log.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"step": self.step} | said) + "\n")


def rate_at(step: int, steps: int, decay: int) -> float:
    """The share 0..1 of the full learning rate at a step."""
    return min(1.0, (step + 1) / _WARM, (steps - step) / max(1, decay))


def train(
    folder: Path,
    run: Path,
    steps: int,
    decay: int,
    start: Path | None = None,
    rate: float = 1.0,
    claims: float = 0.0,
) -> None:
    """Train until `steps` are made in all, saving on the way; `rate` is a share of the full rate and
    `claims` of the batches."""
    torch.manual_seed(1)
    weights = find_weights()
    assert weights, "the built-in model is not installed"
    read = read_weights(weights)
    tokenizer = make_tokenizer(read.pieces)
    reader = make_reader(read)
    if start:
        reader.load_state_dict(learnt_of(start), strict=False)
    training = Training(reader, run)
    data = Data(folder, tokenizer)
    reader.train(True)
    losses: dict[str, list[float]] = {"loss": [], "claim_loss": []}
    began = time.monotonic()
    dice = random.Random(1000 + training.step)
    for batch in data.mixed(tokenizer, dice, claims):
        if training.step >= steps:
            break
        factor = rate * rate_at(training.step, steps, decay)
        which = "claim_loss" if isinstance(batch, ClaimBatch) else "loss"
        losses[which].append(training.make_step(batch, factor))
        if training.step % _SAVED == 0 or training.step == steps:
            training.save()
        if training.step % _LOGGED == 0:
            said = {name: round(sum(made) / len(made), 4) for name, made in losses.items() if made}
            said["seconds"] = round(time.monotonic() - began, 1)
            if training.step % _JUDGED == 0:
                said |= judge(reader, data.judged, tokenizer)
                said |= judge_claims(reader, data.judged_claims, tokenizer)
            training.log(said)
            losses = {name: [] for name in losses}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("--steps", type=int, default=8000)
    parser.add_argument("--decay", type=int, default=1200)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--rate", type=float, default=1.0)
    parser.add_argument("--claims", type=float, default=0.0)
    given = parser.parse_args()
    start, rate, claims = given.start, given.rate, given.claims
    train(given.data, given.run, given.steps, given.decay, start, rate, claims)
