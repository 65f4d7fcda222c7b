"""What is indexed and asked: the seeds, and the public sets where they are at hand.

The sets (PIAF, and XQuAD in English, German and Spanish) are looked for where QUOTH_EVAL says, or
in shared/eval beside the checkout, and so is `newsroom-dev`: a folder `articles` as a newsroom has
them, and `questions.jsonl` in the format of `quoth eval`. Nothing needs them: without them the
seeds stand alone.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from quoth.index.loaders import load
from quoth.qa.evaluation.newsroom import ARTICLES, read_newsroom
from quoth.qa.evaluation.question_sets import SquadSet, read_questions

_ROOT = Path(__file__).parents[2]
SEEDS = _ROOT / "seeds"
_SEED_QUESTIONS = _ROOT / "tests" / "questions" / "seeds.json"
NOWHERE = "nothing answers"
"""The group of the questions that no text answers."""


@dataclass(frozen=True, slots=True)
class Text:
    """`entry` is shared by the texts that go when a question is to have no answer."""

    file: str
    title: str
    body: str
    entry: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A passage of one of the `files` must hold the words of one of the `answers`; without answers
    nothing does. `group` is a row of the table.
    """

    group: str
    question: str
    answers: tuple[str, ...]
    files: frozenset[str]


def eval_folder() -> Path | None:
    folder = Path(os.environ.get("QUOTH_EVAL") or _ROOT.parent / "shared" / "eval")
    return folder if folder.is_dir() else None


def all_texts() -> list[Text]:
    """The seeds', the newsroom's and the public sets' in French and English, as far as they are at
    hand.
    """
    folder = eval_folder()
    return press_texts() + (list(public_texts(folder)) if folder else [])


def all_questions() -> list[Asked]:
    """Of those texts, German and Spanish ones of the English among them."""
    folder = eval_folder()
    return press_questions() + (list(public_questions(folder)) if folder else [])


def press_texts() -> list[Text]:
    """The seeds, and the newsroom's articles where they are at hand."""
    newsroom = _newsroom()
    return seed_texts() + (_texts_of(newsroom / ARTICLES) if newsroom else [])


def press_questions() -> list[Asked]:
    """Of the seeds and of the newsroom; its follow-ups are left out, as the peers know no turns."""
    newsroom = _newsroom()
    return seed_questions() + (list(newsroom_questions(newsroom)) if newsroom else [])


def seed_texts() -> list[Text]:
    return _texts_of(SEEDS)


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
                answers, files = (qa["answers"][0]["text"],), frozenset({file})
                found.append(Asked(f"seeds, in {where}", qa["question"], answers, files))
    return found


def newsroom_questions(folder: Path) -> Iterator[Asked]:
    """Those that stand alone; the ones that nothing answers are a group without answers."""
    for asked in read_newsroom(folder / "questions.jsonl"):
        if not asked.previous:
            other = asked.kind == "other-language"
            group = f"newsroom, in {'another language' if other else 'their own language'}"
            files = frozenset(f"{Path(name).stem}.txt" for name in asked.articles)
            yield Asked(group if asked.answers else NOWHERE, asked.question, asked.answers, files)


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


def _newsroom() -> Path | None:
    folder = eval_folder()
    found = folder / "newsroom-dev" if folder else None
    return found if found and found.is_dir() else None


def _texts_of(folder: Path) -> list[Text]:
    """Each file's text, as Quoth reads it, to be a plain one for all."""
    loaded = ((path, load(path)) for path in sorted(folder.iterdir()))
    return [Text(f"{at.stem}.txt", one.title, one.text, at.stem) for at, one in loaded]


def _asked(group: str, name: str, questions: SquadSet) -> Iterator[Asked]:
    for asked in questions.questions:
        if asked.spans:
            answer = asked.spans[0].of(questions.contexts[asked.context].text)
            file = _file(name, asked.context)
            yield Asked(group, asked.question, (answer,), frozenset({file}))


def _file(name: str, row: int) -> str:
    return f"{name}-{row:04}.txt"


def _set(folder: Path, name: str) -> SquadSet:
    return squad_set(folder / f"{name}-dev.json")
