"""Conversations survive, are found again, and never stand in the way of an answer."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from quoth.index.errors import ConversationsError
from quoth.qa.answers import Answer
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.saved import file
from quoth.qa.saved.records import answer_from_json, answer_to_json
from quoth.qa.saved.store import ConversationStore
from quoth.qa.turns import Turn

QUESTION = "How many pictures of the rear wall of the temple did the student have?"
ABSENT = "What is the boiling point of nitrogen?"


@pytest.fixture
def store(tmp_path: Path) -> ConversationStore:
    return ConversationStore(tmp_path)


@pytest.fixture(scope="module")
def answer(answerer: QuestionAnswerer) -> Answer:
    return answerer.answer(QUESTION)


def test_an_answer_is_read_as_it_was_written(answer: Answer, answerer: QuestionAnswerer) -> None:
    for made in (answer, answerer.answer(ABSENT)):
        again = answer_from_json(answer_to_json(made))
        assert (again.question, again.answered, again.text) == (
            made.question,
            made.answered,
            made.text,
        )
        assert again.citations == made.citations
        assert again.hits == made.hits
        assert again.confidence == made.confidence
        assert not again.timings_ms


def test_a_path_that_is_no_utf8_is_kept(store: ConversationStore, answer: Answer) -> None:
    path = os.fsdecode(b"/articles/caf\xe9.txt")
    citation = replace(answer.citations[0], article=replace(answer.hits[0].article, path=path))
    turn = Turn(QUESTION, outcome=replace(answer, citations=(citation,)))
    store.ask(turn)
    store.finish(turn)
    kept = store.read(1).turns[0].answer
    assert kept is not None
    assert kept.citations[0].article.path == path


def test_a_conversation_is_there_after_kill_9(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path\n"
        "from quoth.qa.saved.store import ConversationStore\n"
        "store = ConversationStore(Path(sys.argv[1]))\n"
        "from quoth.qa.turns import Turn\n"
        "id = store.ask(Turn('first?'))\n"
        "store.ask(Turn('second?'), id)\n"
        "print('asked', flush=True); time.sleep(60)"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "asked\n"
    child.send_signal(signal.SIGKILL)
    child.communicate()
    kept = ConversationStore(tmp_path).read(1)
    assert [turn.question for turn in kept.turns] == ["first?", "second?"]
    assert [turn.answer for turn in kept.turns] == [None, None]


def test_words_are_found_without_case_and_accents(store: ConversationStore, answer: Answer) -> None:
    asked = "Où l'armée a-t-elle pris des fermes ?"
    turn = Turn(asked, outcome=replace(answer, question=asked))
    first = store.ask(turn)
    store.finish(turn)
    second = store.ask(Turn("隕石はどこに落ちましたか"))
    assert [found.id for found in store.summaries("ARMEE")] == [first]
    assert [found.id for found in store.summaries("l’Armée ferm")] == [
        first
    ]  # the last word's beginning
    assert [found.id for found in store.summaries("student baalshamin")] == [first]  # of the answer
    assert [found.id for found in store.summaries("pixels")] == [
        first
    ]  # of the cited article's title
    assert store.summaries("armée")[0].found == asked
    assert [found.id for found in store.summaries("隕石")] == [second]
    assert store.summaries("zebra") == []
    assert {found.id for found in store.summaries('"* OR (')} <= {first, second}


def test_the_latest_comes_first(store: ConversationStore) -> None:
    ids = [store.ask(Turn(f"question {n}?")) for n in range(3)]
    assert [found.id for found in store.summaries()] == ids[::-1]
    assert store.summaries()[0].questions == 1
    store.ask(Turn("again?"), ids[0])
    assert next(found for found in store.summaries() if found.id == ids[0]).questions == 2
    assert store.recent_questions(2) == ["question 2?", "again?"]


def test_renaming(store: ConversationStore) -> None:
    id = store.ask(Turn("Who wrote it?"))
    store.rename(id, "  The letter\x1b[31m\nfrom Tarn ")
    assert store.summaries()[0].title == "The letter from Tarn"
    assert [found.id for found in store.summaries("létter")] == [id]


def test_what_is_deleted_can_be_brought_back_for_an_hour(tmp_path: Path) -> None:
    store = ConversationStore(tmp_path)
    turn = Turn("Whose is the secret marmalade?")
    id = store.ask(turn)
    store.delete(id)
    assert store.summaries() == []
    assert store.summaries("marmalade") == []
    store.restore(id)
    assert [found.id for found in store.summaries()] == [id]
    store.delete(id)
    store.close()
    kept = ConversationStore(tmp_path)  # soon after, it is still there to be restored
    assert kept.read(id).turns[0].id == turn.id
    kept.close()
    connection = sqlite3.connect(tmp_path / file.FILE_NAME)
    past = (datetime.now(UTC) - timedelta(hours=2)).isoformat()
    connection.execute("UPDATE conversations SET deleted = ?", (past,))
    connection.commit()
    connection.close()
    with pytest.raises(ConversationsError):
        ConversationStore(tmp_path).read(id)
    assert b"marmalade" not in (tmp_path / file.FILE_NAME).read_bytes()


def test_two_apps_write_at_once(tmp_path: Path) -> None:
    one, other = ConversationStore(tmp_path), ConversationStore(tmp_path)
    id = one.ask(Turn("one?"))
    other.ask(Turn("two?"), id)
    one.ask(Turn("three?"), id)
    assert [turn.question for turn in other.read(id).turns] == ["one?", "two?", "three?"]


@pytest.mark.parametrize("content", [b"not a database", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / file.FILE_NAME).write_bytes(content)
    with pytest.raises(ConversationsError, match=file.FILE_NAME):
        ConversationStore(tmp_path)
    assert (tmp_path / file.FILE_NAME).read_bytes() == content


def test_a_newer_file_is_left_alone(tmp_path: Path) -> None:
    ConversationStore(tmp_path).close()
    connection = sqlite3.connect(tmp_path / file.FILE_NAME)
    connection.execute(f"PRAGMA user_version={file.SCHEMA + 1}")
    connection.close()
    with pytest.raises(ConversationsError, match="newer Quoth"):
        ConversationStore(tmp_path)


def test_an_answer_that_cannot_be_read_leaves_its_question(store: ConversationStore) -> None:
    turn = Turn("Who wrote it?")
    id = store.ask(turn)
    store._connection.execute("UPDATE turns SET answer = '[1]' WHERE id = ?", (turn.id,))
    kept = store.read(id).turns[0]
    assert kept.question == "Who wrote it?"
    assert kept.answer is None
    assert "cannot be read" in kept.error
