"""`python -m quoth` is the `quoth` command."""

from __future__ import annotations

from tui.cli.main import main

main()
