from __future__ import annotations

import time

import pytest

from quoth.index.text.hyphens import join_cut_words


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("le quar-\ntier des tanneurs", "le quartier des tanneurs"),
        ("le quar¬\ntier", "le quartier"),
        ("le quar\u00ad\r\n tier", "le quartier"),
        ("l'interrup- \ntion du service", "l'interruption du service"),
        ("die Ver‐\nwaltung", "die Verwaltung"),
        ("à vingt-trois ans, vingt-\ntrois jours", "à vingt-trois ans, vingt-trois jours"),
        ("trois fois vingt, vingt-\ntrois", "trois fois vingt, vingt-trois"),
        ("Jean-\nPaul est venu", "Jean-\nPaul est venu"),
        ("pages 12-\n13", "pages 12-\n13"),
        ("- one\n- two -\nthree", "- one\n- two -\nthree"),
        ("the end -\n\nof it", "the end -\n\nof it"),
        ("no cuts\nhere", "no cuts\nhere"),
    ],
)
def test_words_cut_at_line_ends_are_whole(written: str, read: str) -> None:
    assert join_cut_words(written) == read


def test_hostile_cuts_are_joined_within_a_second() -> None:
    started = time.process_time()
    for part in ("ab-\n", "ab¬\n", "-\n", "a", "a-", "\n"):
        join_cut_words("ab-\ncd " + part * 30_000)
    assert time.process_time() - started < 2
