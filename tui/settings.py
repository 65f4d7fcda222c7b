"""The [tui] table of the settings."""

from __future__ import annotations

from dataclasses import dataclass

from quoth.index.errors import UsageError

COPY_FORMATS = ("plain", "markdown", "bibtex", "csl-json", "word")


@dataclass(frozen=True, slots=True)
class TuiSettings:
    """`theme` is the name of one of the app's; with `watch` it follows the library's folders.

    Answers are copied in the format `copy_as`. `keys` gives what the help lists by its id other
    keys: "ask.copy-answer=ctrl+b reader.next=n,j".
    """

    theme: str = "quoth-dark"
    watch: bool = False
    copy_as: str = "plain"
    keys: str = ""

    def __post_init__(self) -> None:
        if self.copy_as not in COPY_FORMATS:
            raise UsageError(
                f"There is no format {self.copy_as!r}.", f"There are {', '.join(COPY_FORMATS)}."
            )
        keymap_of(self.keys)


def keymap_of(keys: str) -> dict[str, str]:
    """The id of a binding -> its keys, with commas between them. Raises UsageError."""
    pairs = [word.partition("=") for word in keys.split()]
    for id, _, chosen in pairs:
        if "." not in id or not all(chosen.split(",")):
            raise UsageError(
                f"keys holds {id!r}, which is no key's id with its keys.",
                "Write id=key, as in: ask.copy-answer=ctrl+b reader.next=n,j",
            )
    return {id: chosen for id, _, chosen in pairs}
