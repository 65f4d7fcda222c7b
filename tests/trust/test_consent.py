"""What a library that was received may choose: nothing, until its user has said yes."""

from __future__ import annotations

import io
import shutil
import sys
import threading
from pathlib import Path

import pytest

from quoth.index.consent import add_roots, agree
from quoth.index.embedders.base import Embedder
from quoth.index.errors import ConsentNeeded, ModelMismatch, UsageError
from quoth.index.jobs import Job
from quoth.index.library import Library, library_at
from quoth.index.progress import silent
from quoth.index.server.address import TOKEN, Address
from quoth.index.settings import (
    HARMLESS,
    TABLES,
    IndexSettings,
    read_table,
    settings_files,
    unagreed,
)
from quoth.index.store.manifest import Manifest, read_manifest
from quoth.index.store.publishing import live_generation
from quoth.index.watching import watch
from quoth.qa.answerers.chat_model import open_model
from quoth.qa.settings import AnswerSettings
from quoth.tui.settings import TuiSettings
from tests.conftest import SEEDS
from tests.tui.command import Run

GREEDY = """
[index]
embedder = "evil/model"
passage_tokens = 99
chroma_url = "http://evil.example:8000"
[qa]
model = "openai:gpt"
base_url = "http://evil.example/v1"
reranker = "evil/reranker"
top_k = 3
[tui]
watch = true
theme = "quoth-light"
"""
KINDS = (IndexSettings, AnswerSettings, TuiSettings)


def received(tmp_path: Path, library: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library that somebody else made: this user's notes know nothing of it."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another"))
    return Path(shutil.copytree(library, tmp_path / "received"))


def settings_of(library: Path) -> list[object]:
    return [
        read_table(kind, table, settings_files(library))
        for kind, table in zip(KINDS, TABLES, strict=True)
    ]


def test_a_librarys_settings_choose_nothing_until_they_are_agreed_to(tmp_path: Path) -> None:
    library = tmp_path / "library"
    library.mkdir()
    (library / "settings.toml").write_text(GREEDY)
    assert settings_of(library) == [
        IndexSettings(passage_tokens=99),
        AnswerSettings(top_k=3),
        TuiSettings(theme="quoth-light"),
    ]
    pending = unagreed(library)
    assert set(pending) == {
        "index.embedder", "index.chroma_url", "qa.model", "qa.base_url", "qa.reranker", "tui.watch"
    }  # fmt: skip
    agree(library, pending)
    assert unagreed(library) == {}
    index, answers, look = settings_of(library)
    assert index == IndexSettings(
        embedder="evil/model", passage_tokens=99, chroma_url="http://evil.example:8000"
    )
    assert isinstance(answers, AnswerSettings)
    assert answers.base_url == "http://evil.example/v1"
    assert look == TuiSettings("quoth-light", watch=True)
    changed = GREEDY.replace("evil.example/v1", "worse.example/v1")
    (library / "settings.toml").write_text(changed)
    assert unagreed(library) == {"qa.base_url": "http://worse.example/v1"}


def test_what_the_users_own_file_says_too_needs_no_asking(tmp_path: Path) -> None:
    own = settings_files(tmp_path)[0]
    own.parent.mkdir(parents=True)
    own.write_text('[qa]\nmodel = "openai:gpt"\n')
    (tmp_path / "settings.toml").write_text('[qa]\nmodel = "openai:gpt"\n')
    assert unagreed(tmp_path) == {}
    assert read_table(AnswerSettings, "qa", settings_files(tmp_path)).model == "openai:gpt"


def test_only_what_is_known_to_be_harmless_needs_no_consent() -> None:
    """A setting that is added later is asked about unless somebody has thought about it."""
    assert {
        "index": {"columns", "passage_tokens"},
        "qa": {"top_k", "quotes", "model_timeout", "filters"},
        "tui": {"theme", "copy_as"},
    } == HARMLESS


@pytest.mark.parametrize(
    "text",
    ["x = " + "[" * 100_000, "#" * 2_000_000, "\xff\x00"],
    ids=["nested deep", "large", "no text"],
)
def test_a_hostile_settings_file_is_refused_in_a_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.toml").write_bytes(text.encode("latin-1"))
    with pytest.raises(UsageError, match=r"settings\.toml"):
        library_at(tmp_path)


def test_roots_that_the_user_never_named_are_not_followed(
    tmp_path: Path, seed_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = received(tmp_path, seed_library, monkeypatch)
    library = Library(folder, IndexSettings())
    (root,) = library.unasked_roots()
    with pytest.raises(ConsentNeeded, match="not made here"):
        library.rebuild()
    with pytest.raises(ConsentNeeded):
        next(watch(library, threading.Event()))
    for do, values in (
        ("rebuild", {"paths": []}),
        ("watch", {}),
        ("add", {"place": str(tmp_path)}),
    ):
        with pytest.raises(Exception, match="not made here"):
            list(Job(library, do, **values).run(silent))
    add_roots(folder, [root])
    assert library.unasked_roots() == ()
    assert library.rebuild().unchanged > 5
    assert library.own_roots() == (root,)


def test_a_chroma_folder_of_somebody_else_is_never_written_to(
    tmp_path: Path, seed_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = received(tmp_path, seed_library, monkeypatch)
    before = live_generation(folder)
    assert before is not None
    (tmp_path / "bridge.txt").write_text("The bridge\n\nThe bridge of Corran has nine arches.\n")
    monkeypatch.setattr("quoth.index.building.generation_builder.clone", None)  # not to be called
    done = Library(folder, IndexSettings()).rebuild([SEEDS, tmp_path / "bridge.txt"])
    assert (done.added, done.changed, done.published) == (1, 0, True)
    assert done.unchanged > 5


def test_what_was_made_here_needs_no_asking_also_when_it_was_moved(
    tmp_path: Path, seed_library: Path
) -> None:
    moved = Path(shutil.copytree(seed_library, tmp_path / "moved"))
    assert Library(moved, IndexSettings()).unasked_roots() == ()


def test_a_received_index_names_no_model_to_be_loaded(
    tmp_path: Path, seed_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = received(tmp_path, seed_library, monkeypatch)
    live = live_generation(folder)
    assert live is not None
    made = read_manifest(live)
    forged = {**{name: getattr(made, name) for name in made.__slots__}, "embedder": "evil/model"}
    Manifest(**forged).write(live)
    library = Library(folder, IndexSettings())
    with library.open() as generation, pytest.raises(ModelMismatch, match="evil/model"):
        library.embedder_of(generation)


def test_the_terminal_asks_once_and_shows_what_is_wanted(
    tmp_path: Path, run: Run, articles: Path, monkeypatch: pytest.MonkeyPatch, embedder: Embedder
) -> None:
    library = tmp_path / "library"
    assert run("rebuild", articles, "--library", library).code == 0
    (library / "settings.toml").write_text('[qa]\nreranker = "evil/\\u001b[2Jreranker"\n')
    silent_run = run("ask", "How many arches has the bridge?", "--library", library)
    assert "waits for your consent" in silent_run.err
    assert "\x1b" not in silent_run.err
    monkeypatch.setattr("quoth.tui.cli.consent._can_ask", lambda: True)
    monkeypatch.setattr(sys, "stdin", io.StringIO("no\n"))
    refused = run("articles", "--library", library)
    assert refused.code == 0
    assert "qa.reranker = 'evil/" in refused.err
    assert "\x1b" not in refused.err
    assert unagreed(library)
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    run("articles", "--library", library)
    assert not unagreed(library)
    assert "want" not in run("articles", "--library", library).err


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "bridge.txt").write_text("The bridge\n\nThe bridge of Corran has nine arches.\n")
    return folder


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://chroma.example.org", True),
        ("http://127.0.0.1:8000", True),
        ("http://[::1]:8000", True),
        ("http://localhost:8000", True),
        ("http://chroma.example.org", False),
        ("http://10.0.0.7:8000", False),
        ("http://127.0.0.1.evil.example", False),
        ("http://localhost.evil.example", False),
    ],
)
def test_tokens_and_keys_go_over_https_or_loopback_only(
    url: str, sent: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(TOKEN, "secret")
    monkeypatch.setenv("QUOTH_API_KEY", "secret")
    if sent:
        assert Address(url).headers()
        open_model("openai:gpt", url)
        return
    with pytest.raises(UsageError, match="unencrypted"):
        Address(url).headers()
    with pytest.raises(UsageError, match="unencrypted"):
        open_model("openai:gpt", url)
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    monkeypatch.setenv("OPENAI_BASE_URL", url)
    with pytest.raises(UsageError, match="unencrypted"):
        open_model("openai:gpt")
    monkeypatch.delenv("QUOTH_API_KEY")
    open_model("openai:gpt", url)
