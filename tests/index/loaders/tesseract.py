"""A stand-in for the program Tesseract: the tests cannot count on the real one."""

from __future__ import annotations

import html
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

SAID = (
    (60, "The lighthouse of Skar is sold"),
    (30, "SKAR, 2 May 2019 (Reuters) - Ida Rem bought the light-"),
    (30, "house on Thursday, for 800,000 crowns."),
    (44, "A bell for the fog"),
    (30, "She wants to ring its bell again whenever there is fog."),
)
"""The heights and the texts of the lines that it recognises by default."""

_PROGRAM = """#!{python}
import pathlib, sys, time
folder = pathlib.Path(__file__).parent
with (folder / "asked").open("a") as asked:
    asked.write(" ".join(sys.argv[1:]) + "\\n")
if "--version" in sys.argv:
    print("tesseract 5.9")
elif "--list-langs" in sys.argv:
    print("List of languages (9):\\n" + "\\n".join({languages}))
else:
    data = sys.stdin.buffer.read()
    assert data.startswith(b"P5 "), data[:20]
    time.sleep({seconds})
    print((folder / "said").read_text(encoding="utf-8"))
    sys.exit({code})
"""


def install(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    lines: Sequence[tuple[int, str]] = SAID,
    languages: Sequence[str] = ("eng", "osd"),
    sure: int = 90,
    seconds: float = 0,
    code: int = 0,
) -> Path:
    """Put the program in front on PATH; returns the file in which it writes how it was asked."""
    folder.mkdir(exist_ok=True)
    (folder / "said").write_text(hocr(lines, sure), encoding="utf-8")
    file = folder / "tesseract"
    made = _PROGRAM.format(
        python=sys.executable, languages=list(languages), seconds=seconds, code=code
    )
    file.write_text(made)
    file.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder / "asked"


def uninstall(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave a PATH on which no Tesseract is, the system's either."""
    monkeypatch.setenv("PATH", str(folder))


def hocr(lines: Sequence[tuple[int, str]], sure: int = 90) -> str:
    """What Tesseract would say of lines below each other."""
    said, y = [], 100
    for size, text in lines:
        box = f"bbox 100 {y} {100 + len(text) * size // 2} {y + size}"
        title = f"{box}; baseline 0 -6; x_size {size}; x_descenders 6; x_ascenders 6"
        words = "".join(
            f"<span class='ocrx_word' title='{box}; x_wconf {sure}'>{html.escape(word)}</span> "
            for word in text.split()
        )
        said.append(f'<span class="ocr_line" title="{title}">{words}</span>')
        y += round(1.3 * size)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><div class="ocr_page">'
        f'<div class="ocr_carea"><p class="ocr_par">{"".join(said)}</p></div></div></body></html>'
    )
