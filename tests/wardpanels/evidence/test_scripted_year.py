"""A year at four dates: each colour for its true reason, and one meeting followed from record to colour and back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from publishers.carriers.carrier import Outlet
from publishers.carriers.every_carrier import BY_HAND
from publishers.due_times import Voice
from scheduler.actions import Action
from scheduler.evidence.figures import ChannelVisits, YearVisits
from scheduler.evidence.lines import Paper, PaperIssued, Statement
from scheduler.evidence.status import Colour
from scheduler.facts import Role
from scheduler.items import ItemState, Witness
from scheduler.records import MeetingRecord
from scheduler.release.making import next_release
from scheduler.store import open_store
from scheduler.visited import Visited
from tests.scheduler.evidence.years import BOROUGH, YEAR, held, the_meetings
from tests.scheduler.examples import BOW_EAST, a_plan, utc
from tests.wardpanels.publicity.test_proving import deliver
from wardpanels.evidence.gathering import gathered, year_known
from wardpanels.evidence.reporting import report_on
from wardpanels.facts.action_plan import report_facts
from wardpanels.faults import CannotUse
from wardpanels.publicity import desk as outbox
from wardpanels.publicity.desk import Desk
from wardpanels.publicity.publicity_settings import Publicity, Way
from wardpanels.terminal.words.action_plan import action_rows

CODE = BOROUGH.profile.code
LONDON = ZoneInfo("Europe/London")
RELEASED = utc("2026-12-01 09:00")
ACTIONS = (
    Action(7, "7a", "Tell the police's pages", "Police", None, "computed", measures=("told_by_police",)),
    Action(8, "8b", "Minutes soon after", "Police", None, "computed", measures=("minutes_in_time",)),
    Action(9, "9a", "Both come", "Police", None, "computed", measures=("sergeant_and_ward_officer",)),
    Action(9, "9b", "An inspector comes", "Police", None, "computed", measures=("inspector_came",)),
    Action(11, "11a", "Write a letter", "Mayor", date(2027, 7, 31), "reported", every="once"),
    Action(11, "11b", "Ask again", "Mayor", None, "reported", struck_out="The post is gone."),
)
MEETINGS = the_meetings()
FIRST = MEETINGS[0]
BEFORE, MARCH, AUTUMN = date(2026, 12, 15), date(2027, 3, 31), date(2027, 11, 1)
WEEK_BEFORE, AFTER = date(2027, 12, 24), date(2028, 1, 10)


@pytest.fixture
def desk(database_url):
    store = open_store(database_url)
    way = Way(Voice("police-uk", (28,), takes_a_person=True), "police-uk", Outlet("police-uk", BY_HAND))
    yield Desk(store, replace(BOROUGH, actions=ACTIONS), Publicity((way,)), YEAR)
    store.close()


def release(desk, *meetings, at=RELEASED):
    plan, latest = a_plan(*meetings), desk.store.latest_release(CODE, YEAR.first_day)
    desk.store.append_release(next_release(desk.borough, plan, latest, at), plan)


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=LONDON)


def record(desk, told, day):
    desk.store.records.add(CODE, told, after=0, at=noon(day), by="sergeant")


def live(desk, until):
    """What happens by a day: the first meeting is told late, has no ward officer, and its minutes come late."""
    release(desk, *MEETINGS)
    deliver(desk, noon(date(2026, 12, 18)))
    in_hand = desk.store.outbox.items(CODE, YEAR.first_day, (ItemState.HANDED_OVER,))
    ours = [item.key for item in in_hand if FIRST.meeting_id in item.meetings]
    late = Witness(date(2026, 12, 20), "the page")
    outbox.confirm(desk, ours, "Ann", noon(date(2026, 12, 21)), "", late)
    for meeting in MEETINGS:
        if meeting.held_on <= until:
            roles = (Role.SERGEANT,) if meeting == FIRST else (Role.DWO, Role.SERGEANT)
            record(desk, held(meeting, roles=roles), meeting.held_on + timedelta(1))
    minutes = FIRST.held_on + timedelta(11)
    desk.store.notes.add(CODE, PaperIssued(FIRST.meeting_id, Paper.MINUTES, minutes), by="secretary", at=noon(minutes))


def colours(desk, day):
    report = report_on(desk, noon(AFTER), day)
    return {each.action.action_id: each.colour.value for r in report.plan.recommendations for each in r.actions}


def test_each_colour_at_four_dates_and_in_the_autumn(desk):
    live(desk, AFTER)
    letter = Statement("11a", date(2027, 8, 2), "The letter went out.", "https://example.org/letter")
    desk.store.notes.add(CODE, letter, by="mayor's office", at=noon(date(2027, 8, 2)))
    seen = {day: colours(desk, day) for day in (BEFORE, MARCH, WEEK_BEFORE, AFTER)}

    grey, red, amber = Colour.GREY, Colour.RED, Colour.AMBER
    assert {day: found["7a"] for day, found in seen.items()} == {BEFORE: grey, MARCH: red, WEEK_BEFORE: red, AFTER: red}
    assert {day: found["8b"] for day, found in seen.items()} == {BEFORE: grey, MARCH: red, WEEK_BEFORE: red, AFTER: red}
    assert {day: found["9a"] for day, found in seen.items()} == {
        BEFORE: grey,
        MARCH: red,  # one of two
        WEEK_BEFORE: amber,  # seven of eight
        AFTER: amber,
    }
    assert {day: found["9b"] for day, found in seen.items()} == {
        BEFORE: grey,  # planned for July
        MARCH: grey,
        WEEK_BEFORE: amber,  # nobody came, and nothing is planned: it is not over yet
        AFTER: red,
    }
    assert {day: found["11a"] for day, found in seen.items()} == {
        BEFORE: grey,
        MARCH: grey,
        WEEK_BEFORE: amber,  # two days late
        AFTER: amber,
    }
    assert {found["11b"] for found in seen.values()} == {grey}


def test_visit_that_nobody_plans_any_more_warns_in_the_autumn(desk):
    live(desk, AUTUMN)

    report = report_on(desk, noon(AUTUMN))

    row = next(row for row in action_rows(report.plan) if row[1] == "9b")
    assert row[0] == "A"
    assert row[3] == "inspector_came: Nothing is due yet. 2 visits to come. Of those to come, 2 are not planned."


def test_release_without_the_inspector_warns_as_soon_as_it_is_made(desk):
    live(desk, MARCH)
    release(desk, *(replace(each, inspector=None) for each in MEETINGS), at=utc("2027-03-20 09:00"))

    assert colours(desk, date(2027, 3, 19))["9b"] == Colour.GREY
    assert colours(desk, MARCH)["9b"] == Colour.AMBER


def test_one_meeting_is_followed_from_its_record_to_colours_and_back(desk):
    live(desk, MARCH)
    facts = report_facts(report_on(desk, noon(MARCH)))
    ours = {
        measure["measure"]: promise
        for measure in facts["measures"]
        for promise in measure["promises"]
        if promise["meeting"] == FIRST.meeting_id
    }

    told, minutes, came = (ours[name] for name in ("told_by_police", "minutes_in_time", "sergeant_and_ward_officer"))
    assert (told["kept"], told["due"], told["facts"][0]["on"]) == ("late", "2026-12-17", "2026-12-20")
    assert told["facts"][0]["source"] == f"ledger/police-uk/{FIRST.meeting_id}"
    assert (minutes["kept"], minutes["due"], minutes["facts"][0]["source"]) == ("late", "2027-01-24", "note/1")
    assert (came["kept"], came["facts"][0]["says"]) == ("broken", "no ward officer came")
    assert came["facts"][0]["source"] == f"record/{FIRST.meeting_id}"


def test_report_is_the_same_bytes_twice(desk):
    live(desk, MARCH)

    one, other = (json.dumps(report_facts(report_on(desk, noon(MARCH)))) for _ in range(2))

    assert one == other


def test_what_was_written_down_later_was_not_known_then(desk):
    live(desk, MARCH)
    then = report_facts(report_on(desk, noon(AFTER), FIRST.held_on))

    came = next(each for each in then["measures"] if each["measure"] == "sergeant_and_ward_officer")
    assert came["counted"] == 0


def test_corrected_record_takes_the_place_of_the_wrong_one(desk):
    live(desk, MARCH)
    line = desk.store.records.latest(CODE)[FIRST.meeting_id]
    desk.store.records.add(CODE, held(FIRST), after=line.number, at=noon(date(2027, 2, 20)), by="sergeant")

    assert colours(desk, MARCH)["9a"] == Colour.GREEN
    assert colours(desk, date(2027, 2, 19))["9a"] == Colour.RED


def test_period_that_is_over_stands_beside_the_running_one(desk):
    live(desk, AFTER)
    running = replace(desk, period=replace(YEAR, first_day=date(2028, 1, 1), last_day=date(2028, 12, 31)))

    report = report_on(running, noon(AFTER))

    assert {each.colour for each in report.plan.recommendations if each.number == 9} == {Colour.GREY}
    assert {each.number: each.colour for each in report.closed.recommendations}[9] is Colour.RED
    assert report.closed.year.period == YEAR


def test_what_changed_since_the_last_board_is_told(desk):
    live(desk, AFTER)

    report = report_on(desk, noon(AFTER))

    assert report.since == date(2027, 12, 20)
    assert [(each.name, each.before, each.now) for each in report.changes if each.name == "action 9b"] == [
        ("action 9b", Colour.AMBER, Colour.RED)
    ]


def test_visits_of_the_period_up_to_that_day_are_told_by_channel_with_the_meetings_they_rest_on(desk):
    release(desk, *MEETINGS)
    days = (date(2026, 12, 31), date(2027, 1, 10), MARCH, AUTUMN)
    seen = {Visited(day, "x", "week", BOW_EAST, FIRST.meeting_id): 2 for day in days}
    desk.store.visits.note(CODE, days, {**seen, Visited(MARCH, "x", "news"): 1})

    visits = report_on(desk, noon(AFTER), MARCH).visits

    assert visits == YearVisits(2, (ChannelVisits("x", 5, 1),))
    assert report_on(desk, noon(AFTER), BEFORE).visits == YearVisits()


def test_what_was_read_once_answers_for_every_moment_as_if_read_anew(desk):
    live(desk, AFTER)
    stored = gathered(desk)
    moments = [noon(day) for day in (BEFORE, MARCH, AFTER)]

    assert [stored.known(at) for at in moments] == [year_known(desk, at) for at in moments]


def test_days_that_make_no_sense_are_refused(desk):
    with pytest.raises(CannotUse, match="as-of"):
        report_on(desk, noon(MARCH), AFTER)
    with pytest.raises(CannotUse, match="since"):
        report_on(desk, noon(MARCH), MARCH, MARCH)


def test_before_the_first_release_nothing_is_promised(desk):
    report = report_on(desk, noon(BEFORE))

    assert {each.colour for each in report.plan.recommendations} == {Colour.GREY}
    assert report.closed is None


def test_record_of_another_ward_says_nothing_of_this_one(desk):
    live(desk, BEFORE)
    record(desk, MeetingRecord("2027-E05009999-1", 20, 1, (Role.INSPECTOR,)), MARCH)

    assert colours(desk, MARCH)["9b"] == Colour.GREY
    assert BOW_EAST in {each.ward_code for each in report_on(desk, noon(MARCH)).plan.year.meetings}
