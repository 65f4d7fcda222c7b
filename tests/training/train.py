"""Trains the reader: `python -m tests.training.train DATA RUN [--steps N] [--device cuda] ...`.

DATA holds `rows.jsonl.gz` and `newsroom.jsonl.gz`; the stories beside this file are read too. RUN is
a folder for what was mined, checkpoints and a log: a run that was ended goes on from its last
checkpoint. The learning rate rises, stays, and falls to nothing over the last `--decay` steps. `--start`
is a reader's file to begin with instead of the bare encoder; `Course` tells the other options. A
checkpoint holds beside the weights their running mean, which is what is exported.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from quoth.index.embedders.builtin.tokenizer import make_tokenizer
from quoth.index.embedders.builtin.weights import find_weights, read_weights
from tests.training.batches import Batch
from tests.training.claims import ClaimBatch
from tests.training.data import Data
from tests.training.export import learnt_of
from tests.training.judge import judge, judge_claims
from tests.training.loss import claim_loss_of, loss_of
from tests.training.network import Reader, is_learnt, make_reader

_RATES = (1.2e-4, 8e-4)  # of the encoder's layers, and of the heads
_WARM = 150  # steps
_MEAN = 0.005  # share of a step's weights in the running mean
_LOGGED, _SAVED, _JUDGED = 20, 50, 400  # every so many steps


@dataclass(frozen=True, slots=True)
class Course:
    """How it is trained: `rate` is a share of the full rates, `claims` of the batches, `budget` a
    batch's tokens with the padding; `workers` are the processes that make batches, none for this one;
    `seed` is of the order in which questions come.
    """

    steps: int = 5700
    decay: int = 2850
    rate: float = 1.0
    claims: float = 0.0
    budget: int = 24_000
    workers: int = 0
    device: str = "cpu"
    seed: int = 1


class Batches(IterableDataset[Batch | ClaimBatch]):
    """Batches without end, each worker's of a part of the questions."""

    def __init__(self, data: Data, tokenizer: Tokenizer, course: Course, step: int) -> None:
        self._data, self._tokenizer, self._course, self._step = data, tokenizer, course, step

    def __iter__(self) -> Iterator[Batch | ClaimBatch]:
        worker = get_worker_info()
        number, workers = (worker.id, worker.num_workers) if worker else (0, 1)
        dice = random.Random(f"{self._course.seed} {self._step} {number}")
        budget, claims = self._course.budget, self._course.claims
        return self._data.mixed(self._tokenizer, dice, budget, claims, (number, workers))


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
            state = torch.load(self._file, weights_only=True, map_location=reader.bert.device)
            reader.load_state_dict(state["reader"], strict=False)
            self.mean = state["mean"]
            self._optimizer.load_state_dict(state["optimizer"])
            self.step = state["step"]

    def make_step(self, batch: Batch | ClaimBatch, factor: float) -> Tensor:
        """Learn from a batch at a share 0..1 of the full rates; returns its loss."""
        for settings, rate in zip(self._optimizer.param_groups, _RATES, strict=True):
            settings["lr"] = rate * factor
        device = batch.ids.device.type
        with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
            if isinstance(batch, ClaimBatch):
                logits = self.reader.check(batch.ids, batch.mask, batch.said)
                loss = claim_loss_of(logits.float(), batch)
            else:
                loss = loss_of(self.reader(batch.ids, batch.mask, batch.inside).floats(), batch)
        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_([*self._layers, *self._heads], 1.0)
        self._optimizer.step()
        self.step += 1
        values = self.reader.state_dict()
        share = max(_MEAN, 1 / (self.step + 1))
        torch._foreach_lerp_(list(self.mean.values()), [values[n] for n in self.mean], share)
        return loss.detach()

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


def train(folder: Path, run: Path, course: Course, start: Path | None = None) -> None:
    """Train until the course's steps are made in all, saving on the way."""
    torch.manual_seed(1)
    weights = find_weights()
    assert weights, "the built-in model is not installed"
    read = read_weights(weights)
    tokenizer = make_tokenizer(read.pieces)
    reader = make_reader(read).to(course.device)
    data = Data(folder, tokenizer)
    run.mkdir(parents=True, exist_ok=True)
    data.mine(reader.bert, tokenizer, run)
    if start:
        reader.load_state_dict(learnt_of(start, reader.state_dict()), strict=False)
    training = Training(reader, run)
    reader.train(True)
    losses: dict[str, list[Tensor]] = {"loss": [], "claim_loss": []}
    began = time.monotonic()
    batches = Batches(data, tokenizer, course, training.step)
    loader = DataLoader(batches, batch_size=None, num_workers=course.workers)
    for batch in loader:
        if training.step >= course.steps:
            break
        factor = course.rate * rate_at(training.step, course.steps, course.decay)
        which = "claim_loss" if isinstance(batch, ClaimBatch) else "loss"
        losses[which].append(training.make_step(batch.to(course.device), factor))
        if training.step % _SAVED == 0 or training.step == course.steps:
            training.save()
        if training.step % _LOGGED == 0:
            said = {k: round(float(torch.stack(v).mean()), 4) for k, v in losses.items() if v}
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
    parser.add_argument("--start", type=Path)
    for field in fields(Course):
        parser.add_argument(f"--{field.name}", type=type(field.default), default=field.default)
    given = vars(parser.parse_args())
    where = given.pop("data"), given.pop("run")
    start = given.pop("start")
    train(*where, Course(**given), start)
