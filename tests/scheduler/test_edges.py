"""What lies on either side of a period."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scheduler.edges import OtherMeeting, edges
from scheduler.facts import HeldMeeting
from scheduler.period import Period, calendar_year
from scheduler.policy import Session
from tests.scheduler.examples import BOW_EAST, a_meeting, at

DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


def counted(day: date) -> HeldMeeting:
    return HeldMeeting(BOW_EAST, day, Session.EVENING, 12)


@given(st.lists(DAYS, unique=True), st.lists(DAYS, unique=True))
def test_every_meeting_outside_is_on_its_side_and_in_order(held, planned):
    others = [
        a_meeting(meeting_id=f"2026-{BOW_EAST}-{n}", starts_at=at(f"{day:%a %Y-%m-%d} 19:00"))
        for n, day in enumerate(planned)
    ]
    found = edges(calendar_year(2027), map(counted, held), others)

    before = {day for day in (*held, *planned) if day.year == 2026}
    after = {day for day in planned if day.year == 2028}
    sides = [[each.held_on for each in side] for own in found.values() for side in (own.before, own.after)]
    assert sides in ([sorted(before), sorted(after)], [])
    assert bool(sides) == bool(before | after)


def test_meeting_that_is_planned_and_counted_is_one_with_its_hall():
    day = date(2026, 11, 4)
    meeting = a_meeting(meeting_id=f"2026-{BOW_EAST}-4", starts_at=at("Wed 2026-11-04 19:00"), venue_id="V1")

    assert edges(calendar_year(2027), [counted(day)], [meeting])[BOW_EAST].before == (
        OtherMeeting(day, "V1", f"2026-{BOW_EAST}-4"),
    )


def test_what_is_more_than_a_year_ago_is_forgotten():
    period = Period(date(2027, 3, 10), date(2027, 12, 31))
    days = (date(2026, 3, 9), date(2026, 3, 10), date(2027, 3, 9))

    assert [each.held_on for each in edges(period, map(counted, days))[BOW_EAST].before] == list(days[1:])


def test_numbers_go_on_after_those_of_the_same_year():
    period = Period(date(2027, 3, 10), date(2027, 12, 31))
    days = (date(2026, 12, 1), date(2027, 1, 5), date(2027, 2, 9))
    ids = (f"2026-{BOW_EAST}-6", f"2027-{BOW_EAST}-1", f"2027-{BOW_EAST}-2")
    others = [
        a_meeting(meeting_id=name, starts_at=at(f"{day:%a %Y-%m-%d} 19:00"))
        for name, day in zip(ids, days, strict=True)
    ]

    own = edges(period, (), others)[BOW_EAST]
    assert [own.highest_ordinal(year) for year in (2026, 2027, 2028)] == [6, 2, 0]
    assert own.halls_in(Period(days[1], days[1] + timedelta(days=1))) == {others[1].venue_id}


def test_meetings_beside_what_was_promised_bound_nothing_and_their_numbers_are_taken():
    extra = a_meeting(meeting_id=f"2027-{BOW_EAST}-7", starts_at=at("Tue 2027-03-09 19:00"), is_extra=True)
    period = Period(date(2027, 3, 10), date(2027, 12, 31))

    own = edges(period, [counted(date(2027, 3, 9)), counted(date(2027, 1, 5))], [extra])[BOW_EAST]

    assert [each.held_on for each in own.before] == [date(2027, 1, 5)]
    assert own.highest_ordinal(2027) == 7
