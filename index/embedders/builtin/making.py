"""Makes the built-in model in a process of its own, which takes its 500 MB away with it.

`python -m quoth.index.embedders.builtin.making WEIGHTS REVISION ENTRY` writes its files into ENTRY and
says how far it is; its result is what the cache's manifest must say.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from quoth.index.embedders.base import ModelIdentity
from quoth.index.embedders.builtin.vocabulary import write_vocabulary
from quoth.index.errors import EmbedderError
from quoth.index.processes import Child, ChildFailed, say_progress, say_result
from quoth.index.progress import Progress, Report

_PROBES = ("query: Who signed the treaty?", "passage: Le traité a été signé à Rome.", "passage: ")

_PHASE_SECONDS = 600  # seconds that a phase may take on a slow machine

Tell = Callable[[str, float], None]


def make_in_child(
    weights: Path, name: str, revision: str, entry: Path, report: Report
) -> dict[str, Any]:
    """Have a child process fill `entry`; returns the manifest's fields about the model.

    Raises EmbedderError when the child fails. Whatever `report` raises ends the child too.
    """
    beginning = Progress("Making the built-in model", 0.0)
    try:
        with Child(__name__, str(weights), name, revision, str(entry)) as child:
            about: dict[str, Any] = child.result(beginning, report, _PHASE_SECONDS)
            return about
    except ChildFailed as error:
        raise EmbedderError(
            f"The built-in model could not be made: {error}.",
            "It takes 500 MB of memory and 100 MB of disk, once. Or name another embedder.",
        ) from error


def make(file: Path, name: str, revision: str, entry: Path, tell: Tell) -> dict[str, Any]:
    """Write the graph and both forms of the tokenizer into `entry`; returns the manifest's other
    fields."""
    tell("Reading the model's weights", 0.0)
    from quoth.index.embedders.builtin import exact, graph, tokenizer, weights  # and onnx

    read = weights.read_weights(file)
    tell("Making the network", 0.2)
    made = entry / "model.onnx"
    graph.write(read, made)
    tell("Making the tokenizer", 0.4)
    splitter = tokenizer.make_tokenizer(read.pieces)
    splitter.save(str(entry / "tokenizer.json"), pretty=False)
    write_vocabulary(entry / "vocabulary.bin", read.pieces)
    tell("Checking the result", 0.8)
    exact.check(made, read, [splitter.encode(text).ids for text in _PROBES])
    tell("The model is ready", 1.0)
    identity = ModelIdentity(
        name=name,
        revision=revision,
        dimension=read.sizes.hidden,
        question_prompt="query: ",
        passage_prompt="passage: ",
        quantisation="int8",
    )
    return {"identity": asdict(identity), "max_tokens": read.sizes.positions}


def _main(weights: str, name: str, revision: str, entry: str) -> None:
    try:
        say_result(make(Path(weights), name, revision, Path(entry), say_progress))
    except EmbedderError as error:
        sys.exit(error.message)


if __name__ == "__main__":
    _main(*sys.argv[1:])
