"""The real reader on texts that answer and on what people and files may throw at it."""

from __future__ import annotations

from datetime import date

import pytest

from quoth.index.articles import ArticleCard
from quoth.qa.reading.reader import Reader, ReadSentence
from quoth.qa.reading.windows import windows_of
from tests.qa.reading.test_windows import passage_of

CARD = ArticleCard("a", "a.txt", "", "Le canal fermé", date(2021, 2, 4), "Le Courrier", "", "fr")
TEXT = (
    "La navigation est interrompue depuis mercredi. La digue a été percée par des ragondins. "
    "Deux mariniers ont passé la nuit au gymnase. Le maire a promis un plan pour le printemps."
)


def read(reader: Reader, question: str, text: str, language: str = "fr") -> list[ReadSentence]:
    windows = windows_of(passage_of(text, language, start=5))
    return reader.read(question, windows, {"a": CARD})


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Qui a percé la digue ?", "ragondins"),
        ("Who made a hole in the dyke?", "ragondins"),
        ("Wo haben die Schiffer übernachtet?", "gymnase"),
        ("¿Qué prometió el alcalde?", "plan"),
    ],
)
def test_the_sentence_that_answers_comes_first(reader: Reader, question: str, answer: str) -> None:
    best = max(read(reader, question, TEXT), key=lambda sentence: sentence.logit)
    assert answer in best.passage.quote(best.span)
    assert best.words is not None
    assert best.span.start <= best.words.start < best.words.end <= best.span.end


def test_a_question_that_is_answered_scores_above_one_that_is_not(reader: Reader) -> None:
    def best(question: str) -> float:
        return max(sentence.logit for sentence in read(reader, question, TEXT))

    answered = best("Où les mariniers ont-ils passé la nuit ?")
    assert answered > best("Quel âge a le maire ?")
    assert answered > best("Combien coûte un billet pour Mars ?")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("堤坝被海狸鼠挖穿。两名船员在体育馆过夜。" * 12, "zh"),
        ("اخترقت القوارض السد. أمضى بحاران الليل في القاعة الرياضية. " * 12, "ar"),
        ("--- *** !!! ??? ... 123 456", "und"),
        ("x" * 5000, "und"),
        ("Mot " * 3000, "fr"),
        ("\u202eflow ,droW\u202c. Encore un.", "fr"),
    ],
)
@pytest.mark.parametrize("question", ["Qui ?", "Qui a percé la digue ? " * 90, "谁挖穿了堤坝？"])
def test_odd_texts_are_read(reader: Reader, text: str, language: str, question: str) -> None:
    found = read(reader, question, text, language)
    assert tuple(sentence.span for sentence in found) == passage_of(text, language, 5).sentences
    assert all(-100 < sentence.logit < 100 for sentence in found)
    for sentence in found:
        if sentence.words:
            assert sentence.span.start <= sentence.words.start
            assert sentence.words.end <= sentence.span.end
            assert sentence.passage.quote(sentence.words).strip()


def test_reading_nothing_says_nothing(reader: Reader) -> None:
    assert reader.read("Qui ?", [], {}) == []


def test_a_window_is_judged_alike_alone_and_beside_others(reader: Reader) -> None:
    windows = windows_of(passage_of(TEXT * 4))
    together = reader.read("Qui a percé la digue ?", windows, {"a": CARD})
    alone = [s for w in windows for s in reader.read("Qui a percé la digue ?", [w], {"a": CARD})]
    assert together == alone
