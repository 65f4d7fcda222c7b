"""`quoth eval` from the outside: its figures, its table, and files that are off."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from tests.tui.command import Result, Run

ARTICLES: dict[str, list[tuple[str, list[tuple[str, str, str]]]]] = {
    # title -> (context, (question, the same in the other language, answer))
    "Le moulin de Vauclair": [
        (
            (
                "Le moulin de Vauclair moud encore du seigle. Sa roue de chêne a été refaite par la"
                "\u00a0charpentière Odile Garance en 2004, après la grande crue."
            ),
            [
                (
                    "Qui a refait la roue du moulin ?",
                    "Who rebuilt the mill wheel?",
                    "Odile Garance",
                ),
                ("Que moud le moulin ?", "What does the mill grind?", "seigle"),
            ],
        ),
        (
            (
                "Le dimanche, le meunier ouvre le moulin aux enfants du village. L'entrée coûte trois"
                " euros, et le pain sort du four à onze heures."
            ),
            [("Combien coûte l'entrée du moulin ?", "What is the mill's fee?", "trois euros")],
        ),
    ],
    "The ferry of Brannock": [
        (
            (
                "The ferry of Brannock crosses the sound in forty minutes. It was built in 1931 by the "
                "Tarrant yard, and it still burns coal."
            ),
            [
                ("When was the ferry built?", "Quand le bac a-t-il été construit ?", "1931"),
                ("Which yard built the ferry?", "Quel chantier l'a construit ?", "Tarrant"),
            ],
        ),
        (
            (
                "In winter the captain, Moira Kells, sails only twice a week. Storms from the north "
                "close the harbour for days."
            ),
            [("Who is the captain of the ferry?", "Qui commande le bac ?", "Moira Kells")],
        ),
    ],
    "Bees_of_the_roof": [
        (
            (
                "Eleven hives stand on the roof of the town library. The librarians harvest ninety "
                "kilos of lime honey each July."
            ),
            [("How many hives are on the roof?", "Combien de ruches sur le toit ?", "Eleven")],
        ),
        (
            (
                "A swarm settled in the clock tower last spring. The fire brigade carried it back to "
                "the roof in a hat box."
            ),
            [("In what was the swarm carried?", "Dans quoi fut porté l'essaim ?", "a hat box")],
        ),
    ],
}
IMPOSSIBLE = {
    "id": "none", "question": "Who painted the hives?", "is_impossible": True, "answers": [],
}  # fmt: skip
KEYS = [
    "kinds", "questions", "passages", "recall@1", "recall@5", "recall@10", "mrr@10", "evidence@1",
    "evidence@3", "absent_auroc", "answered_present", "answered_absent", "unanswerable_auroc",
    "answered_unanswerable", "p50_ms", "p95_ms",
    "baselines", "left_out",
]  # fmt: skip


@pytest.fixture
def measure(run: Run, tmp_path: Path) -> Run:
    """Run `quoth eval` with these arguments, beside a library that does not exist by default."""

    def call(*arguments: str | Path) -> Result:
        library = [] if "--library" in arguments else ["--library", str(tmp_path / "none")]
        return run("eval", *arguments, *library)

    return call


def squad(*, parallel: bool = False) -> dict[str, Any]:
    """Three articles of two paragraphs, eight questions with an answer and one without."""
    data = []
    for title, paragraphs in ARTICLES.items():
        made = []
        for number, (context, asked) in enumerate(paragraphs):
            qas = [
                {
                    "id": f"{title[:4]}{number}{row}",
                    "question": other if parallel else question,
                    "answers": [{"text": answer, "answer_start": context.index(answer)}],
                }
                for row, (question, other, answer) in enumerate(asked)
            ]
            made.append({"context": context, "qas": qas})
        data.append({"title": title, "paragraphs": made})
    data[-1]["paragraphs"][-1]["qas"].append(copy.deepcopy(IMPOSSIBLE))  # type: ignore[index]
    return {"version": "1", "data": data}


def write(file: Path, value: Any) -> Path:
    file.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return file


def write_lines(file: Path, *values: Any) -> Path:
    file.write_text("".join(json.dumps(value) + "\n" for value in values), encoding="utf-8")
    return file


def test_a_set_is_asked_of_its_own_contexts(
    measure: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr("tempfile.tempdir", None)
    result = measure(write(tmp_path / "set.json", squad()), "--json")
    assert result.code == 0, result.err
    found = result.json
    assert list(found) == KEYS
    assert (found["questions"], found["passages"]) == (9, 6)
    assert found["left_out"] == {"no_answer": 0, "unplaced": 0}
    assert 0 <= found["unanswerable_auroc"] <= 1
    assert found["answered_unanswerable"] in (0, 1)
    kinds = found["kinds"]
    assert list(kinds) == ["answerable", "absent"]
    assert kinds["answerable"]["questions"] == 8
    assert kinds["answerable"]["passage@10"] == found["recall@10"]
    assert kinds["absent"] == {
        "questions": 1,
        **dict.fromkeys(("first", "any", "passage@1", "passage@10")),
        "refused": 1 - found["answered_unanswerable"],
    }
    assert found["recall@10"] == 1  # there are six passages
    assert found["recall@1"] >= 0.85
    assert found["recall@1"] <= found["mrr@10"] <= 1
    assert found["evidence@1"] >= 0.75
    assert found["evidence@1"] <= found["evidence@3"]
    assert found["absent_auroc"] >= 0.9
    assert found["answered_absent"] < found["answered_present"]
    assert 0 < found["p50_ms"] <= found["p95_ms"]
    assert list(found["baselines"]) == ["dense", "bm25", "rrf"]
    for baseline in found["baselines"].values():
        assert set(baseline) == {"recall@1", "recall@5", "recall@10"}
    assert found["baselines"]["dense"]["recall@10"] == 1
    assert found["baselines"]["bm25"]["recall@1"] >= 0.75
    assert not list(scratch.rglob("CURRENT"))
    assert not (tmp_path / "none").exists()


def test_an_answer_elsewhere_does_not_count(measure: Run, tmp_path: Path) -> None:
    """The gold of two questions of eight is moved to where nobody would look for it."""
    moved = squad()
    ferry = moved["data"][1]["paragraphs"]
    for qa in ferry[0]["qas"]:
        start = ferry[1]["context"].index("twice a week")
        qa["answers"] = [{"text": "twice a week", "answer_start": start}]
    ferry[1]["qas"] += ferry[0]["qas"]
    ferry[0]["qas"] = []
    found = measure(write(tmp_path / "moved.json", moved), "--json").json
    assert found["questions"] == 9
    assert found["recall@1"] <= 0.75
    assert found["evidence@1"] <= 0.75
    assert found["baselines"]["bm25"]["recall@1"] <= 0.75
    assert found["recall@10"] == 1


def test_the_questions_may_come_from_a_parallel_file(measure: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "set.json", squad())
    other = write(tmp_path / "other.json", squad(parallel=True))
    found = measure(file, "--questions", other, "--json").json
    assert found["questions"] == 9
    assert found["baselines"]["bm25"]["recall@1"] <= 0.25  # no word of them is in the texts
    assert found["recall@10"] == 1


def test_the_table_has_a_column_a_system(measure: Run, tmp_path: Path) -> None:
    result = measure(write(tmp_path / "set.json", squad()))
    assert result.code == 0
    lines = {line.split()[0]: line for line in result.out.splitlines() if line.strip()}
    heads = ["kind", "questions", "first", "any", "passage@1", "passage@10", "refused"]
    assert lines["kind"].split() == heads
    assert lines["absent"].split()[1:6] == ["1", "-", "-", "-", "-"]
    assert lines["Quoth"].split() == ["Quoth", "dense", "only", "BM25", "only", "RRF"]
    assert len(lines["recall@1"].split()) == 5
    assert lines["recall@10"].split()[1] == "1.000"
    assert lines["questions"].split()[1] == "9"
    assert all(key in lines for key in KEYS[1:14])
    assert lines["answered_unanswerable"].split()[1] in ("0.000", "1.000")


def test_settings_of_the_library_hold_for_a_set_too(measure: Run, tmp_path: Path) -> None:
    library = tmp_path / "library"
    library.mkdir()
    (library / "settings.toml").write_text("[index]\npassage_tokens = 16\n")
    file = write(tmp_path / "set.json", squad())
    assert measure(file, "--json", "--library", library).json["passages"] > 6
    assert [path.name for path in library.iterdir()] == ["settings.toml"]


def test_lines_are_asked_of_the_library(measure: Run, tmp_path: Path, seed_library: Path) -> None:
    cheese = "Welcher Käse reift unter Asche?"
    far = "À quelle distance de Palmyre est Al-Qaryatayn ?"
    article = "palmyre-armee-syrienne-avance-al-qaryatayn.txt"
    known = {"question": far, "answer": "120 km", "article": article}
    file = write_lines(
        tmp_path / "q.jsonl",
        known,
        {"question": "How far is Al-Qaryatayn from Palmyra?", "answer": "120 km", "article": None},
        {"question": cheese, "article": "cendre-de-montfaverge-fromage.html"},
        {"question": "Who keeps the lighthouse?"},
        known | {"answer": "9000 miles"},
    )
    result = measure(file, "--json", "--library", seed_library)
    assert result.code == 0, result.err
    found = result.json
    assert list(found) == KEYS
    assert found["questions"] == 4
    assert found["left_out"] == {"no_answer": 0, "unplaced": 1}
    assert found["recall@10"] == 1
    assert found["absent_auroc"] >= 0.5
    assert found["p50_ms"] > 0
    only = write_lines(tmp_path / "only.json", {"question": "Who keeps the lighthouse?"})
    bare = measure(only, "--json", "--library", seed_library).json
    assert bare["questions"] == 1
    unknown = set(KEYS) - {"kinds", "questions", "passages", "baselines", "left_out"}
    assert all(bare[key] is None for key in unknown)
    assert "-" in measure(only, "--library", seed_library).out.split()


def test_conversations_are_asked_of_the_library_where_no_articles_lie_beside(
    measure: Run, tmp_path: Path, seed_library: Path
) -> None:
    asked = {
        "question": "Et combien de kilomètres y a-t-il ?",
        "previous": ["À quelle distance de Palmyre est Al-Qaryatayn ?"],
        "answer": ["120 km", "cent vingt kilomètres"],
        "kind": "follow-up",
    }
    nothing = {"question": "Was kostet ein Flug zum Mond?", "answer": None}
    file = write_lines(tmp_path / "q.jsonl", asked, nothing)
    found = measure(file, "--json", "--library", seed_library).json["kinds"]
    assert [(kind, row["questions"]) for kind, row in found.items()] == [
        ("follow-up", 1),
        ("question", 1),
    ]
    assert found["follow-up"]["passage@10"] == 1
    assert found["question"]["first"] is None


def spoilt(*path: str | int, to: Any) -> dict[str, Any]:
    """The set with one field set to something else, or removed where that is `...`."""
    value = squad()
    node: Any = value
    for step in path[:-1]:
        node = node[step]
    if to is ...:
        del node[path[-1]]
    else:
        node[path[-1]] = to
    return value


PARAGRAPH = ("data", 1, "paragraphs", 0)
QA = (*PARAGRAPH, "qas", 1)
ANSWER = (*QA, "answers", 0)
IN_QA = "data[1].paragraphs[0].qas[1]."
BAD_SETS: dict[str, tuple[Any, str]] = {
    "not an object": ([1], "set.json is a list, not an object"),
    "without data": ({"version": "1"}, "data is missing"),
    "data that is no list": ({"data": {}}, "data is an object, not a list"),
    "an entry that is no object": (spoilt("data", 1, to=7), "data[1] is a number, not an object"),
    "a title that is no text": (spoilt("data", 0, "title", to=5), "data[0].title is a number"),
    "no paragraphs": (spoilt("data", 2, "paragraphs", to=...), "data[2].paragraphs is missing"),
    "no context": (spoilt(*PARAGRAPH, "context", to=...), "data[1].paragraphs[0].context is miss"),
    "a context of null": (spoilt(*PARAGRAPH, "context", to=None), "paragraphs[0].context is null"),
    "no questions": (spoilt(*PARAGRAPH, "qas", to=...), "data[1].paragraphs[0].qas is missing"),
    "no question": (spoilt(*QA, "question", to=...), f"{IN_QA}question is missing"),
    "a question of signs": (spoilt(*QA, "question", to="?!"), f"{IN_QA}question holds no word"),
    "a blank id": (spoilt(*QA, "id", to=" "), f"{IN_QA}id is blank"),
    "an id twice": (spoilt(*QA, "id", to="The 00"), "stands there twice"),
    "no answers": (spoilt(*QA, "answers", to=...), f"{IN_QA}answers is missing"),
    "a flag that is a text": (spoilt(*QA, "is_impossible", to="no"), "is_impossible is a text"),
    "no text": (spoilt(*ANSWER, "text", to=...), f"{IN_QA}answers[0].text is missing"),
    "a text offset": (spoilt(*ANSWER, "answer_start", to="9"), "answer_start is a text, not a who"),
    "a true offset": (spoilt(*ANSWER, "answer_start", to=True), "answer_start is true or false"),
    "half an offset": (
        spoilt(*ANSWER, "answer_start", to=1.5),
        "answer_start is a number, not a w",
    ),
    "an offset below 0": (spoilt(*ANSWER, "answer_start", to=-1), "answer_start is -1, below 0"),
    "an empty set": ({"data": []}, "set.json holds no question"),
    "nothing but impossible": (
        {"data": [{"paragraphs": [{"context": "One.", "qas": [IMPOSSIBLE]}]}]},
        "set.json holds no question with an answer",
    ),
}


@pytest.mark.parametrize("case", BAD_SETS)
def test_a_set_that_is_off_is_refused_by_its_place(measure: Run, tmp_path: Path, case: str) -> None:
    value, named = BAD_SETS[case]
    result = measure(write(tmp_path / "set.json", value))
    assert result.code == 2, result.err
    assert named in result.err
    assert "set.json" in result.err
    assert len(result.err.splitlines()) == 2
    assert not result.out


BAD_LINES = {
    "no object": ('{"question": "Who?"}\n[1]\n', "line 2 is a list, not an object"),
    "no JSON": ('{"question": "Who?"}\n\n{"question": \n', "line 3 is not valid JSON"),
    "no question": ('{"question": "Who?"}\n{"answer": "me"}\n', "line 2: question is missing"),
    "a number": ('{"question": 5}\n', "line 1: question is a number, not a text"),
    "no words": ('{"question": "?"}\n', "line 1: question holds no word"),
    "a blank answer": ('{"question": "Who?", "answer": " "}\n', "line 1: answer is blank"),
    "a wrong answer": ('{"question": "Who?", "answer": []}\n', "line 1: answer is a list"),
    "a wrong article": ('{"question": "Who?", "article": 1}\n', "line 1: article is a number"),
    "a name misspelt": ('{"question": "Who?", "anwser": "x"}\n', "line 1: unknown field 'anwser'"),
    "an unknown article": ('\n{"question": "Who?", "article": "no.txt"}\n', "line 2: article:"),
    "answers elsewhere": (
        '{"question": "Who?", "answer": "zzz", "article": "cendre-de-montfaverge-fromage.html"}\n',
        "none of the answers stands",
    ),
    "nothing": ("\n \n", "q.jsonl holds no question"),
}


@pytest.mark.parametrize("case", BAD_LINES)
def test_lines_that_are_off_are_refused_by_number(
    measure: Run, tmp_path: Path, seed_library: Path, case: str
) -> None:
    content, named = BAD_LINES[case]
    file = tmp_path / "q.jsonl"
    file.write_text(content, encoding="utf-8")
    result = measure(file, "--library", seed_library)
    assert result.code == 2, result.err
    assert named in result.err
    assert "q.jsonl" in result.err


def test_files_that_are_none_are_refused(measure: Run, tmp_path: Path) -> None:
    (tmp_path / "noise.json").write_bytes(b"\xff\xfe\xfa")
    (tmp_path / "half.json").write_text('{"data": [\n', encoding="utf-8")
    (tmp_path / "deep.json").write_text("[" * 200_000, encoding="utf-8")
    for name, named in {
        "nowhere.json": "There is no file",
        ".": "cannot be read",
        "noise.json": "is not UTF-8",
        "half.json": "is not valid JSON",
        "deep.json": "is not valid JSON",
    }.items():
        result = measure(tmp_path / name)
        assert result.code == 2, result.err
        assert named in result.err
        assert str(tmp_path) in result.err


def test_parallel_files_that_do_not_match_are_refused(
    measure: Run, tmp_path: Path, seed_library: Path
) -> None:
    file = write(tmp_path / "set.json", squad())
    fewer = squad(parallel=True)
    del fewer["data"][0]["paragraphs"][1]["qas"][0]
    other = write(tmp_path / "other.json", fewer)
    lines = write_lines(tmp_path / "q.jsonl", {"question": "Who?"})
    for arguments, named in (
        (
            (file, "--questions", other),
            "other.json lacks 1 of the questions, as that of id 'Le m10'",
        ),
        (
            (other, "--questions", file),
            "other.json lacks 1 of the questions, as that of id 'Le m10'",
        ),
        ((file, "--questions", lines), "q.jsonl is JSON Lines"),
        ((lines, "--questions", file), "--questions goes with a file in SQuAD's format"),
        ((file, "--questions", tmp_path / "no.json"), "There is no file"),
    ):
        result = measure(*arguments)
        assert result.code == 2, result.err
        assert named in result.err


def test_lines_need_a_library(measure: Run, tmp_path: Path) -> None:
    result = measure(write_lines(tmp_path / "q.jsonl", {"question": "Who?"}))
    assert result.code == 1
    assert "Nothing is indexed yet" in result.err
