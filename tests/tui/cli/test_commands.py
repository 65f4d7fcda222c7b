"""The command line, its JSON, its exit codes, and one clear line for each bad input."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from pathlib import Path
from threading import Thread

import filelock
import pytest
from pypdfium2 import PdfDocument

from quoth.index.building import embedding_cache
from quoth.qa.answers import Verdict
from quoth.tui.cli.main import EXAMPLE
from tests.conftest import SEEDS
from tests.tui.command import Run


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "ferry.txt").write_text(
        "The ferry of Brannock\n\nThe ferry crosses the sound in forty minutes. "
        "It was built in 1931 by the Tarrant yard.\n",
        encoding="utf-8",
    )
    (folder / "moulin.txt").write_text(
        "Le moulin de Vauclair\n\nLe moulin moud encore du seigle. "
        "Sa roue a été refaite par Odile Garance en 2004.\n",
        encoding="utf-8",
    )
    return folder


@pytest.fixture
def library(articles: Path, tmp_path: Path, run: Run) -> Path:
    folder = tmp_path / "library"
    assert run("rebuild", articles, "--library", folder).code == 0
    return folder


@pytest.fixture
def page_server() -> Iterator[str]:
    page = (
        b"<html lang='en'><head><title>The kiln of Marrow</title></head><body><article>"
        b"<h1>The kiln of Marrow</h1><p>Ysolde Perrin fires the kiln of Marrow twice a year, in "
        b"May and in October. It holds four hundred pots.</p></article></body></html>"
    )

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/kiln"
        server.shutdown()


def test_an_answer_proves_itself(run: Run, seed_library: Path) -> None:
    question = "Où l'armée syrienne a-t-elle pris des fermes ?"
    result = run("ask", question, "--json", "--library", seed_library)
    assert result.code == 0
    answer = result.json
    assert answer["schema"] == "quoth.answer/1"
    assert answer["answered"] is True
    assert answer["answerer"] == "extractive"
    assert 0 <= answer["confidence"] <= 1
    assert len(answer["passages"]) == 10
    for number, citation in enumerate(answer["citations"], start=1):
        assert citation["number"] == number
        assert f"[{number}]" in answer["answer"]
        shown = run("show", citation["article"]["id"], "--json", "--library", seed_library).json
        assert shown["text"][citation["start"] : citation["end"]] == citation["quote"]
        assert shown["path"] == citation["article"]["path"]
    for passage in answer["passages"]:
        assert set(passage) == {
            "rank", "score", "id", "start", "end", "text", "article_id", "path", "url", "title",
                "also",
        }  # fmt: skip


def test_a_question_may_come_from_standard_input(seed_library: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "quoth.tui.cli.main",
        "ask",
        "-",
        "--library",
        str(seed_library),
    ]
    result = subprocess.run(command, input=EXAMPLE, capture_output=True, text=True, check=False)
    assert result.returncode == 0
    assert "[1]" in result.stdout
    assert Verdict(result.stdout.splitlines()[-1].lower()) is not Verdict.NOT_HERE


def test_a_citation_names_the_page_that_holds_it(run: Run, seed_library: Path) -> None:
    question = "À combien les juges ont-ils fixé le montant des réparations pour Tombouctou ?"
    citations = run("ask", question, "--json", "--library", seed_library).json["citations"]
    cited = next(citation for citation in citations if "2,7 millions" in citation["quote"])
    assert cited["article"]["path"].endswith(".pdf")
    pages = [
        " ".join(page.get_textpage().get_text_range().split())
        for page in PdfDocument(cited["article"]["path"])
    ]
    assert [n for n, text in enumerate(pages, 1) if "2,7 millions" in text] == [cited["page"]]
    assert f", page {cited['page']}" in run("ask", question, "--library", seed_library).out
    undivided = run("ask", EXAMPLE, "--json", "--library", seed_library).json["citations"]
    assert undivided[0]["page"] is None


def test_tags_are_shown(run: Run, seed_library: Path) -> None:
    tags = ["astronomy", "comets", "history"]
    shown = run("show", "waiting-for-halley.md", "--json", "--library", seed_library).json
    assert shown["tags"] == tags
    cards = run("articles", "--json", "--library", seed_library).json
    assert {tuple(card["tags"]) for card in cards} >= {(), tuple(tags)}


def test_what_nothing_answers_exits_3(run: Run, seed_library: Path) -> None:
    question = "What is the boiling point of tungsten?"
    result = run("ask", question, "--library", seed_library)
    assert result.code == 3
    assert "Not here: nothing in the library answers this." in result.out
    assert run("ask", question, "--json", "--library", seed_library).json["citations"] == []


def test_top_k_limits_the_passages(run: Run, library: Path) -> None:
    result = run("--library", library, "ask", "When was the ferry built?", "--top-k", "1", "--json")
    assert [passage["title"] for passage in result.json["passages"]] == ["The ferry of Brannock"]


def test_a_rebuild_reports_what_it_did(run: Run, library: Path, articles: Path) -> None:
    (articles / "moulin.txt").unlink()
    (articles / "ferry.txt").write_text("The ferry\n\nIt no longer sails.\n", encoding="utf-8")
    (articles / "new.md").write_text("# A new text\n\nIt says little.\n", encoding="utf-8")
    (articles / "image.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    (articles / "noise.txt").write_bytes(bytes(range(256)) * 9)
    report = run("rebuild", "--json", "--library", library).json
    counts = {key: report[key] for key in ("added", "changed", "removed", "unchanged", "articles")}
    assert counts == {"added": 1, "changed": 1, "removed": 1, "unchanged": 0, "articles": 2}
    assert report["passages"] >= 2
    assert {Path(file["path"]).name for file in report["skipped"]} == {"image.png", "noise.txt"}
    assert all(file["reason"] for file in report["skipped"])
    again = run("rebuild", "--json", "--library", library).json
    assert (again["unchanged"], again["added"], again["changed"], again["removed"]) == (2, 0, 0, 0)
    full = run("rebuild", "--full", "--json", "--library", library).json
    assert (full["unchanged"], full["articles"]) == (2, 2)


def test_articles_are_listed_and_shown(run: Run, library: Path) -> None:
    listed = run("articles", "--json", "--library", library).json
    assert {card["title"] for card in listed} == {"The ferry of Brannock", "Le moulin de Vauclair"}
    assert {card["language"] for card in listed} == {"en", "fr"}
    assert "Brannock" in run("articles", "--library", library).out
    for name in (listed[0]["id"], listed[0]["id"][:6], listed[0]["path"], listed[0]["title"]):
        assert run("show", name, "--json", "--library", library).json["id"] == listed[0]["id"]
    assert "forty minutes" in run("show", "ferry.txt", "--library", library).out


def test_a_page_is_added_beside_what_was_indexed(
    run: Run, library: Path, tmp_path: Path, page_server: str
) -> None:
    refused = run("add", page_server, "--library", library)
    assert refused.code == 1
    assert "127.0.0.1" in refused.err
    result = run("add", page_server, "--allow-private", "--library", library)
    assert result.code == 0, result.err
    titles = {card["title"] for card in run("articles", "--json", "--library", library).json}
    assert titles >= {"The ferry of Brannock", "The kiln of Marrow"}
    assert run("ask", "Who fires the kiln of Marrow?", "--library", library).code == 0
    again = run("rebuild", "--json", "--library", library).json
    assert (again["unchanged"], again["removed"]) == (3, 0)


def test_doctor_is_content_with_a_sound_library(run: Run, library: Path) -> None:
    result = run("doctor", "--json", "--library", library)
    assert result.code == 0
    assert result.json["ok"] is True
    assert all(check["ok"] for check in result.json["checks"])


def test_no_skipped_file_is_left_unnamed(run: Run, library: Path, articles: Path) -> None:
    names = [f"empty-{number:02}.txt" for number in range(14)]
    for name in names:
        (articles / name).touch()
    said = run("rebuild", "--library", library).out
    assert sum(line.startswith("skipped: ") for line in said.splitlines()) == 10
    assert "… and 4 more skipped: quoth doctor lists them" in said
    assert len(run("rebuild", "--json", "--library", library).json["skipped"]) == 14
    listed = run("doctor", "--library", library).out
    assert all(f"{name} is empty" in listed for name in names)
    checks = run("doctor", "--json", "--library", library).json["checks"]
    found = next(check["skipped"] for check in checks if check["name"] == "articles")
    assert [Path(file["path"]).name for file in found] == names


def test_doctor_finds_a_flipped_byte(run: Run, library: Path) -> None:
    generation = library / "generations" / (library / "CURRENT").read_text().strip()
    rows = generation / "vectors.npy"
    content = bytearray(rows.read_bytes())
    content[-1] ^= 1
    rows.write_bytes(content)
    result = run("doctor", "--library", library)
    assert result.code == 1
    assert "vectors.npy is damaged" in result.out
    assert run("doctor", "--repair", "--library", library).code == 0
    assert run("doctor", "--library", library).code == 0


def test_doctor_trims_what_is_kept(run: Run, library: Path) -> None:
    assert run("doctor", "--trim", "0", "--library", library).code == 0
    assert run("doctor", "--trim", "-1", "--library", library).code == 2
    assert run("rebuild", "--library", library).code == 0


def test_without_a_terminal_it_answers_an_example(tmp_path: Path, seed_library: Path) -> None:
    library = tmp_path / "new"
    library.mkdir()
    shutil.copy(seed_library / embedding_cache.FILE_NAME, library)  # so that it takes a second
    command = [sys.executable, "-m", "quoth.tui.cli.main", "--library", str(library)]
    result = subprocess.run(
        [*command, "--seeds", str(SEEDS)],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert "120 km" in result.stdout
    assert "[1]" in result.stdout


BAD = {
    "an empty folder": (["rebuild", "EMPTY"], 1, "no articles", "folder"),
    "a folder that does not exist": (["rebuild", "/nowhere/at/all"], 2, "/nowhere/at/all", "path"),
    "no folder, nothing indexed before": (["rebuild"], 2, "Nothing was indexed", "rebuild PATH"),
    "an empty question": (["ask", "  "], 2, "empty", "words"),
    "a question of signs": (["ask", "?!… 🐑"], 2, "empty", "words"),
    "nothing indexed": (["ask", "Who?"], 1, "Nothing is indexed", "rebuild PATH"),
    "nothing to list": (["articles"], 1, "Nothing is indexed", "rebuild PATH"),
    "no such option": (["ask", "Who?", "--frobnicate"], 2, "frobnicate", ""),
    "no such command": (["frobnicate"], 2, "frobnicate", ""),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_refused_by_name(
    run: Run, tmp_path: Path, seed_library: Path, case: str
) -> None:
    arguments, code, named, hint = BAD[case]
    (tmp_path / "EMPTY").mkdir()
    words = [str(tmp_path / word) if word == "EMPTY" else word for word in arguments]
    folder = seed_library if "question" in case else tmp_path / "library"
    result = run("--library", folder, *words)
    assert result.code == code, result.err
    assert named in result.err
    assert hint in result.err


def test_a_second_rebuild_is_refused_and_loses_nothing(run: Run, library: Path) -> None:
    with filelock.FileLock(library / "rebuild.lock"):
        result = run("rebuild", "--library", library)
    assert result.code == 1
    assert "Another rebuild" in result.err
    assert run("ask", "When was the ferry built?", "--library", library).code == 0


def test_bad_folders_leave_the_index_as_it_was(run: Run, library: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert run("rebuild", tmp_path / "empty", "--library", library).code == 1
    assert run("rebuild", tmp_path / "nowhere", "--library", library).code == 2
    assert len(run("articles", "--json", "--library", library).json) == 2


def test_a_vanished_folder_is_not_an_empty_one(run: Run, library: Path, articles: Path) -> None:
    shutil.rmtree(articles)
    result = run("rebuild", "--library", library)
    assert result.code == 1
    assert str(articles) in result.err
    assert len(run("articles", "--json", "--library", library).json) == 2


def test_another_model_in_the_settings_is_said_and_the_old_index_answers(
    run: Run, library: Path
) -> None:
    (library / "settings.toml").write_text('[index]\nembedder = "/models/other"\n')
    result = run("ask", "When was the ferry built?", "--library", library)
    assert result.code == 0
    assert "1931" in result.out
    assert "/models/other" in result.err
    assert "quoth rebuild" in result.err
    failed = run("rebuild", "--full", "--library", library)
    assert failed.code == 1
    assert "/models/other" in failed.err
    assert run("ask", "When was the ferry built?", "--library", library).code == 0


def test_an_unreadable_file_is_skipped(run: Run, library: Path, articles: Path) -> None:
    (articles / "gone.txt").symlink_to(articles / "nowhere.txt")
    if os.geteuid() != 0:  # root may read everything
        (articles / "ferry.txt").chmod(0)
    report = run("rebuild", "--json", "--library", library).json
    skipped = {Path(file["path"]).name: file["reason"] for file in report["skipped"]}
    assert "No such file" in skipped["gone.txt"]
    assert report["articles"] + len(skipped) == 3


def test_ask_loads_nothing_that_it_does_not_need(seed_library: Path) -> None:
    """`quoth ask` on the default path imports neither the app nor a training framework."""
    script = (
        f"import sys; sys.argv = ['quoth', 'ask', {EXAMPLE!r}, '--library', "
        f"{str(seed_library)!r}]\n"
        "import quoth.tui.cli.main\n"
        "try: quoth.tui.cli.main.main()\n"
        "except SystemExit as exit: assert not exit.code, exit.code\n"
        "heavy = {'chromadb', 'textual', 'torch', 'sentence_transformers', 'transformers', 'langchain_core',"
        " 'trafilatura', 'scipy', 'numpy.ma', 'py3langid'}\n"
        "found = heavy & set(sys.modules); assert not found, found\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("minus", ["-5", "-5 hours: ", "-halley ", "-h2o "])
def test_a_question_may_begin_with_a_minus(run: Run, library: Path, minus: str) -> None:
    question = f"{minus} when was the ferry built?"
    for words in ([question, "--top-k", "1"], ["--top-k", "1", question]):
        result = run("ask", *words, "--json", "--library", library)
        assert result.code == 0, result.err
        assert "1931" in result.json["answer"]
    before = run("ask", "And who built it?", "--after", question, "--json", "--library", library)
    assert before.json["schema"] == "quoth.answer/1"


def test_without_a_terminal_it_prints_its_usage(seed_library: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "quoth", "--library", str(seed_library)],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert "Usage: " in result.stdout
    assert "Palmyre" not in result.stdout
    assert " ask " in result.stdout


def test_the_version_is_the_packages(run: Run) -> None:
    assert run("--version").out == f"quoth {version('quoth')}\n"
