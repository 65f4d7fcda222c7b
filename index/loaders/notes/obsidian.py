"""What Obsidian, Pandoc, Hugo, Jekyll and CriticMarkup write in notes beyond Markdown, as plain Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

_FENCE = re.compile(r" {0,3}(?:>[ >]*)?(`{3,}|~{3,})")
_WRITTEN = re.compile(r"[\[`=^~%{\ue000\ue001]")  # which none of what follows is without
_COMMENT = re.compile(r"%%(?:[^%]|%(?!%))*+%%")
_CODE = re.compile(r"(?<!`)(`++)[^`\n]++\1(?!`)")
_LINK = re.compile(r"(!?)\[\[([^\[\]\n|]{0,300})(?:\\?\|([^\[\]\n]{0,300}))?\]\]")
_MARK = re.compile(r"==(?=\S)([^=\n]{1,500})(?<=\S)==")
_BLOCK_ID = re.compile(r"(?<![\w)])\^[A-Za-z0-9-]{1,60}[ \t]*$", re.MULTILINE)
_CALLOUT = re.compile(r"^((?:[ \t]*>)+)[ \t]*\[![\w|-]{1,40}\][+-]?[ \t]*(.*)$", re.MULTILINE)
_TASK = re.compile(r"^([ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+)\[[ xX/<>!?*-]\][ \t]+", re.MULTILINE)
_EDITED = re.compile(
    r"\{(?:--(?P<cut>.*?)--|\+\+(?P<put>.*?)\+\+|~~.*?~>(?P<new>.*?)~~|>>.*?<<|==(?P<marked>.*?)==)\}",
    re.DOTALL,
)
_SHORTCODE = re.compile(r"\{\{[<%][^{}]*[>%]\}\}|\{%-?\s[^{}]{1,300}\s-?%\}")  # of Hugo and Jekyll
_RAISED = re.compile(r"(?<=\w)\^([\w+−-]{1,12})\^")
_LOWERED = re.compile(r"(?<=\w)~(\w{1,12})~(?!~)")


def as_markdown(text: str) -> str:
    """The note with links read as their words, and without comments, marks, embedded files, ids of
    blocks and the signs of callouts and tasks; code stays as it is.
    """
    return "".join(code if code else _plain(prose) for prose, code in _parts(text))


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Stretches of prose, and between them those of fenced code: one of each pair is empty."""
    lines: list[str] = []
    fence = ""
    for line in text.splitlines(keepends=True):
        found = _FENCE.match(line)
        if not fence and found:
            yield "".join(lines), ""
            lines, fence = [line], found[1]
        elif fence and found and found[1].startswith(fence) and not line[found.end() :].strip():
            yield "", "".join([*lines, line])
            lines, fence = [], ""
        else:
            lines.append(line)
    yield ("", "".join(lines)) if fence else ("".join(lines), "")


def _plain(prose: str) -> str:
    """Prose outside fences; what stands in a line's code is put back as it was."""
    if not _WRITTEN.search(prose):
        return prose
    kept: list[str] = []

    def keep(code: re.Match[str]) -> str:
        kept.append(code[0])
        return f"\ue000{len(kept) - 1}\ue001"

    prose = _CODE.sub(keep, prose.replace("\ue000", "").replace("\ue001", ""))
    prose = _COMMENT.sub("", prose)
    if "{" in prose:
        prose = _SHORTCODE.sub("", prose)
        prose = _EDITED.sub(lambda edit: edit["put"] or edit["new"] or edit["marked"] or "", prose)
    prose = _CALLOUT.sub(_callout, prose)
    prose = _LINK.sub(_words, prose)
    prose = _MARK.sub(r"\1", prose)
    prose = _TASK.sub(r"\1", prose)
    prose = _BLOCK_ID.sub("", prose)
    prose = _LOWERED.sub(r"<sub>\1</sub>", _RAISED.sub(r"<sup>\1</sup>", prose))
    return re.sub("\ue000(\\d+)\ue001", lambda place: kept[int(place[1])], prose)


def _callout(opening: re.Match[str]) -> str:
    """A callout's own title as a paragraph of the quote."""
    return f"{opening[1]} {opening[2]}\n{opening[1]}" if opening[2] else opening[1]


def _words(link: re.Match[str]) -> str:
    """A link's words: those it shows, or the note's name without its folders."""
    embedded, target, shown = link.groups()
    if embedded:
        return ""
    if shown and shown.strip():
        return shown.strip()
    note, _, heading = target.partition("#")
    name = note.rpartition("/")[2].strip()
    heading = "" if heading.startswith("^") else heading.replace("#", " > ").strip()
    return " > ".join(filter(None, (name, heading)))
