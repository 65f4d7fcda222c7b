"""`python -m quoth` is the `quoth` command."""

from __future__ import annotations

from quoth.tui.cli.main import main

main()
