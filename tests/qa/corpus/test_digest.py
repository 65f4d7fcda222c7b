"""Comparisons and summaries that a scripted model writes: in one call, in steps, and not at all."""

from __future__ import annotations

import re
import threading
import time
from pathlib import Path

import pytest

from quoth.index.embedders.base import Embedder
from quoth.index.errors import ModelError
from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from quoth.qa.answerers import digesting
from quoth.qa.answerers.prompt import Messages
from quoth.qa.answerers.timeout import Pieces
from quoth.qa.answers import Answer, AnswerFinished, PartRead, SentenceWritten, Support
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.output.json import answer_json
from quoth.qa.settings import AnswerSettings
from tests.scripted import Script, Scripted, answering_with

HERE = Path(__file__).parent
COMPARE = "Compare what Tarrow Post and Levant Review say about the fire in Fossvik"
SUMMARISE = "Summarise the fire in Fossvik"
CHANGED = "What changed between 9 and 11 March 2021 about the fire in Fossvik?"
PAPERS = ("Tarrow Post", "Levant Review", "Dépêche du Sund")
INJURED = (4, 11, 13)
FILLING = (
    "The fire in Fossvik was seen from the ferry. The quay of Fossvik smelt of the fire for days. "
    "Nets and salt burnt in the fire in Fossvik. The firemen of Fossvik had two pumps for the fire. "
    "The school of Fossvik was shut while the fire smouldered. "
)


def number_of(prompt: str, words: str) -> int:
    """The number under which a prompt shows the passage that holds these words."""
    before = prompt[: prompt.index(words)]
    head = before[before.rindex("PASSAGE ") :].splitlines()[0]
    return int(head.split()[-1])


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five short articles on a fire."""
    library = Library(tmp_path_factory.mktemp("few") / "library", IndexSettings())
    library.rebuild([HERE / "quay"])
    return library.folder


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three articles of more passages than are read at once."""
    folder = tmp_path_factory.mktemp("many")
    for day, (paper, injured) in enumerate(zip(PAPERS, INJURED, strict=True), start=9):
        told = f"The fire in Fossvik left {injured} people injured, the {paper} reports. "
        (folder / f"{day}.md").write_text(
            f"---\ntitle: Letter {day} from the north\ndate: 2021-03-{day:02}\nsource: {paper}\n---\n"
            + told
            + FILLING * 6
        )
    library = Library(folder / "library", IndexSettings(passage_tokens=64))
    library.rebuild([folder / f"{day}.md" for day in (9, 10, 11)])
    return library.folder


def asked(
    library: Path,
    embedder: Embedder,
    model: Scripted,
    question: str,
    patience: int = 30,
    check: str = "rules",
) -> tuple[Answer, list[PartRead], list[SentenceWritten]]:
    parts: list[PartRead] = []
    sentences: list[SentenceWritten] = []
    settings = AnswerSettings(model_timeout=patience, model="test:scripted", check=check)
    with answering_with(model, library, embedder, settings) as opened:
        for event in opened.ask(question):
            if isinstance(event, PartRead):
                parts.append(event)
            elif isinstance(event, SentenceWritten):
                sentences.append(event)
            elif isinstance(event, AnswerFinished):
                return event.answer, parts, sentences
    raise AssertionError("no answer")


def lines_alone(library: Path, question: str) -> Answer:
    with QuestionAnswerer.open(Library(library, IndexSettings())) as opened:
        return opened.quoted(question)


def check(answer: Answer, library: Path) -> None:
    """Each sentence at its place, each citation a quote of its article, and a passage of the answer's."""
    with Library(library, IndexSettings()).open() as generation:
        for citation in answer.citations:
            article = generation.catalog.article(citation.article.id)
            assert article is not None
            assert citation.span.of(article.text) == citation.quote
    for sentence in answer.sentences:
        assert answer.text[sentence.span.start : sentence.span.end] == sentence.text
        assert sentence.support is Support.SUPPORTED or sentence.reasons
    assert {hit.rank for hit in answer.hits} == {citation.number for citation in answer.citations}


def test_few_passages_of_several_articles_are_read_at_once_with_their_days(
    few: Path, embedder: Embedder
) -> None:
    def script(prompt: str) -> str:
        four, eleven = number_of(prompt, "4 people injured"), number_of(prompt, "11 people injured")
        return (
            f"The Tarrow Post said that 4 people were injured [{four}]. "
            f"The Levant Review said that 11 people were injured [{eleven}]. "
            f"The fire left 900 people injured [{four}]."
        )

    model = Scripted(script)
    answer, parts, sentences = asked(few, embedder, model, COMPARE)
    check(answer, few)
    assert (answer.kind, answer.answerer, answer.lines) == ("compare", model.name, ())
    (prompt,) = model.prompts
    assert "2021-03-09" in prompt
    assert "2021-03-10" in prompt
    assert not parts
    assert len(sentences) == 3
    assert len({citation.article.id for citation in answer.citations}) == 2
    first, second, false = answer.sentences
    assert Support.UNSUPPORTED not in (first.support, second.support)
    assert false.support is Support.UNSUPPORTED
    assert false.missing == ("900",)
    assert answer_json(answer)["kind"] == "compare"


def noting(prompt: str) -> str:
    """Notes of each article what it says of the injured, and something false; then tells the notes."""
    if "\nNOTES " in prompt:
        return " ".join(re.findall(r"The fire left \d+ people injured\. \[\d+\]", prompt))
    found = re.search(r"left (\d+) people injured", prompt)
    if found is None:
        return "NO ANSWER"
    number = number_of(prompt, found[0])
    return f"The fire left {found[1]} people injured [{number}]. It cost 70,000 crowns [{number}]."


def test_much_text_is_read_in_steps_and_what_is_false_is_no_note(
    many: Path, embedder: Embedder
) -> None:
    model = Scripted(noting)
    answer, parts, sentences = asked(many, embedder, model, SUMMARISE)
    check(answer, many)
    *maps, last = model.prompts
    assert 3 <= len(maps) <= 8
    assert [part.number for part in parts] == list(range(1, len(parts) + 1))
    assert {part.of for part in parts} == {len(model.prompts)} == {len(parts)}
    assert [part.title for part in parts][-1] == ""
    assert parts[0].title == "Letter 9 from the north"
    for prompt in maps:
        days = set(re.findall(r"2021-03-\d\d", prompt))
        assert len(days) == 1  # one article each
        assert prompt.count("\nEND ") <= 6
    assert "\nPASSAGE" not in last
    assert "70,000" not in last
    assert [day for day in ("2021-03-09", "2021-03-10", "2021-03-11") if day in last]
    assert [s.sentence.text for s in sentences] == [s.text for s in answer.sentences]
    assert {injured for injured in INJURED if f"left {injured} people" in answer.text} == {
        4,
        11,
        13,
    }
    assert len({citation.article.id for citation in answer.citations}) == 3
    assert all(sentence.support is not Support.UNSUPPORTED for sentence in answer.sentences)


def doubting(prompt: str) -> str:
    """Writes as `noting` does, and as a second opinion finds nothing said but of the eleven."""
    if "YES or NO:" not in prompt:
        return noting(prompt)
    return "YES" if "left 11 people" in prompt[prompt.rindex("\nSENTENCE ") :] else "NO"


@pytest.mark.parametrize("question", [SUMMARISE, CHANGED])
def test_a_second_opinion_lowers_what_was_written_in_steps(
    many: Path, embedder: Embedder, question: str
) -> None:
    ruled, _, _ = asked(many, embedder, Scripted(noting), question)
    model = Scripted(doubting)
    answer, _, _ = asked(many, embedder, model, question, check="model")
    check(answer, many)
    assert answer.answerer == model.name
    assert [s.text for s in answer.sentences] == [s.text for s in ruled.sentences]
    opinions = [prompt for prompt in model.prompts if "YES or NO:" in prompt]
    assert len(opinions) == len(ruled.sentences) == 3
    lower = {Support.SUPPORTED: Support.WEAK, Support.WEAK: Support.UNSUPPORTED}
    for before, after in zip(ruled.sentences, answer.sentences, strict=True):
        doubted = "left 11 people" not in after.text
        assert after.support is (lower[before.support] if doubted else before.support)
        assert any("does not find" in reason for reason in after.reasons) is doubted


def test_an_opinion_that_fails_leaves_what_was_written(many: Path, embedder: Embedder) -> None:
    def opinion(prompt: str) -> str:
        if "YES or NO:" in prompt:
            raise ModelError("test:scripted cannot be reached.", "Start its server.")
        return noting(prompt)

    ruled, _, _ = asked(many, embedder, Scripted(noting), SUMMARISE)
    answer, _, _ = asked(many, embedder, Scripted(opinion), SUMMARISE, check="model")
    assert [s.support for s in answer.sentences] == [s.support for s in ruled.sentences]
    assert "The rules' verdicts stand" in answer.notice


class Failing(Scripted):
    """Fails at its `at`th call."""

    def __init__(self, script: Script, at: int) -> None:
        super().__init__(script)
        self._at = at

    def stream(self, messages: Messages) -> Pieces:
        if len(self.prompts) + 1 == self._at:
            self.prompts.append("")
            raise ModelError("test:scripted cannot be reached.", "Start its server.")
        yield from super().stream(messages)


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (Failing(noting, 2), "test:scripted cannot be reached. Start its server. The lines stand"),
        (Failing(lambda p: noting(p) if "\nNOTES " not in p else "", 99), "found nothing of it"),
        (Scripted("NO ANSWER"), "found nothing of it"),
        (Scripted("Penguins rule Antarctica from 4711 palaces [1]."), "found nothing of it"),
    ],
    ids=["fails", "writes nothing", "finds nothing", "makes things up"],
)
def test_the_lines_stand_where_the_model_gives_no_text(
    many: Path, embedder: Embedder, model: Scripted, said: str
) -> None:
    answer, _, _ = asked(many, embedder, model, SUMMARISE)
    alone = lines_alone(many, SUMMARISE)
    assert said in answer.notice
    assert alone.lines
    assert (answer.text, answer.lines, answer.answerer) == (alone.text, alone.lines, "library")


def test_reading_ends_when_its_time_is_over(
    many: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digesting, "_MAX_READING", 0)
    model = Scripted(noting)
    answer, parts, _ = asked(many, embedder, model, SUMMARISE)
    assert len(model.prompts) == len(parts) == 2
    assert "The model read 1 of" in answer.notice
    assert answer.answerer == model.name


def test_one_call_ends_when_its_time_is_over(
    few: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digesting, "_MAX_CALL", 0)
    answer, _, _ = asked(few, embedder, Scripted("It burnt. " * 100), COMPARE)
    assert answer.lines
    assert "cut off" in answer.notice


def test_stopping_ends_it_at_once_and_the_lines_stand(many: Path, embedder: Embedder) -> None:
    stop, wait = threading.Event(), threading.Event()

    class Silent(Scripted):
        def stream(self, messages: Messages) -> Pieces:
            self.prompts.append("")
            wait.wait(60)
            yield "late"

    model, stopped = Silent(""), 0.0
    with answering_with(model, many, embedder) as opened:
        for event in opened.ask(SUMMARISE, stop=stop):
            if isinstance(event, PartRead):
                stopped = time.monotonic()
                threading.Timer(0.2, stop.set).start()
            elif isinstance(event, AnswerFinished):
                answer = event.answer
    took = time.monotonic() - stopped
    wait.set()
    assert took < 20  # of sixty
    assert len(model.prompts) == 1
    assert answer.lines
    assert "Stopped" in answer.notice
