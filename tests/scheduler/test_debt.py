"""What is owed adds up, whatever happens to meetings."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from scheduler.debt import Fate, debts
from scheduler.plan import MeetingState
from scheduler.records import MeetingRecord
from tests.scheduler.examples import BOW_EAST, MILE_END, a_plan
from tests.scheduler.rules.examples import bow, mile, the_year

BEFORE = the_year().meetings[0].starts_at - timedelta(days=1)
AFTER = the_year().meetings[-1].starts_at + timedelta(days=1)
QUOTAS = {BOW_EAST: 4, MILE_END: 4}
CANCELLED = MeetingState.CANCELLED


def year_of(changes, *more):
    meetings = [replace(each, **changes.get(each.meeting_id, {})) for each in the_year().meetings]
    return a_plan(*meetings, *more)


def of_bow(plan, *records, at=BEFORE, quotas=QUOTAS):
    found = debts(quotas, plan, {record.meeting_id: record for record in records}, at)[0]
    assert found.owed == found.held + found.planned + found.still_owed
    return found


def instead(of, day, **changes):
    meeting = the_year().meeting_by_id[of]
    moved = {"starts_at": meeting.starts_at + timedelta(days=day), "ends_at": meeting.ends_at + timedelta(days=day)}
    return replace(meeting, meeting_id=f"{of[:-1]}{day}", instead_of=of, **moved, **changes)


def test_year_that_is_planned_owes_nothing_more():
    found = of_bow(the_year())

    assert (found.owed, found.planned, found.still_owed, found.extras) == (4, 4, 0, 0)


def test_what_has_begun_counts_as_held_and_says_that_nobody_recorded_it():
    found = of_bow(the_year(), MeetingRecord(bow(1), 24), at=AFTER)

    assert (found.held, found.count(Fate.HELD), found.count(Fate.NOT_RECORDED)) == (4, 1, 3)


def test_cancelled_and_unheld_meetings_are_still_owed_with_their_reasons():
    plan = year_of({bow(2): {"state": CANCELLED, "because": "other: Ann is ill"}})

    found = of_bow(plan, MeetingRecord(bow(1), not_held="nobody-came"), at=AFTER)

    assert (found.owed, found.held, found.still_owed) == (4, 2, 2)
    assert [promise.why for promise in found.open] == ["not held: Nobody came.", "cancelled: Ann is ill"]


def test_meeting_that_took_the_place_makes_it_good_and_its_own_failure_is_owed_again():
    cancelled = {bow(2): {"state": CANCELLED}}
    once = instead(bow(2), 9)

    assert (of_bow(year_of(cancelled, once)).planned, of_bow(year_of(cancelled, once)).still_owed) == (4, 0)
    failed = of_bow(year_of(cancelled, replace(once, state=CANCELLED)))
    assert [promise.meeting.meeting_id for promise in failed.open] == [once.meeting_id]
    again = replace(instead(bow(2), 8), instead_of=once.meeting_id)
    assert of_bow(year_of(cancelled, replace(once, state=CANCELLED), again)).still_owed == 0


def test_what_was_let_go_is_owed_no_longer_until_it_is_held_all_the_same():
    plan, waiver = year_of({bow(2): {"state": CANCELLED}}), MeetingRecord(bow(2), waived="The panel agreed.")

    assert (of_bow(plan, waiver).owed, of_bow(plan, waiver).still_owed) == (3, 0)
    assert of_bow(the_year(), waiver).owed == 4


def test_extra_meetings_are_counted_apart():
    extra = replace(instead(bow(2), 9), instead_of=None, is_extra=True)

    found = of_bow(year_of({}, extra))
    assert (found.owed, found.planned, found.extras) == (4, 4, 1)
    assert of_bow(year_of({}, replace(extra, state=CANCELLED))).extras == 0


def test_meeting_of_a_later_year_makes_good_what_it_took_the_place_of_and_is_extra_there():
    missed = year_of({bow(2): {"state": CANCELLED}})
    later = replace(instead(bow(2), 200), meeting_id="2028-made-good", is_extra=True)

    (before, _), (after, _) = (debts(QUOTAS, missed, {}, BEFORE, found) for found in ((), (later,)))

    assert (before.still_owed, after.still_owed, after.planned) == (1, 0, 4)
    assert of_bow(a_plan(later), quotas={BOW_EAST: 0}).extras == 1


def test_ward_that_is_owed_more_than_was_promised_is_owed_the_rest():
    found = of_bow(the_year(), quotas={BOW_EAST: 6, MILE_END: 4})

    assert (found.owed, found.planned, found.still_owed, found.never_planned) == (6, 4, 2, 2)
    assert of_bow(the_year(), quotas={BOW_EAST: 2}).owed == 4


IDS = st.sampled_from([bow(n) for n in range(1, 5)] + [mile(n) for n in range(1, 5)])
RECORDS = st.builds(
    MeetingRecord,
    IDS,
    st.none() | st.integers(0, 50),
    not_held=st.none() | st.sampled_from(["nobody-came", "hall-locked", "other: flood"]),
    waived=st.none() | st.just("The panel agreed."),
)
CHANGES = st.dictionaries(IDS, st.sampled_from([{"state": CANCELLED}, {"state": CANCELLED, "because": "weather"}]))


@given(
    changes=CHANGES,
    replaced=st.dictionaries(st.integers(5, 30), st.tuples(IDS, st.booleans(), st.sampled_from(MeetingState))),
    records=st.lists(RECORDS, max_size=8),
    quotas=st.fixed_dictionaries({BOW_EAST: st.integers(0, 9), MILE_END: st.integers(0, 9)}),
    days=st.integers(-1, 400),
)
def test_owed_is_held_and_planned_and_still_owed_whatever_happens(changes, replaced, records, quotas, days):
    more = [
        instead(of, day, state=state)
        if is_instead
        else replace(instead(of, day, state=state), instead_of=None, is_extra=True)
        for day, (of, is_instead, state) in replaced.items()
    ]
    by_id = {record.meeting_id: record for record in records}

    found = debts(quotas, year_of(changes, *more), by_id, BEFORE + timedelta(days=days))

    assert [debt.ward_code for debt in found] == list(quotas)
    for debt in found:
        assert debt.owed == debt.held + debt.planned + debt.still_owed
        assert min(debt.owed, debt.held, debt.planned, debt.still_owed, debt.extras) >= 0
        assert max(debt.quota, 4) == debt.owed + debt.count(Fate.WAIVED)
