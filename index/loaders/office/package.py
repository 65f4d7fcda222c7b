"""The parts of an Office file, which is a zip archive of XML with relationships between its members."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from quoth.index.errors import LoadError
from quoth.index.loaders.archive import Archive
from quoth.index.loaders.blocks import Stated
from quoth.index.loaders.headlines import is_made_up
from quoth.index.loaders.markup import local_name, parse_xml
from quoth.index.text.clean import one_line

_LIBRARY_AUTHORS = ("python-docx",)  # written by a library when nobody is the author


@dataclass(frozen=True, slots=True)
class Part:
    """A member of the archive that holds XML: its name and its root element."""

    name: str
    root: Any


def main_part(archive: Archive) -> Part:
    """The document itself. Raises LoadError or ValueError where there is none."""
    targets = _targets(archive, "")
    name = next((path for kind, path in targets.values() if kind == "officeDocument"), "")
    name = name if name in archive else "word/document.xml"
    return Part(name, parse_xml(archive.read(name), mend=True))


def related(archive: Archive, part: Part, kind: str) -> Any | None:
    """The root element of the part that `part` names as its "styles", "footnotes", …; None where
    there is none that can be read.
    """
    for found, path in _targets(archive, part.name).values():
        if found == kind and path in archive:
            return _parsed(archive, path)
    beside = posixpath.join(posixpath.dirname(part.name), f"{kind}.xml")
    return _parsed(archive, beside) if beside in archive else None


def stated(archive: Archive, title: str) -> Stated:
    """What the file's properties say; `title` is that of the text, which counts before theirs."""
    name = next(
        (path for kind, path in _targets(archive, "").values() if kind == "core-properties"),
        "docProps/core.xml",
    )
    root = _parsed(archive, name, mend=False) if name in archive else None
    found: dict[str, str] = {}
    for node in root.iter("{*}*") if root is not None else ():
        found.setdefault(local_name(node), one_line(node.text or ""))
    author, property_title = found.get("creator", ""), found.get("title", "")
    return Stated(
        title=title or ("" if is_made_up(property_title) else property_title),
        author="" if author in _LIBRARY_AUTHORS else author,
        language=found.get("language", ""),
    )


def attribute(node: Any, name: str) -> str:
    """An element's attribute whatever its namespace: strict files have another than Word's own."""
    if node is None:
        return ""
    found = (str(value) for key, value in node.attrib.items() if key.rpartition("}")[2] == name)
    return next(found, "")


def child(node: Any, name: str) -> Any | None:
    """The first child of that local name, or None."""
    if node is None:
        return None
    return next((each for each in node if each.tag.rpartition("}")[2] == name), None)


def is_on(node: Any, name: str) -> bool | None:
    """What a switch among the children says; None where it is not there."""
    switch = child(node, name)
    if switch is None:
        return None
    return attribute(switch, "val").lower() not in ("0", "false", "off", "none")


def _targets(archive: Archive, name: str) -> dict[str, tuple[str, str]]:
    """The last word of each relationship's kind, and the member it leads to, by its id."""
    folder, base = posixpath.split(name)
    path = posixpath.join(folder, "_rels", f"{base}.rels")
    root = _parsed(archive, path) if path in archive else None
    found: dict[str, tuple[str, str]] = {}
    for node in root.iter("{*}Relationship") if root is not None else ():
        if node.get("TargetMode") != "External":
            target = unquote(node.get("Target", ""))
            place = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            kind = node.get("Type", "").rpartition("/")[2]
            found[node.get("Id", "")] = (kind, posixpath.normpath(place))
    return found


def _parsed(archive: Archive, name: str, *, mend: bool = True) -> Any | None:
    """A part that an article can do without: None where it is no XML."""
    try:
        return parse_xml(archive.read(name), mend=mend)
    except ValueError:
        return None


def refuse_old(beginning: bytes) -> None:
    """Raises LoadError for a file that is no archive but Word's older form, or encrypted."""
    if beginning.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise LoadError("is encrypted or an old .doc file", "Save it as .docx, no password.")
