"""Judges a reader on held-back press questions: the right sentence first, and "none" told apart."""

from __future__ import annotations

import random
from collections.abc import Sequence

import torch
from tokenizers import Tokenizer

from tests.training.articles import windows
from tests.training.batches import batch_of, rows_of
from tests.training.claims import Claim, claim_batch_of, row_of
from tests.training.groups import Asked, Group
from tests.training.network import Reader


def judge(reader: Reader, judged: Sequence[Asked], tokenizer: Tokenizer) -> dict[str, float]:
    """`right`: of answerable questions, the share whose best sentence answers; `auroc`: the chance
    that an answerable question's best sentence scores above an unanswerable one's."""
    reader.train(False)
    right: list[bool] = []
    present: list[float] = []
    absent: list[float] = []
    for number, asked in enumerate(judged):
        dice = random.Random(number)
        cut = tuple(window for text in asked.near for window in windows(text, dice))
        spans = [asked.answers.get(window.text.id) for window in cut]
        answering = tuple(
            frozenset(window.text.sentences_of(span) if span else ())
            for window, span in zip(cut, spans, strict=True)
        )
        group = Group(asked.question, cut, answering, (frozenset(),) * len(cut), (None,) * len(cut))
        batch = batch_of([rows_of(group, tokenizer, dice, asked.question)]).to(reader.bert.device)
        with torch.no_grad():
            scores = reader(batch.ids, batch.mask, batch.inside).sentences
        scores = scores.masked_fill(batch.known == 0, -1e4).flatten()
        best = int(scores.argmax())
        if asked.answers:
            right.append(bool(batch.right.flatten()[best]))
            present.append(float(scores[best]))
        else:
            absent.append(float(scores[best]))
    reader.train(True)
    above = sum((p > a) + (p == a) / 2 for p in present for a in absent)
    return {
        "right": sum(right) / max(1, len(right)),
        "auroc": above / max(1, len(present) * len(absent)),
    }


def judge_claims(reader: Reader, judged: Sequence[Claim], tokenizer: Tokenizer) -> dict[str, float]:
    """Of held-back claims: `claims`, the share whose label is told rightly, and `supported`, the
    chance that a true one is held truer than a false one."""
    reader.train(False)
    right: list[bool] = []
    true: list[float] = []
    false: list[float] = []
    for claim in judged:
        batch = claim_batch_of([row_of(claim, tokenizer)]).to(reader.bert.device)
        with torch.no_grad():
            logits = reader.check(batch.ids, batch.mask, batch.said)[0]
        right.append(int(logits.argmax()) == claim.label)
        (false if claim.label else true).append(float(logits[0] - logits[1:].logsumexp(0)))
    reader.train(True)
    above = sum((t > f) + (t == f) / 2 for t in true for f in false)
    return {
        "claims": sum(right) / max(1, len(right)),
        "supported": above / max(1, len(true) * len(false)),
    }
