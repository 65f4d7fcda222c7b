"""A command whose argument may begin with a minus."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand

_VERBATIM = "--"  # what stands after it is no option


class QuestionCommand(TyperCommand):
    """`quoth ask "-5 degrees: where?" --json`: what begins with one minus is asked, unless an option
    is called so.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put what begins with one minus behind all options, where it is read as it stands."""
        if _VERBATIM in args:
            return super().parse_args(ctx, args)
        names = {name for param in self.get_params(ctx) for name in param.opts}
        taking = {
            name
            for param in self.get_params(ctx)
            if not getattr(param, "is_flag", True)
            for name in param.opts
        }
        options: list[str] = []
        asked: list[str] = []
        for before, arg in zip(["", *args], args, strict=False):
            is_question = arg[:1] == "-" and arg[1:2] not in ("", "-") and arg not in names
            (asked if is_question and before not in taking else options).append(arg)
        return super().parse_args(ctx, [*options, *([_VERBATIM, *asked] if asked else [])])
