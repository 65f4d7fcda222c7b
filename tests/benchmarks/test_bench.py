"""The benchmarks themselves: what they measure reaches the table, and what fell is named."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import numpy as np
import pytest

from quoth.index.arrays import unit_rows
from quoth.index.embedders.base import Embedder
from quoth.index.library import Library
from quoth.index.store.local import LocalGeneration
from tests.benchmarks import hnsw, one_changed, quick, written
from tests.benchmarks.bench import about_programs, about_recipes, compare, section, some_of_each
from tests.benchmarks.growth import recall_of_nearest
from tests.benchmarks.packages import megabytes
from tests.benchmarks.plot import draw
from tests.benchmarks.points import Point, conclusions, grows_with_log, points_table
from tests.benchmarks.processes import run
from tests.benchmarks.results import write_section
from tests.benchmarks.rivals import LeftOut, Rival, environment
from tests.benchmarks.rows import Row, table
from tests.benchmarks.texts import (
    NOWHERE,
    Asked,
    newsroom_questions,
    seed_questions,
    seed_texts,
)

LOST = {"cold question": 0.3, "indexing": 1.5}


def rows(ratios: dict[str, float]) -> list[Row]:
    """Those that are bounded: Quoth at these ratios to the recipe, at its bound otherwise."""
    return [
        Row(
            bound.row,
            "",
            {"Quoth": [ratios.get(bound.row, bound.ratio)] * 3, "recipe": [1.0] * 3},
            "",
            more_is_better=bound.row == "indexing",
        )
        for bound in quick.BOUNDS
    ]


def test_a_tiny_run_reaches_the_file(tmp_path: Path) -> None:
    texts = seed_texts()[:6]
    files = {text.file for text in texts}
    questions = [asked for asked in seed_questions() if asked.files <= files][:6]
    measured = compare(tmp_path / "run", texts, questions, peers=(), rounds=1)
    file = tmp_path / "RESULTS.md"
    text = section(measured, about_recipes(len(texts), public=False), "0.1 / 0.1 / 0.1", peers=())
    write_section("Beside others", text, file)
    written = file.read_text(encoding="utf-8")
    for row in measured:
        assert f"| {row.name} |" in written
        assert f"- *{row.name}*: {row.meaning}." in written
    figures = {row.name: row.figure("Quoth") for row in measured}
    for name in ("install", "cold question", "warm question, p50", "indexing", "one file changed"):
        assert figures[name] > 0, name
    assert figures["cold question, memory"] > 50
    assert figures["recall@10, seeds, in their own language"] > 0.5
    assert "The public question sets were not at hand" in written


def test_ratios_come_first_and_of_each_round() -> None:
    row = Row("cold question", "s", {"Quoth": [1.0, 3.0, 2.0], "recipe": [10.0, 10.0, 40.0]}, "")
    ratio = row.ratio("recipe")
    assert (ratio.median, ratio.low, ratio.high) == (0.1, 0.05, 0.3)
    head, _, line = table([row], ["recipe"]).splitlines()
    assert head.startswith("|  | ÷ recipe | better | Quoth | recipe |")
    assert line.startswith("| cold question | **0.10 (0.05–0.30)** | less | 2.00 | 10.0 |")


def test_a_section_replaces_itself_alone(tmp_path: Path) -> None:
    file = tmp_path / "RESULTS.md"
    for title, text in (("One", "old"), ("Two", "kept"), ("One", "new")):
        write_section(title, text, file)
    written = file.read_text(encoding="utf-8")
    assert "old" not in written
    assert written.index("## One\n\nnew\n") < written.index("## Two\n\nkept\n")


def test_what_is_at_its_bound_has_not_fallen() -> None:
    assert quick.fallen(rows({})) == []


def test_what_fell_is_named_and_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(quick, "measure", lambda _: rows(LOST))
    assert quick.main() == 1
    errors = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[1] for line in errors] == list(LOST)
    monkeypatch.setattr(quick, "measure", lambda _: rows({}))
    assert quick.main() == 0


def test_a_slow_round_alone_is_no_fall() -> None:
    measured = [
        replace(row, values={**row.values, "Quoth": [row.values["Quoth"][0]] * 2 + [99.0]})
        for row in rows({})
        if not row.more_is_better
    ]
    bounds = [bound for bound in quick.BOUNDS if bound.row != "indexing"]
    assert quick.fallen(measured, bounds) == []


def test_a_process_that_fails_says_why() -> None:
    with pytest.raises(RuntimeError, match="No module named"):
        run("tests.benchmarks.nothing")


def test_a_rival_that_cannot_run_here_is_left_out_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = Rival("newer", "newer", ("newer",), (99, 1))
    with pytest.raises(LeftOut, match=r"needs Python 99\.1") as left_out:
        environment(newer, tmp_path)
    assert list(tmp_path.iterdir()) == []
    told = about_programs(3, False, {}, {"newer": str(left_out.value)})
    assert "newer is left out: it needs Python 99.1, which QUOTH_BENCH_PYTHON may name." in told
    monkeypatch.setenv("QUOTH_BENCH_PYTHON", str(tmp_path / "no-such-python"))
    with pytest.raises(LeftOut):
        environment(replace(newer, least=(3, 0)), tmp_path)


def test_the_newsroom_is_asked_what_stands_alone(tmp_path: Path) -> None:
    lines = [
        {"question": "Who won?", "answer": ["Ann", "Ms Lee"], "articles": ["race.html"]},
        {"question": "Wer gewann?", "answer": "Ann", "kind": "other-language"},
        {"question": "And then?", "answer": "Bob", "previous": ["Who won?"]},
        {"question": "Who lost?", "answer": None, "kind": "near-absent"},
    ]
    text = "\n".join(json.dumps(line) for line in lines)
    (tmp_path / "questions.jsonl").write_text(text, encoding="utf-8")
    assert list(newsroom_questions(tmp_path)) == [
        Asked(
            "newsroom, in their own language",
            "Who won?",
            ("Ann", "Ms Lee"),
            frozenset({"race.txt"}),
        ),
        Asked("newsroom, in another language", "Wer gewann?", ("Ann",), frozenset()),
        Asked(NOWHERE, "Who lost?", (), frozenset()),
    ]


def test_a_changed_file_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_changed, "_ROUNDS", 1)
    monkeypatch.setattr(one_changed, "seed_texts", lambda: seed_texts()[:4])
    (done,) = one_changed.measure(tmp_path, 12)
    assert done.busy > 0.5
    assert "1 changed" in done.output


def test_packages_are_weighed_with_what_they_need() -> None:
    alone, more = megabytes(["chromadb"]), megabytes(["chromadb", "numpy"])
    assert alone == more > megabytes(["numpy"]) > 10, "chromadb needs numpy"
    with pytest.raises(PackageNotFoundError):
        megabytes(["quoth-has-no-such-need"])


def test_some_of_each_group_are_asked() -> None:
    asked = some_of_each(seed_questions(), 10)
    assert asked == some_of_each(seed_questions(), 10)
    assert {group: sum(a.group == group for a in asked) for group in {a.group for a in asked}} == {
        "seeds, in their own language": 10,
        "seeds, in another language": 10,
    }


def point(passages: int, milliseconds: float) -> Point:
    both = {"Quoth": passages / 100, "recipe": passages / 50}
    three = {"Quoth": [milliseconds] * 5, "recipe": [20.0] * 5, "ensemble": [30.0] * 5}
    memory = {"Quoth": 150.0, "recipe": 900.0, "ensemble": 950.0}
    return Point(passages, both, 400.0, both, memory, three, recall=0.99)


def test_growth_is_judged_by_log_n(tmp_path: Path) -> None:
    with_log = [point(1_000, 6.9), point(10_000, 9.2), point(100_000, 11.5)]
    faster = [*with_log[:2], point(100_000, 12.0)]
    assert grows_with_log(with_log)
    assert not grows_with_log(faster)
    assert "1.0, then 1.0 milliseconds a unit: it grows no faster" in conclusions(with_log)
    assert "a question 14 ms" in conclusions(with_log), "ln 1,000,000"
    assert "167 minutes to index" in conclusions(with_log)
    assert points_table(with_log).splitlines()[-1].startswith("| 100,000 | **0.57** | **0.38** |")
    pytest.importorskip("matplotlib", reason="of the bench extra")
    draw(with_log, tmp_path / "growth.png")
    assert (tmp_path / "growth.png").read_bytes().startswith(b"\x89PNG")


def test_a_library_is_held_against_exact_search(
    seed_library: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [embedder.embed_question(asked.question) for asked in seed_questions()[:5]]
    assert recall_of_nearest(Library(seed_library), asked) == 1
    monkeypatch.setattr(LocalGeneration, "nearest", lambda *_: [{0: 1.0}])
    assert recall_of_nearest(Library(seed_library), asked) <= 0.1


def test_hnsw_is_held_against_exact_search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "RESULTS.md"
    monkeypatch.setattr(hnsw, "write_section", lambda title, text: write_section(title, text, file))
    vectors = unit_rows(np.random.default_rng(0).normal(size=(400, 16)))
    hnsw.compare(vectors, list(vectors[:5]), [hnsw.Build(16, 100, 150)])
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if "150" in line]
    recalls = [[float(cell) for cell in line.split("|")[5:7]] for line in lines]
    assert len(recalls) == 3
    assert min(map(min, recalls)) > 0.99
    exact = hnsw._exact(vectors, list(vectors[:5]))
    assert exact[:, 0].tolist() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("sentence", "gold", "right"),
    [
        ("The tower stands 41 metres high [1].", "41 metres", True),
        ("The tower stands 14 metres high [1].", "41 metres", False),
        ("It was dug by Josiah Tull [2].", "Josiah Tull", True),
        ("It was dug long ago [2].", "Josiah Tull", False),
        ("The keepers rowed to the island [1].", "the keepers of the island", True),
    ],
)
def test_a_written_sentence_is_right_where_it_holds_the_figures_and_most_words(
    sentence: str, gold: str, right: bool
) -> None:
    assert written.is_right(sentence, written.Asked("?", "en", (gold,))) is right
