"""The package: its public names, its licence, and the wheel as somebody installs it."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import quoth

PROJECT = Path(quoth.__file__).parents[1]
NAMES = {
    "Answer", "AnswerEvent", "AnswerFinished", "AnswerSentence", "Article", "ArticleCard", "Citation",
    "ConversationsError", "EmbedderError", "EmptyLibrary", "Evidence", "FetchError", "Hit",
    "LibraryBusy", "LibraryError", "LoadError", "ModelError", "ModelMismatch", "PartRead", "Passage",
    "PassagesFound", "QuothError", "QuothLibrary", "SentenceWritten", "Span", "Support", "UsageError",
    "__version__", "open_library",
}  # fmt: skip


def test_the_public_names_are_these() -> None:
    assert set(quoth.__all__) == NAMES
    assert all(hasattr(quoth, name) for name in NAMES)


def test_the_wheel_answers_away_from_the_checkout(seed_library: Path, tmp_path: Path) -> None:
    """Built, installed in an environment of its own, and asked; what it needs is lent to it by the
    environment of the tests, in which Quoth is the checkout.
    """
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "--wheel-dir", str(tmp_path), str(PROJECT)], check=True)
    (wheel,) = tmp_path.glob("quoth-*.whl")
    venv.create(tmp_path / "venv", with_pip=False)
    python = tmp_path / "venv" / "bin" / "python"
    find = "import sysconfig; print(sysconfig.get_path('purelib'))"
    clean = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}

    def run(*words: str) -> str:
        command = [str(python), *words]
        done = subprocess.run(
            command, cwd=tmp_path, env=clean, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    site = Path(run("-c", find).strip())
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps"]
    subprocess.run([*install, "--quiet", str(wheel)], check=True)
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")  # runs none of its .pth

    assert {path.name.split("-")[0] for path in site.iterdir()} == {"quoth", "lent.pth"}
    for name in ("index", "qa", "tui"):  # somebody's own modules
        (tmp_path / f"{name}.py").write_text("raise SystemExit('not Quoth')\n")
    assert Path(run("-c", "import quoth; print(quoth.__file__)").strip()).is_relative_to(site)
    assert (site / "quoth" / "py.typed").is_file()
    question = "How many pictures of the rear wall of the temple did the student have?"
    answer = run("-m", "quoth", "ask", question, "--library", str(seed_library))
    assert "eleven of the rear wall" in " ".join(answer.split())
    (about,) = site.glob("quoth-*.dist-info")
    assert list(about.rglob("LICENSE"))
