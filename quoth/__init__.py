"""Questions answered from a library of articles, for programs:

    from quoth import open_library

    with open_library("~/.local/share/quoth/library") as library:
        answer = library.ask("Who leads the excavation?", since="2016-03", language="fr")
        for citation in answer.citations:
            print(citation.number, citation.quote, citation.article.path)

Importing this loads no model and no index; `open_library` does.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from quoth.index.articles import Article, ArticleCard, Passage, Span
from quoth.index.errors import (
    ConversationsError,
    EmbedderError,
    EmptyLibrary,
    FetchError,
    LibraryBusy,
    LibraryError,
    LoadError,
    ModelError,
    ModelMismatch,
    QuothError,
    UsageError,
)
from quoth.qa.answers import (
    Answer,
    AnswerEvent,
    AnswerFinished,
    AnswerSentence,
    Citation,
    Evidence,
    Hit,
    PartRead,
    PassagesFound,
    SentenceWritten,
    Support,
)

if TYPE_CHECKING:
    from quoth.qa.api import QuothLibrary

__all__ = [
    "Answer",
    "AnswerEvent",
    "AnswerFinished",
    "AnswerSentence",
    "Article",
    "ArticleCard",
    "Citation",
    "ConversationsError",
    "EmbedderError",
    "EmptyLibrary",
    "Evidence",
    "FetchError",
    "Hit",
    "LibraryBusy",
    "LibraryError",
    "LoadError",
    "ModelError",
    "ModelMismatch",
    "PartRead",
    "Passage",
    "PassagesFound",
    "QuothError",
    "QuothLibrary",
    "SentenceWritten",
    "Span",
    "Support",
    "UsageError",
    "__version__",
    "open_library",
]

__version__: str


def open_library(
    folder: str | Path | None = None,
    *,
    model: str | None = None,
    base_url: str | None = None,
    chroma_url: str | None = None,
) -> QuothLibrary:
    """Open the library in `folder`, by default the user's own, ready to be asked.

    `model` is a chat model that writes the answers, such as "ollama:qwen3", and "" quotes instead;
    None takes the settings' one. `base_url` is the server of a model that speaks as OpenAI's do.
    `chroma_url` is a Chroma server that holds the index, "" none, None the settings' one.
    Raises EmptyLibrary, LibraryError, ModelMismatch, EmbedderError, UsageError, all of them
    QuothError.
    """
    from quoth.qa.api import QuothLibrary

    library = QuothLibrary(folder, model=model, base_url=base_url, chroma_url=chroma_url)
    return library.open()


def __getattr__(name: str) -> Any:
    """Load what costs time when it is first used: QuothLibrary brings NumPy."""
    if name == "QuothLibrary":
        from quoth.qa.api import QuothLibrary

        return QuothLibrary
    if name == "__version__":
        from importlib.metadata import version

        return version("quoth")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
