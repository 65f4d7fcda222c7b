"""Every key of the app does what it says, where it is shown."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from textual.actions import parse
from textual.app import App
from textual.dom import DOMNode
from textual.pilot import Pilot
from textual.widget import Widget

from quoth.tui.app import QuothApp
from quoth.tui.dialogs.choice import Choice, Offer
from quoth.tui.dialogs.confirm import Confirm
from quoth.tui.dialogs.place_prompt import PlacePrompt
from quoth.tui.dialogs.prompt import Prompt
from quoth.tui.keys import own_bindings
from quoth.tui.panels.conversation import Conversation
from quoth.tui.panels.first_run import FirstRun
from quoth.tui.panels.passages import Passages
from quoth.tui.screens.chronology import ChronologyScreen
from quoth.tui.screens.help import HelpScreen
from quoth.tui.screens.library import LibraryScreen
from quoth.tui.screens.reader import ReaderScreen
from tests.tui.conftest import ask_screen, chronology, show, wait_until

for room in ("quoth.tui.dialogs", "quoth.tui.panels", "quoth.tui.screens"):
    for module in iter_modules(import_module(room).__path__, f"{room}."):
        import_module(module.name)
_OWN = {str(binding.id): (kind, binding) for kind, binding in own_bindings()}
_OWNERS: dict[str, list[type[DOMNode]]] = {}
for owner, bound in own_bindings():
    _OWNERS.setdefault(bound.action, []).append(owner)
_KEYS = {(str(one.id), key) for _, one in own_bindings() for key in one.key.split(",")}


@pytest.mark.parametrize("id", sorted(_OWN))
def test_its_action_exists(id: str) -> None:
    kind, binding = _OWN[id]
    namespace, name, _ = parse(binding.action)
    owner: type[DOMNode] = QuothApp if namespace == "app" or kind is QuothApp else kind
    assert hasattr(owner, f"action_{name}")


class _Presses:
    """Presses keys, and notes which actions they would run instead of running them."""

    def __init__(self, pilot: Pilot[None], monkeypatch: pytest.MonkeyPatch) -> None:
        self._pilot = pilot
        self._run: list[str] = []
        self._really = pilot.app.run_action
        self._patches = monkeypatch
        self.proved: set[tuple[str, str]] = set()

    async def press_all(self, focused: Widget | None = None) -> None:
        """Press what is bound where one is and was not pressed before."""
        app = self._pilot.app
        if focused is not None:
            focused.focus()
            await wait_until(self._pilot, lambda: app.focused is focused)
        bound = [pair for _, bindings in app.screen._binding_chain for pair in bindings]
        with self._patches.context() as patched:
            patched.setattr(app, "run_action", self._note)
            for key, binding in bound:
                pair = (str(binding.id), key)
                if binding.id in _OWN and pair not in self.proved:
                    self._run.clear()
                    await self._pilot.press(key)
                    if self._run == [binding.action]:
                        self.proved.add(pair)
                    if focused is not None and app.focused is not focused:
                        focused.focus()

    async def _note(self, action: str, node: DOMNode, *rest: Any) -> bool:
        """Textual's own actions are run: they leave a key to others where they mean nothing."""
        if not any(isinstance(node, kind) for kind in _OWNERS.get(action, ())):
            return await self._really(action, node, *rest)
        self._run.append(action)
        return True


def _always(*_: object) -> bool:
    """Whether a key is shown: also those that are only at times."""
    return True


async def test_it_is_run_by_its_key(app: QuothApp, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in {kind for kind, _ in _OWN.values() if "check_action" in kind.__dict__}:
        monkeypatch.setattr(kind, "check_action", _always)
    async with app.run_test(size=(100, 20)) as pilot:
        presses = _Presses(pilot, monkeypatch)
        answer = await show(pilot, "Timeline of Palmyra", chronology)
        asking = ask_screen(app)
        answerer = asking.session.answerer
        assert answerer is not None
        for panel in (asking.query_one(Conversation), asking.query_one(Passages), asking.box):
            await presses.press_all(panel)
        for name in ("conversations", "rebuild", "settings", "library"):
            await app.action_room(name)
            await pilot.pause()
            await presses.press_all()
        library = app.screen
        assert isinstance(library, LibraryScreen)
        await presses.press_all(library.articles)
        reader = ReaderScreen(answerer, asking.passages.places, 0)
        await app.push_screen(reader)
        await wait_until(pilot, lambda: reader.view.is_wrapped)
        await presses.press_all(reader.view)
        reader.bar.open()
        await presses.press_all(reader.bar)
        for screen in (
            ChronologyScreen(answerer, answer),
            HelpScreen(asking),
            Choice("Show", [Offer("a", "A")]),
            Confirm("Sure?", "yes", "no"),
            Prompt("Title"),
            PlacePrompt("Folder"),
        ):
            await app.push_screen(screen)
            await pilot.pause()
            await presses.press_all()
            await app.pop_screen()
        await presses.press_all(await _first_run(app))
    assert presses.proved == _KEYS


async def _first_run(app: App[None]) -> Widget:
    """What is shown where nothing is indexed, on the screen that is there."""
    panel = FirstRun(has_samples=True)
    await app.screen.mount(panel)
    panel.take_focus()
    return panel.query_one("OptionList")
