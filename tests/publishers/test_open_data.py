"""meetings.json and meetings.csv, read back."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from io import StringIO

import pytest

from publishers.open_data import COLUMNS, publish, recipes, safe_cell
from scheduler.release.edition import Edition
from tests.publishers.examples import FORMULA, HOSTILE_LINE, a_release


def rows(release) -> list[dict[str, str]]:
    by_path = {artifact.path: artifact.content for artifact in publish(release)}
    return list(csv.DictReader(StringIO(by_path["meetings.csv"].decode(), newline=""), strict=True))


def document(release) -> dict:
    by_path = {artifact.path: artifact.content for artifact in publish(release)}
    return json.loads(by_path["meetings.json"])


def test_moved_meeting_in_json_is_whole():
    seen = next(one for one in document(a_release())["meetings"] if one["id"] == "2027-E05009328-1")

    library = {
        "venue_id": "bow-library",
        "name": "Bow Library",
        "address": "1 Roman Road",
        "postcode": "E3 5LU",
        "lat": 51.5301,
        "lon": -0.0312,
        "step_free": "yes",
        "hearing_loop": "unknown",
        "accessible_toilet": "no",
        "entrance": "Use the side door",
        "transport": "",
        "position": "door",
    }
    town_hall = {
        "venue_id": "town-hall",
        "name": "Town Hall",
        "address": "160 Whitechapel Road",
        "postcode": "E1 1BJ",
        "entrance": "",
        "position": "postcode",
    }
    assert seen == {
        "id": "2027-E05009328-1",
        "status": "confirmed",
        "not_held": False,
        "sequence": 1,
        "ward_code": "E05009328",
        "session": "evening",
        "starts_at": "2027-03-30T18:30:00+01:00",
        "ends_at": "2027-03-30T20:00:00+01:00",
        "when": "Tuesday 30 March 2027, 6:30pm to 8pm",
        "venue": {**library, **town_hall},
        "attending": ["sergeant", "dwo"],
        "was": {
            "status": "confirmed",
            "starts_at": "2027-03-02T19:00:00+00:00",
            "ends_at": "2027-03-02T20:30:00+00:00",
            "when": "Tuesday 2 March 2027, 7pm to 8:30pm",
            "venue": library,
        },
        "first_announced": None,
        "first_released_at": "2026-11-02T09:00:00Z",
        "last_changed_at": "2027-01-11T09:30:00Z",
        "url": "https://panels.example.org/wp/meetings/2027-E05009328-1/",
        "calendar": "https://panels.example.org/wp/meetings/2027-E05009328-1/meeting.ics",
    }


def test_json_says_which_release_it_is():
    seen = document(a_release())

    assert list(seen) == [
        "$schema",
        "borough",
        "release",
        "timezone",
        "first_day",
        "last_day",
        "url",
        "contact",
        "contact_phone",
        "contact_text",
        "contact_post",
        "wards",
        "meetings",
    ]
    assert seen["release"] == {"number": 2, "released_at": "2027-01-11T09:30:00Z"}
    assert [ward["calendar"] for ward in seen["wards"]][:1] == [
        "https://panels.example.org/wp/wards/bow-east/calendar.ics"
    ]


def test_csv_has_a_row_for_every_meeting_under_its_columns():
    seen = rows(a_release())

    assert tuple(seen[0]) == COLUMNS
    assert [row["id"] for row in seen] == [meeting.meeting_id for meeting in a_release().meetings]
    assert seen[6] == {
        "id": "2027-E05009328-3",
        "status": "cancelled",
        "ward_code": "E05009328",
        "ward": "Mile End",
        "session": "evening",
        "date": "2027-11-03",
        "starts": "19:00",
        "ends": "20:30",
        "starts_at": "2027-11-03T19:00:00+00:00",
        "ends_at": "2027-11-03T20:30:00+00:00",
        "venue": "Bow Library",
        "address": "1 Roman Road",
        "postcode": "E3 5LU",
        "lat": "51.5301",
        "lon": "-0.0312",
        "step_free": "yes",
        "hearing_loop": "unknown",
        "accessible_toilet": "no",
        "entrance": "Use the side door",
        "attending": "sergeant dwo",
        "changed": "This meeting is cancelled. It will not be held.",
        "last_changed_at": "2027-01-11T09:30:00Z",
        "url": "https://panels.example.org/wp/meetings/2027-E05009328-3/",
        "calendar": "https://panels.example.org/wp/meetings/2027-E05009328-3/meeting.ics",
        "position": "door",
        "not_held": "no",
    }


def test_meeting_that_was_not_held_is_said_to_be_so():
    release = a_release()
    told = replace(release, meetings=(replace(release.meetings[0], is_not_held=True),))

    assert [(meeting["status"], meeting["not_held"]) for meeting in document(told)["meetings"]] == [("confirmed", True)]
    assert [(row["status"], row["not_held"]) for row in rows(told)] == [("confirmed", "yes")]


def test_csv_has_no_byte_order_mark_and_ends_its_lines_in_crlf():
    content = publish(a_release())[0].content

    assert content.startswith(b"id,status,")
    assert content.count(b"\r\n") == 9 == content.count(b"\n")


def test_hostile_text_is_whole_in_both_files_and_runs_in_neither():
    row = rows(a_release())[3]
    meeting = document(a_release())["meetings"][3]

    assert (row["ward"], row["venue"], row["address"], row["entrance"]) == (
        f"'=St {HOSTILE_LINE}",
        HOSTILE_LINE,
        f"'{FORMULA}",
        "'@SUM(1+1)",
    )
    assert (meeting["venue"]["name"], meeting["venue"]["address"]) == (HOSTILE_LINE, FORMULA)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", "＝", "\u200f=", "\ufeff@"])
def test_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(start):
    assert safe_cell(f"{start}1+1").startswith("'")


@pytest.mark.parametrize("text", ["", "Bow", "'=1", "1-2", "a=b", "E1 1AB"])
def test_harmless_cell_stays_as_it_is(text):
    assert safe_cell(text) == text


def test_year_without_meetings_still_has_a_header():
    empty = replace(a_release(), meetings=(), changes=())

    assert publish(empty)[0].content.decode() == ",".join(COLUMNS) + "\r\n"
    assert document(empty)["meetings"] == []


def test_what_is_over_stays_with_its_ward_when_its_year_is_told_no_more():
    release = a_release()
    (first, *_), (gone, *left) = release.meetings, release.wards
    kept = replace(first, meeting_id="2025-E05009328-1", ward_code=gone.code, is_not_held=True)
    later = replace(release, wards=tuple(left), meetings=tuple(m for m in release.meetings if m.ward_code != gone.code))
    edition = replace(Edition.of(later), kept=(kept,), lost=(gone, replace(gone, code="E05000000", slug="never-met")))

    made = {recipe.path: recipe.make().decode() for recipe in recipes(edition)}
    told = json.loads(made["meetings.json"])
    (row,) = (row for row in csv.DictReader(StringIO(made["meetings.csv"])) if row["id"] == kept.meeting_id)

    assert {each["id"] for each in told["meetings"]} == {kept.meeting_id, *later.meeting_by_id}
    assert {each["code"] for each in told["wards"]} == {ward.code for ward in release.wards}
    assert (row["ward"], row["not_held"]) == (gone.name, "yes")
