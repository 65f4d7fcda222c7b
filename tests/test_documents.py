"""What is written for readers beside the code: complete, short, and without dead links."""

from __future__ import annotations

import re
import tomllib
from dataclasses import asdict
from pathlib import Path

import pytest
import typer.core
import typer.main

import quoth
from quoth.index.loaders import LOADERS
from quoth.index.settings import IndexSettings
from quoth.qa.settings import AnswerSettings
from quoth.tui.cli.main import app
from quoth.tui.settings import TuiSettings

PROJECT = Path(quoth.__file__).parents[1]
README = (PROJECT / "README.md").read_text(encoding="utf-8")
ELSEWHERE = {"--help", "--version", "--seeds", "--install-completion", "--show-completion"}


def test_the_readme_is_read_in_a_few_minutes() -> None:
    assert len(README.split()) < 1500


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_links_lead_somewhere(name: str) -> None:
    text = (PROJECT / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)", text):
        assert target.startswith("https://") or (PROJECT / target).is_file(), target


def test_the_readme_names_every_setting_with_its_default() -> None:
    (toml,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    assert tomllib.loads(toml) == {
        "index": asdict(IndexSettings()),
        "qa": asdict(AnswerSettings()),
        "tui": asdict(TuiSettings()),
    }


def test_the_readme_names_every_command_option_and_format() -> None:
    top = typer.main.get_command(app)
    assert isinstance(top, typer.core.TyperGroup)
    for name, command in top.commands.items():
        assert f"quoth {name}" in README
        options = {option for parameter in command.params for option in parameter.opts}
        for option in options - ELSEWHERE:
            assert not option.startswith("--") or option in README, (name, option)
    for suffix in LOADERS:
        assert f"`{suffix}`" in README
