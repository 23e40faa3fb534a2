"""The corrections pack: what a change makes wrong goes out again, and nothing else does."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from io import StringIO

from publishers import corrections
from publishers.channels import every_channel
from scheduler.facts import Known
from scheduler.release.value import Change, ChangeKind
from tests.publishers.examples import a_hall, a_release

MOVED, CANCELLED = "2027-E05009328-1", "2027-E05009328-3"


def only(release, *changes):
    """The release in which nothing else has changed."""
    changed = {change.after.meeting_id: change for change in changes}
    rest = (Change(ChangeKind.UNCHANGED, meeting, meeting) for meeting in release.meetings)
    kept = tuple(changed.get(one.after.meeting_id, one) for one in rest)
    return replace(release, changes=kept, meetings=tuple(change.after for change in kept), languages=("en",))


def before(release):
    """The release before, in which its meetings are as they were told."""
    known = [change.before for change in release.changes if change.before]
    meetings = tuple(sorted(known, key=lambda meeting: (meeting.starts_at, meeting.ward_code)))
    return replace(release, number=release.number - 1, meetings=meetings, changes=())


def pack_of(release):
    return corrections.publish(release, before(release))


def found_in(release):
    return corrections.corrections(release, before(release))


def change_of(meeting_id):
    return next(change for change in a_release().changes if change.after.meeting_id == meeting_id)


def test_release_without_a_change_makes_no_pack():
    assert pack_of(only(a_release())) == ()


def test_first_release_corrects_nothing():
    release = a_release(number=1)
    news = tuple(Change(ChangeKind.NEW, None, meeting) for meeting in release.meetings)

    assert corrections.publish(replace(release, changes=news), None) == ()


def test_cancelled_meeting_is_put_right_on_every_channel_and_nothing_else_is():
    found = found_in(only(a_release(), change_of(CANCELLED)))

    assert {one.channel for one in found} == {channel.name for channel in every_channel.CHANNELS} - {"agenda"}
    assert {one.meeting_id for one in found} == {CANCELLED}
    assert sorted(one.file for one in found if one.channel in ("x", "leaflet", "press", "magazine")) == [
        "corrections/leaflet/mile-end.txt",
        "corrections/magazine/2027-q4.txt",
        "corrections/press/2027-11.txt",
        f"corrections/x/{CANCELLED}.txt",
    ]


def test_index_says_what_was_told_and_what_to_say_now():
    found = found_in(only(a_release(), change_of(MOVED)))
    line = next(one for one in found if one.channel == "x")

    assert line == corrections.Correction(
        channel="x",
        told="people who follow us on X",
        meeting_id=MOVED,
        change="moved",
        told_before="Tuesday 2 March 2027, 7pm to 8:30pm, at Bow Library, 1 Roman Road, E3 5LU",
        say_now=(
            "Mile End ward panel meeting is now on Tuesday 30 March 2027, 6:30pm to 8pm, at Town Hall, "
            "160 Whitechapel Road, E1 1BJ. Moved from Tuesday 2 March 2027, 7pm to 8:30pm, at Bow Library, "
            "1 Roman Road, E3 5LU."
        ),
        replaces=f"copy/x/{MOVED}.txt",
        file=f"corrections/x/{MOVED}.txt",
    )


def test_change_of_access_goes_only_to_channels_that_tell_of_access():
    after = a_release().meetings[0]
    before = replace(after, hall=a_hall(step_free=Known.NO))
    found = found_in(only(a_release(), Change(ChangeKind.ACCESS_CHANGED, before, after)))

    assert {one.channel for one in found} == {
        "email", "facebook", "nextdoor", "met-engage", "police-uk", "council-page", "leaflet", "calendar",
        "ward-newsletter",
    }  # fmt: skip


def test_month_that_loses_its_only_meeting_is_withdrawn():
    change = change_of(MOVED)
    before = replace(change.before, starts_at=change.before.starts_at.replace(month=2))
    release = only(a_release(), replace(change, before=before))
    press = [one for one in found_in(release) if one.channel == "press"]

    assert [(one.replaces, one.file) for one in press] == [
        ("copy/press/2027-02.txt", ""),
        ("copy/press/2027-03.txt", "corrections/press/2027-03.txt"),
    ]


def test_pack_holds_the_copy_of_the_channels_as_it_is_now():
    release = only(a_release(), change_of(MOVED))
    now = {copy.path.replace("copy/", "corrections/", 1): copy.artifacts for copy in every_channel.copies(release)}
    pack = {made.path: made.content for made in pack_of(release)}
    index = json.loads(pack.pop(corrections.INDEX_JSON))
    rows = list(csv.DictReader(StringIO(pack.pop(corrections.INDEX_CSV).decode(), newline="")))

    whole = {one["file"]: [file.content for file in now[one["file"]]] for one in index}
    assert set(pack.values()) == {content for contents in whole.values() for content in contents}
    assert {path for path in pack if not path.endswith((".alt.txt", ".png"))} == set(whole)
    assert rows == index


def test_words_that_changed_are_put_right_nowhere():
    release = a_release(languages=("en",))
    there = replace(release, site_url="https://new.example.org", contact_email="new@example.org")
    named = tuple(replace(one, hall=replace(one.hall, name="The Library")) for one in release.meetings)
    words = tuple(Change(ChangeKind.UPDATED, *both) for both in zip(release.meetings, named, strict=True))

    assert corrections.corrections(replace(there, meetings=named, changes=words), release) == ()


def test_meeting_that_leaves_its_month_is_put_right_in_the_issues_of_both_months():
    change = change_of(MOVED)
    later = replace(change.after, starts_at=change.after.starts_at.replace(month=4))
    release = only(a_release(), replace(change, after=later))

    files = {one.file for one in found_in(release) if one.channel == "newsletter"}

    assert files == {
        f"corrections/newsletter/2027-{month}.{ending}"
        for month in ("03", "04")
        for ending in ("html", "subject", "txt")
    }
