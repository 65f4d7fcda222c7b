"""The formats that answers are carried elsewhere in, by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from quoth.qa.output.references import bibtex, csl_json
from quoth.qa.output.text import markdown, plain
from quoth.qa.output.word import word
from quoth.qa.turns import Turn

Writer = Callable[[Sequence[Turn], str], str | bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """`title` is what a user reads, `suffix` how its files are called; `write` makes it of turns and
    a title. One that `is_text` can be copied as well as written to a file.
    """

    title: str
    suffix: str
    write: Writer
    is_text: bool = True


FORMATS: dict[str, Format] = {
    "plain": Format("Plain text", ".txt", plain),
    "markdown": Format("Markdown with footnotes", ".md", markdown),
    "bibtex": Format("BibTeX", ".bib", bibtex),
    "csl-json": Format("CSL-JSON, for Zotero", ".csl.json", csl_json),
    "word": Format("Word", ".docx", word, is_text=False),
}


def format_for(file_name: str) -> Format | None:
    """The format of a file called so; None where no format has its suffix."""
    name = file_name.lower()
    return next((one for one in FORMATS.values() if name.endswith(one.suffix)), None)
