"""The tables of the README and the docs, made from the code, so that they cannot lie. `make readme` puts them there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from scheduler.policy import DEFAULT_WEIGHTS
from scheduler.rules import RULES
from wardpanels.cli import COMMANDS
from wardpanels.faults import EXIT_CODES
from wardpanels.wiring import SETTINGS


def rules_table() -> str:
    """Every rule in its own sentence; the weights are those of a borough that sets none."""
    rows = ((rule.level.value, rule.sentence, f"`{rule.name}`", _weight(rule.name)) for rule in RULES)
    return _table(("Level", "Rule", "Name", "Points"), rows)


def settings_table() -> str:
    """Everything that can be set."""
    rows = (
        (f"`{each.option}`" if each.option else "", f"`{each.env}`", each.default, each.meaning) for each in SETTINGS
    )
    return _table(("Option", "Environment", "Default", "What it is"), rows)


def commands_table() -> str:
    """Every command and what it is for."""
    return _table(("Command", "What it does"), ((f"`wardpanels {name}`", told) for name, told in COMMANDS.items()))


def exit_codes_table() -> str:
    """What the shell is told."""
    return _table(("Code", "Meaning"), ((str(int(code)), told) for code, told in EXIT_CODES))


TABLES: Mapping[str, Callable[[], str]] = {
    "commands": commands_table,
    "exit codes": exit_codes_table,
    "rules": rules_table,
    "settings": settings_table,
}
"""What stands between `<!-- NAME: begin -->` and `<!-- NAME: end -->`."""


def _weight(name: str) -> str:
    return str(DEFAULT_WEIGHTS[name]) if name in DEFAULT_WEIGHTS else ""


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)
