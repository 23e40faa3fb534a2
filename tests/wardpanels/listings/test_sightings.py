"""What each look at a listing leaves behind for the action plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from scheduler.evidence.lines import Sight, Sighting, in_force
from scheduler.period import calendar_year
from scheduler.store import open_store
from tests.scheduler.examples import a_borough
from wardpanels.listings.seen import Seen, Verdict
from wardpanels.listings.sightings import SIGHT, note_sightings
from wardpanels.publicity.desk import Desk
from wardpanels.publicity.publicity_settings import Publicity

AT = datetime(2027, 1, 1, 10, 40, tzinfo=UTC)
LATER = AT + timedelta(hours=3)
SEEN = Seen("2027-E05009317-1", "E05009317", "police.uk", "https://x.example/events", Verdict.MISSING, AT)


@pytest.fixture
def desk(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'panels.db'}")
    yield Desk(store, a_borough(), Publicity(()), calendar_year(2027))
    store.close()


def noted(desk):
    return [line.noted for line in in_force(desk.store.notes.lines(desk.code))]


def look(desk, verdict, at=AT, **facts):
    return note_sightings(desk, [replace(SEEN, verdict=verdict, looked_at=at, **facts)], at)


def test_every_verdict_is_kept_right_wrong_missing_or_not_looked_at():
    assert SIGHT == {
        Verdict.LISTED: Sight.RIGHT,
        Verdict.GONE: Sight.RIGHT,
        Verdict.WRONG: Sight.WRONG,
        Verdict.STALE: Sight.WRONG,
        Verdict.MISSING: Sight.MISSING,
        Verdict.NOT_SEEN: Sight.NOT_LOOKED,
    }


def test_look_is_kept_with_its_place_moment_and_what_was_wrong(desk):
    assert look(desk, Verdict.WRONG, differs=("time: found 10:00, wanted 19:00",)) == 1
    assert noted(desk) == [
        Sighting(SEEN.meeting_id, "police.uk", SEEN.address, Sight.WRONG, AT, ("time: found 10:00, wanted 19:00",))
    ]


def test_same_sight_of_the_same_day_is_one_line_and_of_the_next_day_another(desk):
    assert [look(desk, Verdict.MISSING, at) for at in (AT, LATER, AT + timedelta(days=1))] == [1, 0, 1]
    assert len(desk.store.notes.lines(desk.code)) == 2


def test_later_sight_of_the_day_takes_the_place_of_the_earlier_which_is_kept(desk):
    look(desk, Verdict.MISSING)
    look(desk, Verdict.LISTED, LATER)

    assert [(one.sight, one.looked_at) for one in noted(desk)] == [(Sight.RIGHT, LATER)]
    assert [line.replaces for line in desk.store.notes.lines(desk.code)] == [None, 1]


def test_place_that_does_not_answer_takes_nothing_from_what_was_seen_that_day(desk):
    look(desk, Verdict.LISTED)
    look(desk, Verdict.NOT_SEEN, LATER)

    assert [one.sight for one in noted(desk)] == [Sight.RIGHT]


def test_place_that_answers_at_last_is_seen(desk):
    look(desk, Verdict.NOT_SEEN)
    look(desk, Verdict.LISTED, LATER)

    assert [one.sight for one in noted(desk)] == [Sight.RIGHT]


def test_day_is_the_boroughs_own(desk):
    """At 23:30 in UTC it is half past midnight in London in July: another day than at noon."""
    noon, midnight = datetime(2027, 7, 1, 12, tzinfo=UTC), datetime(2027, 7, 1, 23, 30, tzinfo=UTC)

    assert [look(desk, Verdict.MISSING, at) for at in (noon, midnight)] == [1, 1]
