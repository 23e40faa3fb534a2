"""changes.atom, against the parts of RFC 4287 that a reader relies on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID
from xml.etree import ElementTree as ET

from publishers.atom import publish
from scheduler.release.value import ChangeKind
from tests.publishers.examples import HOSTILE_LINE, a_release, moved

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def feed(release) -> ET.Element:
    return ET.fromstring(publish(release)[0].content)


def titles(release) -> list[str]:
    return [entry.findtext("a:title", namespaces=ATOM) for entry in feed(release).findall("a:entry", ATOM)]


def ids(release) -> list[str]:
    return [one.text for one in feed(release).iter("{http://www.w3.org/2005/Atom}id")]


def test_newest_news_comes_first():
    assert titles(a_release()) == [
        "Moved: Mile End ward panel meeting, Tuesday 30 March 2027, 6:30pm to 8pm",
        "New place: Mile End ward panel meeting, Wednesday 16 June 2027, 6:30pm to 8pm",
        "Cancelled: Mile End ward panel meeting, Wednesday 3 November 2027, 7pm to 8:30pm",
        "New: Bow East ward panel meeting, Thursday 25 March 2027, 7pm to 8:30pm",
        "New: Bow East ward panel meeting, Saturday 24 April 2027, 11am to 12:30pm",
        f"New: =St {HOSTILE_LINE} ward panel meeting, Monday 10 May 2027, midday to 1:30pm",
        "New: Bow East ward panel meeting, Thursday 28 October 2027, 7pm to 8:30pm",
        "New: Bow East ward panel meeting, Thursday 2 December 2027, 7pm to 8:30pm",
    ]


def test_every_entry_has_what_atom_requires():
    root = feed(a_release())

    for element in (root, *root.findall("a:entry", ATOM)):
        UUID(element.findtext("a:id", namespaces=ATOM).removeprefix("urn:uuid:"))
        assert datetime.fromisoformat(element.findtext("a:updated", namespaces=ATOM)).tzinfo
        assert element.findtext("a:title", namespaces=ATOM)
        assert element.findall("a:link[@rel='alternate']", ATOM)
    assert root.find("a:link[@rel='self']", ATOM).get("href") == "https://panels.example.org/wp/changes.atom"
    assert root.findtext("a:author/a:name", namespaces=ATOM) == "Tower Hamlets ward panels"
    assert root.findtext("a:updated", namespaces=ATOM) == "2027-01-11T09:30:00Z"


def test_ids_are_unique_and_a_move_makes_one_new_one():
    before, after = ids(a_release()), ids(moved(a_release(), "2027-E05009317-3", "Mon 2027-11-01 19:00"))

    assert len(set(before)) == len(before) == 9
    assert len(set(after) - set(before)) == 1


def test_summary_says_what_changed_and_what_holds_now():
    first = feed(a_release()).find("a:entry", ATOM)

    assert first.findtext("a:summary", namespaces=ATOM) == (
        "Moved from Tuesday 2 March 2027, 7pm to 8:30pm, at Bow Library, 1 Roman Road, E3 5LU. "
        "Tuesday 30 March 2027, 6:30pm to 8pm, at Town Hall, 160 Whitechapel Road, E1 1BJ."
    )


def test_release_without_changes_gives_the_same_bytes():
    again = a_release(number=3, changes=())

    assert publish(again) == publish(a_release())


def with_last_change(release, meeting_id, kind):
    changed = (
        replace(each, last_change=kind, sequence=each.sequence + 1) if each.meeting_id == meeting_id else each
        for each in release.meetings
    )
    return replace(release, meetings=tuple(changed))


def test_what_moved_once_is_not_told_as_moved_again_where_an_older_version_told_of_words():
    release = with_last_change(a_release(), "2027-E05009328-1", ChangeKind.UPDATED)
    first = feed(release).find("a:entry", ATOM)

    assert first.findtext("a:title", namespaces=ATOM).startswith("Changed: Mile End ward panel meeting")
    assert first.findtext("a:summary", namespaces=ATOM) == (
        "Some details have changed. The day, time and place are the same. "
        "Tuesday 30 March 2027, 6:30pm to 8pm, at Town Hall, 160 Whitechapel Road, E1 1BJ."
    )


def test_meeting_that_stands_again_is_told_as_back_on():
    release = with_last_change(a_release(), "2027-E05009328-1", ChangeKind.REINSTATED)
    first = feed(release).find("a:entry", ATOM)

    assert first.findtext("a:title", namespaces=ATOM).startswith("Back on: Mile End ward panel meeting")
    assert "Tuesday 30 March 2027, 6:30pm to 8pm, at Town Hall" in first.findtext("a:summary", namespaces=ATOM)
