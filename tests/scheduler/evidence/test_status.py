"""A colour is honest: what is tried here holds of any promises, facts and targets."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.evidence.status import Colour, Fact, Kept, Promise, by_key, status, worst
from scheduler.policy import Target

FIRST = date(2027, 1, 1)
DAY = st.integers(0, 60).map(lambda days: FIRST + timedelta(days))
KEY = st.integers(0, 7).map(str)
PERCENT = st.integers(0, 20).map(lambda n: Fraction(n, 20))
PROMISES = st.dictionaries(KEY, DAY, min_size=1).map(
    lambda due: [Promise(key, f"Ward {key}", day) for key, day in due.items()]
)
FACTS = st.lists(st.builds(Fact, KEY, DAY, st.booleans(), st.just("record/1")), max_size=16)
TARGETS = st.tuples(PERCENT, PERCENT).map(lambda two: Target(max(two), min(two), "because"))
PLANS = st.lists(st.tuples(KEY, DAY), max_size=12)
RANK = {Colour.RED: 0, Colour.AMBER: 1, Colour.GREEN: 2}
USUAL = Target(Fraction(9, 10), Fraction(3, 4), "because")


def colour(promises, facts, target, as_of, plan=()):
    def is_on_course(promise):
        return any(key == promise.key and as_of < day <= promise.due for key, day in plan)

    return status(promises, by_key(facts), target, as_of, is_on_course).colour


def is_better(before, after):
    """A colour that is better, or one that pulls down and is gone."""
    if after is Colour.GREY:
        return before in (Colour.RED, Colour.AMBER)
    return before is not Colour.GREY and RANK[after] > RANK[before]


@given(PROMISES, FACTS, TARGETS, DAY, PLANS, st.data())
def test_losing_what_keeps_never_helps(promises, facts, target, as_of, plan, data):
    keeping = [fact for fact in facts if fact.keeps]
    if keeping:
        rest = list(facts)
        rest.remove(data.draw(st.sampled_from(keeping)))
        before, after = (colour(promises, known, target, as_of, plan) for known in (facts, rest))
        assert not is_better(before, after)


@given(PROMISES, FACTS, TARGETS, DAY, PLANS, KEY, DAY)
def test_what_breaks_never_helps(promises, facts, target, as_of, plan, key, on):
    worse = [*facts, Fact(key, on, keeps=False, source="record/1")]
    before, after = (colour(promises, known, target, as_of, plan) for known in (facts, worse))
    assert not is_better(before, after)


@given(PROMISES, FACTS, TARGETS, DAY, DAY, PLANS)
def test_time_alone_never_helps(promises, facts, target, one, other, plan):
    early, late = sorted((one, other))
    known = [fact for fact in facts if fact.on <= early]
    assert not is_better(colour(promises, known, target, early, plan), colour(promises, known, target, late, plan))


@given(PROMISES, FACTS, TARGETS, DAY, PLANS, st.data())
def test_cancelling_what_is_planned_never_helps(promises, facts, target, as_of, plan, data):
    if plan:
        rest = list(plan)
        rest.remove(data.draw(st.sampled_from(plan)))
        before, after = (colour(promises, facts, target, as_of, known) for known in (plan, rest))
        assert not is_better(before, after)


@given(PROMISES, TARGETS.filter(lambda target: target.green > 0), DAY, PLANS)
def test_where_nothing_is_known_nothing_is_green(promises, target, as_of, plan):
    assert colour(promises, [], target, as_of, plan) is not Colour.GREEN


@pytest.mark.parametrize(
    ("done_on", "as_of", "kept"),
    [
        (None, 9, Kept.NOT_DUE),
        (None, 10, Kept.NOT_DUE),  # due today is not yet missed
        (None, 11, Kept.UNRECORDED),
        (8, 9, Kept.ON_TIME),
        (8, 7, Kept.NOT_DUE),  # what happens later is not looked at
        (10, 11, Kept.ON_TIME),
        (11, 11, Kept.LATE),
    ],
)
def test_promise_counts_from_the_day_it_is_kept_or_due(done_on, as_of, kept):
    promise = Promise("a", "Bow East", date(2027, 1, 10))
    facts = [Fact("a", date(2027, 1, done_on), keeps=True, source="record/1")] if done_on else []

    found = status([promise], by_key(facts), USUAL, date(2027, 1, as_of))

    assert found.judged[0].kept is kept
    assert found.counted == (kept is not Kept.NOT_DUE)


def test_broken_stays_broken_whatever_is_done_after():
    promise = Promise("a", "Bow East", date(2027, 1, 10))
    facts = [
        Fact("a", date(2027, 1, 9), keeps=False, source="record/1"),
        Fact("a", date(2027, 1, 10), keeps=True, source="record/2"),
    ]

    found = status([promise], by_key(facts), USUAL, date(2027, 1, 11))

    assert (found.colour, found.judged[0].kept) == (Colour.RED, Kept.BROKEN)


def ten(on_time, late):
    promises = [Promise(f"{n}", f"Ward {n}", date(2027, 1, 10)) for n in range(10)]
    days = [10] * on_time + [11] * late
    facts = [Fact(f"{n}", date(2027, 1, day), keeps=True, source="record/1") for n, day in enumerate(days)]
    return status(promises, by_key(facts), USUAL, date(2027, 1, 31)).colour


@pytest.mark.parametrize(
    ("on_time", "late", "expected"),
    [(9, 0, Colour.GREEN), (8, 0, Colour.AMBER), (8, 2, Colour.AMBER), (7, 0, Colour.RED), (0, 8, Colour.AMBER)],
)
def test_colours_begin_at_their_shares_exactly(on_time, late, expected):
    assert ten(on_time, late) is expected


def test_off_course_warns_before_the_day_and_alone_makes_nothing_red():
    promises = [Promise(f"{n}", f"Ward {n}", date(2027, 12, 31)) for n in range(20)]

    autumn = status(promises, {}, USUAL, date(2027, 10, 1), lambda promise: False)
    after = status(promises, {}, USUAL, date(2028, 1, 1), lambda promise: False)

    assert (autumn.colour, autumn.off_course) == (Colour.AMBER, 20)
    assert (after.colour, after.off_course) == (Colour.RED, 0)


def test_what_pulls_down_comes_first():
    promises = [Promise(name, name, date(2027, 1, 10)) for name in ("kept", "broken", "unknown")]
    facts = [
        Fact("kept", date(2027, 1, 9), keeps=True, source="record/1"),
        Fact("broken", date(2027, 1, 9), keeps=False, source="record/2"),
    ]

    found = status(promises, by_key(facts), USUAL, date(2027, 2, 1))

    assert [one.promise.key for one in found.judged] == ["broken", "unknown", "kept"]


def test_worst_leaves_out_what_is_not_due():
    assert worst([Colour.GREY, Colour.GREEN]) is Colour.GREEN
    assert worst([Colour.GREEN, Colour.RED, Colour.AMBER]) is Colour.RED
    assert worst([Colour.GREY]) is Colour.GREY
    assert worst([]) is Colour.GREY
