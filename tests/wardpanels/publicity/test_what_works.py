"""What brings people: what is not known is said, few visits are not ranked, and no cause is claimed."""

from __future__ import annotations

import csv
import io
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.period import Period, calendar_year
from scheduler.records import MeetingRecord
from scheduler.store import open_store
from scheduler.visited import Visited
from tests.publishers.examples import a_release
from tests.scheduler.examples import a_borough, a_plan, utc
from wardpanels.facts.visits import visits_csv, works_facts
from wardpanels.publicity.what_works import ENOUGH_VISITS, MeetingVisits, WhatWorks, what_works
from wardpanels.terminal.words.visits import channel_table, meeting_table, ward_table, works_sentences

BOW, MILE_END = "E05009317", "E05009328"
FIRST_IN_BOW = "2027-E05009317-1"
HELD_ON = date(2027, 3, 25)
MARCH = Period(date(2027, 3, 1), date(2027, 3, 31))
APRIL = utc("2027-04-01 09:00")
POST = Visited(date(2027, 3, 20), "x", "week", BOW, FIRST_IN_BOW)
POSTER = Visited(date(2027, 3, 21), "poster", "news", BOW, FIRST_IN_BOW)
LEAFLET = Visited(date(2027, 3, 22), "leaflet", "news", MILE_END)
HOME = Visited(date(2027, 3, 22), "newsletter", "news")


def report(visits, read=MARCH.days, days=MARCH, ward=None, at=APRIL, records=()):
    with closing(open_store("memory:")) as store:
        store.append_release(a_release(number=1), a_plan())
        store.visits.note("E09000030", read, visits)
        for record in records:
            store.records.add("E09000030", record, after=0, at=at)
        return what_works(store, a_borough().profile, days, ward, at)


def said(found: WhatWorks) -> str:
    return " ".join(works_sentences(found))


def test_visits_are_told_by_channel_and_moment_with_their_share():
    found = report({POST: 60, replace(POST, moment="eve"): 20, POSTER: 20})

    heads, rows, _ = channel_table(found)
    assert heads == ("Channel", "Any time", "A week before", "The day before", "Visits", "Share")
    assert rows == [("x", "0", "60", "20", "80", "80%"), ("poster", "20", "0", "0", "20", "20%")]


def test_of_few_visits_nothing_is_ranked_and_no_share_is_told():
    found = report({POST: ENOUGH_VISITS - 2, POSTER: 1})

    heads, rows, _ = channel_table(found)
    assert heads[-1] == "Visits"
    assert [row[0] for row in rows] == ["poster", "x"]
    assert "Fewer than 100 visits say nothing of which channel works better" in said(found)
    assert "%" not in said(found)


def test_days_of_which_no_log_was_read_are_not_known_and_never_none():
    found = report({POST: 3}, read=MARCH.days[9:25])

    assert found.unread == (Period(MARCH.first_day, date(2027, 3, 9)), Period(date(2027, 3, 26), MARCH.last_day))
    assert "on 16 days of which a log was read. Not known: 1 Mar 2027 to 9 Mar 2027, 26 Mar 2027" in said(found)


def test_without_any_log_nothing_is_known_and_no_table_shows_0():
    found = report({}, read=())

    assert said(found).startswith("No log of these days was read: what brought people is not known.")
    assert [table(found)[1] for table in (channel_table, ward_table, meeting_table)] == [[], [], []]
    assert works_facts(found)["total"] is None


def test_days_to_come_are_not_missed():
    found = report({}, read=MARCH.days, days=calendar_year(2027))

    assert found.unread == (Period(date(2027, 1, 1), date(2027, 2, 28)), Period(date(2027, 4, 1), date(2027, 4, 1)))


def test_wards_without_a_visit_have_none_and_pages_of_the_whole_borough_come_last():
    rows = ward_table(report({POST: 3, LEAFLET: 2, HOME: 1}))[1]

    assert [(row[0], row[1]) for row in rows if row[0] in ("Bow East", "Mile End", "The whole borough")] == [
        ("Bow East", "3"),
        ("Mile End", "2"),
        ("The whole borough", "1"),
    ]
    assert {row[1] for row in rows} == {"0", "1", "2", "3"}


def test_one_ward_has_its_own_visits_and_its_meetings_with_who_came():
    record = MeetingRecord(FIRST_IN_BOW, 24, 3)
    read = (*(HELD_ON - timedelta(days) for days in range(28)), HELD_ON + timedelta(1))
    after = replace(POST, day=HELD_ON + timedelta(1))
    early = replace(POST, day=HELD_ON - timedelta(28))
    found = report({POST: 5, POSTER: 2, after: 9, early: 9, LEAFLET: 7}, read, ward=BOW, records=[record])

    assert ward_table(found)[1] == [("Bow East", "16", "1", "1", "24", "3")]
    assert meeting_table(found)[1] == [(FIRST_IN_BOW, "Thu 25 Mar 2027", "7", "24", "3")]


def test_meeting_without_all_its_logs_or_its_record_says_so():
    found = report({POST: 5}, MARCH.days, ward=BOW)

    assert meeting_table(found)[1] == [(FIRST_IN_BOW, "Thu 25 Mar 2027", "not known", "not recorded", "not recorded")]


def test_meeting_that_has_not_begun_is_not_in_it():
    assert report({POST: 5}, at=utc("2027-03-25 18:59")).meetings == ()


def a_year(pairs) -> WhatWorks:
    """A year of meetings, each with its visits and residents."""
    meetings = (MeetingVisits(f"m-{n}", BOW, HELD_ON, visits, came, None) for n, (visits, came) in enumerate(pairs))
    return WhatWorks(MARCH, 31, (), {}, tuple(meetings), {BOW: "Bow East"})


def test_visits_stand_beside_attendance_where_there_are_enough_meetings_and_no_cause_is_claimed():
    found = a_year([(n, 10 + n) for n in range(20)])

    assert (found.beside.meetings, found.beside.of_more, found.beside.of_less) == (20, 24.5, 14.5)
    assert "the 10 with the fewest 14.5. That does not show that one brings the other" in said(found)


@pytest.mark.parametrize(
    "pairs", [[(n, 10) for n in range(19)], [(5, n) for n in range(40)], 30 * [(None, 10)], 30 * [(10, None)], []]
)
def test_where_too_little_is_known_visits_and_attendance_are_not_compared(pairs):
    found = a_year(pairs)

    assert found.beside is None
    assert "Visits and attendance are not compared" in said(found)


@given(
    st.dictionaries(
        st.builds(
            Visited,
            st.sampled_from(MARCH.days),
            st.sampled_from(["x", "sms", "poster"]),
            st.sampled_from(["news", "week", "eve"]),
            st.sampled_from([BOW, MILE_END, ""]),
        ),
        st.integers(1, 90),
        max_size=12,
    )
)
def test_tables_add_up(visits):
    found = WhatWorks(MARCH, 31, (), visits, (), {BOW: "Bow East", MILE_END: "Mile End"})
    total = sum(visits.values())

    heads, rows, _ = channel_table(found)
    assert sum(int(row[heads.index("Visits")]) for row in rows) == total
    assert all(sum(map(int, row[1 : heads.index("Visits")])) == int(row[heads.index("Visits")]) for row in rows)
    assert sum(int(row[1]) for row in ward_table(found)[1]) == total
    assert sum(int(line["visits"]) for line in csv.DictReader(io.StringIO(visits_csv(found).decode()))) == total
    assert ("Share" in heads) == (total >= ENOUGH_VISITS)
