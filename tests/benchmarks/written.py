"""What a small chat model writes of the sample articles, and what the check makes of it:
`python -m tests.benchmarks.written`, which takes some minutes.

Asks thirty questions of `tests/questions/seeds.json` that are in their article's language, with the model of
the tests on loopback, greedily. A sentence is right where it holds the answer: all its figures, and half of
its other words of four letters and more, by their stems. So one that is true but beside the question counts
as wrong.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from quoth.index.text.tokens import passage_tokens
from quoth.qa.answers import AnswerFinished, SentenceWritten, Support
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.settings import AnswerSettings
from tests.model_server import serving

ROOT = Path(__file__).parents[2]
QUESTIONS = ROOT / "tests" / "questions" / "seeds.json"
_ASKED = 30
_SETTINGS = AnswerSettings(model="smollm2", top_k=2, model_timeout=300)
_TELLING = 4  # letters of a word that tells something


@dataclass(frozen=True, slots=True)
class Asked:
    question: str
    language: str
    gold: tuple[str, ...]


def asked() -> list[Asked]:
    """Questions with an answer, spread over the set."""
    data = json.loads(QUESTIONS.read_text(encoding="utf-8"))["data"]
    every = [
        Asked(qa["question"], qa["language"], tuple(one["text"] for one in qa["answers"]))
        for article in data
        for paragraph in article["paragraphs"]
        for qa in paragraph["qas"]
        if qa["answers"] and qa["language"] == paragraph["qas"][0]["language"]
    ]
    return [every[at * len(every) // _ASKED] for at in range(_ASKED)]


def is_right(sentence: str, one: Asked) -> bool:
    """Whether a sentence holds an answer to that question."""
    said = set(passage_tokens(sentence, one.language))
    return any(_is_held(passage_tokens(gold, one.language), said) for gold in one.gold)


def _is_held(gold: list[str], said: set[str]) -> bool:
    figures = [token for token in gold if any(map(str.isdigit, token))]
    words = [token for token in gold if token not in figures and len(token) >= _TELLING]
    held = sum(word in said for word in words)
    return all(figure in said for figure in figures) and held * 2 >= len(words)


def main() -> None:
    """Print the counts as a table of Markdown."""
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder, serving() as url:
        library = Library(Path(folder) / "library", IndexSettings())
        library.rebuild([ROOT / "seeds"])
        settings = AnswerSettings(
            model=_SETTINGS.model,
            base_url=url,
            top_k=_SETTINGS.top_k,
            model_timeout=_SETTINGS.model_timeout,
        )
        with QuestionAnswerer.open(library, settings) as opened:
            for one in asked():
                _count(opened, one, counts)
    for name in sorted(counts):
        sys.stdout.write(f"| {name} | {counts[name]} |\n")


def _count(opened: QuestionAnswerer, one: Asked, counts: Counter[str]) -> None:
    """Add what is made of one question."""
    written: list[str] = []
    for event in opened.ask(one.question):
        if isinstance(event, SentenceWritten):
            written.append(event.sentence.text)
        elif isinstance(event, AnswerFinished):
            answer = event.answer
    counts["questions"] += 1
    counts["answers by the model"] += answer.answerer == _SETTINGS.model
    for sentence in answer.sentences:
        if sentence.text in written:
            right = "right" if is_right(sentence.text, one) else "wrong"
            counts[f"sentences, {sentence.support}, {right}"] += 1
    quotes = [s.text for s in answer.sentences if s.text not in written]
    own = [s for s in answer.sentences if s.text in written]
    if quotes or not own:
        counts["quotes stand in"] += 1
        counts["… and hold the answer"] += any(is_right(text, one) for text in quotes)
    good = [s.text for s in own if s.support is Support.SUPPORTED] + quotes
    counts["answers that hold what is right, supported or quoted"] += any(
        is_right(text, one) for text in good
    )


if __name__ == "__main__":
    main()
