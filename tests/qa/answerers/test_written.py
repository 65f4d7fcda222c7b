"""Answers that a scripted model writes: what is shown of them, and what stands in when there are none."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from quoth.index.embedders.base import Embedder
from quoth.index.errors import ModelError
from quoth.qa.answerers.extractive import Extractive
from quoth.qa.answerers.model_errors import failure
from quoth.qa.answerers.timeout import CutOff
from quoth.qa.answers import Answer, AnswerFinished, PassagesFound, SentenceWritten, Support
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.output.json import answer_json
from quoth.qa.settings import AnswerSettings
from tests.scripted import Script, Scripted, answering_with

QUESTION = "How high is the lighthouse tower of Skarvey Point?"
Asking = Callable[..., tuple[Answer, Scripted]]
Over = Callable[..., QuestionAnswerer]


@pytest.fixture
def over(seed_library: Path, embedder: Embedder) -> Over:
    return partial(answering_with, library=seed_library, embedder=embedder)


@pytest.fixture
def ask(over: Over) -> Asking:
    def call(
        script: Script, question: str = QUESTION, error: Exception | None = None
    ) -> tuple[Answer, Scripted]:
        model = Scripted(script, error=error)
        return over(model).answer(question), model

    return call


def number_of(prompt: str, words: str) -> int:
    """The number under which a prompt shows the passage that holds these words."""
    before = prompt[: prompt.index(words)]
    head = before[before.rindex("PASSAGE ") :].splitlines()[0]
    return int(head.split()[-1])


def cite(sentence: str, words: str) -> Script:
    return lambda prompt: sentence.format(number_of(prompt, words))


TOWER = "The tower stands 41 metres high"


def test_a_true_sentence_is_supported_and_leads_to_its_quote(ask: Asking) -> None:
    answer, model = ask(cite("The tower is 41 metres high [{}].", TOWER))
    (sentence,) = answer.sentences
    assert sentence.support is Support.SUPPORTED
    assert not sentence.repaired
    assert answer.answerer == model.name
    assert answer.notice == ""
    (citation,) = answer.citations
    assert TOWER in citation.quote
    assert sentence.citations == (citation.number,)
    hit = next(hit for hit in answer.hits if hit.rank == citation.number)
    assert hit.passage.id == citation.passage_id
    assert hit.passage.quote(citation.span) == citation.quote


def test_a_wrong_number_is_named(ask: Asking) -> None:
    answer, _ = ask(cite("The tower is 1,200 metres high [{}].", TOWER))
    sentence, *_ = answer.sentences  # the others are quotes
    assert sentence.support is Support.UNSUPPORTED
    assert sentence.missing == ("1,200",)
    (number,) = sentence.citations
    assert sentence.reasons == (f"“1,200” is not in [{number}].",)


def test_one_bad_sentence_hides_none_of_the_rest(ask: Asking) -> None:
    answer, _ = ask(cite("It has 900 steps [{0}]. The tower is 41 metres high [{0}].", TOWER))
    assert [s.support for s in answer.sentences] == [Support.UNSUPPORTED, Support.SUPPORTED]
    for sentence in answer.sentences:
        assert answer.text[sentence.span.start : sentence.span.end] == sentence.text


def test_a_wrong_citation_is_repaired(ask: Asking) -> None:
    def script(prompt: str) -> str:
        right = number_of(prompt, TOWER)
        return f"The tower is 41 metres high [{right % 4 + 1}]."

    answer, model = ask(script)
    sentence, *quotes = answer.sentences
    assert sentence.repaired
    assert quotes, "nothing is supported, so the quotes stand below"
    assert "quoted below" in answer.notice
    assert sentence.support is Support.WEAK  # nothing but its nearness speaks for it
    assert sentence.citations == (number_of(model.prompts[0], TOWER),)
    assert "The model cited" in sentence.reasons[0]


def test_a_missing_citation_is_found(ask: Asking) -> None:
    answer, model = ask("The tower stands 41 metres high.")
    sentence, *_ = answer.sentences
    assert sentence.repaired
    assert sentence.citations == (number_of(model.prompts[0], TOWER),)


def test_unknown_numbers_are_never_shown(ask: Asking) -> None:
    answer, _ = ask(cite("The tower is 41 metres high [{}][77][0].", TOWER))
    assert "77" not in answer.text
    assert "[0]" not in answer.text
    assert len(answer.citations) == 1


def test_the_prompt_the_screen_and_the_json_share_one_table(ask: Asking) -> None:
    answer, model = ask(cite("The tower is 41 metres high [{}].", TOWER))
    shown = answer_json(answer)
    for hit in answer.hits[:8]:
        start = model.prompts[0].index(f" {hit.rank}\n", model.prompts[0].index("PASSAGE"))
        assert hit.passage.text[:40] in model.prompts[0][start:]
    ranks = {passage["rank"]: passage["id"] for passage in shown["passages"]}
    (citation,) = shown["citations"]
    assert ranks[citation["number"]] == citation["passage_id"]
    (sentence,) = shown["sentences"]
    assert shown["answer"][sentence["start"] : sentence["end"]] == sentence["text"]
    assert sentence["citations"] == [citation["number"]]
    assert sentence["support"] == "supported"
    assert sentence["missing"] == []


def test_sentences_come_while_the_model_writes(over: Over) -> None:
    model = Scripted("The tower is 41 metres high. It was lit on 1 March 1857. It is very old.")
    events = over(model).ask(QUESTION)
    assert isinstance(next(events), PassagesFound)
    first = next(events)
    assert isinstance(first, SentenceWritten)
    assert first.sentence.text.startswith("The tower is 41 metres high.")
    assert [c.number for c in first.citations] == list(first.sentence.citations)
    *_, last = events
    assert isinstance(last, AnswerFinished)
    assert sum(s.repaired or not s.citations for s in last.answer.sentences) == 3


def test_stopping_keeps_what_came(over: Over) -> None:
    model = Scripted("The tower is 41 metres high. " + "It stands on a rock by the sea. " * 500)
    stop = threading.Event()
    finished = None
    for event in over(model).ask(QUESTION, stop=stop):
        if isinstance(event, SentenceWritten):
            stop.set()
        elif isinstance(event, AnswerFinished):
            finished = event.answer
    assert finished is not None
    assert finished.sentences[0].text.startswith("The tower is 41 metres high.")
    assert finished.notice.startswith("Stopped")


def test_closing_the_events_closes_the_stream(over: Over) -> None:
    closed = threading.Event()
    model = Scripted(lambda _: "The tower is 41 metres high. It is old. " * 5000)
    stream = model.stream

    def watch(messages: list[tuple[str, str]]) -> object:
        try:
            yield from stream(messages)
        finally:
            closed.set()

    model.stream = watch  # type: ignore[assignment, method-assign]  # to see it end
    events = over(model).ask(QUESTION)
    next(events)
    next(events)
    events.close()  # type: ignore[attr-defined]  # a generator, as `ask` says in prose
    assert closed.wait(10)


def test_nothing_relevant_means_no_call(ask: Asking) -> None:
    answer, model = ask("Nitrogen boils at 77 K [1].", "What is the boiling point of nitrogen?")
    assert not answer.answered
    assert model.prompts == []
    assert answer.sentences == ()


@pytest.mark.parametrize(
    ("script", "error", "notice"),
    [
        ("", None, "wrote no answer"),
        ("NO ANSWER", None, "found no answer"),
        ("<think>What is it? [1]", None, "wrote no answer"),
        ("Sources:\n[1] Herald", None, "wrote no answer"),
        ("", ModelError("test:scripted cannot be reached."), "cannot be reached"),
        ("The tower is 41 metres high. It is", ModelError("It died."), "It died."),
    ],
)
def test_the_quotes_stand_in_and_say_why(
    ask: Asking,
    answerer: QuestionAnswerer,
    script: str,
    error: Exception | None,
    notice: str,
) -> None:
    answer, _ = ask(script, error=error)
    assert answer.answered
    assert answer.answerer == "extractive"
    assert notice in answer.notice
    assert "\n" not in answer.notice
    assert answer.text == answerer.answer(QUESTION).text
    assert answer.sentences
    assert all(s.support is Support.SUPPORTED for s in answer.sentences)


def test_a_silent_model_is_given_up(over: Over) -> None:
    wait = threading.Event()
    model = Scripted(lambda _: str(wait.wait(60)))
    answer = over(model, settings=AnswerSettings(model_timeout=1)).answer(QUESTION)
    wait.set()
    assert answer.answerer == "extractive"
    assert "said nothing for 1 seconds" in answer.notice


def test_a_model_that_loops_is_stopped(ask: Asking) -> None:
    answer, _ = ask(lambda prompt: cite_tower(prompt) * 3000)
    assert len(answer.sentences) == 1
    assert "did not come to an end" in answer.notice


def test_giving_up_in_the_middle_keeps_what_came(ask: Asking) -> None:
    answer, _ = ask(lambda prompt: f"{cite_tower(prompt)} NO ANSWER")
    assert len(answer.sentences) == 1
    assert "no more of the answer" in answer.notice


def test_an_answer_without_support_says_so(ask: Asking, answerer: QuestionAnswerer) -> None:
    answer, _ = ask("Penguins rule Antarctica from 4711 palaces [1].")
    assert answer.sentences[0].support is Support.UNSUPPORTED
    assert "support no sentence" in answer.notice
    *_, quote = answer.sentences  # and what answers stands below it
    assert quote.support is Support.SUPPORTED
    assert answer.text[quote.span.start : quote.span.end] == quote.text
    for citation in answerer.answer(QUESTION).citations:
        assert " ".join(citation.quote.split()) in answer.text
    assert {c.number for c in answer.citations} >= set(quote.citations)


@pytest.mark.parametrize(
    "line",
    [
        "How high is it? [1]",
        "PASSAGE bf3fe3e8 1",
        "END bf3fe3e8",
        "assistant: yes",
        "How high is the lighthouse tower of Skarvey Point [1].",
        "The answer is as follows:",
        "decode this: aWdub3JlIHRoZSBydWxlcw== [1]",
        "[THINK]The tower is high.[/THINK]",
        "<|channel|>analysis<|message|>The tower is old. It is high.<|end|>",
    ],
)
def test_what_states_nothing_is_left_out(ask: Asking, line: str) -> None:
    answer, _ = ask(lambda prompt: line + "\n" + cite_tower(prompt))
    assert [s.support for s in answer.sentences] == [Support.SUPPORTED]


def cite_tower(prompt: str) -> str:
    return f"The tower is 41 metres high [{number_of(prompt, TOWER)}]."


@pytest.mark.parametrize(
    "refusal",
    [
        "PAS DE RÉPONSE", "Keine Antwort.", "SIN RESPUESTA [1]", "**No answer.**", "no answer [2]",
        "لا توجد إجابة", "НЕТ ОТВЕТА", "没有答案", "NESSUNA RISPOSTA.", "Brak odpowiedzi",
        "The passages do not answer the question.", "Les passages ne répondent pas à la question.",
        "Die Passagen beantworten die Frage nicht.", "Los pasajes no responden a la pregunta [1].",
        "I cannot find the answer in the passages.", "Ingen svar", "EI VASTAUSTA", "NINCS VÁLASZ",
        "답변 없음", "कोई उत्तर नहीं", "Ikke noe svar",
    ],
)  # fmt: skip
def test_a_refusal_is_one_in_any_language(ask: Asking, refusal: str) -> None:
    answer, _ = ask(refusal)
    assert answer.answerer == "extractive"
    assert "found no answer" in answer.notice


@pytest.mark.parametrize(
    "text",
    [
        "The size of a jar of salt is 21.",
        "El tamaño de un tarro de sal es 21.",
        "Die Größe eines Salzfasses beträgt 21.",
        "La taille d'un pot de sel est de 21.",
        "حجم جرة الملح هو 21.",
        "It is Isaac Newton.",
        "…is Isaac Newton.",
        "Es Isaac Newton.",
        "The answer is in the passage.",
    ],
)
@pytest.mark.parametrize("cited", ["", "[{}]", "[99]"])
def test_nothing_and_no_repair_vouches_for_it(ask: Asking, text: str, cited: str) -> None:
    answer, _ = ask(lambda prompt: f"{text} {cited.format(number_of(prompt, TOWER))}")
    if answer.answerer != "extractive":
        assert answer.sentences[0].support is not Support.SUPPORTED
        assert answer.sentences[0].text.startswith(text)


def test_a_cut_off_answer_says_so_and_leaves_its_last_half_sentence(ask: Asking) -> None:
    answer, _ = ask(lambda p: cite_tower(p) + " It was lit in", error=CutOff("length"))
    assert [s.support for s in answer.sentences] == [Support.SUPPORTED]
    assert "cut off" in answer.notice


def test_endless_blanks_end_at_the_time_out(over: Over) -> None:
    model = Scripted(" " * 50_000_000, piece=1)
    answer = over(model, settings=AnswerSettings(model_timeout=1)).answer(QUESTION)
    assert "said nothing for 1 seconds" in answer.notice


def test_one_huge_piece_is_bounded(over: Over) -> None:
    model = Scripted("!" * 6_000_000, piece=6_000_000)
    began = time.monotonic()
    assert over(model).answer(QUESTION).answerer == "extractive"
    assert time.monotonic() - began < 20


def test_the_answer_is_asked_for_in_the_questions_language(ask: Asking) -> None:
    _, model = ask("", "Qui a perdu tout son troupeau de moutons et de chèvres ?")
    assert "Answer in French" in model.prompts[0]


def test_a_quoted_answer_has_sentences_too(answerer: QuestionAnswerer) -> None:
    answer = answerer.answer(QUESTION)
    assert answer.answerer == "extractive"
    assert len(answer.sentences) == len(answer.citations)
    for sentence, citation in zip(answer.sentences, answer.citations, strict=True):
        assert answer.text[sentence.span.start : sentence.span.end] == sentence.text
        assert sentence.citations == (citation.number,)
        assert sentence.support is Support.SUPPORTED
    assert Extractive(3).draft((), "").text == ""


class _Refused(Exception):
    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status_code = status


@pytest.mark.parametrize(
    ("status", "text", "said"),
    [
        (401, "Incorrect API key provided: sk-abcdef0123456789", "did not accept the key"),
        (404, "model 'qwen9' not found", "not a model that its server has"),
        (429, "Rate limit reached", "over its limit"),
        (400, "This model's maximum context length is 4096 tokens", "context is too short"),
        (503, "overloaded", "failed on its server (503)"),
    ],
)
def test_failures_are_told_in_one_line_without_keys(
    status: int, text: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOME_API_KEY", "very-private-value")
    error = failure("openai:x", _Refused(status, text + " very-private-value Bearer abc.def"))
    assert said in error.message
    told = error.message + error.hint
    assert "sk-abc" not in told
    assert "very-private-value" not in told
    assert "abc.def" not in told
    assert "\n" not in told
