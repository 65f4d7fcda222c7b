"""One passage: what it is from, and the sentence that answers."""

from __future__ import annotations

from textual.content import Content
from textual.events import Click
from textual.widgets import Static

from quoth.tui.messages import PlaceChosen
from quoth.tui.text import formatting as describe
from quoth.tui.text.places import Place
from quoth.tui.text.terminal_text import literal, terminal_line

_MAX_CHARS_BEFORE = 110
_MAX_CLOSED_CHARS = 130


class PassageCard(Static):
    """Open, it shows its passage; closed, the first words of its sentence."""

    def __init__(self, place: Place) -> None:
        super().__init__(markup=False, classes="-cited" if place.number else "-near")
        self.place = place

    def on_mount(self) -> None:
        self.toggle(opened=False)

    def toggle(self, *, opened: bool) -> None:
        self.set_class(opened, "-opened")
        url = terminal_line(self.place.article.url) if opened else ""
        address = [literal(url, "$foreground-muted")] if url else []
        self.update(Content("\n").join([self._head(), self._meta(), *address, self._text(opened)]))

    def on_click(self, event: Click) -> None:
        event.stop()
        self.post_message(PlaceChosen(self.place))

    def _head(self) -> Content:
        place = self.place
        mark = f"[{place.number}]" if place.number else " ≈ "
        style = "bold $text-accent" if place.number else "$foreground-muted"
        return Content.assemble((mark, style), " ", literal(describe.title(place.article), "bold"))

    def _meta(self) -> Content:
        place = self.place
        also = describe.also(place)
        source = describe.paper(place.article) + describe.page(place) + also
        return literal(source, "$text-primary" if place.number else "$foreground-muted")

    def _text(self, opened: bool) -> Content:
        place = self.place
        if opened:
            return describe.excerpt(place.passage, place, _MAX_CHARS_BEFORE)
        return literal(describe.shortened(place.passage.quote(place.span), _MAX_CLOSED_CHARS))
