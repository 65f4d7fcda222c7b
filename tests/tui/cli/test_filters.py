"""`quoth ask`, narrowed by options and by filters in the question."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.command import Run

QUESTION = "Que s'est-il passé à Palmyre ?"


def paths(run: Run, library: Path, *arguments: str) -> set[str]:
    result = run("ask", *arguments, "--json", "--library", library)
    assert result.code in (0, 3), result.err
    return {Path(hit["path"]).name for hit in result.json["passages"]}


def test_options_and_filters_in_the_question_are_one(run: Run, seed_library: Path) -> None:
    options = paths(run, seed_library, QUESTION, "--since", "2016-03", "--until", "mars 2016")
    assert options == {"palmyre-armee-syrienne-avance-al-qaryatayn.txt"}
    assert paths(run, seed_library, f"{QUESTION} since:2016-03 until:2016-03") == options
    arabic = paths(run, seed_library, QUESTION, "--language", "ar")
    assert arabic == {"wahat-tadmur-nakhil.md"}
    both = ("--article", "moor", "--article", "halley")
    assert len(paths(run, seed_library, QUESTION, *both)) == 2


def test_a_filter_that_matches_nothing_says_so(run: Run, seed_library: Path) -> None:
    result = run("ask", QUESTION, "--source", "Gazette", "--library", seed_library)
    assert result.code == 3
    assert result.out == "Nothing in the library matches source:Gazette.\n"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--since", "someday"), "'someday'"),
        (("--language", "français"), "'français'"),
    ],
)
def test_a_bad_filter_is_a_usage_error(
    run: Run, seed_library: Path, arguments: tuple[str, ...], named: str
) -> None:
    result = run("ask", QUESTION, *arguments, "--library", seed_library)
    assert result.code == 2
    assert named in result.err
    assert len(result.err.strip().splitlines()) == 2


def test_a_mistyped_filter_is_pointed_out_beside_the_answer(run: Run, seed_library: Path) -> None:
    question = "How many pictures of the rear wall of the temple did the student have? sorce:AFP"
    result = run("ask", question, "--library", seed_library)
    assert result.code == 0, result.err
    assert "Did you mean source:?" in result.out
    assert "[1]" in result.out
