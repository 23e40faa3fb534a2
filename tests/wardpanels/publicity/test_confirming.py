"""A person says that something went out: on another day, with what shows it, and once more where it was wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from publishers.carriers.carrier import Outlet
from publishers.carriers.every_carrier import BY_HAND
from publishers.due_times import Voice
from scheduler.errors import UnknownName
from scheduler.items import ItemState, Witness
from scheduler.period import calendar_year
from scheduler.release.making import next_release
from scheduler.store import open_store
from tests.scheduler.examples import a_borough, a_meeting, a_plan, at, utc
from wardpanels.faults import CannotUse
from wardpanels.publicity import desk as outbox
from wardpanels.publicity import sending
from wardpanels.publicity.address_book import AddressBook
from wardpanels.publicity.desk import Desk
from wardpanels.publicity.publicity_settings import Publicity, Way

YEAR = calendar_year(2027)
RELEASED = utc("2027-02-01 09:00")
PUT_UP, TYPED_IN = date(2027, 2, 17), utc("2027-03-10 09:00")
PLAN = a_plan(a_meeting(starts_at=at("Tue 2027-03-16 19:00"), ends_at=at("Tue 2027-03-16 20:30")))
MOVED = replace(PLAN.meetings[0], starts_at=at("Tue 2027-03-23 19:00"), ends_at=at("Tue 2027-03-23 20:30"))


@pytest.fixture
def desk(database_url):
    store = open_store(database_url)
    store.append_release(next_release(a_borough(), PLAN, None, RELEASED), PLAN)
    yield Desk(store, a_borough(), Publicity((Way(Voice("poster", (28,)), "poster", Outlet("poster", BY_HAND)),)), YEAR)
    store.close()


def deliver(desk, moment):
    sending.deliver(desk, sending.Dispatch("anna", lambda: moment, {}, AddressBook(desk.store, desk.borough, None)))


@pytest.fixture
def poster(desk):
    """The poster that lies in somebody's hands."""
    deliver(desk, utc("2027-02-16 12:00"))
    (item,) = desk.store.outbox.items(desk.code, YEAR.first_day)
    return item


def confirm(desk, item, day=None, shown_by="", *, moment=TYPED_IN, by="Ann"):
    return outbox.confirm(desk, [item.key], by, moment, "", Witness(day, shown_by))


def lines(desk):
    found = desk.store.outbox.entries(desk.code, YEAR.first_day)
    return [(line.by, line.evidence) for line in found if line.event is ItemState.CONFIRMED]


def test_second_confirmation_with_a_day_or_a_photo_is_a_new_line_and_a_bare_one_is_none(desk, poster):
    assert len(confirm(desk, poster, PUT_UP)) == 1
    assert confirm(desk, poster) == ()
    assert len(confirm(desk, poster, date(2027, 2, 18), by="Ben")) == 1
    assert len(confirm(desk, poster, shown_by="hall.jpg", by="Ben")) == 1

    assert lines(desk) == [
        ("Ann", Witness(PUT_UP)),
        ("Ben", Witness(date(2027, 2, 18))),
        ("Ben", Witness(None, "hall.jpg")),
    ]
    assert desk.store.outbox.item(poster.key).state is ItemState.CONFIRMED


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2027, 3, 11), "--on: found 11 March 2027, wanted a day that has come: today is 10 March 2027"),
        (date(2027, 1, 31), "--on: found 31 January 2027, wanted 1 February 2027 or later: what {key} says was released"
                            " then"),
    ],
)  # fmt: skip  # a sentence a line
def test_day_to_come_or_before_the_release_is_refused_and_nothing_is_written(desk, poster, day, said):
    with pytest.raises(CannotUse) as refused:
        confirm(desk, poster, day)

    assert str(refused.value) == said.format(key=poster.key)
    assert (lines(desk), desk.store.outbox.item(poster.key)) == ([], poster)


def test_one_wrong_key_or_one_wrong_day_writes_nothing_of_the_others(desk, poster):
    with pytest.raises(UnknownName):
        outbox.confirm(desk, [poster.key, "x.9"], "Ann", TYPED_IN, "", Witness(PUT_UP))

    assert lines(desk) == []


def test_day_counts_from_the_release_that_first_said_so_whatever_else_was_released_since(desk, poster):
    other = replace(PLAN, meetings=(*PLAN.meetings, a_meeting(meeting_id="2027-other")))
    before = desk.store.latest_release(desk.code, YEAR.first_day)
    desk.store.append_release(next_release(a_borough(), other, before, RELEASED + timedelta(days=20)), other)
    deliver(desk, utc("2027-03-01 12:00"))

    assert len(confirm(desk, poster, PUT_UP)) == 1


def test_poster_that_was_replaced_before_anybody_typed_it_in_still_went_up(desk, poster):
    plan, before = replace(PLAN, meetings=(MOVED,)), desk.store.latest_release(desk.code, YEAR.first_day)
    desk.store.append_release(next_release(a_borough(), plan, before, utc("2027-03-01 09:00")), plan)
    outbox.fill(desk, utc("2027-03-01 09:00"))
    assert desk.store.outbox.item(poster.key).state is ItemState.REPLACED

    assert confirm(desk, poster) == ()
    assert [item.key for item in confirm(desk, poster, PUT_UP)] == [poster.key]
    assert sum(item.is_correction for item in desk.store.outbox.items(desk.code, YEAR.first_day)) == 1


def test_what_waits_for_its_time_cannot_have_gone_out(desk):
    outbox.fill(desk, RELEASED)
    (item,) = desk.store.outbox.items(desk.code, YEAR.first_day)

    assert confirm(desk, item, date(2027, 2, 2)) == ()
