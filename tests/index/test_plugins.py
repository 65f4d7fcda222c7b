"""What another package adds by entry points, installed as pip would leave it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = """
from quoth.index.articles import LoadedArticle
from quoth.index.embedders import open_embedder
from quoth.qa.answerers.base import Draft


def load(path):
    yield LoadedArticle(path.read_text().replace("/", " "), "A tiny article")


def embedder(name, report, cache):
    assert name == "tiny"
    return open_embedder("builtin", report, cache)


class Shouting:
    name = "tiny"

    def rewrite(self, question, previous, stop):
        return question

    def write(self, task):
        yield from ()
        return Draft(self.name, task.evidence[0].quote.upper())


def answerer(settings):
    return Shouting()
"""
ENTRY_POINTS = """
[quoth.loaders]
.tiny = tiny_package:load
.broken = tiny_package:missing
[quoth.embedders]
tiny = tiny_package:embedder
[quoth.answerers]
tiny = tiny_package:answerer
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder of installed packages that holds one."""
    site = tmp_path / "site"
    about = site / "tiny_package-1.0.dist-info"
    about.mkdir(parents=True)
    (site / "tiny_package.py").write_text(PACKAGE)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: tiny-package\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(ENTRY_POINTS)
    return site


def test_a_package_adds_a_loader_an_embedder_and_an_answerer(site: Path, tmp_path: Path) -> None:
    articles, library, own = (tmp_path / name for name in ("articles", "library", "config/quoth"))
    for folder in (articles, library, own):
        folder.mkdir(parents=True)
    (articles / "kiln.tiny").write_text("The kiln of Marrow/holds four hundred pots.")
    (articles / "kiln.broken").write_text("It is not read.")
    settings = own / "settings.toml"
    settings.write_text('[index]\nembedder = "tiny"\n[qa]\nanswerer = "tiny"\n')

    def quoth(*words: str) -> subprocess.CompletedProcess[str]:
        paths = os.pathsep.join((str(site), str(Path.cwd())))
        return subprocess.run(
            [sys.executable, "-m", "quoth", "--library", str(library), *words],
            env=os.environ | {"PYTHONPATH": paths},
            capture_output=True,
            text=True,
            check=False,
        )

    rebuilt = quoth("rebuild", str(articles), "--json")
    assert rebuilt.returncode == 0, rebuilt.stderr
    report = json.loads(rebuilt.stdout)
    assert report["added"] == 1
    assert "tiny-package" in report["skipped"][0]["reason"]

    asked = quoth("ask", "How many pots does the kiln of Marrow hold?")
    assert asked.returncode == 0, asked.stderr
    assert "THE KILN OF MARROW HOLDS FOUR HUNDRED POTS." in asked.stdout

    settings.write_text('[index]\nembedder = "tiny"\n[qa]\nanswerer = "nobody"\n')
    refused = quoth("ask", "How many pots?")
    assert refused.returncode == 2
    assert "'nobody'" in refused.stderr
    assert "extractive, chat_model, tiny" in refused.stderr
