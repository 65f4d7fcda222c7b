"""The reader as a torch module: the built-in model's encoder with small heads, for questions and for
claims."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from transformers import BertModel

from quoth.index.embedders.builtin.network import make_bert
from quoth.index.embedders.builtin.weights import Weights

HIDDEN = 192
UNSHIPPED = ("claim",)
"""How the names of what is trained beside the reader and not part of its file begin."""


@dataclass(frozen=True, slots=True)
class Scores:
    """`sentences` (windows, most sentences): logits that a sentence answers, against 0 for none;
    `relative` the same without the window's; `window` (windows,) whether it answers at all;
    `span` (windows, tokens, 2) where the words that answer start and end."""

    sentences: Tensor
    relative: Tensor
    window: Tensor
    span: Tensor

    def floats(self) -> Scores:
        """The same in float32."""
        held = (self.sentences, self.relative, self.window, self.span)
        return Scores(*(values.float() for values in held))


def make_reader(weights: Weights) -> Reader:
    """A reader that has learnt nothing yet, on the built-in model's encoder. Without dropout, with
    which less is learnt in a few passes over the data."""
    bert = make_bert(weights)
    bert.config._attn_implementation = "sdpa"
    for module in bert.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
    return Reader(bert)


def is_learnt(name: str) -> bool:
    """Whether a parameter of the reader is trained, by its name."""
    return name.startswith("bert.encoder.") or not name.startswith("bert.")


class Reader(nn.Module):
    """Token ids of questions with windows -> scores."""

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        self.bert = bert
        hidden = bert.config.hidden_size
        self.span = nn.Linear(hidden, 2)
        self.window = nn.Linear(hidden, 1)
        self.joint = nn.Linear(2 * hidden, HIDDEN)
        self.sentence = nn.Linear(HIDDEN, 1)
        self.claim_joint = nn.Linear(2 * hidden, HIDDEN)
        self.claim = nn.Linear(HIDDEN, 3)
        bert.embeddings.requires_grad_(False)

    def forward(self, ids: Tensor, mask: Tensor, inside: Tensor) -> Scores:
        """`ids` and `mask` (windows, tokens); `inside` (windows, sentences, tokens), a row of ones
        over each sentence's tokens."""
        states = self.bert(ids, mask).last_hidden_state
        first = states[:, 0]
        means = inside @ states / inside.sum(-1, keepdim=True).clamp(min=1)
        pairs = torch.cat([means, first[:, None].expand_as(means)], dim=-1)
        relative = self.sentence(torch.tanh(self.joint(pairs))).squeeze(-1)
        window = self.window(first).squeeze(-1)
        return Scores(relative + window[:, None], relative, window, self.span(states))

    def check(self, ids: Tensor, mask: Tensor, said: Tensor) -> Tensor:
        """Logits (claims, 3) that a passage supports, does not state or contradicts a claim; `ids`
        and `mask` (claims, tokens); `said` the same, ones over the claims' own tokens."""
        states = self.bert(ids, mask).last_hidden_state
        means = (said[:, None] @ states)[:, 0] / said.sum(-1, keepdim=True).clamp(min=1)
        pairs = torch.cat([means, states[:, 0]], dim=-1)
        logits: Tensor = self.claim(torch.tanh(self.claim_joint(pairs)))
        return logits
