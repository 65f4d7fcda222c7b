"""Which theme the app wears: the one in the settings, and whichever is chosen is kept there."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from textual.app import App
from textual.theme import Theme

from quoth.index.errors import UsageError
from quoth.tui.controllers.telling import tell_error
from quoth.tui.settings import TuiSettings
from quoth.tui.themes import THEMES


class Theming:
    """Wears the theme of a `name`, or the default one where there is none, from the first picture on:
    to change it later parses every style once more. `file` is what a choice is written to.
    """

    def __init__(self, app: App[Any], file: Path, name: str) -> None:
        self._app = app
        self._file = file
        for theme in THEMES:
            app.register_theme(theme)
        self._worn = name if name in app.available_themes else TuiSettings().theme
        app.set_reactive(App.theme, self._worn)
        # Textual has read its variables and classes off a theme of its own by now.
        app.stylesheet.set_variables(app.get_css_variables())
        dark = app.current_theme.dark
        modes = {f"-theme-{self._worn}": True, "-dark-mode": dark, "-light-mode": not dark}
        app.update_classes(modes, update=False)

    def begin(self) -> None:
        """Keep what is chosen from now on."""
        self._app.theme_changed_signal.subscribe(self._app, self._keep)

    def _keep(self, theme: Theme) -> None:
        if theme.name != self._worn:
            self._worn = theme.name
            self._app.run_worker(partial(self._write, theme.name), thread=True, group="theme")

    def _write(self, name: str) -> None:
        from quoth.index.settings_writing import write_setting

        try:
            write_setting(self._file, "tui", "theme", name)
        except UsageError as error:
            self._app.call_from_thread(tell_error, self._app, error)
