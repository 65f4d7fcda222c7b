from __future__ import annotations

import time

import pytest

from quoth.index.text.hyphens import KnownWords, join_cut_words


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("le quar-\ntier des tanneurs", "le quartier des tanneurs"),
        ("le quar¬\ntier", "le quartier"),
        ("die Ver=\nwaltung, das Ge⸗\nbiet", "die Verwaltung, das Gebiet"),
        (
            "Das Wasser steht auf der Nord-\nund Südseite.",
            "Das Wasser steht auf der Nord- und Südseite.",
        ),
        ("le quar\u00ad\r\n tier", "le quartier"),
        ("l'interrup- \ntion du service", "l'interruption du service"),
        ("die Ver‐\nwaltung", "die Verwaltung"),
        ("à vingt-trois ans, vingt-\ntrois jours", "à vingt-trois ans, vingt-trois jours"),
        ("trois fois vingt, vingt-\ntrois", "trois fois vingt, vingt-trois"),
        ("Jean-\nPaul est venu", "Jean-Paul est venu"),
        ("he said-\nThen he left", "he said-\nThen he left"),
        ("LE QUAR-\nTIER HAUT", "LE QUARTIER HAUT"),
        ("la ville d'Aix-en-Pro-\nvence", "la ville d'Aix-en-Provence"),
        ("a state-of-\nthe-art mill", "a state-of-the-art mill"),
        (
            "long-term plans, mid-\nterm plans; mid, term",
            "long-term plans, mid-term plans; mid, term",
        ),
        ("Vorteile und mehr: Vor-\nund Nachteile", "Vorteile und mehr: Vor- und Nachteile"),
        ("il faut par ici; le parle\nment par-\nle", "il faut par ici; le parle\nment parle"),
        ("to be in it, be-\ncome what may come", "to be in it, become what may come"),
        ("le quar¬ tier", "le quartier"),
        ("le quartier, le quar- tier", "le quartier, le quartier"),
        ("Vor- und Nachteile, fünf- bis zehnmal", "Vor- und Nachteile, fünf- bis zehnmal"),
        ("город Ле-\nнинград", "город Ленинград"),
        ("в го-\nроде тихо", "в городе тихо"),
        ("στην Αθή-\nνα", "στην Αθήνα"),
        ("pages 12-\n13", "pages 12-\n13"),
        ("- one\n- two -\nthree", "- one\n- two -\nthree"),
        ("the end -\n\nof it", "the end -\n\nof it"),
        ("no cuts\nhere", "no cuts\nhere"),
    ],
)
def test_words_cut_at_line_ends_are_whole(written: str, read: str) -> None:
    assert join_cut_words(written) == read


@pytest.mark.parametrize(
    ("line", "following", "read"),
    [
        ("le quar-", "tier haut", "le quartier haut"),
        ("le quar\u00ad", "tier haut", "le quartier haut"),
        ("the end of", "the line", "the end of the line"),
        ("pages 12-", "13", "pages 12-13"),
        ("he left \u2013", "and came", "he left \u2013 and came"),
        ("军队今天早上", "进入了城市", "军队今天早上进入了城市"),
        ("군대는 오늘", "아침에", "군대는 오늘 아침에"),
        ("", "a", "a"),
    ],
)
def test_lines_of_a_paragraph_are_joined(line: str, following: str, read: str) -> None:
    assert KnownWords("le reste").join_lines(line, following) == read


def test_hostile_cuts_are_joined_within_a_second() -> None:
    started = time.process_time()
    for part in ("ab-\n", "ab¬\n", "-\n", "a", "a-", "\n"):
        join_cut_words("ab-\ncd " + part * 30_000)
    assert time.process_time() - started < 2
