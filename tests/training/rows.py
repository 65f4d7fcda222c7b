"""Reads the training data: public question sets, press articles with questions, and stories."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from quoth.index.articles import Span
from tests.training.articles import Text
from tests.training.groups import Asked

_LEANING = 3  # times more that questions which lean on others are shown, as they are few
_NEIGHBOURS = 2  # paragraphs of the same title that are shown beside a public question's own


def read_lines(file: Path) -> Iterator[dict[str, Any]]:
    """The JSON objects of a .jsonl or .jsonl.gz file."""
    read = gzip.open if file.suffix == ".gz" else open
    with read(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def held_back(id: str) -> bool:
    """Whether a press article is kept for judging: every fifth, by the SHA-1 of its id."""
    return int(hashlib.sha1(id.encode()).hexdigest(), 16) % 5 == 0


def read_press(rows: Iterable[dict[str, Any]]) -> tuple[list[Text], list[Asked], list[Asked]]:
    """Press articles: their texts, the questions to learn from, and those to judge by.

    Articles of one `story` are shown beside each other; an answer in another one is in `also`.
    """
    stories: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        stories[row.get("story", row["id"])].append(row)
    texts: list[Text] = []
    learnt: list[Asked] = []
    judged: list[Asked] = []
    for story, members in stories.items():
        known = {row["id"]: _press_text(row) for row in members}
        texts += known.values()
        for row in members:
            asked = [_press_question(row, said, known) for said in row["questions"]]
            if held_back(story):
                judged += asked
            else:
                again = [q for q, said in zip(asked, row["questions"], strict=True) if _leans(said)]
                learnt += asked + again * _LEANING
    return texts, learnt, judged


def _press_text(row: dict[str, Any]) -> Text:
    return Text(row["id"], row["language"], row["title"], row["text"], row["source"], row["date"])


def _press_question(row: dict[str, Any], said: dict[str, Any], known: dict[str, Text]) -> Asked:
    answers = {}
    if (answer := said["answer"]) is not None:
        start = said.get("start", row["text"].find(answer))
        answers[row["id"]] = Span(start, start + len(answer))
    for other, words in (said.get("also") or {}).items():
        start = known[other].text.find(words)
        answers[other] = Span(start, start + len(words))
    question = " ".join([*(said.get("previous") or []), said["question"]])
    others = tuple(q["question"] for q in row["questions"] if q is not said and not _leans(q))
    before = () if _leans(said) else others
    return Asked(question, answers, tuple(known.values()), len(known) > 1, before)


def _leans(said: dict[str, Any]) -> bool:
    """Whether a question is not understood without those before it."""
    return bool(said.get("previous"))


def read_public(
    rows: Iterable[dict[str, Any]], shares: dict[str, float], dice: random.Random
) -> tuple[list[Text], list[Asked]]:
    """Public rows outside fold 0, of each set the share (0..1) that `shares` names: the paragraphs
    and their questions, each beside other paragraphs of its title."""
    kept = [r for r in rows if r["fold"] != 0 and dice.random() < shares.get(r["set"], 0.0)]
    texts: dict[tuple[str, str], Text] = {}
    titles: dict[tuple[str, str, str], list[Text]] = defaultdict(list)
    for row in kept:
        key = (row["set"], row["context"])
        if key not in texts:
            id = hashlib.sha1(f"{key}".encode()).hexdigest()
            texts[key] = Text(id, row["language"], row["title"], row["context"])
            titles[row["set"], row["language"], row["title"]].append(texts[key])
    asked = []
    for row in kept:
        text = texts[row["set"], row["context"]]
        beside = [t for t in titles[row["set"], row["language"], row["title"]] if t is not text]
        asked.append(_public_question(row, text, beside, dice))
    return list(texts.values()), asked


def _public_question(
    row: dict[str, Any], text: Text, beside: Sequence[Text], dice: random.Random
) -> Asked:
    answers = {}
    others: list[Text] = []
    if row["answer"] is not None:
        start, words = row["answer"]
        answers[text.id] = Span(start, start + len(words))
        others = [other for other in beside if words not in other.text]
    near = (text, *dice.sample(others, min(_NEIGHBOURS, len(others))))
    return Asked(row["question"], answers, near, bool(others))
