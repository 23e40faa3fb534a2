"""The tables of the docs, made from the code, so that they cannot lie. `make readme` puts them there."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields

from publishers.carriers.every_carrier import CARRIERS, CarrierKind
from publishers.channels.every_channel import CHANNELS
from scheduler.account import AccountRole
from scheduler.evidence.book import MEASURES
from scheduler.evidence.measure import Measure
from scheduler.evidence.words import target_words
from scheduler.policy import DEFAULT_WEIGHTS, Limits
from scheduler.reading.borough import usual_days_kept_free
from scheduler.reading.bounds import BOUNDS
from scheduler.reading.contract import SCHEMAS
from scheduler.reading.schema import Schema
from scheduler.rules.book import RULES
from scheduler.rules.shapes import BoroughRule, Level, Rule, SlotRule, StaffRule, StepRule, YearRule
from wardpanels.faults import EXIT_CODES
from wardpanels.people.rights import RIGHTS
from wardpanels.terminal.cli import COMMANDS
from wardpanels.wiring import SETTINGS
from wardpanels.year.losses import LOSSES


def rules_table() -> str:
    """Every rule in its own sentence; the weights are those of a borough that sets none."""
    rows = ((rule.level.value, rule.sentence, f"`{rule.name}`", _weight(rule.name)) for rule in RULES)
    return _table(("Level", "Rule", "Name", "Points"), rows)


def measures_table() -> str:
    """Every measure of the evidence book in its own sentence, with the target of a borough that sets none."""
    rows = ((_from(each), each.sentence, f"`{each.name}`", target_words(each.target)) for each in MEASURES)
    return _table(("For", "What is promised", "Name", "Target"), rows)


def measure_book() -> str:
    """Every measure in full: its sentence, what it counts, its target and why, and what its class says of itself."""
    return "\n".join(f"{_measure_entry(each)}\n" for each in MEASURES)


def _measure_entry(each: Measure) -> str:
    told = _told(inspect.getdoc(type(each)) or "")
    target = f"{target_words(each.target)} {each.target.because}"
    return f"### {each.sentence}\n\n`{each.name}` · {_from(each)} · counts {each.unit[1]}\n\n{told}\n\n{target}"


def _from(each: Measure) -> str:
    return f"Recommendation {each.recommendation}" if each.recommendation else each.origin


SHAPES: Mapping[type[Rule], str] = {
    SlotRule: "slot",
    StepRule: "step",
    YearRule: "year",
    StaffRule: "staff",
    BoroughRule: "borough",
}
"""What each shape of rule is called in the docs."""


def rule_book() -> str:
    """Every rule in full: its sentence, what kind of rule it is, and what its class says of itself."""
    return "\n".join(f"{_rule_entry(rule)}\n" for rule in RULES)


def _rule_entry(rule: Rule) -> str:
    shape = next(told for kind, told in SHAPES.items() if isinstance(rule, kind))
    kind = "Must" if rule.level is Level.MUST else f"Should, {_weight(rule.name)} points a unit unless the borough says"
    told = _told(inspect.getdoc(type(rule)) or "")
    return f"### {rule.sentence}\n\n`{rule.name}` · {kind} · {shape}\n\n{told}"


def _told(docstring: str) -> str:
    """A docstring for readers of the docs: a paragraph each, and its edges as a paragraph of their own."""
    paragraphs = [" ".join(part.split()) for part in docstring.split("\n\n")]
    return "\n\n".join(f"{part.replace('Edges: ', 'Mind: ').rstrip('.')}." for part in paragraphs)


def limits_table() -> str:
    """The numbers inside the must-rules, with what a borough that sets none has."""
    rows = ((f"`{each.name}`", str(each.default)) for each in fields(Limits))
    return _table(("`[policy.limits]`", "Default"), rows)


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


def columns_table() -> str:
    """Every table of the data folder with its columns, and which of them may be left out."""
    return _table(("File", "Columns", "May be left out"), map(_columns_of, SCHEMAS))


def _columns_of(schema: Schema) -> Sequence[str]:
    file = f"`{schema.table}.csv`" + ("" if schema.is_required else " (optional)")
    needed, spare = (
        _code(", ".join(column.name for column in schema.columns if column.needed is is_needed))
        for is_needed in (True, False)
    )
    return file, needed, spare


def days_kept_free_table() -> str:
    """What a borough keeps free that does not say."""
    rows = ((row.name, str(row.falls), row.part.value, row.source) for row in usual_days_kept_free())
    return _table(("`name`", "`day`", "`session`", "`source`"), rows)


def channels_table() -> str:
    """Every channel, who hears by it, and the name of `[publicity]` that it shares with others."""
    rows = ((f"`{each.name}`", each.told, _code(each.group)) for each in CHANNELS)
    return _table(("Channel", "Who hears by it", "Group"), rows)


def carriers_table() -> str:
    """Every way of carrying, and whether a repeat is noticed."""
    rows = (
        (
            f"`{kind.name}`",
            kind.does,
            "yes" if kind.knows_keys else "no",
            _code(kind.extra and f"wardpanels[{kind.extra}]"),
        )
        for kind in CARRIERS
    )
    return _table(("Carrier", "What it does", "Notices a repeat", "Needs"), rows)


def carrier_settings_table() -> str:
    """What each carrier must be told: options in borough.toml, and secrets in the environment."""
    return _table(("Carrier", "Setting", "Default", "What it is"), (row for kind in CARRIERS for row in _told_to(kind)))


def _told_to(kind: CarrierKind) -> Iterable[Sequence[str]]:
    name = f"`{kind.name}`"
    for option in kind.options:
        default = "must be given" if option.default is None else _code(option.default) or "none"
        yield name, f"`{option.name}`", default, option.meaning
    for secret in kind.secrets:
        yield name, f"`WARDPANELS_<CHANNEL>_{secret.upper()}`", "must be given", "secret"
    for secret in kind.optional_secrets:
        yield name, f"`WARDPANELS_<CHANNEL>_{secret.upper()}`", "none", "secret"


def bounds_table() -> str:
    """What a borough's folder may hold, and how many rows each table may have."""
    rows = [*BOUNDS, ("rows with something in them", _most_rows())]
    return _table(("Of", "At most"), rows)


def _most_rows() -> str:
    usual = Schema("", dict, (), ()).most_rows
    named = (f"`{each.table}.csv` {each.most_rows:,}" for each in SCHEMAS if each.most_rows != usual)
    return f"{usual:,}; {', '.join(named)}"


def rights_table() -> str:
    """Every act of the console, and the roles that may do it."""
    roles = [role for role in AccountRole if role is not AccountRole.ADMINISTRATOR]
    rows = (
        (right.words[:1].upper() + right.words[1:], *("yes" if role in right.roles else "" for role in roles))
        for right in RIGHTS.values()
    )
    return _table(("To", *roles), rows)


def losses_table() -> str:
    """What residents go without where a file is left out."""
    return _table(("Without", "What is lost"), ((f"`{loss.file}`", loss.loses) for loss in LOSSES))


TABLES: Mapping[str, Callable[[], str]] = {
    "bounds": bounds_table,
    "carrier settings": carrier_settings_table,
    "carriers": carriers_table,
    "channels": channels_table,
    "columns": columns_table,
    "commands": commands_table,
    "days kept free": days_kept_free_table,
    "exit codes": exit_codes_table,
    "limits": limits_table,
    "losses": losses_table,
    "measure book": measure_book,
    "measures": measures_table,
    "rights": rights_table,
    "rule book": rule_book,
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
