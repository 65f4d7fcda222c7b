"""What is indexed and asked: the seeds, and the public sets where they are at hand.

The sets (PIAF, and XQuAD in English, German and Spanish) are looked for where QUOTH_EVAL says, or
in shared/eval beside the checkout. Nothing needs them: without them the seeds stand alone.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from quoth.index.loaders import load
from quoth.qa.evaluation.question_sets import SquadSet, read_questions

_ROOT = Path(__file__).parents[2]
SEEDS = _ROOT / "seeds"
_SEED_QUESTIONS = _ROOT / "tests" / "questions" / "seeds.json"


@dataclass(frozen=True, slots=True)
class Text:
    """`entry` is shared by the texts that go when a question is to have no answer."""

    file: str
    title: str
    body: str
    entry: str


@dataclass(frozen=True, slots=True)
class Asked:
    """`answer` are the words that a passage of `file` must hold; `group` is a row of the table."""

    group: str
    question: str
    answer: str
    file: str


def eval_folder() -> Path | None:
    folder = Path(os.environ.get("QUOTH_EVAL") or _ROOT.parent / "shared" / "eval")
    return folder if folder.is_dir() else None


def all_texts() -> list[Text]:
    """The seeds', and the public sets' in French and English where they are at hand."""
    folder = eval_folder()
    return seed_texts() + (list(public_texts(folder)) if folder else [])


def all_questions() -> list[Asked]:
    """Of those texts, German and Spanish ones of the English among them."""
    folder = eval_folder()
    return seed_questions() + (list(public_questions(folder)) if folder else [])


def seed_texts() -> list[Text]:
    found = []
    for path in sorted(SEEDS.iterdir()):
        article = load(path)
        found.append(Text(f"{path.stem}.txt", article.title, article.text, path.stem))
    return found


def seed_questions() -> list[Asked]:
    """Those that have an answer, grouped by whether they are in their article's language."""
    found = []
    for entry in json.loads(_SEED_QUESTIONS.read_text(encoding="utf-8"))["data"]:
        asked = [qa for paragraph in entry["paragraphs"] for qa in paragraph["qas"]]
        own = asked[0]["language"]
        for qa in asked:
            if qa["answers"]:
                where = "their own language" if qa["language"] == own else "another language"
                file = f"{Path(entry['title']).stem}.txt"
                found.append(
                    Asked(f"seeds, in {where}", qa["question"], qa["answers"][0]["text"], file)
                )
    return found


def public_texts(folder: Path) -> Iterator[Text]:
    """The contexts of the sets in French and English."""
    for name in ("piaf", "xquad-en"):
        for row, context in enumerate(_set(folder, name).contexts):
            yield Text(_file(name, row), context.title, context.text, f"{name}/{context.entry}")


def public_questions(folder: Path) -> Iterator[Asked]:
    english = _set(folder, "xquad-en")
    yield from _asked("PIAF, French", "piaf", _set(folder, "piaf"))
    yield from _asked("XQuAD, English", "xquad-en", english)
    for code, language in (("de", "German"), ("es", "Spanish")):
        other = english.asked_as(_set(folder, f"xquad-{code}"))
        yield from _asked(f"XQuAD, {language} on English", "xquad-en", other)


def squad_set(file: Path, parallel: Path | None = None) -> SquadSet:
    """The questions of `file`, in the words of `parallel` where that is given."""
    questions = read_questions(file)
    if not isinstance(questions, SquadSet):
        raise SystemExit(f"{file} is not in SQuAD's format.")
    return questions if parallel is None else questions.asked_as(squad_set(parallel))


def write_texts(folder: Path, texts: list[Text]) -> None:
    folder.mkdir(parents=True)
    for text in texts:
        (folder / text.file).write_text(f"{text.title}\n\n{text.body}\n", encoding="utf-8")


def files_by_entry(texts: list[Text]) -> dict[str, list[str]]:
    """File name -> the files of its entry, itself among them."""
    entries: defaultdict[str, list[str]] = defaultdict(list)
    for text in texts:
        entries[text.entry].append(text.file)
    return {text.file: entries[text.entry] for text in texts}


def _asked(group: str, name: str, questions: SquadSet) -> Iterator[Asked]:
    for asked in questions.questions:
        if asked.spans:
            answer = asked.spans[0].of(questions.contexts[asked.context].text)
            yield Asked(group, asked.question, answer, _file(name, asked.context))


def _file(name: str, row: int) -> str:
    return f"{name}-{row:04}.txt"


def _set(folder: Path, name: str) -> SquadSet:
    return squad_set(folder / f"{name}-dev.json")
