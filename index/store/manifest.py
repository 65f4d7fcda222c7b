"""The manifest of a generation: what it holds, how it was made, and the checksums of its files."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from quoth.index.disk import checksum
from quoth.index.embedders.base import ModelIdentity
from quoth.index.errors import LibraryError

FILE_NAME = "manifest.json"
SCHEMA = "quoth.generation/4"
_OLDER_SCHEMAS = ("quoth.generation/1", "quoth.generation/2", "quoth.generation/3")
_MAX_MANIFEST_BYTES = 50_000_000  # bytes of a manifest; there are some twenty files in a generation
_MAX_DIMENSION = 65_536  # numbers in a vector
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

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> Self:
        """What `dataclasses.asdict` made of one. Raises KeyError, TypeError, ValueError or
        AttributeError for anything else.
        """
        made = cls(
            **{
                **content,
                "model": ModelIdentity(**content["model"]),
                "roots": tuple(content["roots"]),
                "files": {name: tuple(entry) for name, entry in content["files"].items()},
            }
        )
        made._check()
        return made

    def _check(self) -> None:
        """Raise ValueError for values that are not of their types, or reach out of the folder."""
        counts = (self.passage_tokens, self.articles, self.passages, self.sentences)
        texts = (self.created, self.embedder, *self.roots, *self.files)
        entries = [(size, digest) for size, digest in self.files.values()]
        sound = (
            all(type(count) is int and count >= 0 for count in counts)
            and all(isinstance(text, str) for text in texts)
            and all(type(size) is int and isinstance(digest, str) for size, digest in entries)
            and type(self.model.dimension) is int
            and 0 < self.model.dimension <= _MAX_DIMENSION
        )
        if not sound or any(name.startswith("/") or ".." in name.split("/") for name in self.files):
            raise ValueError("the manifest holds what no manifest does")

    @property
    def bytes(self) -> int:
        """The size of all that has a checksum."""
        return sum(size for size, _ in self.files.values())

    def write(self, folder: Path) -> None:
        content = {"schema": SCHEMA, **asdict(self)}
        content["sum"] = _sum(content)
        text = json.dumps(content, indent=2, ensure_ascii=True)
        (folder / FILE_NAME).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Read a generation's manifest. Raises LibraryError when it is missing, damaged or old."""
    hint = "Run: quoth rebuild"
    try:
        content = _content(folder)
        schema = content["schema"]
        if schema != SCHEMA:
            raise LibraryError(f"The index is of format {schema}, not {SCHEMA}.", hint)
        if content.pop("sum") != _sum(content):
            raise ValueError("its checksum is wrong")
        del content["schema"]
        return Manifest.from_json(content)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise LibraryError(f"The index in {folder} has no readable manifest.", hint) from error


def _content(folder: Path) -> dict[str, Any]:
    with (folder / FILE_NAME).open("rb") as file:
        read = file.read(_MAX_MANIFEST_BYTES + 1)
    if len(read) > _MAX_MANIFEST_BYTES:
        raise ValueError("it is too large")
    content: dict[str, Any] = json.loads(read.decode("utf-8"))
    return content


def read_roots(folder: Path) -> tuple[str, ...]:
    """The indexed files and folders, also by a manifest of an older schema. Raises LibraryError."""
    try:
        return read_manifest(folder).roots
    except LibraryError:
        with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
            content = _content(folder)
            if content["schema"] in _OLDER_SCHEMAS:
                return tuple(map(str, content["roots"]))
        raise


def checksums(folder: Path) -> dict[str, tuple[int, str]]:
    """Size and SHA-256 of every file of a generation whose bytes do not change."""
    return {
        name: (file.stat().st_size, checksum(file))
        for name, file in _files(folder).items()
        if name not in _UNSUMMED
    }


def size_problems(folder: Path, manifest: Manifest, parts: tuple[str, ...] = ("",)) -> list[str]:
    """Files, of all or of those whose names begin so, that are missing or have another size."""
    problems = []
    for name, size in _sizes(manifest, parts):
        try:
            found = (folder / name).stat().st_size
        except FileNotFoundError:
            problems.append(f"{name} is missing")
        else:
            problems += [f"{name} has {found} bytes, not {size}"] if found != size else []
    return problems


def content_problems(folder: Path, manifest: Manifest, parts: tuple[str, ...] = ("",)) -> list[str]:
    """As above, and files whose bytes are not those that were published. Raises OSError."""
    return size_problems(folder, manifest, parts) or [
        f"{name} is damaged"
        for name, _ in _sizes(manifest, parts)
        if checksum(folder / name) != manifest.files[name][1]
    ]


def _sizes(manifest: Manifest, parts: tuple[str, ...]) -> list[tuple[str, int]]:
    return [(name, size) for name, (size, _) in manifest.files.items() if name.startswith(parts)]


def _sum(content: dict[str, Any]) -> str:
    """SHA-256 of a manifest's content, whatever its layout."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _files(folder: Path) -> dict[str, Path]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {file.relative_to(folder).as_posix(): file for file in files}
