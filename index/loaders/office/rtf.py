"""Rich text: what a word processor shows of it. The libraries for it give one string, with deleted and
hidden words in it and without titles, headings, notes and raised figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from quoth.index.articles import LoadedArticle
from quoth.index.errors import LoadError
from quoth.index.loaders.blocks import Stated
from quoth.index.loaders.exports.press import assembled
from quoth.index.loaders.headlines import is_made_up
from quoth.index.loaders.office.paragraphs import Paragraph, Run
from quoth.index.loaders.office.parts import Cell, Part, blocks_of, table_parts, title_of
from quoth.index.loaders.office.rtf_state import Letters, State
from quoth.index.loaders.office.rtf_tokens import Token, tokens_of
from quoth.index.loaders.office.styles import kind_by_name
from quoth.index.text.clean import one_line

_SPECIAL = {
    "line": "\n", "lbr": "\n", "tab": " ", "emdash": "—", "endash": "–", "emspace": " ",
    "enspace": " ", "qmspace": " ", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "~": " ", "_": "-",
}  # fmt: skip
_PLACES = {  # groups that say something else than the text, or nothing
    "title": "title", "author": "author", "stylesheet": "styles", "fonttbl": "fonts",
    "footnote": "note", "fldrslt": "", "shptxt": "box", "shprslt": "skip", "result": "",
    **dict.fromkeys(
        "colortbl info pict header headerl headerr headerf footer footerl footerr footerf ftnsep"
        " annotation xe tc tcn rxe bkmkstart bkmkend fldinst pntext listtext nonshppict sp object"
        " subject operator company category keywords comment doccomm creatim revtim printim buptim"
        " template datafield private".split(),
        "skip",
    ),
}  # fmt: skip
_READ = ("shpinst", "shppict", "shptxt", "footnote", "objattph", "ud")  # of the optional ones
_SAID = ("", "box", "note")
_INNER = ("title", "author", "shptxt", "result", "shp")  # read within a group that says nothing


def load(path: Path) -> Iterator[LoadedArticle]:
    """The article in a rich text. Raises LoadError for what is none."""
    data = path.read_bytes()
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        raise LoadError("is no rich text", "Only its name says so: save it again as RTF.")
    document = _Document()
    for token in tokens_of(data):
        document.take(token)
    document.end()
    title = title_of(document.parts)
    named = one_line(document.said["title"])
    author = one_line(document.said["author"])
    stated = Stated(title or ("" if is_made_up(named) else named), author=author)
    yield from assembled(list(blocks_of(document.parts)), stated)


@dataclass(slots=True)
class _Sink:
    """Where text goes: the paragraph that is open, the table around it, and what comes after both."""

    parts: list[Part] = field(default_factory=list)
    open: Paragraph = field(default_factory=Paragraph)
    after: list[Part] = field(default_factory=list)
    cell: list[Part] = field(default_factory=list)
    row: list[Cell] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    kind: str = ""
    in_table: bool = False

    def end_paragraph(self) -> None:
        found = [Part(_mended(self.open.text()), self.kind), *self.after]
        found = [part for part in found if part.text.strip()]
        self.open, self.after = Paragraph(), []
        if self.in_table:
            self.cell += found
            return
        if found:
            self.end_table()
        self.parts += found

    def end(self) -> None:
        """End what is open."""
        self.in_table = False
        self.end_paragraph()
        self.end_table()

    def end_cell(self) -> None:
        self.in_table = True
        self.end_paragraph()
        self.row.append(Cell(self.cell))
        self.cell = []

    def end_row(self) -> None:
        self.rows.append(self.row)
        self.row, self.in_table = [], False

    def end_table(self) -> None:
        if self.row:
            self.rows.append(self.row)
        if self.rows:
            self.parts += table_parts(self.rows)
        self.row, self.rows = [], []


class _Document:
    """Takes the tokens of a file in order; then `parts` and what it has `said` of itself are whole."""

    def __init__(self) -> None:
        self.said = {"title": "", "author": ""}
        self._letters = Letters()
        self._states = [State()]
        self._sinks = [_Sink()]
        self._styles: dict[int, str] = {}
        self._style, self._name = 0, ""
        self._bytes = b""
        self._skipped = 0  # plain characters still to come that stand for one given by its number

    @property
    def parts(self) -> list[Part]:
        return self._sinks[0].parts

    def end(self) -> None:
        """End what is open, in a file that was cut short too."""
        self._flush()
        while len(self._sinks) > 1:
            self._end_aside("note")
        self._sinks[0].end()

    def take(self, token: Token) -> None:
        if token.byte is not None:
            self._take_byte(token.byte)
            return
        if token.text:
            self._take_text(token.text)
            return
        self._flush()
        if token.brace == "{":
            self._skipped = 0
            self._states.append(replace(self._states[-1], is_first=True, is_optional=False))
        elif token.brace == "}":
            self._skipped = 0
            self._end_group()
        elif token.sign == "*":
            self._states[-1].is_optional = True
        elif token.sign in ("\r", "\n"):
            self._take_word("par", None)
        else:
            self._take_word(token.word or token.sign, token.number)

    def _take_byte(self, byte: int) -> None:
        self._states[-1].is_first = False
        if self._skipped:
            self._skipped -= 1
        else:
            self._bytes += bytes([byte])

    def _take_text(self, text: str) -> None:
        self._states[-1].is_first = False
        # Of letters of two bytes, the second may be a plain one.
        kept = text[self._skipped :]
        self._skipped = max(0, self._skipped - len(text))
        self._bytes += kept.encode("latin-1")

    def _flush(self) -> None:
        if self._bytes:
            data, self._bytes = self._bytes, b""
            self._say(self._letters.decoded(data, self._states[-1].font))

    def _say(self, text: str) -> None:
        state = self._states[-1]
        if state.place in _SAID:
            if not state.is_hidden:
                self._sinks[-1].open.runs.append(Run(text, state.level))
        elif state.place in self.said:
            self.said[state.place] += text
        elif state.place == "styles":
            self._name += text
            if self._name.rstrip().endswith(";"):
                self._styles[self._style] = kind_by_name(self._name.strip(" ;"))
                self._style, self._name = 0, ""

    def _take_word(self, word: str, number: int | None) -> None:
        state = self._states[-1]
        if state.is_first and self._begins(word, state):
            return
        state.is_first = False
        if word in _SPECIAL:
            self._say(_SPECIAL[word])
        elif word == "u" and number is not None:
            self._say(chr(number % 65536))
            self._skipped = state.fallbacks
        elif word == "uc":
            state.fallbacks = max(0, number or 0)
        elif word == "f" and number is not None:
            state.font = number
        elif word == "fcharset" and state.place == "fonts":
            self._letters.add_font(state.font, number)
        elif word in ("ansicpg", "mac", "pc", "pca"):
            self._letters.use(word, number)
        elif state.place == "styles":
            self._style = number or 0 if word == "s" else self._style
        elif state.place in _SAID:
            self._shape(word, number, state)

    def _begins(self, word: str, state: State) -> bool:
        """Whether a group's first word says what the group is for."""
        state.is_first = False
        place = _PLACES.get(word)
        if state.place == "skip" and word not in _INNER:
            return True
        if state.is_optional and word not in _READ:
            state.place = "skip"
            return True
        if place is None:
            return False
        if word in ("listtext", "pntext") and state.place in _SAID:
            self._sinks[-1].kind = self._sinks[-1].kind or "item"
        if place in ("box", "note"):
            self._sinks.append(_Sink())
        state.place = place
        return True

    def _shape(self, word: str, number: int | None, state: State) -> None:
        """Take a word that ends a paragraph, or says what it or its letters are."""
        sink = self._sinks[-1]
        if word in ("par", "sect", "page"):
            sink.end_paragraph()
        elif word in ("cell", "nestcell"):
            sink.end_cell()
        elif word in ("row", "nestrow"):
            sink.end_row()
        elif word == "pard":
            sink.kind, sink.in_table = "", False
        elif word == "intbl":
            sink.in_table = True
        elif word == "outlinelevel":
            sink.kind = "heading" if number is not None and number < 9 else sink.kind
        elif word == "s" and number is not None:
            sink.kind = self._styles.get(number, "")
        elif word == "ls":
            sink.kind = sink.kind or "item"
        else:
            state.toggle(word, number)

    def _end_group(self) -> None:
        ended = self._states.pop()
        if not self._states:
            self._states.append(State(place="skip"))  # what follows the last brace is no text
        if ended.place in ("box", "note") and self._states[-1].place != ended.place:
            self._end_aside(ended.place)

    def _end_aside(self, place: str) -> None:
        """End a note or a text box, which stands after the paragraph that it is in."""
        aside = self._sinks.pop()
        aside.end()
        kept = [Part(part.text, "note") if place == "note" else part for part in aside.parts]
        self._sinks[-1].after += kept


def _mended(text: str) -> str:
    """The text with characters whole that are given in two halves, as they are in UTF-16."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
