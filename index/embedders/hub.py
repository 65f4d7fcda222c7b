"""Loads what sentence-transformers runs, from a local folder or from the model hub.

A folder never reaches the network; a hub name does, once, when the user chose it.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from urllib.request import getproxies

from quoth.index.errors import EmbedderError

Kind = Literal["SentenceTransformer", "CrossEncoder"]
_HUB_SECONDS = 5  # the longest wait for an answer from the model hub


def local_folder(name: str, setting: str) -> Path | None:
    """The folder that `name` means, None for a hub name. Raises EmbedderError for a path that
    leads nowhere, which must not be mistaken for a hub name; `setting` is where it was named.
    """
    path = Path(name).expanduser()
    if path.is_dir():
        return path.resolve()
    if path.is_absolute() or name.startswith((".", "~")) or "\\" in name or name.count("/") > 1:
        raise EmbedderError(
            f"No model folder at {path}", f"Check the {setting} setting, or name a hub model."
        )
    return None


def load(kind: Kind, setting: str, name: str, folder: Path | None, *, offline: bool = False) -> Any:
    """A model of sentence-transformers; `offline`: only what was downloaded before.

    Raises EmbedderError when it cannot be found or loaded, or without the `models` extra.
    """
    with _loading(kind, setting, name, folder):
        import sentence_transformers

        # Without the hub the library would go on knocking for a minute and a half.
        at_hand = folder is not None or offline or not _hub_answers()
        return getattr(sentence_transformers, kind)(str(folder or name), local_files_only=at_hand)


def load_reader(name: str, folder: Path | None) -> tuple[Any, Any]:
    """A model of transformers that marks answers in a text, which its configuration tells (an
    architecture for question answering), and its tokenizer; any other as a CrossEncoder, and None.

    Raises what `load` raises.
    """
    with _loading("CrossEncoder", "reader", name, folder):
        import sentence_transformers
        from transformers import AutoConfig, AutoModelForQuestionAnswering, AutoTokenizer

        where, at_hand = str(folder or name), folder is not None or not _hub_answers()
        config = AutoConfig.from_pretrained(where, local_files_only=at_hand)
        if not any(kind.endswith("QuestionAnswering") for kind in config.architectures or ()):
            return sentence_transformers.CrossEncoder(where, local_files_only=at_hand), None
        tokenizer = AutoTokenizer.from_pretrained(where, local_files_only=at_hand)
        if not tokenizer.is_fast:
            raise ValueError("its tokenizer does not say where tokens stand")
        model = AutoModelForQuestionAnswering.from_pretrained(where, local_files_only=at_hand)
        return model.eval(), tokenizer


@contextmanager
def _loading(kind: Kind, setting: str, name: str, folder: Path | None) -> Iterator[None]:
    """Turn what goes wrong inside the block into an EmbedderError that names the model."""
    if find_spec("sentence_transformers") is None or find_spec("torch") is None:
        raise EmbedderError(
            f"The {setting} {name} runs on sentence-transformers and torch, which are not installed.",
            f"Run: {sys.executable} -m pip install 'quoth[models]'. Or leave {setting} at its default.",
        )
    with _quiet():
        try:
            yield
        except Exception as error:  # whatever the model's own files make the library raise
            reason = str(error).strip().partition("\n")[0]
            raise EmbedderError(
                f"Cannot load the {setting} {name}: {reason or type(error).__name__}",
                f"A folder must hold a {kind} model."
                if folder
                else "A hub model is downloaded on first use: check the name and the network.",
            ) from error


def _hub_answers() -> bool:
    from huggingface_hub.constants import ENDPOINT

    if getproxies():
        return True  # which only the proxy can tell
    try:
        socket.create_connection((urlsplit(ENDPOINT).hostname, 443), _HUB_SECONDS).close()
    except OSError:
        return False
    return True


@contextmanager
def _quiet() -> Iterator[None]:
    """Hold back, inside the block, the progress bars and load reports that would run across the screen."""
    from huggingface_hub.utils import logging as hub_logging
    from transformers.utils import logging

    hub_logging.set_verbosity(50)  # critical
    level, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity(50)  # critical
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        logging.set_verbosity(level)
        if bars:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]
