"""A LangChain chain over a library: the passages found for a question, and its cited answer.

python tests/examples/langchain_chain.py LIBRARY "Who leads the excavation?"
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from langchain_core.runnables import Runnable, RunnableLambda, RunnableParallel

from quoth.qa.langchain import QuothAnswers, QuothRetriever


def make_chain(library: Path) -> Runnable[str, str]:
    """A question -> a few lines to read."""
    both = RunnableParallel(
        answer=QuothAnswers(library=library),
        documents=QuothRetriever(library=library, top_k=3),
    )
    return both | RunnableLambda(_lines)


def _lines(found: dict[str, Any]) -> str:
    answer = found["answer"]
    lines = [answer["answer"] or "Nothing in the library answers this."]
    for citation in answer["citations"]:
        place = f"{citation['start']}–{citation['end']}"
        lines.append(f"[{citation['number']}] {citation['article']['title']}, {place}")
    lines += [f"near: {document.metadata['title']}" for document in found["documents"]]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(make_chain(Path(sys.argv[1])).invoke(sys.argv[2]) + "\n")
