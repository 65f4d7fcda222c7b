"""What is carried elsewhere keeps its sources and is no markup of ours or of an article's."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from markdown_it import MarkdownIt

from quoth.index.errors import ConversationsError
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.output.text import as_text, escaped
from quoth.qa.saved.export import as_json, as_markdown, export, file_name
from quoth.qa.saved.records import Conversation
from quoth.qa.turns import Failure, Turn

QUESTIONS = (
    "How many pictures of the rear wall of the temple did the student have?",
    "What is the boiling point of nitrogen?",
    "Qui a perdu tout son troupeau de moutons et de chèvres ?",
)


@pytest.fixture(scope="module")
def conversation(answerer: QuestionAnswerer) -> Conversation:
    turns = [
        Turn(question, "2024-05-06T07:08:09+00:00", answerer.answer(question))
        for question in QUESTIONS
    ]
    unanswered = Turn("Who?", "2024-05-06T07:08:09+00:00", Failure("The model is missing."))
    return Conversation(1, "Temples & [sheep]", (*turns, unanswered))


def test_text_is_fit_for_print(conversation: Conversation) -> None:
    answer = conversation.turns[0].answer
    assert answer is not None
    lines = as_text(answer).splitlines()
    assert lines[0] == QUESTIONS[0]
    first = answer.citations[0]
    quote = " ".join(first.quote.split())
    assert lines[2] == f"“{quote}” — The Long Column, “{first.article.title}”, 2018-11-06"
    assert "characters" not in as_text(answer)
    assert " en" not in lines[2].removeprefix(f"“{quote}”")
    written = replace(answer, text=f"He had many. [{first.number}]")  # as a model writes
    assert f"He had many. [{first.number}]\n[1] “{quote}” — The Long" in as_text(written)
    missing = conversation.turns[1].answer
    assert missing is not None
    assert as_text(missing).endswith("\n\nNothing in the library answers this.\n")


def test_footnotes_are_numbered_throughout(conversation: Conversation) -> None:
    written = as_markdown(conversation)
    first, last = conversation.turns[0].answer, conversation.turns[2].answer
    assert first is not None
    assert last is not None
    total = len(first.citations) + len(last.citations)
    for number in range(1, total + 1):
        assert written.count(f"[^{number}]: ") == 1
        assert written.count(f"[^{number}]") == 2
    assert f"[^{total + 1}]" not in written
    assert "*Nothing in the library answers this.*" in written
    assert "*The model is missing.*" in written
    quote = escaped(" ".join(last.citations[0].quote.split()))
    number = len(first.citations) + 1
    title = escaped(last.citations[0].article.title)
    assert f"{quote} [^{number}]" in written
    note = next(line for line in written.splitlines() if line.startswith(f"[^{number}]:"))
    assert f"“{title}”" in note
    assert quote not in note
    said = Turn("Who?", outcome=replace(last, text="He lost it. [1]"))
    assert f"[^1]: “{quote}” — " in as_markdown(replace(conversation, turns=(said,)))


@pytest.mark.parametrize(
    "text",
    [
        "[click](javascript:alert(1)) <script>alert(1)</script> &lt;b&gt;",
        "# no heading *not bold* `no code` | a | b | ~~x~~ $x$",
        "1. no list",
        "- no list either",
        "[^1] no footnote",
        "> no quote",
        "=====",
    ],
)
def test_markdown_shows_it_as_it_is(text: str) -> None:
    tokens = MarkdownIt("commonmark").enable("strikethrough").parse(escaped(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text"}
    assert "".join(child.content for child in children) == text


def test_json_keeps_the_contract_of_answers(conversation: Conversation) -> None:
    value = json.loads(as_json(conversation))
    assert value["schema"] == "quoth.conversation/1"
    assert [turn["question"] for turn in value["turns"]] == [*QUESTIONS, "Who?"]
    assert value["turns"][0]["answer"]["schema"] == "quoth.answer/1"
    assert value["turns"][3] == {
        "asked": "2024-05-06T07:08:09+00:00",
        "question": "Who?",
        "answer": None,
        "error": "The model is missing.",
    }


def test_the_name_of_the_file_chooses_and_nothing_is_overwritten(
    conversation: Conversation, tmp_path: Path
) -> None:
    export(conversation, tmp_path / "a.json")
    export(conversation, tmp_path / "a.md")
    assert json.loads((tmp_path / "a.json").read_text())["title"] == conversation.title
    assert (tmp_path / "a.md").read_text().startswith("# Temples &amp; \\[sheep\\]")
    with pytest.raises(ConversationsError, match="is there already"):
        export(replace(conversation, title="other"), tmp_path / "a.md")
    with pytest.raises(ConversationsError, match="cannot be written"):
        export(conversation, tmp_path / "absent" / "a.md")


def test_references_for_reference_managers(conversation: Conversation, tmp_path: Path) -> None:
    answer = conversation.turns[0].answer
    assert answer is not None
    first = answer.citations[0]
    card = replace(first.article, title="50 % {of} R&D_", author="A. Brandt and B. Öz", url="")
    again = replace(card, id="another")
    turns = [Turn("Who?", outcome=replace(answer, citations=(replace(first, article=card),)))] * 2
    turns += [Turn("Who?", outcome=replace(answer, citations=(replace(first, article=again),)))]
    export(replace(conversation, turns=tuple(turns)), tmp_path / "a.bib")
    written = (tmp_path / "a.bib").read_text("utf-8")
    assert written.count("@article{the-long-column-2018-11-06,") == 1
    assert written.count("@article{the-long-column-2018-11-06-2,") == 1
    assert r"title = {{50 \% \{of\} R\&D\_}}," in written
    assert "author = {{A. Brandt and B. Öz}}," in written
    assert "date = {2018-11-06}," in written
    export(replace(conversation, turns=tuple(turns)), tmp_path / "a.csl.json")
    items = json.loads((tmp_path / "a.csl.json").read_text("utf-8"))
    assert [item["title"] for item in items] == [card.title, card.title]
    assert items[0]["issued"] == {"date-parts": [[2018, 11, 6]]}
    assert items[0]["container-title"] == "The Long Column"
    assert items[0]["author"] == [{"literal": card.author}]
    assert "language" not in items[0]


def test_word_has_the_quotes_with_their_sources(conversation: Conversation, tmp_path: Path) -> None:
    export(replace(conversation, title="A\x00\x1b[1m\ufffeB"), tmp_path / "a.docx")
    paragraphs = Document(str(tmp_path / "a.docx")).paragraphs
    texts = [paragraph.text for paragraph in paragraphs]
    answer = conversation.turns[0].answer
    assert answer is not None
    quote = " ".join(answer.citations[0].quote.split())
    where = f"The Long Column, “{answer.citations[0].article.title}”, 2018-11-06"
    assert f"“{quote}” — {where}" in texts
    assert QUESTIONS[0] in texts
    assert "Nothing in the library answers this." in texts
    assert "The model is missing." in texts


def test_names_that_any_file_system_takes() -> None:
    assert file_name("Où l’armée a-t-elle pris des fermes ?", ".md").startswith(
        "ou-l-armee-a-t-elle"
    )
    assert file_name("隕石", ".json") == "conversation.json"
    assert len(file_name("word " * 100, ".md")) < 70
