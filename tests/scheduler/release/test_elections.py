"""The weeks before a poll: which a release carries, and which it learns of later."""

from __future__ import annotations

import json
from datetime import date

from scheduler.facts import Election
from scheduler.release.elections import neutral, poll_after, polls_of, told_on, with_polls
from scheduler.release.making import next_release
from scheduler.store.documents import decode_release, encode
from tests.scheduler.examples import a_borough, a_plan, utc

LONDON_POLL = Election(date(2027, 5, 6), date(2027, 3, 22), "Mayor of London")
BY_ELECTION = Election(date(2027, 2, 11), date(2027, 1, 7), "Bow East by-election")
RELEASED_AT = utc("2026-11-02 09:00")


def a_release(*elections):
    return next_release(a_borough(elections=elections), a_plan(), None, RELEASED_AT)


def test_release_carries_the_polls_whose_quiet_weeks_touch_its_year():
    long_ago = Election(date(2026, 5, 7), date(2026, 3, 30), "council")
    next_year = Election(date(2028, 5, 4), date(2028, 3, 20), "London")

    assert a_release(next_year, LONDON_POLL, long_ago).polls == (LONDON_POLL,)


def test_poll_of_the_quarter_before_counts_for_that_is_when_first_notices_go_out():
    first, last = date(2027, 1, 1), date(2027, 12, 31)
    near = Election(date(2026, 10, 1), date(2026, 9, 1), "by-election")
    far = Election(date(2026, 9, 30), date(2026, 9, 1), "by-election")

    assert polls_of((near, far), first, last) == (near,)


def test_first_and_last_day_of_the_quiet_weeks_are_in_them_and_the_days_beside_are_not():
    days = (date(2027, 3, 21), date(2027, 3, 22), date(2027, 5, 6), date(2027, 5, 7))

    assert [poll_after((LONDON_POLL,), day) for day in days] == [None, LONDON_POLL, LONDON_POLL, None]


def test_by_election_called_after_the_release_is_added_and_nothing_is_lost():
    release = with_polls(a_release(LONDON_POLL), (BY_ELECTION,))

    assert release.polls == (BY_ELECTION, LONDON_POLL)


def test_polls_are_stored_and_read_back():
    release = a_release(LONDON_POLL)

    assert decode_release(encode(release)) == release


def test_release_stored_before_there_were_polls_still_reads():
    document = json.loads(encode(a_release()))
    del document["polls"], document["is_neutral"]

    assert decode_release(json.dumps(document).encode()) == a_release()


def test_neutral_release_tells_of_the_same_meetings():
    release = a_release(LONDON_POLL)
    told = neutral(release)

    assert (told.is_neutral, told.meetings) == (True, release.meetings)


def test_release_is_told_neutrally_in_the_quiet_weeks_alone():
    release = a_release(LONDON_POLL)
    days = (date(2027, 3, 21), date(2027, 3, 22), date(2027, 5, 6), date(2027, 5, 7))

    assert [told_on(release, day).is_neutral for day in days] == [False, True, True, False]
