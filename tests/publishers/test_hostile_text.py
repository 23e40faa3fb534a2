"""Any text whatever, through every format and back."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from io import StringIO
from xml.etree import ElementTree as ET

import icalendar
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from publishers import atom, feeds, open_data, wording
from scheduler.release.value import Release
from tests.publishers.examples import BOW, a_hall, a_meeting, a_release
from tests.publishers.ical_reader import calendar_by_ical

texts = st.text(st.characters() | st.sampled_from("\r\n\t\\;,:\"'=+-@<>&]\x00\u200f\u2028\ufeff🎪") | st.just("A"))
each_time_the_same = settings(derandomize=True)


def told(text: str) -> Release:
    """A release of one meeting, whose ward, hall and entrance are named by the text."""
    hall = a_hall(name=f"x{text}", address=text, postcode="", entrance=text)
    meeting = a_meeting("2027-E05009317-1", "Thu 2027-03-25 19:00", hall=hall)
    return a_release(wards=(replace(BOW, name=text),), meetings=(meeting,), changes=())


def by_path(release: Release) -> dict[str, bytes]:
    made = (*feeds.publish(release), *open_data.publish(release), *atom.publish(release))
    return {artifact.path: artifact.content for artifact in made}


@each_time_the_same
@given(texts)
def test_text_is_read_back_from_a_feed_as_it_was_written(text):
    release = told(text)
    hall = release.meetings[0].hall
    content = by_path(release)["calendar.ics"]

    by_icalendar = icalendar.Calendar.from_ical(content).walk("VEVENT")
    by_vobject = vobject.readOne(content.decode()).vevent_list
    by_ical = calendar_by_ical(content.decode()).events

    where, title = wording.where(hall), wording.title(release.wards[0])
    assert [(str(one["LOCATION"]), str(one["SUMMARY"])) for one in by_icalendar] == [(where, title)]
    assert [(one.location.value, one.summary.value) for one in by_vobject] == [(where, title)]
    assert [(one.location, one.summary) for one in by_ical] == [(where, title)]
    assert max(map(len, content.split(b"\r\n"))) <= 75


@each_time_the_same
@given(texts)
def test_text_is_read_back_from_open_data_as_it_was_written(text):
    files = by_path(told(text))

    (row,) = csv.DictReader(StringIO(files["meetings.csv"].decode(), newline=""), strict=True)
    (meeting,) = json.loads(files["meetings.json"])["meetings"]

    assert meeting["venue"]["address"] == wording.one_line(text)
    assert row["address"].removeprefix("'") == wording.one_line(text).removeprefix("'")
    assert row["address"][:1] not in set("=+-@\t\r")


@each_time_the_same
@given(texts)
def test_text_is_read_back_from_the_feed_of_changes_as_it_was_written(text):
    root = ET.fromstring(by_path(told(text))["changes.atom"])

    assert [one.get("label") for one in root.iter("{http://www.w3.org/2005/Atom}category")] == [wording.one_line(text)]
