"""Calendar feeds, read back by three independent readers."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st

from publishers import addresses, contentlines
from publishers.feeds import publish
from scheduler.facts import Known
from scheduler.place import Position
from scheduler.release.value import PublicWard
from tests.publishers.examples import HOSTILE_LINE, SECOND, a_hall, a_meeting, a_release, at, moved, with_facts
from tests.publishers.ical_reader import calendar_by_ical
from tests.thorough import some

LOCAL_TIMES = {
    "2027-E05009317-1": ("Thu 2027-03-25 19:00", "Thu 2027-03-25 20:30"),
    "2027-E05009328-1": ("Tue 2027-03-30 18:30", "Tue 2027-03-30 20:00"),
    "2027-E05009317-2": ("Sat 2027-04-24 11:00", "Sat 2027-04-24 12:30"),
    "2027-E05009330-1": ("Mon 2027-05-10 12:00", "Mon 2027-05-10 13:30"),
    "2027-E05009328-2": ("Wed 2027-06-16 18:30", "Wed 2027-06-16 20:00"),
    "2027-E05009317-3": ("Thu 2027-10-28 19:00", "Thu 2027-10-28 20:30"),
    "2027-E05009328-3": ("Wed 2027-11-03 19:00", "Wed 2027-11-03 20:30"),
    "2027-E05009317-4": ("Thu 2027-12-02 19:00", "Thu 2027-12-02 20:30"),
}
AS_UTC = {
    "2027-E05009317-1": "2027-03-25 19:00",
    "2027-E05009328-1": "2027-03-30 17:30",
    "2027-E05009317-3": "2027-10-28 18:00",
    "2027-E05009328-3": "2027-11-03 19:00",
}


def files(release) -> dict[str, bytes]:
    return {artifact.path: artifact.content for artifact in publish(release)}


def read_by_icalendar(content: bytes) -> list[tuple]:
    calendar = icalendar.Calendar.from_ical(content)
    return [
        (
            str(vevent["UID"]),
            int(vevent["SEQUENCE"]),
            vevent["DTSTART"].dt,
            vevent["DTEND"].dt,
            str(vevent["SUMMARY"]),
            str(vevent["LOCATION"]),
            str(vevent["DESCRIPTION"]),
            str(vevent["STATUS"]),
            str(vevent["URL"]),
        )
        for vevent in calendar.walk("VEVENT")
    ]


def read_by_vobject(content: bytes) -> list[tuple]:
    calendar = vobject.readOne(content.decode())
    return [
        (
            vevent.uid.value,
            int(vevent.sequence.value),
            vevent.dtstart.value,
            vevent.dtend.value,
            vevent.summary.value,
            vevent.location.value,
            vevent.description.value,
            vevent.status.value,
            vevent.url.value,
        )
        for vevent in calendar.vevent_list
    ]


def read_by_ical(content: bytes) -> list[tuple]:
    calendar = calendar_by_ical(content.decode())
    return [
        (
            vevent.uid,
            vevent.sequence,
            vevent.dtstart,
            vevent.dtend,
            vevent.summary,
            vevent.location,
            vevent.description,
            vevent.status.value,
            str(vevent.url),
        )
        for vevent in calendar.events
    ]


HOLDING_NO_MEETING = ("wards/quiet-ward/calendar.ics", "feeds/venues/empty-hall.ics")
READERS = {"icalendar": read_by_icalendar, "vobject": read_by_vobject, "ical": read_by_ical}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_reader_sees_every_local_time_on_both_sides_of_both_clock_changes(read):
    seen = {
        uid.partition("@")[0]: (f"{starts:%a %Y-%m-%d %H:%M}", f"{ends:%a %Y-%m-%d %H:%M}")
        for uid, _, starts, ends, *_ in read(files(a_release())["calendar.ics"])
    }

    assert seen == LOCAL_TIMES


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_reader_sees_the_right_instant_in_winter_and_summer(read):
    seen = {
        uid.partition("@")[0]: f"{starts.astimezone(UTC):%Y-%m-%d %H:%M}"
        for uid, _, starts, *_ in read(files(a_release())["calendar.ics"])
    }

    assert {meeting_id: seen[meeting_id] for meeting_id in AS_UTC} == AS_UTC


@pytest.mark.parametrize("path", some(tuple(files(a_release())), every=3))
def test_every_file_is_read_alike_by_three_readers(path):
    content = files(a_release())[path]
    if b"BEGIN:VEVENT" not in content.splitlines():
        assert path.removeprefix("bn/").removeprefix("reminders/") in HOLDING_NO_MEETING
        assert icalendar.Calendar.from_ical(content).walk("VEVENT") == []
        assert vobject.readOne(content.decode()).contents.get("vevent") is None
        assert calendar_by_ical(content.decode()).events == []
        return

    by_icalendar, by_vobject, by_ical = (sorted(read(content), key=str) for read in READERS.values())

    assert by_icalendar == by_vobject
    assert by_icalendar == by_ical


FEEDS = [
    "calendar.ics",
    "feeds/daytime.ics",
    "feeds/evening.ics",
    "feeds/step-free.ics",
    "feeds/venues/bow-library.ics",
    "feeds/venues/empty-hall.ics",
    "feeds/venues/hostile.ics",
    "feeds/venues/town-hall.ics",
    "feeds/weekend.ics",
    "meetings/2027-E05009317-1/meeting.ics",
    "meetings/2027-E05009317-2/meeting.ics",
    "meetings/2027-E05009317-3/meeting.ics",
    "meetings/2027-E05009317-4/meeting.ics",
    "meetings/2027-E05009328-1/meeting.ics",
    "meetings/2027-E05009328-2/meeting.ics",
    "meetings/2027-E05009328-3/meeting.ics",
    "meetings/2027-E05009330-1/meeting.ics",
    "wards/bow-east/calendar.ics",
    "wards/globe-town/calendar.ics",
    "wards/mile-end/calendar.ics",
    "wards/quiet-ward/calendar.ics",
    "wards/st-hostile/calendar.ics",
]


def test_files_are_those_of_the_contract():
    singles = [path for path in FEEDS if path.startswith("meetings/")]
    with_reminders = [f"reminders/{path}" for path in FEEDS if path not in singles]

    assert sorted(files(a_release(languages=("en",)))) == sorted([*FEEDS, *with_reminders])


@pytest.mark.parametrize(
    ("path", "meeting_ids"),
    [
        (addresses.WEEKEND_FEED, ["2027-E05009317-2"]),
        (addresses.DAYTIME_FEED, ["2027-E05009317-2", "2027-E05009330-1"]),
        ("wards/st-hostile/calendar.ics", ["2027-E05009330-1"]),
        ("meetings/2027-E05009328-3/meeting.ics", ["2027-E05009328-3"]),
    ],
)
def test_feed_holds_its_own_meetings_only(path, meeting_ids):
    seen = [uid.partition("@")[0] for uid, *_ in read_by_icalendar(files(a_release())[path])]

    assert seen == meeting_ids


def test_lines_end_in_crlf_and_are_at_most_75_octets():
    for path, content in files(a_release()).items():
        lines = content.split(b"\r\n")

        assert lines[-1] == b"", path
        assert not [line for line in lines if b"\n" in line or b"\r" in line], path
        assert max(len(line) for line in lines) <= 75, path


def test_no_line_is_cut_inside_a_letter():
    for content in files(a_release()).values():
        assert [line.decode() for line in content.split(b"\r\n")]


def test_moved_meeting_keeps_its_uid_and_raises_sequence():
    before = a_release()
    after = moved(before, "2027-E05009317-3", "Mon 2027-11-01 19:00")
    path = "meetings/2027-E05009317-3/meeting.ics"

    was, now = (icalendar.Calendar.from_ical(files(release)[path]).walk("VEVENT")[0] for release in (before, after))

    assert (was["UID"], was["SEQUENCE"]) == ("2027-E05009317-3@e09000030.wardpanels", 0)
    assert (now["UID"], now["SEQUENCE"]) == ("2027-E05009317-3@e09000030.wardpanels", 1)
    assert was["DTSTAMP"].dt == was["LAST-MODIFIED"].dt == datetime(2026, 11, 2, 9, tzinfo=UTC)
    assert now["DTSTAMP"].dt == now["LAST-MODIFIED"].dt == SECOND + timedelta(days=7)
    assert now["CREATED"].dt == was["CREATED"].dt
    assert now["DESCRIPTION"].startswith("Moved from Thursday 28 October 2027, 7pm to 8:30pm, at Bow Library")


def test_uids_outlive_a_move_of_the_site():
    here, there = a_release(), a_release(site_url="https://elsewhere.example")

    uids = [[uid for uid, *_ in read_by_icalendar(files(release)["calendar.ics"])] for release in (here, there)]

    assert uids[0] == uids[1]
    assert len(set(uids[0])) == 8


def test_cancelled_meeting_stays_and_says_so_first():
    content = files(a_release())["wards/mile-end/calendar.ics"]
    vevent = icalendar.Calendar.from_ical(content).walk("VEVENT")[-1]

    assert str(vevent["SUMMARY"]) == "CANCELLED: Mile End ward panel meeting"
    assert str(vevent["STATUS"]) == "CANCELLED"
    assert str(vevent["TRANSP"]) == "TRANSPARENT"
    assert str(vevent["DESCRIPTION"]) == (
        "This meeting is cancelled. It will not be held.\n\n"
        "When: Wednesday 3 November 2027, 7pm to 8:30pm\nWhere: Bow Library, 1 Roman Road, E3 5LU\n\n"
        "More about this meeting: https://panels.example.org/wp/meetings/2027-E05009328-3/\n"
        "Email panels@example.org."
    )


def test_hostile_text_comes_through_on_one_line_and_adds_no_meeting():
    content = files(a_release())["wards/st-hostile/calendar.ics"]
    calendar = icalendar.Calendar.from_ical(content)

    # icalendar 7.3 does not know NAME for a TEXT, so it gives what stands in the file.
    escaped = HOSTILE_LINE.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert str(calendar["NAME"]) == f"=St {escaped} ward panel meetings"
    assert [str(vevent["SUMMARY"]) for vevent in calendar.walk("VEVENT")] == [f"=St {HOSTILE_LINE} ward panel meeting"]


def test_calendar_names_itself_for_those_who_subscribe():
    calendar = icalendar.Calendar.from_ical(files(a_release())["wards/bow-east/calendar.ics"])
    said = {name: calendar[name].to_ical().decode() for name in calendar}

    assert said == {
        "VERSION": "2.0",
        "PRODID": "-//Ward Panels//Ward panel meetings//EN",
        "CALSCALE": "GREGORIAN",
        "NAME": "Bow East ward panel meetings",
        "X-WR-CALNAME": "Bow East ward panel meetings",
        "DESCRIPTION": "Public meetings with the local police team of Bow East ward.",
        "X-WR-CALDESC": "Public meetings with the local police team of Bow East ward.",
        "REFRESH-INTERVAL": "PT6H",
        "X-PUBLISHED-TTL": "PT6H",
        "X-WR-TIMEZONE": "Europe/London",
        "COLOR": "darkslategray",
        "X-APPLE-CALENDAR-COLOR": "#0B4F5A",
        "IMAGE": "https://panels.example.org/wp/wards/bow-east/card.png",
        "SOURCE": "https://panels.example.org/wp/wards/bow-east/calendar.ics",
        "URL": "https://panels.example.org/wp/wards/bow-east/",
        "LAST-MODIFIED": "20261102T090000Z",
    }


def test_same_release_gives_the_same_bytes():
    assert publish(a_release()) == publish(a_release())


def test_one_moved_meeting_changes_only_the_feeds_it_is_in():
    release = a_release(languages=("en",))
    before, after = files(release), files(moved(release, "2027-E05009317-1", "Mon 2027-03-29 19:00"))

    assert sorted(path for path in before if before[path] != after[path]) == [
        "calendar.ics",
        "feeds/evening.ics",
        "feeds/step-free.ics",
        "feeds/venues/bow-library.ics",
        "meetings/2027-E05009317-1/meeting.ics",
        "reminders/calendar.ics",
        "reminders/feeds/evening.ics",
        "reminders/feeds/step-free.ics",
        "reminders/feeds/venues/bow-library.ics",
        "reminders/wards/bow-east/calendar.ics",
        "wards/bow-east/calendar.ics",
    ]


def test_ward_feed_is_the_bytes_that_were_reviewed(golden):
    content = files(a_release())["wards/mile-end/calendar.ics"]

    assert content == golden("mile-end.ics", content)


def test_clocks_of_the_feed_change_when_londons_do():
    content = files(a_release())["calendar.ics"].decode()
    definition = re.search(r"BEGIN:VTIMEZONE.*END:VTIMEZONE", content, re.DOTALL)[0]
    feed_clock = tzical(StringIO(definition.replace("\r\n", "\n"))).get()
    # On these days 1 o'clock comes never or twice, so no reader can be wrong about it.
    clear_hours = (0, *range(2, 24))
    hours = [datetime(2027, month, day, hour) for month, day in ((3, 28), (10, 31)) for hour in clear_hours]  # noqa: DTZ001

    offsets = [hour.replace(tzinfo=feed_clock).utcoffset() for hour in hours]

    assert offsets == [hour.replace(tzinfo=ZoneInfo("Europe/London")).utcoffset() for hour in hours]


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_borough_in_another_zone_keeps_its_local_times(read):
    paris = ZoneInfo("Europe/Paris")
    plain = a_release()
    meetings = tuple(
        replace(one, starts_at=one.starts_at.replace(tzinfo=paris), ends_at=one.ends_at.replace(tzinfo=paris), was=None)
        for one in plain.meetings
    )

    content = files(replace(plain, timezone="Europe/Paris", meetings=meetings))["calendar.ics"]

    instants = {starts.astimezone(UTC) for _, _, starts, *_ in read(content)}
    assert instants == {at(starts).replace(tzinfo=paris).astimezone(UTC) for starts, _ in LOCAL_TIMES.values()}


def vevents(content):
    return icalendar.Calendar.from_ical(content).walk("VEVENT")


def test_old_address_of_a_renamed_ward_gives_the_same_calendar():
    made = files(a_release())

    assert made["wards/globe-town/calendar.ics"] == made["wards/mile-end/calendar.ics"]
    assert b"SOURCE;VALUE=URI:https://panels.example.org/wp/wards/mile-end/calendar.ics\r\n" in made[
        "wards/globe-town/calendar.ics"
    ].replace(b"\r\n ", b"")


def test_step_free_feed_holds_meetings_known_to_be_step_free_only():
    stepped = with_facts(a_release().meetings[0].hall, step_free=Known.NO)
    unknown = with_facts(stepped, step_free=Known.UNKNOWN)
    first, second, *others = a_release().meetings
    release = a_release(meetings=(replace(first, hall=stepped), replace(second, hall=unknown), *others))

    seen = [uid.partition("@")[0] for uid, *_ in read_by_icalendar(files(release)["feeds/step-free.ics"])]

    assert seen == [meeting.meeting_id for meeting in others]


def test_cancelled_meeting_says_why_and_that_a_new_date_follows():
    cancelled = replace(a_release().meetings[6], because="hall-closed", new_date_follows=True)
    release = replace(a_release(), meetings=(*a_release().meetings[:6], cancelled, *a_release().meetings[7:]))

    vevent = icalendar.Calendar.from_ical(files(release)["wards/mile-end/calendar.ics"]).walk("VEVENT")[-1]

    assert str(vevent["DESCRIPTION"]).startswith(
        "This meeting is cancelled. It will not be held. The hall is closed. A new date will follow.\n\n"
    )


def test_reminders_come_a_week_and_a_day_before_and_never_for_a_cancelled_meeting():
    reminders = {
        str(vevent["UID"]).partition("@")[0]: [alarm["TRIGGER"].dt for alarm in vevent.walk("VALARM")]
        for vevent in vevents(files(a_release())["reminders/wards/mile-end/calendar.ics"])
    }

    both = [timedelta(days=-7), timedelta(days=-1)]
    assert reminders == {"2027-E05009328-1": both, "2027-E05009328-2": both, "2027-E05009328-3": []}


def test_feed_without_reminders_has_no_alarm():
    made = files(a_release())

    assert [path for path, content in made.items() if b"VALARM" in content and "reminders/" not in path] == []


@pytest.mark.parametrize(("days_later", "is_shown"), [(396, True), (397, False)])
def test_meeting_stays_for_thirteen_months_after_its_date(days_later, is_shown):
    cancelled = a_release().meetings[6]
    made = files(a_release(released_at=cancelled.ends_at + timedelta(days=days_later)))

    shown = [b"UID:2027-E05009328-3@" in made[path] for path in ("calendar.ics", "wards/mile-end/calendar.ics")]
    assert shown == [is_shown, is_shown]
    assert b"UID:2027-E05009328-3@" in made["meetings/2027-E05009328-3/meeting.ics"]


def test_place_is_told_to_apples_calendar_too():
    (vevent,) = vevents(files(a_release())["meetings/2027-E05009317-1/meeting.ics"])
    place = vevent["X-APPLE-STRUCTURED-LOCATION"]

    assert str(place) == "geo:51.5301,-0.0312"
    assert dict(place.params) == {
        "VALUE": "URI",
        "X-ADDRESS": "Bow Library, 1 Roman Road, E3 5LU",
        "X-APPLE-RADIUS": "100",
        "X-TITLE": "Bow Library",
    }


@pytest.mark.parametrize("position", [each for each in Position if each is not Position.DOOR])
def test_middle_of_an_area_is_no_place_to_send_anybody_to(position):
    meeting = a_release().meetings[0]
    about = replace(meeting, hall=replace(meeting.hall, position=position))
    (vevent,) = vevents(files(a_release(meetings=(about,)))["meetings/2027-E05009317-1/meeting.ics"])

    assert not {"GEO", "X-APPLE-STRUCTURED-LOCATION"} & vevent.keys()
    assert str(vevent["LOCATION"]) == "Bow Library, 1 Roman Road, E3 5LU"


def many(count):
    """A release of `count` meetings in a ward for every four of them."""
    wards = tuple(PublicWard(f"W{n}", f"Ward {n}", f"ward-{n}", 51.5, 0.0, ()) for n in range(count // 4))
    meetings = tuple(
        a_meeting(f"2027-W{n // 4}-{n % 4 + 1}", "Thu 2027-03-25 19:00", hall=a_hall(f"hall-{n // 4}"))
        for n in range(count)
    )
    return a_release(wards=wards, meetings=meetings, changes=(), languages=("en",), halls=())


@given(st.text(max_size=200))
def test_any_text_is_folded_by_octets_and_unfolds_to_itself(words):
    line = f"SUMMARY:{contentlines.text(''.join(words.split()))}"
    folded = contentlines.folded(line)

    assert all(len(piece) <= 75 and piece.decode() is not None for piece in folded.split(b"\r\n"))
    assert folded.removesuffix(b"\r\n").replace(b"\r\n ", b"").decode() == line
