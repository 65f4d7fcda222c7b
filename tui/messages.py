"""What panels and worker threads tell the screen. The screen acts; nobody else does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message

from quoth.index.articles import Article, ArticleCard, Skipped, Span
from quoth.index.errors import QuothError
from quoth.index.progress import Progress
from quoth.qa.answers import Answer, AnswerSentence, Hit, PartRead
from quoth.qa.turns import Turn
from quoth.tui.text.places import Place
from quoth.tui.text.wrapping import Rows

if TYPE_CHECKING:
    from quoth.qa.engine import QuestionAnswerer
    from quoth.qa.saved.records import Conversation


@dataclass
class QuestionAsked(Message):
    """From the question box."""

    question: str


@dataclass
class NumberTyped(Message):
    """Read the citation of this number. From the question box."""

    number: int


@dataclass
class NarrowingDropped(Message):
    """Ask every article again. From the question box."""


@dataclass
class PlaceChosen(Message):
    """Open the article there. From a passage or a marker in an answer."""

    place: Place


@dataclass
class CopyWanted(Message):
    """Copy the "quote" or the "passage" that the cursor is on. From the passages."""

    what: str


@dataclass
class SettingsChanged(Message):
    """Show the settings as they are now. To whatever screen is on top."""


@dataclass
class TurnChosen(Message):
    """Show the passages of this turn. From the conversation."""

    turn: Turn


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
class IndexChanged(Message):
    """What answers now has another index. To the screens that lie on the asking one."""

    answerer: QuestionAnswerer


@dataclass
class OpeningFailed(Message):
    """The library cannot be opened. From the thread that tried."""

    error: QuothError


@dataclass
class PassagesArrived(Message):
    """The passages that were found for a turn, best first; nothing is said of them yet."""

    turn: Turn
    hits: tuple[Hit, ...]


@dataclass
class PartArrived(Message):
    """A chat model begins to read a part of what a turn's answer is made of, or to write it."""

    turn: Turn
    part: PartRead


@dataclass
class SentenceArrived(Message):
    """One sentence more of the answer that is being written for a turn."""

    turn: Turn
    sentence: AnswerSentence


@dataclass
class AnswerArrived(Message):
    """The whole answer of a turn."""

    turn: Turn
    answer: Answer


@dataclass
class AskingFailed(Message):
    """A turn that has no answer, and why."""

    turn: Turn
    error: QuothError


@dataclass
class ArticleRead(Message):
    """From the thread that reads an article for the reader; `state` says what is up with its file."""

    article: Article
    state: str


@dataclass
class Found(Message):
    """From the thread that searches an article: by its letters in order, or `by_meaning`, the nearest
    first.
    """

    spans: list[Span]
    by_meaning: bool = False


@dataclass
class Wrapped(Message):
    """From the thread that wraps an article, to its view; `width` in cells."""

    rows: Rows
    width: int


@dataclass
class Settled(Message):
    """From the view of an article: it is wrapped, and where it was to go."""


@dataclass
class ReadingFailed(Message):
    """An article cannot be read. From the thread that tried, to the reader."""

    error: QuothError


@dataclass
class QuestionsRemembered(Message):
    """What was asked in earlier conversations, the latest at the end."""

    questions: list[str]


@dataclass
class NotSaved(Message):
    """The conversation is not written down. From the thread that writes it."""

    error: QuothError


@dataclass
class ConversationChosen(Message):
    """Go on with this conversation. From the list of them."""

    conversation: Conversation


@dataclass
class WorkChanged(Message):
    """Of a rebuild: how far it is, that it ended, or with what `problem`, in our own words; or that
    something was `added` as the user wanted.
    """

    problem: str = ""
    added: bool = False


@dataclass
class FirstArticlesChosen(Message):
    """What to index first: a "folder", an address in the "web", or the "samples"."""

    name: str


@dataclass
class HoldingsCounted(Message):
    """From the thread that counts what the library holds: that in a few lines."""

    told: Content


@dataclass
class QuestionSuggested(Message):
    """From the thread that looks for questions that the library answers: one more of them."""

    question: str


@dataclass
class LibraryRead(Message):
    """From the thread that reads the catalog."""

    articles: list[ArticleCard]
    skipped: list[Skipped]
    passages: int = 0
    error: QuothError | None = None
