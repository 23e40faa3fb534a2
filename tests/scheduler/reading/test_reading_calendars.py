"""Calendars of a folder: other bodies' meetings become special days, officers' appointments busy times."""

from datetime import date, datetime, time

import pytest

from scheduler.facts import BusyTime, DayKind, DaySpan, PartOfDay, SpecialDays
from scheduler.period import calendar_year
from scheduler.reading import read_borough

COUNCIL = """\
BEGIN:VEVENT
UID:council
DTSTART;TZID=Europe/London:20270317T190000
DTEND;TZID=Europe/London:20270317T213000
RRULE:FREQ=MONTHLY;COUNT=3
EXDATE;TZID=Europe/London:20270417T190000
SUMMARY:Full council
END:VEVENT
"""
MORNING = """\
BEGIN:VEVENT
UID:cabinet
DTSTART:20270610T090000Z
DTEND:20270610T110000Z
SUMMARY:Cabinet
END:VEVENT
"""
WHOLE_DAY = """\
BEGIN:VEVENT
UID:conference
DTSTART;VALUE=DATE:20270620
DTEND;VALUE=DATE:20270622
END:VEVENT
"""
CALLED_OFF = MORNING.replace("SUMMARY", "STATUS:CANCELLED\nSUMMARY").replace("UID:cabinet", "UID:gone")
FREE = MORNING.replace("SUMMARY", "TRANSP:TRANSPARENT\nSUMMARY").replace("UID:cabinet", "UID:free")


def calendar(*entries):
    text = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//test//EN\n" + "".join(entries) + "END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def at(year, month, day, hour=0, minute=0):
    return datetime.combine(date(year, month, day), time(hour, minute))


def closed(first, last, part, label, kind=DayKind.CLOSED):
    return SpecialDays(DaySpan(first, last), kind, part, label, "other_meetings.ics")


def days_of(borough):
    return [row for row in borough.special_days if row.source == "other_meetings.ics"]


def test_other_meetings_close_the_part_of_the_day_they_take(folder):
    (folder / "other_meetings.ics").write_bytes(calendar(COUNCIL, MORNING, WHOLE_DAY, CALLED_OFF))

    assert days_of(read_borough(folder)) == [
        closed(date(2027, 3, 17), date(2027, 3, 17), PartOfDay.EVENING, "Full council"),
        closed(date(2027, 5, 17), date(2027, 5, 17), PartOfDay.EVENING, "Full council"),
        closed(date(2027, 6, 10), date(2027, 6, 10), PartOfDay.DAYTIME, "Cabinet"),
        closed(date(2027, 6, 20), date(2027, 6, 21), PartOfDay.ANY, "another meeting"),
    ]


def test_other_meetings_are_only_avoided_where_the_borough_says_so(folder):
    (folder / "other_meetings.ics").write_bytes(calendar(MORNING))
    with (folder / "borough.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[other_meetings]\nkind = "avoid"\n')

    assert days_of(read_borough(folder)) == [
        closed(date(2027, 6, 10), date(2027, 6, 10), PartOfDay.DAYTIME, "Cabinet", DayKind.AVOID)
    ]


def test_busy_times_are_on_the_borough_s_clocks_and_free_time_does_not_count(folder):
    (folder / "busy").mkdir()
    (folder / "busy" / "PS-1.ics").write_bytes(calendar(MORNING, FREE))

    assert read_borough(folder).busy == (
        BusyTime("PS-1", *(datetime.combine(date(2027, 6, 10), time(hour)) for hour in (10, 12))),
    )


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "something that is no calendar"),
        (b"hello", "something that does not read (Content line could not be parsed into parts: 'hello': Invalid"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "something that is no calendar"),
        (b"\xff\xfe\x00", "UTF-16 text, wanted a calendar"),
        (b"PK\x03\x04", "a workbook or another zipped file, wanted a calendar"),
    ],
)
def test_file_that_is_no_calendar_is_told(folder, complaints, content, found):
    (folder / "other_meetings.ics").write_bytes(content)

    (told,) = complaints()
    assert told.startswith(f"other_meetings.ics: found {found}")
    assert told.endswith("wanted a calendar as programs export it (.ics), which begins with BEGIN:VCALENDAR")


DAILY_FOR_EVER = MORNING.replace("20270610", "20160110").replace("SUMMARY", "RRULE:FREQ=DAILY\nSUMMARY")


def test_repeats_without_an_end_are_followed_through_the_year_that_is_asked_however_long_ago_they_began(folder):
    (folder / "busy").mkdir()
    (folder / "busy" / "PS-1.ics").write_bytes(calendar(DAILY_FOR_EVER))
    (folder / "other_meetings.ics").write_bytes(calendar(DAILY_FOR_EVER))

    borough = read_borough(folder, calendar_year(2099))

    busy = {busy.starts for busy in borough.busy}
    assert {at(2099, 1, 1, 9), at(2099, 7, 1, 10), at(2099, 12, 31, 9)} <= busy
    assert {starts.date() for starts in busy} == {row.days.first for row in days_of(borough)}
    assert len(busy) <= 365 + 3


def test_an_entry_of_another_time_zone_or_from_the_year_before_touches_the_year(folder):
    far = MORNING.replace("20270610T090000Z", "20261231T233000").replace("20270610T110000Z", "20270101T003000")
    far = far.replace("DTSTART", "DTSTART;TZID=America/New_York").replace("DTEND", "DTEND;TZID=America/New_York")
    long = WHOLE_DAY.replace("20270620", "20261201").replace("20270622", "20270103")
    (folder / "busy").mkdir()
    (folder / "busy" / "PS-1.ics").write_bytes(calendar(far, long))

    assert read_borough(folder, calendar_year(2027)).busy == (
        BusyTime("PS-1", at(2026, 12, 1), at(2027, 1, 3)),
        BusyTime("PS-1", at(2027, 1, 1, 4, 30), at(2027, 1, 1, 5, 30)),
    )


@pytest.mark.parametrize("how_often", ["SECONDLY", "MINUTELY"])
def test_entry_that_repeats_more_often_than_every_hour_is_refused_beside_all_other_problems(
    folder, complaints, how_often
):
    too_often = DAILY_FOR_EVER.replace("DAILY", how_often)
    (folder / "busy").mkdir()
    (folder / "busy" / "PS-1.ics").write_bytes(calendar(MORNING, too_often))
    (folder / "other_meetings.ics").write_bytes(b"hello")

    refused, other = complaints()
    assert refused == (
        f"busy/PS-1.ics, the entry 'Cabinet' of 2016-01-10: found FREQ={how_often}, wanted FREQ=HOURLY or longer"
    )
    assert other.startswith("other_meetings.ics: found something that does not read")


def test_calendar_whose_extension_is_in_capitals_is_read(folder):
    (folder / "busy").mkdir()
    (folder / "busy" / "PS-1.ICS").write_bytes(calendar(MORNING))

    assert [busy.officer_id for busy in read_borough(folder).busy] == ["PS-1"]


FREE_BUSY = """\
BEGIN:VFREEBUSY
UID:rota
DTSTART:20270101T000000Z
DTEND:20280101T000000Z
FREEBUSY;FBTYPE=BUSY:20270104T180000Z/20270104T200000Z,20270705T180000Z/PT2H
FREEBUSY;FBTYPE=FREE:20270106T180000Z/PT2H
FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20270108T090000Z/PT1H
END:VFREEBUSY
"""


def test_calendar_that_tells_only_which_times_are_taken_is_read(folder):
    (folder / "busy").mkdir()
    (folder / "busy" / "PS-1.ics").write_bytes(calendar(FREE_BUSY))

    assert read_borough(folder, calendar_year(2027)).busy == (
        BusyTime("PS-1", at(2027, 1, 4, 18), at(2027, 1, 4, 20)),
        BusyTime("PS-1", at(2027, 1, 8, 9), at(2027, 1, 8, 10)),
        BusyTime("PS-1", at(2027, 7, 5, 19), at(2027, 7, 5, 21)),
    )


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (
            MORNING.replace("DTSTART:20270610T090000Z", "DTSTART;TZID=Mars/Phobos:20270610T090000"),
            "found TZID=Mars/Phobos, wanted a time zone such as Europe/London, or one the file defines",
        ),
        (
            MORNING.replace("T110000Z", "T083000Z"),
            "found an end at 2027-06-10 09:30, wanted one after 2027-06-10 10:00",
        ),
    ],
)
def test_entry_that_cannot_be_placed_in_time_is_refused(folder, complaints, entry, told):
    (folder / "other_meetings.ICS").write_bytes(calendar(WHOLE_DAY, entry))

    (complaint,) = complaints()
    assert complaint.startswith("other_meetings.ICS, the entry 'Cabinet' of 2027-06-10: ")
    assert complaint.endswith(told)


def test_time_zone_that_only_the_file_knows_or_that_windows_names_is_read(folder):
    own = """\
BEGIN:VTIMEZONE
TZID:Ours
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0200
TZOFFSETTO:+0200
END:STANDARD
END:VTIMEZONE
"""
    ours = MORNING.replace("T090000Z", "T110000").replace("T110000Z", "T120000")
    ours = ours.replace("DTSTART", "DTSTART;TZID=Ours").replace("DTEND", "DTEND;TZID=Ours")
    windows = ours.replace("Ours", "GMT Standard Time").replace("UID:cabinet", "UID:windows")
    (folder / "busy").mkdir()
    (folder / "busy" / "PS-1.ics").write_bytes(calendar(own, ours, windows))

    assert read_borough(folder, calendar_year(2027)).busy == (
        BusyTime("PS-1", at(2027, 6, 10, 10), at(2027, 6, 10, 11)),
        BusyTime("PS-1", at(2027, 6, 10, 11), at(2027, 6, 10, 12)),
    )


def test_calendar_of_an_officer_nobody_knows_is_told(folder, complaints):
    (folder / "busy").mkdir()
    (folder / "busy" / "PS-9.ics").write_bytes(calendar(MORNING))

    assert complaints() == [
        "busy/PS-9.ics: found 'PS-9', wanted a name such as S01.ics, of an officer_id in the officers' table"
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=2",
        "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31",
        "FREQ=YEARLY;BYMONTH=1;BYYEARDAY=366",
    ],
)
def test_repeat_that_may_never_come_is_refused_for_it_would_be_looked_for_until_the_year_9999(folder, complaints, rule):
    (folder / "busy").mkdir()
    (folder / "busy" / "PS-1.ics").write_bytes(calendar(DAILY_FOR_EVER.replace("FREQ=DAILY", rule)))

    assert complaints() == [
        f"busy/PS-1.ics, the entry 'Cabinet' of 2016-01-10: found a repeat that may never come "
        f"({rule[5:].partition(';')[0]}), wanted one that comes every year"
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=MO",
        "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;UNTIL=99991231T000000",
        "FREQ=DAILY;COUNT=7",
    ],
)
def test_repeats_as_programs_write_them_are_read(folder, rule):
    (folder / "busy").mkdir()
    (folder / "busy" / "PS-1.ics").write_bytes(calendar(DAILY_FOR_EVER.replace("FREQ=DAILY", rule)))

    assert read_borough(folder).busy


def test_zone_of_a_calendar_that_changes_its_clocks_every_second_is_refused_unread(folder, complaints):
    zone = "BEGIN:VTIMEZONE\r\nTZID:Mine\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nTZOFFSETFROM:+0100\r\n"
    zone += "TZOFFSETTO:+0000\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    (folder / "other_meetings.ics").write_bytes(calendar(zone, MORNING))

    assert complaints() == ["other_meetings.ics, VTIMEZONE: found FREQ=SECONDLY, wanted FREQ=YEARLY in a time zone"]


def test_more_repeats_than_anybody_has_are_refused_with_their_bound(folder, complaints):
    (folder / "busy").mkdir()
    for officer in ("PS-1", "PC-1"):
        daily = (DAILY_FOR_EVER.replace("UID:", f"UID:{number}") for number in range(42))
        (folder / "busy" / f"{officer}.ics").write_bytes(calendar(*daily))

    assert complaints() == [
        "busy/PS-1.ics: found more than that, wanted at most 30,000 repeats a year in all calendars: "
        "export the months that are planned, and no more"
    ]


def test_what_no_rule_asks_an_entry_for_costs_it_no_room(folder):
    wordy = MORNING.replace("SUMMARY", "DESCRIPTION:" + "Dial in.\\n" * 300_000 + "\r\nSUMMARY")
    (folder / "other_meetings.ics").write_bytes(calendar(wordy))

    assert [day.label for day in read_borough(folder).special_days if "ics" in day.source] == ["Cabinet"]


def test_zone_that_one_file_defines_is_not_the_next_ones(folder):
    own = """\
BEGIN:VTIMEZONE
TZID:GMT Standard Time
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:-0500
TZOFFSETTO:-0500
END:STANDARD
END:VTIMEZONE
"""
    morning = MORNING.replace("T090000Z", "T110000").replace("T110000Z", "T120000")
    morning = morning.replace("DTSTART", "DTSTART;TZID=GMT Standard Time").replace(
        "DTEND", "DTEND;TZID=GMT Standard Time"
    )
    (folder / "busy").mkdir()
    (folder / "busy" / "PC-1.ics").write_bytes(calendar(own, morning))
    (folder / "busy" / "PS-1.ics").write_bytes(calendar(morning))

    busy = {each.officer_id: each.starts.hour for each in read_borough(folder, calendar_year(2027)).busy}

    assert busy == {"PC-1": 17, "PS-1": 11}
