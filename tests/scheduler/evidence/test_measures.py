"""The measures of the book: a year in which all is kept, ways to break one, and what never makes a colour better."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publishers.channels.every_channel import CHANNELS as EVERY_CHANNEL
from scheduler.evidence.action_plan import plan_report
from scheduler.evidence.book import MEASURE_BY_NAME, MEASURES
from scheduler.evidence.lines import ActionTurn, BoardAttendance, MinutedAction, PrioritiesAgreed, Turn
from scheduler.evidence.measure import measured
from scheduler.evidence.measures.told import POLICE_COPIES, STAFF_COPIES
from scheduler.evidence.status import Colour, Kept
from scheduler.facts import Role
from scheduler.policy import Session
from scheduler.records import MeetingRecord
from tests.scheduler.evidence.years import (
    CHANNELS,
    a_year,
    everything_noted,
    everything_told,
    held,
    the_meetings,
)

FIRST, LAST, AFTER = date(2027, 1, 1), date(2027, 12, 31), date(2028, 1, 31)
MEETINGS, NOTED, TOLD = the_meetings(), everything_noted(), everything_told()
DONE = tuple(
    ActionTurn(each.action_id, Turn.DONE, each.due)
    for each in NOTED
    if isinstance(each, MinutedAction) and each.due is not None
)
RANK = {Colour.RED: 0, Colour.AMBER: 1, Colour.GREEN: 2}
CORRECTIONS = "corrected_at_once"


def known_by(day, *, records=MEETINGS, noted=(*NOTED, *DONE), **changes):
    """All is kept, as far as it has happened by a day."""
    past = [held(each) for each in records if each.held_on < day]
    return a_year(day, records=past, noted=[each for each in noted if when(each) <= day], told=TOLD, **changes)


def when(noted):
    """The day on which a thing was noted."""
    if isinstance(noted, MinutedAction):
        return next(each.held_on for each in MEETINGS if each.meeting_id == noted.meeting_id)
    if isinstance(noted, BoardAttendance):
        return noted.held_on
    return noted.looked_at.date() if hasattr(noted, "looked_at") else noted.on


def colours(year):
    report = plan_report(year)
    found = {each.measure.name: each.status.colour for each in report.measures}
    found |= {f"recommendation {each.number}": each.colour for each in report.recommendations}
    return found


def better(before, after):
    """The names whose colour is better after than before, or that pulled down and are gone."""
    return [
        name
        for name in before
        if before[name] is not Colour.GREY
        and (
            RANK[after[name]] > RANK[before[name]]
            if after[name] is not Colour.GREY
            else before[name] is not Colour.GREEN
        )
    ]


def test_year_in_which_all_is_kept_is_green():
    found = colours(known_by(AFTER))

    assert found.pop("recommendation 11") is Colour.RED  # nobody stated that the letter went out
    assert found.pop(CORRECTIONS) is Colour.GREY  # nothing changed
    assert {name for name, colour in found.items() if colour is not Colour.GREEN} == set()


def test_nothing_is_due_before_the_year():
    found = colours(a_year(date(2026, 12, 1)))

    assert set(found.values()) == {Colour.GREY}


def test_year_of_which_nobody_recorded_anything_is_red():
    found = colours(a_year(AFTER))

    grey = {"actions_owned", "actions_done", "acronyms_explained", CORRECTIONS}  # nothing was minuted or changed
    assert {name for name, colour in found.items() if colour is Colour.GREY} == grey
    assert {colour for name, colour in found.items() if name not in grey} == {Colour.RED}


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_measure_tells_itself(measure):
    assert measure.sentence.endswith(".")
    assert measure.target.because.endswith(".")
    assert measure.target.amber <= measure.target.green
    keys = [promise.key for promise in measure.promises(known_by(AFTER))]
    assert len(keys) == len(set(keys))
    assert {fact.key for fact in measure.facts(known_by(AFTER))} <= set(keys)


def test_channels_that_measures_name_exist():
    assert POLICE_COPIES | STAFF_COPIES | set(CHANNELS) <= {*(each.name for each in EVERY_CHANNEL), "invitation"}


def status_of(name, year):
    return measured(MEASURE_BY_NAME[name], year)


def test_inspector_that_nobody_plans_any_more_warns_in_the_autumn():
    none_left = [replace(each, inspector=None) for each in MEETINGS]
    autumn = known_by(date(2027, 9, 1), records=[], meetings=none_left)

    found = status_of("inspector_came", autumn)

    assert (found.colour, found.off_course, found.counted) == (Colour.AMBER, 2, 0)
    assert status_of("inspector_came", a_year(AFTER, meetings=none_left)).colour is Colour.RED


COUNTED = ("meetings_held", "daytime_at_weekend", "halls_varied", "inspector_came", "public_realm_came")


def came_to_nothing(meeting):
    """The record of a meeting that was not held."""
    return MeetingRecord(meeting.meeting_id, not_held="hall-locked")


def in_the_week(meeting):
    """The same meeting in the week, if it was at the weekend."""
    return replace(meeting, session=Session.WEEKDAY_DAYTIME if meeting.session.is_daytime else Session.EVENING)


NO_VISITORS = (Role.DWO, Role.SERGEANT)


@pytest.mark.parametrize("name", COUNTED)
@pytest.mark.parametrize(
    "record",
    [
        lambda meeting: held(meeting, roles=NO_VISITORS),
        came_to_nothing,
        lambda meeting: held(meeting) if meeting.ward_code == MEETINGS[0].ward_code else came_to_nothing(meeting),
    ],
    ids=["held", "not held", "one ward not held"],
)
def test_where_every_meeting_is_recorded_nothing_is_said_not_to_be(name, record):
    one_hall = [replace(in_the_week(each), venue_id="library") for each in MEETINGS]

    found = status_of(name, a_year(AFTER, records=map(record, MEETINGS), meetings=one_hall))

    assert found.count(Kept.UNRECORDED) == 0
    assert all(each.facts for each in found.judged)


@pytest.mark.parametrize(
    ("name", "record", "says"),
    [
        ("meetings_held", came_to_nothing, {"Bow East, 7 October 2027: not held"}),
        ("daytime_at_weekend", held, {"Bow East, 10 July 2027: on a Saturday"}),
        ("halls_varied", held, {"Bow East, 14 January 2027: in Mile End Library"}),
        ("inspector_came", lambda each: held(each, roles=NO_VISITORS), {"Bow East, 8 April 2027: no inspector came"}),
    ],
)
def test_what_was_not_done_leads_to_the_records_that_show_it(name, record, says):
    one_hall = [replace(in_the_week(each), venue_id="library") for each in MEETINGS]

    found = status_of(name, a_year(AFTER, records=map(record, MEETINGS), meetings=one_hall))

    facts = [fact for each in found.judged if each.kept is Kept.BROKEN for fact in each.facts]
    assert says <= {fact.says for fact in facts}
    assert {fact.source for fact in facts} <= {f"record/{each.meeting_id}" for each in MEETINGS}


def test_visit_is_not_recorded_while_nobody_said_who_was_at_one_meeting():
    first, *rest = [each for each in MEETINGS if each.ward_code == MEETINGS[0].ward_code]
    records = [held(first, roles=None), *(held(each, roles=NO_VISITORS) for each in rest)]

    found = status_of("inspector_came", a_year(AFTER, records=records))

    assert [each.kept for each in found.judged] == [Kept.UNRECORDED, Kept.UNRECORDED]


ONLY_OWED = {"meetings_held": (7, 1)}
"""A locked hall in October counts once: of on time and not done, where it is not all on time."""


@pytest.mark.parametrize("name", ["meetings_held", "minutes_in_time", "three_priorities", "sergeant_and_ward_officer"])
def test_meeting_that_was_not_held_counts_once_as_one_that_is_owed(name):
    locked = MEETINGS[3]
    records = [came_to_nothing(each) if each is locked else held(each) for each in MEETINGS]
    noted = [each for each in NOTED if getattr(each, "meeting_id", "") != locked.meeting_id]

    found = status_of(name, a_year(AFTER, records=records, noted=noted))

    assert (found.count(Kept.ON_TIME), found.count(Kept.BROKEN)) == ONLY_OWED.get(name, (7, 0))
    assert found.count(Kept.UNRECORDED) == 0


def test_what_was_missed_before_a_meeting_that_was_not_held_stays_missed():
    records = [came_to_nothing(each) if each is MEETINGS[3] else held(each) for each in MEETINGS]

    found = status_of("briefing_ready", a_year(AFTER, records=records, noted=[]))

    assert MEETINGS[3].meeting_id in {each.promise.meeting_id for each in found.judged}


def test_meeting_without_a_sergeant_stays_broken_when_it_is_not_held():
    alone = [replace(each, sergeant=None) if each is MEETINGS[3] else each for each in MEETINGS]
    records = [came_to_nothing(each) if each.sergeant is None else held(each) for each in alone]

    found = status_of("sergeant_and_ward_officer", a_year(AFTER, records=records, meetings=alone))

    assert (found.count(Kept.ON_TIME), found.count(Kept.BROKEN)) == (7, 1)


def test_meeting_that_was_cancelled_or_never_planned_was_not_held():
    ours = [each for each in MEETINGS if each.ward_code == MEETINGS[0].ward_code][:2]
    off = {ours[1].meeting_id: datetime(2027, 2, 2, tzinfo=UTC)}

    found = status_of("meetings_held", a_year(AFTER, records=[held(ours[0])], meetings=ours, cancelled=off))

    told = {each.promise.subject: [(fact.source, fact.says) for fact in each.facts] for each in found.judged}
    assert found.count(Kept.UNRECORDED) == 0
    assert told["Bow East, evening 2"] == [("release/2", "Bow East, 8 April 2027: cancelled")]
    assert told["Bow East, evening 3"] == [("release/2", "never planned")]


def test_meeting_without_a_ward_officer_is_told_by_its_record():
    alone = held(MEETINGS[0], roles=(Role.SERGEANT,))

    found = status_of("sergeant_and_ward_officer", a_year(date(2027, 1, 15), records=[alone]))

    broken = [each for each in found.judged if each.kept is Kept.BROKEN]
    assert [(each.promise.meeting_id, each.facts[0].says, each.facts[0].source) for each in broken] == [
        (alone.meeting_id, "no ward officer came", f"record/{alone.meeting_id}")
    ]


def test_evening_that_was_cancelled_leaves_its_ward_owed():
    off = {MEETINGS[0].meeting_id: datetime(2027, 1, 2, tzinfo=UTC)}

    found = status_of("meetings_held", a_year(date(2027, 1, 3), cancelled=off))

    assert (found.off_course, found.counted) == (1, 0)
    assert [each.promise.subject for each in found.judged if each.is_off_course] == ["Bow East, evening 3"]


def test_notice_that_came_late_counts_as_late():
    late = replace(TOLD[0], on=TOLD[0].on + timedelta(1), written_at=TOLD[0].written_at + timedelta(1))

    found = status_of("told_by_police", a_year(date(2027, 1, 3), told=[late]))

    assert found.count(Kept.LATE) == 1


def test_change_that_a_channel_does_not_tell_is_a_correction_not_made():
    off = {MEETINGS[0].meeting_id: datetime(2027, 1, 2, 9, tzinfo=UTC)}

    found = status_of(CORRECTIONS, a_year(date(2027, 1, 6), told=TOLD, cancelled=off))

    assert {each.promise.subject for each in found.judged if each.kept is Kept.UNRECORDED} == {
        f"Bow East, cancelled: {channel}" for channel in CHANNELS
    }


def test_action_that_moves_before_its_day_keeps_the_first_one():
    first = next(each for each in NOTED if isinstance(each, MinutedAction))
    moved = ActionTurn(first.action_id, Turn.MOVED, first.due, first.due + timedelta(60), "No parts.")
    year = a_year(first.due + timedelta(10), noted=[first, moved])

    judged = status_of("actions_done", year).judged[0]

    assert (judged.kept, judged.promise.first_due, judged.promise.moves) == (Kept.NOT_DUE, first.due, 1)


def test_action_that_moves_after_its_day_was_missed():
    first = next(each for each in NOTED if isinstance(each, MinutedAction))
    moved = ActionTurn(first.action_id, Turn.MOVED, first.due + timedelta(1), first.due + timedelta(60), "No parts.")

    found = status_of("actions_done", a_year(first.due + timedelta(10), noted=[first, moved]))

    assert found.colour is Colour.RED


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("More CCTV at the SNT", "not explained: CCTV"),
        ("More closed-circuit television (CCTV) near E14", "explained"),
        ("Ask the SNTs", "explained"),
    ],
)
def test_short_names_are_explained_or_spelled_out(words, left):
    agreed = PrioritiesAgreed(MEETINGS[0].meeting_id, MEETINGS[0].ward_code, MEETINGS[0].held_on, (words,))

    found = status_of("acronyms_explained", a_year(AFTER, noted=[agreed]))

    assert [fact.says for each in found.judged for fact in each.facts] == [left]


DAY = st.integers(0, (LAST - FIRST).days).map(lambda days: FIRST + timedelta(days))
HONEST = settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def lived(draw):
    """A day, and some of what was recorded, noted and told by then, a few things of it badly; what was cancelled."""
    day = draw(DAY)
    off = {
        meeting.meeting_id: datetime.combine(meeting.held_on - timedelta(draw(st.integers(1, 40))), time(9), UTC)
        for meeting in draw(st.lists(st.sampled_from(MEETINGS), unique=True, max_size=2))
    }
    off = {key: moment for key, moment in off.items() if moment.date() <= day}
    past = [each for each in MEETINGS if each.held_on < day and each.meeting_id not in off]
    records = [
        draw(
            st.sampled_from([None, held(each), held(each, roles=(Role.SERGEANT,)), held(each, roles=None)])
            | st.just(replace(held(each), residents=None, first_timers=None, roles=None, not_held="hall-locked"))
        )
        for each in past
    ]
    by_then = [each for each in (*NOTED, *DONE) if when(each) <= day]
    noted = draw(st.lists(st.sampled_from(by_then), unique=True)) if by_then else []
    told = draw(st.lists(st.sampled_from(TOLD), unique=True))
    inspectors = draw(st.booleans())
    meetings = MEETINGS if inspectors else tuple(replace(each, inspector=None) for each in MEETINGS)
    return {
        "as_of": day,
        "records": [record for record in records if record],
        "noted": noted,
        "told": told,
        "cancelled": off,
        "meetings": meetings,
    }


@HONEST
@given(lived(), st.data())
def test_losing_a_record_never_helps(year, data):
    if year["records"]:
        lost = data.draw(st.sampled_from(year["records"]))
        rest = [record for record in year["records"] if record is not lost]
        assert better(colours(a_year(**year)), colours(a_year(**year | {"records": rest}))) == []


@HONEST
@given(lived(), st.data())
def test_losing_what_was_told_or_given_out_never_helps(year, data):
    kept = [each for each in year["noted"] if not isinstance(each, MinutedAction)]
    if kept:
        lost = data.draw(st.sampled_from(kept))
        rest = [each for each in year["noted"] if each is not lost]
        assert better(colours(a_year(**year)), colours(a_year(**year | {"noted": rest}))) == []
    if year["told"]:
        fewer = year["told"][:-1]
        before, after = colours(a_year(**year)), colours(a_year(**year | {"told": fewer}))
        assert [name for name in better(before, after) if name != CORRECTIONS] == []


@HONEST
@given(lived(), st.data())
def test_cancelling_a_planned_meeting_never_helps(year, data):
    day = year["as_of"]
    to_come = [each for each in MEETINGS if each.held_on > day and each.meeting_id not in year["cancelled"]]
    if to_come:
        off = data.draw(st.sampled_from(to_come)).meeting_id
        now = datetime.combine(day, time(9), UTC)
        after = colours(a_year(**year | {"cancelled": {**year["cancelled"], off: now}}))
        assert better(colours(a_year(**year)), after) == []


@HONEST
@given(lived(), st.integers(1, 120))
def test_waiting_never_helps(year, days):
    later = year["as_of"] + timedelta(days)
    known = [each for each in year["told"] if each.written_at.date() <= year["as_of"]]
    before, after = (colours(a_year(**year | {"told": known, "as_of": day})) for day in (year["as_of"], later))
    assert better(before, after) == []
