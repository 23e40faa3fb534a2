"""What is stored is what is read, to the byte and to the zone."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from scheduler.facts import Acronym, Known, Role
from scheduler.plan import MeetingState, PlanStatus
from scheduler.release.making import next_release
from scheduler.release.value import Change, ChangeKind, PastFacts
from scheduler.store.documents import decode_plan, decode_release, encode
from tests.scheduler.examples import (
    a_borough,
    a_hall,
    a_meeting,
    a_plan,
    a_profile,
    a_released_meeting,
    at,
    the_meetings,
    utc,
)

STARTS = st.integers(0, 364 * 24).map(lambda hours: at("Fri 2027-01-01 08:00") + timedelta(hours=hours))
DAY_STARTS = STARTS.filter(lambda moment: 8 <= moment.hour <= 21)
MOMENTS = st.integers(0, 10**8).map(lambda seconds: utc("2026-01-01 00:00") + timedelta(seconds=seconds))
DEGREES = st.floats(-180, 180)
NAMES = st.text(max_size=20)
OFFICERS = st.none() | NAMES


@st.composite
def planned_meetings(draw):
    return a_meeting(
        meeting_id=draw(NAMES),
        starts_at=draw(DAY_STARTS),
        venue_id=draw(NAMES),
        ward_officers=tuple(draw(st.lists(NAMES, max_size=3))),
        inspector=draw(OFFICERS),
        public_realm=draw(OFFICERS),
        state=draw(st.sampled_from(MeetingState)),
        because=draw(OFFICERS),
        new_date_follows=draw(st.booleans()),
        instead_of=draw(OFFICERS),
        is_extra=draw(st.booleans()),
    )


@st.composite
def plans(draw):
    return replace(
        a_plan(borough=draw(NAMES), status=draw(st.sampled_from(PlanStatus)), cost=draw(st.integers(0, 2**53))),
        meetings=tuple(draw(st.lists(planned_meetings(), max_size=4))),
        cost_by_rule=draw(st.dictionaries(NAMES, st.integers(0, 10**9), max_size=4)),
    )


HALLS = st.builds(
    lambda name, lat, lon, access, entrance: a_hall(
        name=name, lat=lat, lon=lon, step_free=access, hearing_loop=access, entrance=entrance
    ),
    NAMES,
    DEGREES,
    DEGREES,
    st.sampled_from(Known),
    NAMES,
)


@st.composite
def past_facts(draw):
    starts_at = draw(DAY_STARTS)
    return PastFacts(starts_at, starts_at + timedelta(minutes=90), draw(HALLS))


@st.composite
def released_meetings(draw):
    starts_at = draw(DAY_STARTS)
    return a_released_meeting(
        meeting_id=draw(NAMES),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=90),
        hall=draw(HALLS),
        attending=tuple(sorted(draw(st.frozensets(st.sampled_from(Role))))),
        state=draw(st.sampled_from(MeetingState)),
        sequence=draw(st.integers(0, 99)),
        first_released_at=draw(MOMENTS),
        last_changed_at=draw(MOMENTS),
        was=draw(st.none() | past_facts()),
    )


@st.composite
def releases(draw):
    told = st.builds(Change, st.sampled_from(ChangeKind), st.none() | released_meetings(), released_meetings())
    return replace(
        next_release(a_borough(), a_plan(), None, draw(MOMENTS)),
        contact_email=draw(NAMES),
        languages=tuple(draw(st.lists(NAMES, max_size=3))),
        meetings=tuple(draw(st.lists(released_meetings(), max_size=3))),
        board=tuple(draw(st.lists(DAY_STARTS, max_size=2))),
        acronyms=tuple(draw(st.lists(st.builds(Acronym, NAMES, NAMES, NAMES), max_size=2))),
        changes=tuple(draw(st.lists(told, max_size=2))),
    )


@given(plans())
def test_plan_read_back_is_the_plan_that_was_written(plan):
    assert decode_plan(encode(plan)) == plan
    assert encode(decode_plan(encode(plan))) == encode(plan)


@given(releases())
def test_release_read_back_is_the_release_that_was_written(release):
    assert decode_release(encode(release)) == release
    assert encode(decode_release(encode(release))) == encode(release)


def test_costs_in_another_order_make_the_same_bytes():
    one = a_plan(cost_by_rule={"even_spacing": 6, "hire_cost": 24})
    other = a_plan(cost_by_rule={"hire_cost": 24, "even_spacing": 6})

    assert encode(one) == encode(other)


def test_borough_in_another_zone_gets_its_own_hours_back():
    borough = a_borough(profile=a_profile(timezone="Asia/Dhaka"))
    plan = a_plan(timezone="Asia/Dhaka")
    release = next_release(borough, plan, None, utc("2026-11-22 09:00"))

    assert decode_release(encode(release)).meetings[0].starts_at.isoformat() == "2027-03-26T01:00:00+06:00"
    assert decode_plan(encode(plan)).meetings[0].starts_at.isoformat() == "2027-03-26T01:00:00+06:00"


def test_document_of_an_older_program_is_read_with_defaults_for_what_it_lacks():
    document = encode(a_plan()).replace(b',"timezone":"Europe/London"', b"")

    assert decode_plan(document) == a_plan()


def test_plan_of_an_older_program_has_no_reasons_and_no_meetings_beside_its_years():
    document = json.loads(encode(a_plan()))
    for meeting in document["meetings"]:
        for name in ("because", "new_date_follows", "instead_of", "is_extra"):
            del meeting[name]

    assert decode_plan(json.dumps(document).encode()) == a_plan()


def test_document_of_a_newer_program_is_read_without_what_is_not_known():
    document = encode(a_plan()).replace(b'{"borough":', b'{"weather":"fine","borough":', 1)

    assert decode_plan(document) == replace(a_plan(), meetings=the_meetings())
