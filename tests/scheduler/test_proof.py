"""What was told of each version of a meeting, and whether that was in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.proof import Outcome, Pledge, Share, Told, facts, shares
from scheduler.release.versions import MeetingVersion, versions_of
from tests.scheduler.examples import utc

LONDON = "Europe/London"
MEETING = "2027-E05009317-1"
FIRST = MeetingVersion(
    MEETING, "E05009317", "27 April", 0, utc("2027-04-27 18:00"), False, 1, 1, utc("2027-01-04 09:00")
)
MOVED_AT = utc("2027-04-26 10:00")
MOVED = replace(
    FIRST, facts="30 April", sequence=1, starts_at=utc("2027-04-30 18:00"), first=2, last=2, released_at=MOVED_AT
)
BOTH = (replace(FIRST, overtaken_at=MOVED_AT), MOVED)
OFF = replace(MOVED, facts="off", starts_at=FIRST.starts_at, is_cancelled=True)
AFTERWARDS = utc("2027-06-01 09:00")


def a_telling(on: str, release: int = 1, **told) -> Told:
    day = date.fromisoformat(on)
    return replace(Told("poster", MEETING, release, day, None, "Ann", utc(f"{on} 12:00")), **told)


def a_pledge(lead: int | None = 28, release: int = 1, **facts) -> Pledge:
    return replace(Pledge("poster", MEETING, release, lead, FIRST.starts_at), **facts)


def told_of(versions, tellings=(), pledges=(), at=AFTERWARDS):
    return facts(versions, tellings, pledges, LONDON, at)


def outcomes(*args, **more):
    return [(fact.outcome.value, fact.days_before) for fact in told_of(*args, **more)]


def test_first_telling_by_the_lead_day_is_in_time_and_a_day_later_is_late():
    assert outcomes([FIRST], [a_telling("2027-03-30")], [a_pledge()]) == [("in_time", 28)]
    assert outcomes([FIRST], [a_telling("2027-03-31")], [a_pledge()]) == [("late", 27)]
    assert outcomes([FIRST], [a_telling("2027-04-20"), a_telling("2027-03-01")], [a_pledge()]) == [("in_time", 57)]


def test_what_nobody_told_is_nought_days_and_not_due_until_its_day_is_over():
    assert outcomes([FIRST], (), [a_pledge()]) == [("not_told", 0)]
    assert outcomes([FIRST], (), [a_pledge()], at=utc("2027-03-30 20:00")) == [("not_due", 0)]
    assert outcomes([FIRST], (), [a_pledge()], at=utc("2027-03-30 23:30")) == [("not_told", 0)]


def test_longest_lead_is_the_promise_unless_the_release_left_no_time_for_it():
    week, day = a_pledge(7, use_by=utc("2027-04-26 08:00")), a_pledge(1)
    late = replace(FIRST, released_at=utc("2027-04-26 09:00"))

    assert outcomes([FIRST], [a_telling("2027-04-25")], [week, day]) == [("late", 2)]
    assert outcomes([late], [a_telling("2027-04-27", at=utc("2027-04-27 09:00"))], [week, day]) == [("in_time", 0)]


def test_release_that_comes_after_the_lead_day_gives_one_day():
    late = replace(FIRST, released_at=utc("2027-04-10 09:00"))

    assert outcomes([late], [a_telling("2027-04-11")], [a_pledge()]) == [("in_time", 16)]
    assert outcomes([late], [a_telling("2027-04-12")], [a_pledge()]) == [("late", 15)]


def test_what_goes_out_with_the_release_has_until_the_next_day():
    assert outcomes([FIRST], [a_telling("2027-01-05")], [a_pledge(None)]) == [("in_time", 112)]
    assert outcomes([FIRST], [a_telling("2027-01-06")], [a_pledge(None)]) == [("late", 111)]


def test_hall_date_that_moved_on_the_26th_was_told_four_days_before_and_not_thirty_one():
    found = told_of(BOTH, [a_telling("2027-03-30"), a_telling("2027-04-26", 2)], [a_pledge()])

    assert [(fact.told_on, fact.days_before, fact.outcome.value) for fact in found] == [
        (date(2027, 3, 30), 28, "in_time"),
        (date(2027, 4, 26), 4, "in_time"),
    ]


def test_channel_that_told_the_old_date_alone_told_the_new_one_nought_days_before():
    assert outcomes(BOTH, [a_telling("2027-03-30")], [a_pledge()]) == [("in_time", 28), ("not_told", 0)]


def test_old_date_that_is_told_after_the_new_one_was_released_is_late_whatever_was_promised():
    ahead = (replace(FIRST, overtaken_at=utc("2027-03-01 09:00")), replace(MOVED, released_at=utc("2027-03-01 09:00")))

    assert outcomes(ahead, [a_telling("2027-03-05")], [a_pledge()])[0] == ("late", 53)


def test_version_that_was_overtaken_or_withdrawn_before_it_was_due_owes_nothing():
    early = utc("2027-03-01 09:00")
    ahead = (replace(FIRST, overtaken_at=early), replace(MOVED, released_at=early))

    assert outcomes(ahead, (), [a_pledge(), a_pledge(28, 2)], at=early) == [("nothing_owed", 0), ("not_due", 0)]
    assert outcomes([FIRST], (), [a_pledge(withdrawn_at=early)]) == [("nothing_owed", 0)]
    assert outcomes([FIRST], (), [a_pledge(withdrawn_at=utc("2027-04-02 09:00"))]) == [("not_told", 0)]


def test_that_a_meeting_is_off_is_owed_by_whoever_told_that_it_is_on():
    versions = (BOTH[0], OFF)

    assert outcomes(versions, [a_telling("2027-03-30")], [a_pledge()])[1] == ("not_told", 0)
    assert outcomes(versions, (), [a_pledge(), a_pledge(1, 2)])[1] == ("nothing_owed", 0)


def test_channel_that_cannot_put_right_what_it_told_owes_no_news_and_is_known_not_to_have_told_it():
    found = facts(BOTH, [a_telling("2027-03-30")], [a_pledge()], LONDON, AFTERWARDS, {"poster"})

    assert [(fact.outcome.value, fact.days_before, fact.reached) for fact in found] == [
        ("in_time", 28, None),
        ("nothing_owed", 0, 0),
    ]


def test_meeting_that_is_put_back_as_it_was_has_nothing_new_to_tell_where_nobody_told_the_change():
    back = replace(FIRST, first=3, last=3, released_at=utc("2027-04-26 15:00"))
    versions = (BOTH[0], replace(MOVED, overtaken_at=back.released_at), back)
    told = [a_telling("2027-03-30")]

    def third(tellings, *pledges):
        return next(fact.outcome for fact in told_of(versions, tellings, pledges) if fact.version is back)

    assert third(told, a_pledge(), a_pledge(1, 3)) is Outcome.IN_TIME
    assert third(told, a_pledge()) is Outcome.NOTHING_OWED
    wrong = [*told, a_telling("2027-04-26", 2)]
    assert third(wrong, a_pledge()) is Outcome.NOT_TOLD


@pytest.mark.parametrize("at", [utc("2027-04-27 18:00"), utc("2027-04-27 21:00")])
def test_what_is_told_once_the_meeting_has_begun_tells_nobody(at):
    assert outcomes([FIRST], [a_telling("2027-04-27", at=at)], [a_pledge()]) == [("not_told", 0)]


def test_people_are_counted_once_and_are_not_known_where_nobody_can_count_them():
    letters = [a_telling("2027-03-30", recipient=who) for who in ("a", "b", "a")]

    assert told_of([FIRST], letters, [a_pledge()])[0].reached == 2
    assert told_of([FIRST], [*letters, a_telling("2027-03-30")], [a_pledge()])[0].reached is None
    assert told_of([FIRST], (), [a_pledge()])[0].reached == 0


def test_versions_join_what_says_the_same_and_end_when_the_next_is_released():
    second = replace(FIRST, first=2, last=2, released_at=utc("2027-02-01 09:00"))
    third = replace(MOVED, first=3, last=3)

    assert versions_of([FIRST, second, third]) == (replace(FIRST, last=2, overtaken_at=MOVED_AT), third)


def test_versions_join_what_was_checked_for_the_first_time_and_nobody_owes_a_word_of_it():
    checked = replace(FIRST, facts="27 April, step-free", first=2, last=2, released_at=utc("2027-02-01 09:00"))
    withdrawn = replace(FIRST, sequence=1, first=3, last=3, released_at=MOVED_AT)

    joined, third = versions_of([FIRST, checked, withdrawn])

    assert joined == replace(FIRST, facts=checked.facts, last=2, overtaken_at=MOVED_AT)
    assert [fact.outcome for fact in told_of((joined, third), [a_telling("2027-03-30")], [a_pledge()])] == [
        Outcome.IN_TIME,
        Outcome.NOT_TOLD,
    ]


def test_share_is_of_what_is_owed_by_now():
    found = told_of([FIRST], [a_telling("2027-03-30")], [a_pledge(), replace(a_pledge(), channel="leaflet")])
    later = told_of([FIRST], (), [replace(a_pledge(7), channel="x")], at=utc("2027-02-01 09:00"))

    (all_,) = shares((*found, *later), lambda fact: "all")
    assert (all_, all_.in_time_of_owed) == (Share("all", 1, 0, 1, 1), 0.5)
    assert [(each.of, each.in_time_of_owed) for each in shares((*found, *later), lambda fact: fact.channel)] == [
        ("leaflet", 0.0),
        ("poster", 1.0),
        ("x", None),
    ]


DAYS = st.dates(date(2027, 1, 4), date(2027, 5, 10))
STARTS = st.dates(date(2027, 3, 1), date(2027, 5, 1))
RANK = [Outcome.NOT_TOLD, Outcome.NOT_DUE, Outcome.LATE, Outcome.IN_TIME]


@st.composite
def histories(draw):
    """Versions that never come back, pledges and tellings of them."""
    count = draw(st.integers(1, 3))
    released = sorted(draw(st.lists(DAYS, min_size=count, max_size=count, unique=True)))
    moments = [datetime.combine(day, time(10), UTC) for day in released]
    starts = [datetime.combine(draw(STARTS), time(18), UTC) for _ in released]
    is_off = [n > 0 and draw(st.booleans()) for n in range(count)]
    ends = [*moments[1:], None]
    versions = [
        MeetingVersion(MEETING, "E05009317", f"v{n}", n, starts[n], is_off[n], n + 1, n + 1, moments[n], ends[n])
        for n in range(count)
    ]
    numbers = st.integers(1, count)
    pledges = draw(
        st.lists(
            st.builds(
                a_pledge,
                st.none() | st.integers(0, 60),
                numbers,
                use_by=st.just(AFTERWARDS),
                withdrawn_at=st.none() | DAYS.map(lambda day: datetime.combine(day, time(10), UTC)),
            ),
            max_size=4,
        )
    )
    tellings = draw(st.lists(st.builds(a_telling, DAYS.map(str), numbers, recipient=st.sampled_from("ab")), max_size=4))
    return versions, tellings, pledges


def ranks(found):
    """How good each version's outcome is. What owes nothing has none."""
    return {
        fact.version.first: RANK.index(fact.outcome)
        for fact in found
        if fact.outcome is not Outcome.NOTHING_OWED
    }  # fmt: skip  # a clause a line


@given(history=histories(), at=DAYS, data=st.data())
def test_losing_a_record_of_a_version_never_helps_that_version(history, at, data):
    versions, tellings, pledges = history
    moment = datetime.combine(at, time(12), UTC)
    lost = data.draw(st.sampled_from(tellings or [a_telling("2027-01-04")]))
    before = told_of(versions, tellings, pledges, moment)
    after = told_of(versions, [each for each in tellings if each is not lost], pledges, moment)

    was, became = (next(iter(found), None) for found in (of(before, lost.release), of(after, lost.release)))
    if was and became:
        assert (became.days_before, became.reached) <= (was.days_before, was.reached)
        if Outcome.NOTHING_OWED not in (was.outcome, became.outcome):
            assert RANK.index(became.outcome) <= RANK.index(was.outcome)
        assert not (was.outcome is Outcome.NOTHING_OWED and became.outcome is not Outcome.NOTHING_OWED)


def of(found, release):
    return [fact for fact in found if fact.version.first == release]


@given(history=histories(), data=st.data(), days=st.integers(1, 60))
def test_telling_later_never_helps_and_is_never_more_days_before(history, data, days):
    versions, tellings, pledges = history
    if not tellings:
        return
    slow = data.draw(st.sampled_from(tellings))
    later = [replace(each, on=each.on + timedelta(days)) if each is slow else each for each in tellings]
    before, after = told_of(versions, tellings, pledges), told_of(versions, later, pledges)

    (was,), (became,) = of(before, slow.release), of(after, slow.release) or of(before, slow.release)
    assert became.days_before <= was.days_before
    if Outcome.NOTHING_OWED not in (was.outcome, became.outcome):
        assert RANK.index(became.outcome) <= RANK.index(was.outcome)


@given(history=histories(), at=DAYS, days=st.integers(0, 60))
def test_waiting_never_helps(history, at, days):
    versions, tellings, pledges = history
    now, then = (datetime.combine(day, time(12), UTC) for day in (at, at + timedelta(days)))
    before, after = (ranks(told_of(versions, tellings, pledges, moment)) for moment in (now, then))

    assert before.keys() == after.keys()
    assert all(after[number] <= before[number] for number in before)


@given(history=histories(), at=DAYS)
def test_every_version_of_a_meeting_has_its_fact_and_each_is_in_one_count(history, at):
    versions, tellings, pledges = history
    found = told_of(versions, tellings, pledges, datetime.combine(at, time(12), UTC))
    counted = sum(
        each.in_time + each.late + each.not_told + each.not_due for each in shares(found, lambda fact: fact.channel)
    )

    assert len(found) == (len(versions) if tellings or pledges else 0)
    assert counted == sum(fact.outcome is not Outcome.NOTHING_OWED for fact in found)
    assert all((fact.told_on is None) == (fact.reached == 0) for fact in found)
    assert all(fact.days_before >= 0 for fact in found)
