"""What the reader is trained to do: choose among all sentences of a question's windows and "none".

The listwise loss is the negative logarithm of the share of a softmax, over those sentences and a
logit of 0 for "none", that falls on what is right. Beside it, each window learns whether it answers
at all, and where the words that answer start and end.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from tests.training.batches import Batch
from tests.training.claims import ClaimBatch
from tests.training.network import Scores

_WINDOW = 0.3
_INSIDE = 0.3
_SPAN = 0.4


def loss_of(scores: Scores, batch: Batch) -> Tensor:
    """The mean loss of a batch, a scalar."""
    held = batch.known > 0
    logits = scores.sentences.masked_fill(~held, -1e4)
    right = (batch.right > 0) & held
    answers = right.any(dim=1)
    total = listwise(logits, right, batch.owner)
    total = total + _WINDOW * binary_cross_entropy_with_logits(scores.window, answers.float())
    if answers.any():
        relative = scores.relative.masked_fill(~held, -1e4)[answers]
        chosen = relative.masked_fill(~right[answers], -1e4)
        inside = (relative.logsumexp(1) - chosen.logsumexp(1)).mean()
        total = total + _INSIDE * inside
    found = (batch.start >= 0) & answers
    if found.any():
        spans = scores.span[found].masked_fill(batch.text[found][..., None] == 0, -1e4)
        span = cross_entropy(spans[..., 0], batch.start[found])
        span = span + cross_entropy(spans[..., 1], batch.end[found])
        total = total + _SPAN * span / 2
    return total


def claim_loss_of(logits: Tensor, batch: ClaimBatch) -> Tensor:
    """The mean cross-entropy of claims' `logits` (claims, 3), a scalar."""
    return cross_entropy(logits, batch.labels)


def listwise(logits: Tensor, right: Tensor, owner: Tensor) -> Tensor:
    """The mean over the questions of the share that falls on what is right, as -log; `logits` and
    `right` (windows, sentences), `owner` (windows,) the number of the question of each, rising.
    """
    everything = _gathered(logits, owner)
    answers = _gathered(logits.masked_fill(~right, -1e4), owner)
    nothing = torch.zeros_like(answers)
    answered = torch.zeros_like(answers).index_add(0, owner, right.any(1).float()) > 0
    return (torch.logaddexp(everything, nothing) - torch.where(answered, answers, nothing)).mean()


def _gathered(logits: Tensor, owner: Tensor) -> Tensor:
    """The logarithm of the sum of exponentials of each question's `logits` (windows, sentences)."""
    windows = logits.logsumexp(1)
    count = int(owner[-1]) + 1
    most = windows.detach().new_full((count,), -1e4)
    most = most.scatter_reduce(0, owner, windows.detach(), "amax")
    total = torch.zeros_like(most).index_add(0, owner, (windows - most[owner]).exp())
    return most + total.log()
