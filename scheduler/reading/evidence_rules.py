"""`[evidence]` of borough.toml: by when evidence is owed, and which share of it is enough."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from scheduler.evidence.book import MEASURE_BY_NAME
from scheduler.policy import EvidenceRules, Target
from scheduler.reading import cells, values
from scheduler.reading.found import shown
from scheduler.reading.keys import Keys, Reader

PATH = "evidence"
RULES: Mapping[str, Reader] = {
    "minutes_days": values.whole("days after a meeting", 1, 92),
    "agenda_days": values.whole("days before a meeting", 1, 92),
    "briefing_days": values.whole("days before a meeting", 0, 92),
    "statement_days": values.whole("days", 1, 3660),
    "priorities_days": values.whole("days", 1, 366),
}
TARGET: Mapping[str, Reader] = {
    "green": values.whole("per cent", 1, 100),
    "amber": values.whole("per cent", 0, 100),
    "because": values.text(cells.words),
}


def evidence_rules(keys: Keys) -> EvidenceRules:
    """What the settings say, and the usual where they do not. What is wrong is noted in `keys`."""
    targets = {name: _target(keys, name) for name in keys.names(f"{PATH}.targets")}
    rules = keys.section(PATH, RULES, is_needed=False)
    return EvidenceRules(**rules, targets={name: target for name, target in targets.items() if target})


def _target(keys: Keys, name: str) -> Target | None:
    path = f"{PATH}.targets.{name}"
    if name not in MEASURE_BY_NAME:
        keys.add(path, shown(name), f"the name of a measure: {', '.join(MEASURE_BY_NAME)}")
        return None
    found: dict[str, Any] = keys.section(path, TARGET)
    if len(found) < len(TARGET):
        return None
    if found["amber"] > found["green"]:
        keys.add(f"{path}.amber", shown(found["amber"]), f"{found['green']} or less: amber begins below green")
        return None
    return Target(Fraction(found["green"], 100), Fraction(found["amber"], 100), found["because"])
