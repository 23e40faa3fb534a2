"""What to type next, with the settings of the command that advises it: the same folder, store and year."""

from __future__ import annotations

import re
import shlex
from typing import Any

import click
from click.core import ParameterSource

from scheduler.period import Period
from wardpanels.year.periods import typed

ADVISED = re.compile(r"(?<=ype: |rst: )wardpanels [^\n]+")
"""A command after `type:` or `Type first:`; it ends its line."""
TYPED = "wardpanels.typed"
PERIOD = {"--year", "--from"}
"""Each names a period: where one of them is there, the other would say it twice."""


def kept(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
    """Remember a setting that was typed, for what is advised later. For an option's callback."""
    if ctx.get_parameter_source(param.name or "") is ParameterSource.COMMANDLINE:
        ctx.meta.setdefault(TYPED, {})[param.opts[0]] = str(value)
    return value


def kept_in_public(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """Remember a store that was typed, unless its address may hold a password: advice ends in logs and mails."""
    return value if "@" in value else str(kept(ctx, param, value))


def kept_period(period: Period) -> Period:
    """Remember the period that a command is about in the place of what was typed of it: it may be another by then."""
    if ctx := click.get_current_context(silent=True):
        kept = ctx.meta.setdefault(TYPED, {})
        for option in PERIOD:
            kept.pop(option, None)
        option, value = typed(period).split()
        kept[option] = value
    return period


def completed(text: str) -> str:
    """`text` with every command that it tells to type completed. Edges: as it is where no command runs."""
    return ADVISED.sub(lambda advised: with_settings(advised[0]), text)


def with_settings(advised: str) -> str:
    """A command with the settings of the one that runs now: those that it takes, and does not name itself."""
    ctx = click.get_current_context(silent=True)
    if ctx is None:
        return advised
    try:
        words = shlex.split(advised)
    except ValueError:  # a quotation mark from what somebody typed
        return advised
    named = {word.partition("=")[0] for word in words}
    taken = _options(ctx, words[1:]) - named - (PERIOD if PERIOD & named else set())
    more = [f"{option} {shlex.quote(value)}" for option, value in ctx.meta.get(TYPED, {}).items() if option in taken]
    return " ".join((advised, *more))


def _options(ctx: click.Context, words: list[str]) -> set[str]:
    command: click.Command | None = ctx.find_root().command
    for word in words:
        if not isinstance(command, click.Group):
            break
        command = command.get_command(ctx, word)
    return {name for param in command.params for name in param.opts} if command else set()
