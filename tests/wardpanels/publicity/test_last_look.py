"""What is sent never rests on one reading of a clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishers.carriers.carrier import Outlet
from publishers.carriers.every_carrier import BY_HAND
from publishers.due_times import Voice
from scheduler.items import ItemState
from scheduler.period import calendar_year
from scheduler.release.making import next_release
from scheduler.store import open_store
from tests.scheduler.examples import a_borough, a_plan, utc
from wardpanels.faults import DoubtfulClock
from wardpanels.publicity import desk as outbox
from wardpanels.publicity import sending
from wardpanels.publicity.address_book import AddressBook
from wardpanels.publicity.desk import Desk
from wardpanels.publicity.last_look import AHEAD, BACK, look
from wardpanels.publicity.publicity_settings import Publicity, Way

YEAR = calendar_year(2027)
RELEASED = utc("2027-01-04 09:00")


@pytest.fixture
def desk():
    store = open_store("memory:")
    store.append_release(next_release(a_borough(), a_plan(), None, RELEASED), a_plan())
    voices = (Voice("x", (None, 28, 7, 1), True), Voice("facebook", (7,)))
    ways = tuple(Way(voice, voice.channel, Outlet(voice.channel, BY_HAND)) for voice in voices)
    yield Desk(store, a_borough(), Publicity(ways), YEAR)
    store.close()


def looked(desk, at, *, is_clock_right=False):
    return look([desk], at, is_clock_right=is_clock_right).get(YEAR.first_day)


def delivered(desk, at):
    post = sending.Dispatch("anna", lambda: at, {}, AddressBook(desk.store, desk.borough, None))
    return [(one.item.key, one.event, one.note) for one in sending.deliver(desk, post, looked(desk, at))]


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2028-01-04 09:00", "the clock: found 4 January 2028, wanted a day from 3 January 2027 to 13 February 2027, "
         "because the newest release is of 4 January 2027. Nothing was sent"),
        ("2026-01-04 09:00", "the clock: found 4 January 2026, wanted a day from 3 January 2027 to 13 February 2027, "
         "because the newest release is of 4 January 2027. Nothing was sent"),
    ],
)  # fmt: skip  # a case a line
def test_first_look_is_held_against_the_release(desk, at, said):
    with pytest.raises(DoubtfulClock) as doubt:
        looked(desk, utc(at))

    assert (str(doubt.value), desk.store.outbox.looks(desk.code)) == (said, {})


def test_later_looks_are_held_against_the_last(desk):
    looked(desk, utc("2027-02-04 09:00"))

    for moment in ("2027-02-02 09:00", "2027-04-04 09:00"):
        with pytest.raises(DoubtfulClock, match="because a sender last looked on 4 February 2027"):
            looked(desk, utc(moment))


def test_clock_that_goes_back_by_an_hour_stops_nobody(desk):
    looked(desk, utc("2027-02-04 09:00"))

    assert looked(desk, utc("2027-02-04 08:00")) == utc("2027-02-04 09:00")


def test_summer_in_which_nothing_is_sent_stops_nobody_who_looks(desk):
    looked(desk, RELEASED)

    for week in range(1, 30):
        assert looked(desk, RELEASED + timedelta(weeks=week)) == RELEASED + timedelta(weeks=week - 1)


def test_whoever_says_that_the_clock_is_right_is_believed_from_then_on(desk):
    wrong = RELEASED + timedelta(days=39)
    looked(desk, wrong)

    looked(desk, RELEASED, is_clock_right=True)

    assert looked(desk, RELEASED + timedelta(hours=1)) == RELEASED


def test_new_period_is_borne_out_by_looks_at_the_one_before(desk):
    late = RELEASED + timedelta(days=100)
    desk.store.outbox.look(desk.code, [calendar_year(2026).first_day], late - timedelta(hours=1))

    assert looked(desk, late) is None


@given(st.lists(st.integers(-1000, 1000), max_size=12))
def test_clock_that_is_believed_was_borne_out_by_the_one_before(jumps):
    store = open_store("memory:")
    store.append_release(next_release(a_borough(), a_plan(), None, RELEASED), a_plan())
    desk, last = Desk(store, a_borough(), Publicity(()), YEAR), RELEASED
    for hours in jumps:
        at = last + timedelta(hours=hours)
        try:
            looked(desk, at)
        except DoubtfulClock:
            assert not -BACK <= at.date() - last.date() <= AHEAD
            continue
        assert at.date() - last.date() >= -BACK
        last = at
    store.close()


def test_year_ahead_and_back_costs_nothing(desk):
    ahead = RELEASED + timedelta(days=365)
    outbox.fill(desk, RELEASED)
    before = desk.store.outbox.items(desk.code, YEAR.first_day)
    looked(desk, ahead, is_clock_right=True)
    outbox.fill(desk, ahead)
    assert {item.state_at(ahead) for item in desk.store.outbox.items(desk.code, YEAR.first_day)} == {ItemState.MISSED}

    looked(desk, RELEASED, is_clock_right=True)
    outbox.fill(desk, RELEASED)

    assert desk.store.outbox.items(desk.code, YEAR.first_day) == before


def test_what_is_approved_late_goes_out_while_it_is_of_use_and_not_after(desk):
    outbox.fill(desk, RELEASED)
    waits = [item for item in desk.store.outbox.items(desk.code, YEAR.first_day) if item.awaits_approval]
    first, last = waits[0], waits[-1]
    late = max(first.due_at, RELEASED) + timedelta(days=2)
    assert late < first.use_by

    assert outbox.approve(desk, [first.key], "Ann", late) == (replace(first, state=ItemState.APPROVED),)
    assert outbox.approve(desk, [last.key], "Ann", last.use_by) == ()

    assert (first.key, ItemState.HANDED_OVER) in [each[:2] for each in delivered(desk, late)]


def test_what_was_missed_is_told_once_by_each_look_and_is_trouble(desk):
    outbox.fill(desk, RELEASED)
    to_come = [one for one in desk.store.outbox.items(desk.code, YEAR.first_day) if one.due_at > RELEASED]
    item = min(to_come, key=lambda one: one.use_by)
    looked(desk, item.use_by - timedelta(hours=1), is_clock_right=True)

    missed = [each for each in delivered(desk, item.use_by) if each[1] is ItemState.MISSED]

    assert item.key in [key for key, _, _ in missed]
    assert [each for each in delivered(desk, item.use_by + timedelta(seconds=1)) if each[1] is ItemState.MISSED] == []
    assert sending.Sent(item, ItemState.MISSED, "").is_trouble
