"""A library that was received, opened in the app: what its settings want is shown, and asked."""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

import pytest
import typer

from quoth.index.settings import FILE_NAME
from quoth.tui.app import QuothApp
from quoth.tui.cli.main import app as command
from quoth.tui.cli.options import GlobalOptions, library_of
from tests.tui.conftest import OTHER_QUESTION, ask, ask_screen, seen, wait_until

_SERVER = "http://127.0.0.1:9"  # where nothing listens: to ask it fails at once


class Terminal(io.StringIO):
    """What a user types, or sees."""

    def isatty(self) -> bool:
        return True


def opened(folder: Path, typed: str, monkeypatch: pytest.MonkeyPatch) -> tuple[QuothApp, str]:
    """The app as `quoth` opens it for somebody who types that, and what is said before."""
    shown = Terminal()
    context = typer.Context(typer.main.get_command(command), obj=GlobalOptions(folder))
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdin", Terminal(typed))
        patch.setattr(sys, "stderr", shown)
        return QuothApp(library_of(context, None)), shown.getvalue()


async def test_what_a_received_library_wants_is_shown_and_needs_a_yes(
    seed_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(seed_library, tmp_path / "received"))
    (folder / FILE_NAME).write_text(f'[index]\nchroma_url = "{_SERVER}"\n')
    refused, said = opened(folder, "n\n", monkeypatch)
    assert f"index.chroma_url = '{_SERVER}'" in said
    async with refused.run_test(size=(200, 40)) as pilot:
        await ask(pilot, OTHER_QUESTION)
        answer = ask_screen(refused).conversation.views[0].turn.answer
        assert answer is not None
        assert answer.answered  # from here, and from no server
        assert f"index.chroma_url = '{_SERVER}'" in " ".join(seen(refused).split())
    agreed, said = opened(folder, "y\n", monkeypatch)
    assert _SERVER in said
    async with agreed.run_test(size=(200, 40)) as pilot:
        await wait_until(pilot, lambda: _SERVER in seen(agreed))
        assert ask_screen(agreed).session.answerer is None
        assert "That waits for your consent" not in seen(agreed)
    _, said = opened(folder, "", monkeypatch)
    assert said == ""  # what was agreed to is not asked again
