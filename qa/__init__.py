"""Questions answered from a library, for programs:

    from qa import open_library

    with open_library("~/.local/share/quoth/library") as library:
        answer = library.ask("Who leads the excavation?")
        for citation in answer.citations:
            print(citation.number, citation.quote, citation.article.path)

Importing this loads no model and no index; `open_library` does.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.api import OpenLibrary

__all__ = ["open_library"]


def open_library(
    folder: str | Path | None = None,
    *,
    model: str | None = None,
    base_url: str = "",
    chroma_url: str | None = None,
) -> OpenLibrary:
    """The library in `folder`, by default the user's own, ready to be asked.

    `model` is a chat model that writes the answers, such as "ollama:qwen3", and "" quotes instead;
    None takes the settings' one. `base_url` is the server of a model that speaks as OpenAI's do.
    `chroma_url` is a Chroma server that holds the index, "" none, None the settings' one.
    Raises EmptyLibrary, LibraryError, ModelMismatch, EmbedderError, UsageError, all of them
    `index.errors.QuothError`.
    """
    from qa.api import OpenLibrary

    return OpenLibrary(folder, model, base_url, chroma_url)
