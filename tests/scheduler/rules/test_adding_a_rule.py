"""docs/rules.md is true: the class it shows becomes a rule at once, for the audit and for the solver."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time
from pathlib import Path

from scheduler.audit import audit
from scheduler.facts import SetEvening
from scheduler.rules.book import RULES
from scheduler.solver import solve
from tests.scheduler.examples import MILE_END, a_ward
from tests.scheduler.rules.examples import the_problem

PAGE = Path(__file__).parents[3] / "docs" / "rules.md"
FRIDAY = 4


def the_rule_of_the_page():
    """The class in the page's one block of Python."""
    block = re.search(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    written: dict[str, object] = {}
    exec(block[1], written)
    return written["FridayEvenings"]()


def used_to_fridays():
    """Two wards whose members know Friday evenings."""
    usual = SetEvening(FRIDAY, time(19))
    return the_problem(
        wards=(a_ward(set_evening=usual), a_ward(code=MILE_END, name="Mile End", slug="mile-end", set_evening=usual))
    )


def test_rule_of_the_page_is_kept_by_the_solver_and_by_the_audit():
    without = used_to_fridays()
    rule = the_rule_of_the_page()
    under = replace(without, rules=(*RULES, rule))

    before, after = solve(without), solve(under)

    fridays = [meeting for meeting in before.meetings if meeting.held_on.weekday() == FRIDAY]
    assert len(fridays) == 8
    assert {breach.sentence for breach in audit(under, before)} == {"Friday evenings are left free"}
    assert len(audit(under, before)) == 8
    assert audit(under, after) == ()
    assert after.cost > before.cost


def test_every_rule_of_the_book_is_on_the_page():
    page = PAGE.read_text(encoding="utf-8")

    assert [rule.name for rule in RULES if f"### {rule.sentence}\n\n`{rule.name}` · " not in page] == []


def test_page_and_code_say_the_same_of_residents_days():
    from scheduler.audiences import AUDIENCES

    page = PAGE.read_text(encoding="utf-8").replace("*", "")

    assert [audience.name for audience in AUDIENCES if audience.day not in page] == []
