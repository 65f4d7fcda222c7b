"""The training learns, stops and goes on, and its file gives back what was learnt."""

from __future__ import annotations

import json
import random
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from quoth.index.articles import Span
from quoth.index.embedders.builtin.tokenizer import make_tokenizer
from quoth.index.embedders.builtin.weights import find_weights, read_weights
from tests.training.articles import Text, prepare, windows
from tests.training.batches import batch_of, rows_of
from tests.training.claims import LABELS, claim_batch_of, made_of, row_of
from tests.training.data import STORIES
from tests.training.export import export, learnt_of
from tests.training.groups import Asked, group
from tests.training.network import UNSHIPPED, Reader, is_learnt
from tests.training.noise import roughened
from tests.training.rows import read_lines, read_press
from tests.training.train import Training, rate_at

TEXT = (
    "The canal is closed since Wednesday. The dyke was pierced by coypus. Two bargemen spent the "
    "night in the gymnasium. The mayor has promised a plan for the spring. " * 3
)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    file = find_weights()
    assert file is not None
    return make_tokenizer(read_weights(file).pieces)


@pytest.fixture
def network() -> Reader:
    """A small network of the real one's shape."""
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=250_037, hidden_size=32, num_hidden_layers=2, num_attention_heads=4,
        intermediate_size=64, max_position_embeddings=512, hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )  # fmt: skip
    return Reader(BertModel(config))


@pytest.fixture(scope="module")
def text(tokenizer: Tokenizer) -> Text:
    text = Text("t", "en", "The canal", TEXT, "The Courier", "2021-02-04")
    prepare([text], tokenizer)
    return text


def asked(text: Text, answer: str | None) -> Asked:
    start = TEXT.find(answer) if answer else -1
    answers = {text.id: Span(start, start + len(answer))} if answer else {}
    return Asked("What made the hole?", answers, (text,), closed=False)


def test_windows_hold_every_sentence_once(text: Text) -> None:
    for seed in range(5):
        cut = windows(text, random.Random(seed))
        numbers = [n for window in cut for n in range(window.first, window.last)]
        assert numbers == list(range(len(text.sentences)))


def test_the_answer_is_marked_where_it_stands(text: Text, tokenizer: Tokenizer) -> None:
    dice = random.Random(2)
    batch = batch_of([rows_of(group(asked(text, "coypus"), [text], dice), tokenizer, dice, "q?")])
    marked = [(row, n) for row, n in zip(*np.nonzero(batch.right.numpy()), strict=True)]
    assert marked
    row = marked[0][0]
    tokens = batch.ids[row, batch.start[row] : batch.end[row] + 1].tolist()
    assert tokenizer.decode(tokens).strip() == "coypus"


def test_it_learns_goes_on_and_is_given_back(
    tmp_path: Path, network: Reader, text: Text, tokenizer: Tokenizer
) -> None:
    dice = random.Random(2)
    shown = [group(asked(text, words), [text], dice) for words in ("coypus", None)]
    batch = batch_of([rows_of(given, tokenizer, dice, "What made the hole?") for given in shown])
    base = {name: values.clone() for name, values in network.state_dict().items()}
    training = Training(network, tmp_path)
    losses = [training.make_step(batch, 1.0) for _ in range(80)]
    assert losses[-1] < losses[0] * 0.7
    training.save()
    again = Training(Reader(network.bert), tmp_path)
    assert again.step == 80
    export([tmp_path / "checkpoint.pt"] * 2, tmp_path / "reader.npz", base)
    given = learnt_of(tmp_path / "reader.npz", base)
    shipped = {n for n in network.state_dict() if is_learnt(n) and not n.startswith(UNSHIPPED)}
    assert given.keys() == shipped
    for name in shipped:
        error = given[name] - training.mean[name]
        moved = training.mean[name] - base[name]
        assert error.norm() <= max(moved.norm() / 5, 1e-6), name


def test_claims_are_learnt_beside_questions(
    tmp_path: Path, network: Reader, text: Text, tokenizer: Tokenizer
) -> None:
    given = list(islice(made_of([text], random.Random(4)), 12))
    batch = claim_batch_of([row_of(claim, tokenizer) for claim in given])
    assert tokenizer.decode(batch.ids[0][batch.said[0] > 0].tolist()).strip() == given[0].text
    training = Training(network, tmp_path)
    losses = [training.make_step(batch, 1.0) for _ in range(60)]
    assert losses[-1] < losses[0] * 0.7


def test_made_claims_are_what_their_label_says(tokenizer: Tokenizer) -> None:
    told = "".join(f"On day {n} the lock keeper Odo Barns saw {n + 40} coypus. " for n in range(30))
    text = Text("t", "en", "The canal", told)
    prepare([text], tokenizer)
    seen = set()
    for claim in islice(made_of([text], random.Random(4)), 60):
        label = LABELS[claim.label]
        assert (claim.text in claim.passage) is (label == "supported")
        assert (claim.text in told) is (label != "contradicted")
        seen.add(label)
    assert seen == set(LABELS)


def test_the_rate_rises_stays_and_falls() -> None:
    assert rate_at(0, 1000, 100) < rate_at(10, 1000, 100) < rate_at(500, 1000, 100) == 1.0
    assert rate_at(999, 1000, 100) == pytest.approx(0.01)


def test_roughened_questions_keep_to_the_words() -> None:
    question = "Où les mariniers ont-ils passé la nuit ?"
    seen = {roughened(question, random.Random(seed)) for seed in range(60)}
    assert question in seen
    assert len(seen) > 3
    assert all(said.strip() for said in seen)


def test_every_answer_of_the_stories_stands_in_its_text() -> None:
    rows = list(read_lines(STORIES / "stories.jsonl.gz"))
    texts, learnt, judged = read_press(rows)
    by_id = {text.id: text for text in texts}
    for question in [*learnt, *judged]:
        for id, span in question.answers.items():
            assert 0 <= span.start < span.end <= len(by_id[id].text), question
    assert len(judged) > 100
    assert json.dumps(rows[0], ensure_ascii=False)
