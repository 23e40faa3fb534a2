"""Whose turn it is: everybody's, one after another, as the borough orders it, whatever becomes of other meetings."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.plan import MeetingState
from scheduler.policy import Session
from scheduler.release.campaign import USUAL, CampaignChoices, SeldomHeard
from scheduler.release.turns import turns, with_campaign
from scheduler.store.documents import decode_release, encode
from tests.publishers.examples import a_meeting, a_release

BY_DAY = (Session.WEEKDAY_DAYTIME, Session.WEEKEND_DAYTIME)
SESSIONS = st.lists(st.sampled_from(list(Session)), min_size=1, max_size=14)
ORDERS = st.permutations(list(SeldomHeard)).flatmap(
    lambda order: st.integers(1, 6).map(lambda size: tuple(order[:size]))
)


def a_year(sessions):
    meetings = [
        a_meeting(f"2027-E05009317-{number}", "Mon 2027-03-01 19:00", session=session)
        for number, session in enumerate(sessions, start=1)
    ]
    return a_release(meetings=tuple(meetings))


def asked(release, choices=USUAL):
    return {ask.meeting_id: ask.audience for ask in turns(release, choices)}


@settings(derandomize=True, deadline=None)
@given(SESSIONS, ORDERS)
def test_every_meeting_asks_one_audience_of_those_that_the_borough_chose(sessions, order):
    release = a_year(sessions)

    found = asked(release, CampaignChoices(order))

    assert found.keys() == release.meeting_by_id.keys()
    assert set(found.values()) <= set(order)


@settings(derandomize=True, deadline=None)
@given(SESSIONS)
def test_turns_are_fair_where_every_audience_suits_every_meeting(sessions):
    order = (SeldomHeard.WOMEN, SeldomHeard.LITTLE_ENGLISH, SeldomHeard.NEW_RESIDENTS)

    counts = Counter(asked(a_year(sessions), CampaignChoices(order)).values())

    assert max(counts.values()) - min(counts[audience] for audience in order) <= 1


@pytest.mark.parametrize("number", range(6))
def test_where_there_are_enough_meetings_every_audience_is_asked_at_a_time_that_suits_it(number):
    sessions = [Session.EVENING] * 4 + [*BY_DAY]
    release = a_year(sessions[number:] + sessions[:number])

    found = asked(release)

    assert set(found.values()) == set(SeldomHeard)
    assert all(audience.suits(release.meeting_by_id[meeting_id].session) for meeting_id, audience in found.items())


def test_a_ward_that_meets_in_the_evening_alone_asks_everybody_within_two_years():
    evenings = [Session.EVENING] * 4
    first = a_year(evenings)
    second = replace(first, first_day=first.first_day.replace(year=2028))

    assert {*asked(first).values(), *asked(second).values()} == set(SeldomHeard)


def test_wards_begin_at_different_places():
    codes = ("E05009317", "E05009328")
    release = a_release(meetings=tuple(a_meeting(f"2027-{code}-1", "Mon 2027-03-01 19:00") for code in codes))

    assert len(set(asked(release).values())) == 2


def test_a_cancelled_meeting_a_moved_one_and_one_more_leave_the_turns_of_the_others():
    release = a_year([Session.EVENING] * 4)
    first, second, third, fourth = release.meetings
    later = a_meeting(second.meeting_id, "Mon 2027-12-06 19:00")
    more = a_meeting("2027-E05009317-5", "Mon 2027-02-01 19:00")
    changed = (more, replace(first, state=MeetingState.CANCELLED), third, fourth, later)

    found = asked(replace(release, meetings=changed))

    assert {key: found[key] for key in asked(release)} == asked(release)


def test_a_borough_asks_in_its_own_order_and_a_ward_in_one_of_its_own():
    choices = CampaignChoices((SeldomHeard.WOMEN,), {"mile-end": (SeldomHeard.CARERS,), "bow-east": ()})

    found = asked(a_release(), choices)

    assert {found[one] for one in found if "E05009330" in one} == {SeldomHeard.WOMEN}
    assert {found[one] for one in found if "E05009328" in one} == {SeldomHeard.CARERS}
    assert not any("E05009317" in one for one in found)


def test_the_first_meeting_by_day_is_the_earliest_that_stands():
    early, late = (
        a_meeting(f"2027-E05009317-{number}", starts, session=Session.WEEKDAY_DAYTIME)
        for number, starts in ((2, "Mon 2027-03-01 13:00"), (1, "Tue 2027-06-01 13:00"))
    )

    def first_of(*meetings):
        return [ask.meeting_id for ask in turns(a_release(meetings=meetings), CampaignChoices()) if ask.is_first_by_day]

    assert first_of(early, late) == [early.meeting_id]
    assert first_of(replace(early, state=MeetingState.CANCELLED), late) == [late.meeting_id]


def test_an_older_release_has_the_turns_of_the_latest():
    older = a_year([Session.EVENING] * 2)
    latest = a_year([Session.WEEKDAY_DAYTIME] + [Session.EVENING] * 2)

    now = with_campaign(latest, CampaignChoices(), of=latest).campaign.asks
    then = with_campaign(older, CampaignChoices(), of=latest).campaign.asks

    assert then == tuple(ask for ask in now if ask.meeting_id in older.meeting_by_id)


def test_a_release_of_before_there_were_campaigns_is_read_and_has_none():
    release = a_release()
    before = encode(release).replace(
        b',"campaign":{"asks":[],"promises":[],"words":[],"magazine_words":450,"press_words":250}', b""
    )

    assert b"campaign" not in before
    assert decode_release(before) == release
