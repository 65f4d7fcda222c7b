"""How fast files are loaded, beside another checkout: before a change, and after it.

    python -m tests.benchmarks.loading BEFORE

BEFORE is a checkout of Quoth. Both load the same made-up files, in turn; RESULTS.md gets a section.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import docx

from tests.benchmarks.machine import load, machine
from tests.benchmarks.results import write_section
from tests.index.loaders.samples import FIXTURES

TITLE = "Loading files"
_ROOT = Path(__file__).parents[2]
_SCRIPT = Path(__file__).with_name("load_files.py")
_PARAGRAPHS = 30
_SENTENCE = (
    "The boat number {0} left the harbour of Fossvik at dawn, came back in the evening with {1} "
    "boxes of herring, and lay at pier {2} until the wind had gone round to the west."
)
_FRAME = "<li><a href='/{0}'>The choir of village number {0} sings in a quarry</a></li>"


@dataclass(frozen=True)
class Taken:
    """What loading the files of one format took in one checkout."""

    seconds: float
    busy: float
    megabytes: float


def paragraphs(number: int) -> list[str]:
    """The text of a file."""
    made = range(number * _PARAGRAPHS, (number + 1) * _PARAGRAPHS)
    return [" ".join(_SENTENCE.format(n, n % 97, n % 7) for _ in range(3)) for n in made]


def write_page(path: Path, number: int) -> None:
    menu = "".join(_FRAME.format(n) for n in range(40))
    body = "".join(f"<p>{text}</p>" for text in paragraphs(number))
    path.write_text(
        f"<html lang=en><head><title>Boat {number}</title></head><body><nav><ul>{menu}</ul></nav>"
        f"<main><article><h1>Boat {number}</h1>{body}</article></main></body></html>"
    )


def write_text(path: Path, number: int) -> None:
    path.write_text("\n\n".join([f"Boat {number}", *paragraphs(number)]))


def write_word(path: Path, number: int) -> None:
    document = docx.Document()
    document.add_heading(f"Boat {number}", 0)
    for text in paragraphs(number):
        document.add_paragraph(text)
    document.save(str(path))


def write_mail(path: Path, number: int) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Ida <i@skar.example>", f"Boat {number}"
    mail.set_content("\n\n".join(paragraphs(number)))
    path.write_bytes(mail.as_bytes())


def copy_print(path: Path, number: int) -> None:
    shutil.copy(FIXTURES / "canal.pdf", path)


WRITERS: dict[str, tuple[int, Callable[[Path, int], None]]] = {
    ".txt": (400, write_text),
    ".md": (400, write_text),
    ".html": (200, write_page),
    ".docx": (50, write_word),
    ".eml": (200, write_mail),
    ".pdf": (150, copy_print),
}


def taken(checkout: Path, folder: Path) -> Taken:
    """Load a folder in a process of a checkout. Raises CalledProcessError."""
    done = subprocess.run(
        [sys.executable, str(_SCRIPT), str(checkout), str(folder)],
        check=True,
        capture_output=True,
        text=True,
    )
    return Taken(**json.loads(done.stdout))


def compare(before: Path, scratch: Path, share: float = 1.0) -> Iterator[str]:
    """The rows of the table; `share` of the files are made."""
    for suffix, (count, write) in WRITERS.items():
        folder = scratch / suffix[1:]
        folder.mkdir()
        count = max(2, round(share * count))
        for number in range(count):
            write(folder / f"{number:04}{suffix}", number)
        size = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
        old, new = (taken(checkout, folder) for checkout in (before, _ROOT))
        yield (
            f"| {suffix} | {count:,} | {size:.2f} | {count / old.busy:,.0f} | {count / new.busy:,.0f} "
            f"| {size / old.busy:.2f} | {size / new.busy:.2f} | {old.megabytes:.0f} "
            f"| {new.megabytes:.0f} |"
        )


def main(before: Path) -> None:
    loaded = load()
    with tempfile.TemporaryDirectory() as scratch:
        rows = list(compare(before.resolve(), Path(scratch)))
    asked = ["git", "-C", str(before), "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
    head = (
        f"The same made-up files, loaded by {commit} (before) and by this checkout (after), one after "
        "the other; per second of\nprocessor time, starting and importing included. Files are now "
        "loaded in a child process, whose memory is what is counted,\nand whose start takes some 0.3 s, once.\n\n"
        f"{machine()} Load before {loaded}, after {load()}.\n"
    )
    columns = "| format | files | MB | files/s before | after | MB/s before | after | MB held before | after |"
    rule = "|".join([" --- "] * 9)
    write_section(TITLE, "\n".join([head, columns, f"|{rule}|", *rows]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
