"""What panels and worker threads tell the screen. The screen acts; nobody else does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from index.articles import Article
from index.errors import QuothError
from index.progress import Progress
from qa.answers import Answer, Hit
from tui.panels.places import Place
from tui.panels.wrapping import Rows

if TYPE_CHECKING:
    from qa.engine import QuestionAnswerer
    from tui.panels.exchange import Exchange


@dataclass
class QuestionAsked(Message):
    """From the question box."""

    question: str


@dataclass
class PlaceChosen(Message):
    """Open the article there. From a passage or a marker in an answer."""

    place: Place


@dataclass
class ExchangeChosen(Message):
    """Show the passages of this question. From the conversation."""

    exchange: Exchange


@dataclass
class Progressed(Message):
    """From the thread that opens the library."""

    progress: Progress


@dataclass
class Opened(Message):
    """Questions can be answered now; `notices` say what the user should know all the same."""

    answerer: QuestionAnswerer
    notices: list[str]


@dataclass
class OpeningFailed(Message):
    error: QuothError


@dataclass
class PassagesArrived(Message):
    exchange: Exchange
    hits: tuple[Hit, ...]


@dataclass
class AnswerArrived(Message):
    exchange: Exchange
    answer: Answer


@dataclass
class AskingFailed(Message):
    exchange: Exchange
    error: QuothError


@dataclass
class ArticleRead(Message):
    """From the thread that reads an article for the reader screen."""

    place: Place
    article: Article


@dataclass
class Wrapped(Message):
    """From the thread that wraps an article, to its view; `width` in cells."""

    rows: Rows
    width: int


@dataclass
class ReadingFailed(Message):
    error: QuothError
