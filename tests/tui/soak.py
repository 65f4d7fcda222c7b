"""Asks the app many questions in one conversation, and tells how its memory and its answers go.

python -m tests.tui.soak LIBRARY QUESTIONS
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from tests.tui.conftest import app_over, ask_screen, wait_until

_ASKED = (
    "How many pictures of the rear wall of the temple did the student have?",
    "Qui a perdu tout son troupeau de moutons et de chèvres ?",
    "What is the boiling point of nitrogen?",
    "À quelle distance de Palmyre se trouve Al-Qaryatayn ?",
    "Who rebuilt the arch in London?",
)
_WARM = 0.65  # of the questions are asked before memory is looked at: caches and the page fill up
_EVERY = 10  # questions between two looks


def resident() -> int:
    """Bytes of this process in memory."""
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


async def soak(folder: Path, questions: int) -> dict[str, Any]:
    app = app_over(Library(folder, IndexSettings()))
    seen: list[int] = []
    seconds: list[float] = []
    async with app.run_test(size=(120, 40)) as pilot:
        screen = ask_screen(app)
        await wait_until(pilot, lambda: screen.session.answerer is not None)
        for number in range(questions):
            started = time.perf_counter()
            screen.box.value = f"{_ASKED[number % len(_ASKED)]} {number}"
            await screen.box.action_submit()
            while not _is_answered(screen, number):
                await asyncio.sleep(0.005)
            seconds.append(time.perf_counter() - started)
            if number >= questions * _WARM and number % _EVERY == 0:
                gc.collect()
                seen.append(resident())
        turns = len(screen.conversation.views)
    third = max(1, len(seconds) // 3)
    return {
        "questions": questions,
        "turns": turns,
        "first_mb": round(seen[0] / 1e6, 1),
        "most_mb": round(max(seen) / 1e6, 1),
        "growth": round(max(seen) / seen[0] - 1, 4),
        "seconds_first_third": round(sum(seconds[:third]) / third, 4),
        "seconds_last_third": round(sum(seconds[-third:]) / third, 4),
    }


def _is_answered(screen: Any, number: int) -> bool:
    asked = screen.conversation.views
    if not asked or not asked[-1].turn.question.endswith(f" {number}"):
        return False
    return not asked[-1].has_class("-waiting") and screen.passages.is_drawn


if __name__ == "__main__":
    result = asyncio.run(soak(Path(sys.argv[1]), int(sys.argv[2])))
    sys.stdout.write(json.dumps(result) + "\n")
