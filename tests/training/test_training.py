"""The training learns, stops and goes on, and its file gives back what was learnt."""

from __future__ import annotations

import json
import random
from dataclasses import replace
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
from tests.training.articles import Text, Window, prepare, windows
from tests.training.batches import batch_of, rows_of
from tests.training.claims import LABELS, claim_batch_of, made_of, row_of
from tests.training.data import STORIES
from tests.training.export import export, learnt_of
from tests.training.groups import WINDOWS, Asked, group
from tests.training.loss import listwise
from tests.training.mining import with_strangers
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


def test_a_question_chooses_among_its_own_sentences_and_none() -> None:
    """Against the definition, a question at a time."""
    logits = torch.tensor([[2.0, -1.0], [0.5, 0.0], [1.0, -2.0]])
    right = torch.tensor([[True, False], [False, False], [False, False]])
    owner = torch.tensor([0, 0, 1])
    first = torch.logsumexp(torch.tensor([2.0, -1.0, 0.5, 0.0, 0.0]), 0) - 2.0
    second = torch.logsumexp(torch.tensor([1.0, -2.0, 0.0]), 0)
    assert float(listwise(logits, right, owner)) == pytest.approx(float(first + second) / 2)


def test_strangers_are_of_other_texts_and_do_not_hold_the_answer(
    tmp_path: Path, network: Reader, text: Text, tokenizer: Tokenizer
) -> None:
    others = [
        Text("u", "en", "The port", "Coypus live in the port too. Nobody minds them there."),
        Text("v", "en", "The gymnasium", "The gymnasium was heated all night. It cost nothing."),
    ]
    prepare(others, tokenizer)
    file = tmp_path / "mined.npz"
    texts = [text, *others]
    (found,) = with_strangers([asked(text, "oypus")], texts, network.bert, tokenizer, file)
    assert {window.text.id for window in found.strangers} == {"v"}
    (again,) = with_strangers([asked(text, "oypus")], texts, network.bert, tokenizer, file)
    assert again == found
    with pytest.raises(ValueError, match="other questions"):
        with_strangers([found, found], texts, network.bert, tokenizer, file)


def test_what_is_shown_beside_an_answer_is_strange_now_and_then(text: Text) -> None:
    other = Text("v", "en", "The port", "Nothing here.", sentences=[Span(0, 13)], counts=[3])
    given = replace(asked(text, "coypus"), strangers=(Window(other, 0, 1),))
    seen = [group(given, [], random.Random(seed)) for seed in range(40)]
    strange = [any(window.text is other for window in one.windows) for one in seen]
    assert any(strange)
    assert not all(strange)
    assert all(len(one.windows) <= WINDOWS for one in seen)


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
