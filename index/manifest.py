"""The manifest of a generation: what it holds, how it was made, and the checksums of its files."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from index.disk import checksum
from index.embedders.base import ModelIdentity
from index.errors import LibraryError

FILE_NAME = "manifest.json"
SCHEMA = "quoth.generation/1"
# Chroma changes this file's bytes whenever it is opened, and readers lock the lease.
_UNSUMMED = {"chroma/chroma.sqlite3", "lease", FILE_NAME}


@dataclass(frozen=True, slots=True)
class Manifest:
    """`embedder` is the setting that named the model, `roots` the indexed files and folders;
    `files` maps each file of the generation to its size in bytes and its SHA-256.
    """

    created: str
    embedder: str
    model: ModelIdentity
    passage_tokens: int
    roots: tuple[str, ...]
    articles: int
    passages: int
    sentences: int
    files: dict[str, tuple[int, str]]

    def write(self, folder: Path) -> None:
        content = {"schema": SCHEMA, **asdict(self)}
        text = json.dumps(content, indent=2, ensure_ascii=True)
        (folder / FILE_NAME).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Raises LibraryError when it is missing, damaged, or of another schema."""
    hint = "Run: quoth rebuild --full"
    try:
        content: dict[str, Any] = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
        schema = content.pop("schema")
        if schema != SCHEMA:
            raise LibraryError(f"The index is of format {schema}, not {SCHEMA}.", hint)
        content["model"] = ModelIdentity(**content["model"])
        content["roots"] = tuple(content["roots"])
        content["files"] = {name: tuple(entry) for name, entry in content["files"].items()}
        return Manifest(**content)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise LibraryError(f"The index in {folder} has no readable manifest.", hint) from error


def checksums(folder: Path) -> dict[str, tuple[int, str]]:
    """Size and SHA-256 of every file of a generation whose bytes do not change."""
    return {
        name: (file.stat().st_size, checksum(file))
        for name, file in _files(folder).items()
        if name not in _UNSUMMED
    }


def size_problems(folder: Path, manifest: Manifest) -> list[str]:
    """Files that are missing or have another size; cheap enough for every opening."""
    found = _files(folder)
    problems = []
    for name, (size, _) in manifest.files.items():
        if name not in found:
            problems.append(f"{name} is missing")
        elif found[name].stat().st_size != size:
            problems.append(f"{name} has {found[name].stat().st_size} bytes, not {size}")
    return problems


def content_problems(folder: Path, manifest: Manifest) -> list[str]:
    """Files whose bytes are not those that were published."""
    found = _files(folder)
    return [
        f"{name} is damaged"
        for name, (_, digest) in manifest.files.items()
        if name in found and checksum(found[name]) != digest
    ]


def _files(folder: Path) -> dict[str, Path]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {file.relative_to(folder).as_posix(): file for file in files}
