"""Sets of questions to measure with: SQuAD's format, which brings its texts along, and JSON Lines
to ask of a library.

{"data": [{"title", "paragraphs": [{"context", "qas": [
    {"id", "question", "is_impossible"?, "answers": [{"text", "answer_start"}]}]}]}]}

{"question": …, "answer"?: …, "article"?: …}     one a line
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from quoth.index.articles import Span
from quoth.index.errors import UsageError
from quoth.index.text.clean import clean, one_line
from quoth.qa.evaluation.gold import span_in_clean
from quoth.qa.evaluation.json_reader import JsonObject, parse, read_text

_LINES = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Context:
    """A paragraph of a SQuAD set, cleaned. Paragraphs of one `entry` are one article of the set."""

    entry: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class SquadQuestion:
    """`context` is a row of the set's contexts. `answered` says whether the set has an answer,
    `impossible` whether it says that there is none; `spans` are the places of its answers in that
    context's text, as far as they could be found.
    """

    id: str
    question: str
    context: int
    answered: bool
    spans: tuple[Span, ...]
    impossible: bool = False


@dataclass(frozen=True, slots=True)
class SquadSet:
    name: str
    contexts: tuple[Context, ...]
    questions: tuple[SquadQuestion, ...]

    def asked_as(self, other: SquadSet) -> SquadSet:
        """The same questions in the words of a parallel set. Raises UsageError where ids differ."""
        words = {question.id: question.question for question in other.questions}
        mine = [question.id for question in self.questions]
        for ids, there, without in ((mine, words, other.name), (words, set(mine), self.name)):
            missing = [id for id in ids if id not in there]
            if missing:
                raise UsageError(
                    f"{without} lacks {len(missing)} of the questions, as that of id {missing[0]!r}.",
                    "The two files must hold the same questions, with the same ids.",
                )
        asked = tuple(replace(q, question=words[q.id]) for q in self.questions)
        return replace(self, questions=asked)


@dataclass(frozen=True, slots=True)
class LibraryQuestion:
    """A question for a library; `answer` and `article` are "" where they are not known, and
    `place` is where it stands in its file.
    """

    question: str
    answer: str
    article: str
    place: str


def read_questions(file: Path) -> SquadSet | tuple[LibraryQuestion, ...]:
    """A set of either format. Raises UsageError that names the file and the place that is off."""
    text = read_text(file)
    if file.suffix.lower() in _LINES or _begins_with_a_question(text):
        return _lines(text, file)
    return _squad(parse(text, str(file)), file)


def _begins_with_a_question(text: str) -> bool:
    first = text.lstrip().partition("\n")[0]
    try:
        value = parse(first, "")
    except UsageError:
        return False
    return isinstance(value, dict) and "question" in value


def _lines(text: str, file: Path) -> tuple[LibraryQuestion, ...]:
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = f"{file}, line {number}"
        node = JsonObject(parse(line, place), f"{place}: ")
        node.only(("question", "answer", "article"))
        answer, article = node.optional_text("answer"), node.optional_text("article")
        found.append(LibraryQuestion(node.question("question"), answer, article, place))
    if not found:
        raise UsageError(f"{file} holds no question.", "Write one JSON object a line.")
    return tuple(found)


def _squad(value: object, file: Path) -> SquadSet:
    contexts: list[Context] = []
    questions: list[SquadQuestion] = []
    seen: set[str] = set()
    for number, entry in enumerate(JsonObject(value, f"{file}: ").items("data")):
        title = one_line(entry.optional_text("title", blank=True).replace("_", " "))
        for paragraph in entry.items("paragraphs"):
            context = paragraph.text("context", blank=True)
            for question in _questions(paragraph, context, len(contexts)):
                if question.id in seen:
                    raise UsageError(
                        f"{paragraph.prefix}qas: the id {question.id!r} stands there twice "
                        "in the file.",
                        "Give every question an id of its own.",
                    )
                seen.add(question.id)
                questions.append(question)
            contexts.append(Context(title or f"entry {number}", title, clean(context)))
    if not any(question.answered for question in questions):
        raise UsageError(
            f"{file} holds no question with an answer.",
            "Give the questions their answers, or nothing can be measured.",
        )
    return SquadSet(str(file), tuple(contexts), tuple(questions))


def _questions(paragraph: JsonObject, context: str, row: int) -> Iterator[SquadQuestion]:
    for node in paragraph.items("qas"):
        impossible = node.flag("is_impossible")
        answers = [] if impossible else node.items("answers")
        placed = [span_in_clean(context, a.offset("answer_start"), a.text("text")) for a in answers]
        yield SquadQuestion(
            id=node.text("id"),
            question=node.question("question"),
            context=row,
            answered=bool(answers),
            spans=tuple(dict.fromkeys(span for span in placed if span is not None)),
            impossible=impossible,
        )
