"""Who is written to when access is checked: nobody for the upgrade or a first check, everybody for a wrong word."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from publishers.carriers.carrier import Outlet
from publishers.carriers.every_carrier import BY_HAND
from publishers.due_times import Voice
from scheduler.facts import Known, Venue
from scheduler.items import Item, ItemState
from scheduler.period import calendar_year
from scheduler.release.making import next_release
from scheduler.release.value import Access
from scheduler.store import open_store
from tests.scheduler.examples import a_borough, a_library, a_meeting, a_plan, a_venue, utc
from tests.scheduler.old_access import as_written_before
from tests.wardpanels.year.publishing import MEETINGS, Place, a_place
from tests.wardpanels.year.told import entries_of, news_of
from wardpanels.publicity import desk as outbox
from wardpanels.publicity.desk import Desk
from wardpanels.publicity.publicity_settings import Publicity, Way

YEAR = calendar_year(2027)
RELEASED, PLAN = utc("2027-01-04 09:00"), a_plan(a_meeting())
CHANNELS = ("x", "facebook", "leaflet", "email")
UNCHECKED = {"checked": frozenset()}


def a_desk(venue: Venue) -> Desk:
    """A desk whose first release was told on every channel."""
    store, borough = open_store("memory:"), a_borough(venues=(venue, a_library()))
    store.append_release(next_release(borough, PLAN, None, RELEASED), PLAN)
    ways = tuple(Way(Voice(name, (7,)), name, Outlet(name, BY_HAND)) for name in CHANNELS)
    desk = Desk(store, borough, Publicity(ways), YEAR)
    outbox.fill(desk, RELEASED)
    keys = [item.key for item in store.outbox.items(desk.code, YEAR.first_day)]
    store.outbox.mark(keys, (ItemState.PLANNED,), ItemState.CONFIRMED, "Ann", RELEASED, "")
    return desk


def corrected_after(desk: Desk, venue: Venue) -> tuple[Item, ...]:
    """What goes out again once the hall is otherwise."""
    desk = replace(desk, borough=a_borough(venues=(venue, a_library())))
    before, moment = outbox.latest_release(desk), RELEASED + timedelta(days=1)
    desk.store.append_release(next_release(desk.borough, PLAN, before, moment), PLAN)
    return outbox.fill(desk, moment).items


@pytest.mark.parametrize(
    ("told", "now", "channels"),
    [
        pytest.param(UNCHECKED, {}, (), id="first check"),
        pytest.param(UNCHECKED, {"step_free": Known.NO}, (), id="first check finds steps"),
        pytest.param({}, {"step_free": Known.NO}, CHANNELS, id="steps after all"),
        pytest.param({}, UNCHECKED, CHANNELS, id="word taken back"),
        pytest.param(UNCHECKED, {**UNCHECKED, "step_free": Known.NO}, (), id="another guess"),
    ],
)
def test_only_those_who_were_told_what_no_longer_holds_are_written_to(told, now, channels):
    desk = a_desk(a_venue(**told))

    items = corrected_after(desk, a_venue(**now))

    assert sorted(item.channel for item in items) == sorted(channels)
    assert all(item.is_correction for item in items)
    desk.store.close()


@pytest.fixture
def place(tmp_path):
    with a_place(tmp_path, f"sqlite:///{tmp_path / 'panels.db'}") as made:
        yield made


def as_stored_before(place: Place) -> None:
    """Write the store's releases and publications as the program did before access was checked."""
    connection = sqlite3.connect(place.folder / "panels.db")
    with connection:
        for table, column in (("plan_release", "release"), ("publication", "publication")):
            for row, document in connection.execute(f"select rowid, {column} from {table}").fetchall():
                connection.execute(
                    f"update {table} set {column} = ? where rowid = ?", (as_written_before(document), row)
                )
    connection.close()


def test_upgrade_of_a_store_tells_pages_anew_and_nobody_else(place):
    place.release(*MEETINGS)
    place.publish_to_the_end()
    news, sequences = news_of(place.site), {key: each.sequence for key, each in entries_of(place.site).items()}
    as_stored_before(place)
    place.borough = a_borough(venues=(a_venue(**UNCHECKED), a_library(**UNCHECKED)))

    place.publish_to_the_end()
    republished = page_of(place)
    place.release(*MEETINGS)
    place.publish_to_the_end()

    assert "Step-free: yes" not in republished + page_of(place)
    assert republished.count("not checked yet</bdi>") == 3
    assert news_of(place.site) == news
    assert {key: each.sequence for key, each in entries_of(place.site).items()} == sequences
    register = place.store.promises.register(place.borough.profile.code, "Europe/London")
    assert {meeting.hall.access for meeting in register.meetings.values()} == {Access()}
    place.assert_agree()


def page_of(place: Place) -> str:
    return (place.site / "meetings" / MEETINGS[0].meeting_id / "index.html").read_text(encoding="utf-8")
