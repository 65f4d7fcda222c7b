"""The app's own themes: dark, light, and both in high contrast."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="quoth-dark",
    primary="#7aa2c9",
    secondary="#9c8fc4",
    accent="#e0a458",
    foreground="#d8d6d0",
    background="#16171a",
    surface="#1d1f23",
    panel="#26292e",
    success="#8fb573",
    warning="#e0b25a",
    error="#e06c6c",
    dark=True,
)
LIGHT = Theme(
    name="quoth-light",
    primary="#2f5f8f",
    secondary="#5d4f94",
    accent="#9a5b00",
    foreground="#24241f",
    background="#faf8f3",
    surface="#f1eee6",
    panel="#e6e2d8",
    success="#3f6b26",
    warning="#855200",
    error="#a82626",
    dark=False,
)
CONTRAST_DARK = Theme(
    name="quoth-contrast-dark",
    primary="#7fdfff",
    secondary="#ffb3ff",
    accent="#ffff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    boost="#333333",
    success="#66ff66",
    warning="#ffd000",
    error="#ff8080",
    dark=True,
    variables={"foreground-muted": "#e0e0e0", "text-muted": "#e0e0e0"},
)
CONTRAST_LIGHT = Theme(
    name="quoth-contrast-light",
    primary="#00318f",
    secondary="#5b0082",
    accent="#0000c8",
    foreground="#000000",
    background="#ffffff",
    surface="#ffffff",
    panel="#ececec",
    boost="#dddddd",
    success="#005000",
    warning="#6b3a00",
    error="#960000",
    dark=False,
    variables={"foreground-muted": "#1f1f1f", "text-muted": "#1f1f1f"},
)
THEMES = (DARK, LIGHT, CONTRAST_DARK, CONTRAST_LIGHT)
