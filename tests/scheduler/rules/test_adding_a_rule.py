"""docs/rules.md is true: the class it shows becomes a rule at once, for the audit, the solver, pins and clashes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pytest

from scheduler.audit import audit
from scheduler.edit import NewTiming, move
from scheduler.errors import NoPlan, RefusedEdit
from scheduler.facts import DayKind, DaySpan, PartOfDay, SetEvening, SpecialDays
from scheduler.framing import with_borough
from scheduler.period import calendar_year
from scheduler.posing import planning_problem, replanning
from scheduler.rules.book import RULES
from scheduler.rules.shapes import (
    FORBIDDEN,
    Automaton,
    BoroughRule,
    Level,
    Pin,
    Repair,
    Row,
    StepRule,
    Steps,
    YearRule,
    in_date_order_by_ward,
)
from scheduler.solver import solve
from scheduler.solver.clashes import clashes
from tests.scheduler.examples import MILE_END, a_ward
from tests.scheduler.rules.examples import the_problem, the_year
from tests.scheduler.solver.examples import two_wards

PAGE = Path(__file__).parents[3] / "docs" / "rules.md"
FRIDAY = 4
SENTENCE = "Friday evenings are left free"
SELDOM_PERMITTED = (time(9), time(10, 30))


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
    assert {breach.sentence for breach in audit(under, before)} == {SENTENCE}
    assert len(audit(under, before)) == 8
    assert audit(under, after) == ()
    assert after.cost > before.cost


@pytest.fixture(scope="module")
def on_fridays():
    """A plan of Friday evenings, and the same question under the rule of the page."""
    without = used_to_fridays()
    return solve(without), replace(without, rules=(*RULES, the_rule_of_the_page()))


def test_pin_that_breaks_the_rule_of_the_page_is_refused_at_once_in_its_own_sentence(on_fridays):
    plan, under = on_fridays
    pinned = plan.meetings[1]

    with pytest.raises(RefusedEdit) as refused:
        replanning(under, plan, before_all(under), [Pin(pinned)])

    assert refused.value.reasons == (
        f"{SENTENCE}: {pinned.meeting_id} on {pinned.starts_at:%a %d %b %Y %H:%M} is on a Friday evening",
    )


def test_pins_that_ask_too_much_of_what_wards_share_are_refused_together_before_any_search():
    plan, under = the_year(), replace(the_problem(), rules=(OneADay(),))
    (one, *_), (other, *_) = in_date_order_by_ward(plan.meetings).values()
    same = replace(other, starts_at=one.starts_at, ends_at=one.ends_at, session=one.session)

    with pytest.raises(RefusedEdit) as refused:
        replanning(under, plan, before_all(under), [Pin(one), Pin(same, hall=False, officers=False)])
    replanning(under, plan, before_all(under), [Pin(one), Pin(same, date=False)])

    assert refused.value.reasons == (
        f"{OneADay.sentence} ({one.held_on:%A %d %B %Y}): pinned together are {one.meeting_id}, {other.meeting_id}",
    )


def test_pin_of_the_date_alone_is_refused_as_on_a_closed_day_and_one_of_the_hall_alone_is_not(on_fridays):
    plan, under = on_fridays
    pinned = plan.meetings[1]
    date_alone, hall_alone = Pin(pinned, hall=False, officers=False), Pin(pinned, date=False, officers=False)

    for forbidding in (under, closed_on(pinned.held_on)):
        with pytest.raises(RefusedEdit):
            replanning(forbidding, plan, before_all(under), [date_alone])
        assert replanning(forbidding, plan, before_all(under), [hall_alone]).pins == (hall_alone,)


def test_move_by_hand_to_a_day_that_the_rule_of_the_page_forbids_is_refused(on_fridays):
    _, under = on_fridays
    plan = solve(under)
    meeting = plan.meetings[1]
    friday = meeting.held_on + timedelta(days=(FRIDAY - meeting.held_on.weekday()) % 7)

    with pytest.raises(RefusedEdit, match=f"{SENTENCE}: .* is on a Friday evening"):
        move(under, plan, meeting.meeting_id, NewTiming(held_on=friday))


def test_rule_of_the_page_is_named_where_it_leaves_no_year_and_offered_to_be_left_out_last():
    impossible = only_on_duty_on_fridays(the_rule_of_the_page())

    with pytest.raises(NoPlan):
        solve(impossible)
    [bow, mile] = clashes(impossible)

    for clash in (bow, mile):
        assert clash.is_proven
        assert SENTENCE in clash.demands
        assert clash.repairs[-1] == (f"Leave this out: {SENTENCE}",)


def test_rule_that_knows_what_would_mend_a_clash_offers_it():
    class MilderFridays(type(the_rule_of_the_page())):
        can_be_left_out = False

        def repairs(self, problem, view):
            yield Repair("Meet on Fridays in this one year", self.without)
            yield Repair("Change nothing", lambda asked: asked)

    for clash in clashes(only_on_duty_on_fridays(MilderFridays())):
        assert ("Meet on Fridays in this one year",) in clash.repairs
        assert not {"Change nothing", f"Leave this out: {SENTENCE}"} & set(clash.repairs)


class HalfAYear(StepRule):
    """Half a year between meetings."""

    name = "half_a_year"
    sentence = "A ward rests for half a year between meetings"
    level = Level.MUST

    def steps(self, problem, view, usable):
        days = np.arange(len(problem.days))
        return Steps(between_days=np.where(days[np.newaxis, :] - days[:, np.newaxis] < 183, FORBIDDEN, 0))


class ThreeAtMost(YearRule):
    """Three meetings a year."""

    name = "three_at_most"
    sentence = "No ward meets more than three times"
    level = Level.MUST

    def automaton(self, problem, view, usable):
        return Automaton(np.zeros((1, 1, 1), dtype=np.int64), np.array([[1], [2], [3], [-1]]), np.zeros(4, np.int64))


class OneADay(BoroughRule):
    """One meeting a day."""

    name = "one_a_day"
    sentence = "The mayor wants to come to every meeting"
    level = Level.MUST

    def rows(self, problem, seats):
        for day in sorted({seat.day for seat in seats if not seat.officer}):
            yield Row(self.name, problem.day_names[day], 1, day=day)


@pytest.mark.parametrize("rule", [HalfAYear(), ThreeAtMost()])
def test_rule_of_any_shape_that_the_solver_never_saw_is_named_in_a_wards_clash(rule):
    [bow, mile] = clashes(replace(the_problem(), rules=(*RULES, rule)))

    for clash in (bow, mile):
        assert rule.sentence in clash.demands
        assert clash.repairs[-1] == (f"Leave this out: {rule.sentence}",)


def test_rule_between_wards_that_the_solver_never_saw_is_named_with_its_days():
    asked = two_wards(SELDOM_PERMITTED)

    [clash] = clashes(replace(asked, rules=(*RULES, OneADay())))

    [told] = clash.demands
    assert told.startswith(f"{OneADay.sentence} (such as Thursday 14 January 2027; ")
    assert clash.repairs == ((f"Leave this out: {OneADay.sentence}",),)


def before_all(problem):
    return datetime(2027, 1, 1, tzinfo=problem.zone)


def closed_on(day: date):
    """The borough of Fridays with one of them closed."""
    row = SpecialDays(DaySpan(day, day), DayKind.CLOSED, PartOfDay.ANY, "Closed")
    return planning_problem(replace(used_to_fridays().borough, special_days=(row,)), calendar_year(2027))


def only_on_duty_on_fridays(rule):
    """Officers who work on Friday evenings alone, under one more rule."""

    def changed(borough):
        return replace(
            borough, officers=tuple(replace(each, working_hours="Fr 18:00-22:00") for each in borough.officers)
        )

    return with_borough(replace(used_to_fridays(), rules=(*RULES, rule)), changed)


def test_every_rule_of_the_book_is_on_the_page():
    page = PAGE.read_text(encoding="utf-8")

    assert [rule.name for rule in RULES if f"### {rule.sentence}\n\n`{rule.name}` · " not in page] == []


def test_page_and_code_say_the_same_of_residents_days():
    from scheduler.audiences import AUDIENCES

    page = PAGE.read_text(encoding="utf-8").replace("*", "")

    assert [audience.name for audience in AUDIENCES if audience.day not in page] == []
