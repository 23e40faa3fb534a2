"""What went out, when and by whom, as it is read; and what needs somebody's eye."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.items import Item, ItemState, LedgerEntry, Record
from scheduler.period import calendar_year
from scheduler.plan import MeetingState
from tests.publishers.examples import a_meeting, a_release
from tests.scheduler.examples import utc
from wardpanels.doctor.findings import Check, Examination, Finding
from wardpanels.facts.publicity import ledger_csv
from wardpanels.publicity import ledger
from wardpanels.publicity.ledger import Alarm
from wardpanels.year.showing import Shown

BOW = "2027-E05009317-1"
NOW = utc("2027-03-01 09:00")
UP_TO_DATE = Shown(2)


def an_item(key: str = "x.1", **facts) -> Item:
    plain = Item(
        key=key,
        borough_code="E09000030",
        first_day=calendar_year(2027).first_day,
        channel="x",
        subject=BOW,
        meetings=(BOW,),
        lead="7",
        due_at=utc("2027-03-18 09:00"),
        use_by=utc("2027-03-24 09:00"),
        digest="d1",
        version=1,
    )
    return replace(plain, **facts)


def a_record(item: Item, *events: tuple[str, str, str]) -> Record:
    """An item with lines of the ledger: what, when and by whom."""
    return Record(
        item,
        tuple(
            LedgerEntry(item.key, utc(moment), ItemState(event), by, "", item.digest) for event, moment, by in events
        ),
    )


def alarms(*records, release=None, published=UP_TO_DATE, at=NOW):
    found = ledger.alarms(records, [release or the_release()], at, published)
    return [alarm for alarm in found if alarm.kind != "no-future-meeting"]


def the_release():
    return a_release()


def test_line_says_who_did_what_when_and_how_early_it_was():
    record = a_record(
        an_item(state=ItemState.CONFIRMED, note="seen"),
        ("planned", "2026-11-02 09:00", "the program"),
        ("approved", "2027-03-10 12:00", "Comms officer"),
        ("issued", "2027-03-20 10:00", "host:1"),
        ("confirmed", "2027-03-21 11:00", "Ward sergeant"),
    )

    (line,) = ledger.lines([record], (), the_release(), NOW)

    assert (line.meeting_id, line.ward, line.held_on, line.channel) == (BOW, "Bow East", "2027-03-25", "x")
    assert (line.approved_by, line.approved_at) == ("Comms officer", "2027-03-10T12:00:00+00:00")
    assert (line.issued_by, line.issued_at) == ("host:1", "2027-03-20T10:00:00+00:00")
    assert (line.confirmed_by, line.confirmed_at) == ("Ward sergeant", "2027-03-21T11:00:00+00:00")
    assert (line.lead_days, line.lead_days_achieved) == (7, 5)
    assert (line.state, line.note, line.sha256) == ("confirmed", "seen", "d1")


def test_item_that_tells_of_two_meetings_is_two_lines_and_its_letters_are_none():
    both = an_item("press.1", meetings=(BOW, "2027-E05009328-1"), lead="release")
    letter = an_item("email.2", parent="email.1", recipient="subscriber:1")

    found = ledger.lines([a_record(both), a_record(letter)], (), the_release(), NOW)

    assert [line.meeting_id for line in found] == [BOW, "2027-E05009328-1"]
    assert [line.lead_days for line in found] == [None, None]


def test_what_a_person_confirmed_without_a_sending_was_issued_then():
    record = a_record(an_item(state=ItemState.CONFIRMED), ("confirmed", "2027-03-18 11:00", "Comms officer"))

    (line,) = ledger.lines([record], (), the_release(), NOW)

    assert (line.issued_by, line.lead_days_achieved) == ("Comms officer", 7)


def test_nothing_is_said_to_be_achieved_by_what_failed():
    record = a_record(an_item(state=ItemState.FAILED), ("failed", "2027-03-18 09:00", "host:1"))

    (line,) = ledger.lines([record], (), the_release(), NOW)

    assert (line.issued_at, line.lead_days_achieved, line.failed_at) == ("", None, "2027-03-18T09:00:00+00:00")


def test_csv_has_a_header_and_runs_no_formula():
    record = a_record(an_item(note="=cmd()"))

    rows = list(csv.DictReader(io.StringIO(ledger_csv(ledger.lines([record], (), the_release(), NOW)).decode())))

    assert (rows[0]["meeting_id"], rows[0]["note"], rows[0]["lead_days_achieved"]) == (BOW, "'=cmd()", "")


def test_ward_without_a_meeting_to_come_is_an_alarm():
    meetings = (a_meeting(BOW, "Thu 2027-03-25 19:00"), a_meeting("2027-E05009328-1", "Tue 2027-02-02 19:00"))
    off = (*meetings, a_meeting("2027-E05009328-2", "Tue 2027-06-01 19:00", state=MeetingState.CANCELLED))
    release = replace(the_release(), meetings=off, wards=the_release().wards[:2])

    assert ledger.alarms([], [release], NOW, None) == (
        Alarm("no-future-meeting", "mile-end", "Mile End has no meeting to come."),
    )


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"state": ItemState.FAILED, "note": "no"}, "failed"),
        ({"due_at": NOW - timedelta(days=2)}, "unsent"),
        ({"due_at": NOW - timedelta(hours=2), "needs_approval": True}, "awaits-approval"),
    ],
)
def test_notice_that_did_not_go_out_is_an_alarm(facts, kind):
    assert [alarm.kind for alarm in alarms(a_record(an_item(**facts)))] == [kind]


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"due_at": NOW - timedelta(hours=2)},
        {"state": ItemState.ISSUED},
        {"needs_approval": True},
    ],
)
def test_notice_that_is_as_it_should_be_is_none(facts):
    assert alarms(a_record(an_item(**facts))) == []


def test_what_lies_in_somebodys_hands_for_a_day_is_an_alarm():
    item = an_item(state=ItemState.HANDED_OVER)

    assert alarms(a_record(item, ("handed_over", "2027-02-28 10:00", "host:1"))) == []
    assert [alarm.kind for alarm in alarms(a_record(item, ("handed_over", "2027-02-27 10:00", "host:1")))] == [
        "unconfirmed"
    ]


def test_site_that_shows_an_older_release_is_an_alarm(tmp_path):
    (tmp_path / "meetings.json").write_text(json.dumps({"release": {"number": 1}}), encoding="utf-8")

    assert [alarm.sentence for alarm in alarms(published=ledger.published_release(tmp_path))] == [
        "The public site and its feeds show release 1; the newest is 2."
    ]
    assert alarms(published=UP_TO_DATE) == []


def test_site_that_shows_the_same_number_of_another_period_is_an_alarm():
    other = Shown(2, utc("2020-01-01 09:00"))

    assert [alarm.sentence for alarm in alarms(published=other)] == [
        "The public site and its feeds show release 2 as it was before; the newest is 2 of 2027."
    ]
    assert alarms(published=Shown(2, the_release().released_at)) == []


def test_ward_whose_next_meeting_is_in_the_next_period_is_no_alarm():
    over, to_come = utc("2027-12-20 09:00"), a_meeting("2028-E05009317-1", "Thu 2028-01-20 19:00")
    bow = replace(the_release(), wards=the_release().wards[:1], meetings=(a_meeting(BOW, "Thu 2027-03-25 19:00"),))

    assert [alarm.kind for alarm in ledger.alarms([], [bow], over, None)] == ["no-future-meeting"]
    assert ledger.alarms([], [bow, replace(bow, meetings=(to_come,))], over, None) == ()


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"release": {"number": "x"}}'])
def test_folder_that_shows_no_release_is_no_site(tmp_path, content):
    (tmp_path / "meetings.json").write_text(content, encoding="utf-8")

    assert ledger.published_release(tmp_path) is None
    assert ledger.published_release(tmp_path / "none") is None


def test_letters_that_did_not_arrive_are_one_alarm_for_their_mailing():
    mailing = an_item("email.1", channel="email", state=ItemState.ISSUED)
    letters = [
        an_item(f"email.{number}", channel="email", parent="email.1", recipient=f"subscriber:{number}", state=state)
        for number, state in enumerate((ItemState.FAILED, ItemState.ISSUED, ItemState.ISSUED), 2)
    ]

    assert alarms(*map(a_record, [mailing, *letters])) == [
        Alarm(
            "letters-failed",
            "email.1",
            f"email, {BOW}: 1 of 3 letters did not go out. To send them again, type: wardpanels retry email.2",
            ("email.2",),
        )
    ]


def a_finding(check: Check, path: str, *, found: str = "status 404", is_right: bool = False) -> Finding:
    return Finding(check, path, f"https://panels.example.org/{path}", found, "status 200", is_right=is_right)


def host_alarms(*findings: Finding):
    host = Examination("https://panels.example.org", utc("2027-02-28 23:30"), findings)
    return [alarm for alarm in ledger.alarms([], [the_release()], NOW, UP_TO_DATE, host) if "host" in alarm.kind]


def test_host_that_is_right_or_was_never_looked_at_is_no_alarm():
    assert host_alarms(a_finding(Check.TYPE, "", is_right=True)) == []
    assert "host" not in "".join(alarm.kind for alarm in ledger.alarms([], [the_release()], NOW, UP_TO_DATE))


def test_check_that_is_wrong_at_several_addresses_is_one_alarm():
    found = host_alarms(*(a_finding(Check.TYPE, path) for path in ("a", "b", "c")), a_finding(Check.SHOWS, "d"))

    assert [(alarm.kind, alarm.subject) for alarm in found] == [
        ("host-stale", "shows the newest release"),
        ("host-wrong", "type"),
    ]
    assert found[1].sentence == (
        "On 28 February 2027 the host was wrong at https://panels.example.org/a (type): found status 404, "
        "wanted status 200. 2 more addresses too."
    )


def test_host_that_did_not_answer_is_said_so():
    (alarm,) = host_alarms(a_finding(Check.ANSWERS, "", found="no answer in time"))

    assert alarm.kind == "host-unreachable"
    assert alarm.sentence == (
        "On 28 February 2027 https://panels.example.org could not be reached: found no answer in time."
    )
