"""How a meeting went, said and put right at the console."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from scheduler.evidence.lines import MinutedAction, PrioritiesAgreed
from scheduler.facts import Role
from scheduler.plan import PlannedMeeting
from tests.console.borough import NOW, SMALL, YEAR

CODE = SMALL.profile.code
HOSTILE = "<script>alert(1)</script>\"'&"


@dataclass(frozen=True)
class Met:
    """Meetings by what can be done with them."""

    over: PlannedMeeting
    to_come: PlannedMeeting
    of_another_ward: PlannedMeeting


@pytest.fixture
def met(store) -> Met:
    plan = store.released_plan(CODE, YEAR.first_day, 1)
    first = SMALL.wards[0].code
    over = [each for each in plan.meetings if each.starts_at < NOW]
    return Met(
        next(each for each in over if each.ward_code == first),
        next(each for each in plan.meetings if each.starts_at > NOW and each.ward_code == first),
        next(each for each in over if each.ward_code != first),
    )


def record_of(store, meeting):
    return store.records.latest(CODE)[meeting.meeting_id]


def said(answer) -> str:
    """A page's text, its marks taken out."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def test_page_has_the_roles_that_were_planned_ticked(as_, met):
    page = as_("sergeant").look(f"/record/{met.over.meeting_id}").get_data(as_text=True)

    assert re.findall(r'name="roles" type="checkbox" value="(\w+)" checked', page)[0] == "sergeant"


def test_meeting_is_recorded_by_number_alone_and_today_says_so(as_, store, met):
    seat = as_("sergeant")

    answer = seat.send(f"/record/{met.over.meeting_id}", seen=0, residents="24", roles=["sergeant"], outcome="held")

    line = record_of(store, met.over)
    assert (answer.status_code, answer.location) == (303, "/console/")
    assert (line.record.residents, line.record.roles, line.by) == (24, (Role.SERGEANT,), "Pat Bow")
    assert "24 residents." in said(seat.look("/"))


def test_officer_who_is_named_in_what_was_agreed_is_told_of_at_the_field(as_, store, met):
    typed = {"priorities": f"Mopeds\n{SMALL.officers[0].name} will call", "action-1-what": "Fix the gate"}

    answer = as_("sergeant").send(f"/record/{met.over.meeting_id}", seen=0, residents="3", outcome="held", **typed)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert page.count("It holds the full name of an officer, and everybody may read it once it is issued.") == 2
    assert typed["priorities"] in page
    assert store.records.latest(CODE).get(met.over.meeting_id) is None


def test_what_was_agreed_is_kept_and_leads_to_the_minutes(as_, store, met):
    agreed = {
        "priorities": "Mopeds\n\nLights in the park",
        "action-1-what": "Fix the gate",
        "action-1-owner": "council",
    }
    due = {"action-1-due-day": "1", "action-1-due-month": "12", "action-1-due-year": "2027"}
    path = f"/record/{met.over.meeting_id}"

    answer = as_("sergeant").send(path, seen=0, residents="3", outcome="held", **agreed, **due)

    noted = [line.noted for line in store.notes.lines(CODE, (PrioritiesAgreed, MinutedAction))]
    assert answer.location.endswith(f"/minutes/{met.over.meeting_id}")
    assert noted[0].priorities == ("Mopeds", "Lights in the park")
    assert (noted[1].what, noted[1].owner, f"{noted[1].due}") == ("Fix the gate", "council", "2027-12-01")


def test_correction_keeps_the_line_before_and_writes_what_was_agreed_once(as_, store, met):
    seat, path = as_("sergeant"), f"/record/{met.over.meeting_id}"
    seat.send(path, seen=0, residents="24", outcome="held", priorities="Mopeds")
    first = record_of(store, met.over).number

    answer = seat.send(path, seen=first, residents="42", outcome="held", priorities="Mopeds")

    page = said(seat.look(path))
    assert answer.status_code == 303
    assert record_of(store, met.over).record.residents == 42
    assert len(store.notes.lines(CODE, (PrioritiesAgreed,))) == 1
    assert f"Before (line {first}) 24 residents, by Pat Bow" in page


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({}, "Type how many residents came"),
        ({"residents": "many"}, "How many residents came has to be a whole number"),
        ({"residents": "3", "first_timers": "4"}, "4 first-timers"),
        (
            {"residents": "3", "action-1-due-day": "31", "action-1-due-month": "2", "action-1-due-year": "2027"},
            "real day",
        ),
        ({"residents": "3", "outcome": "hall-locked"}, "You typed that 3 came"),
        ({"outcome": "other"}, "Type why it was not held"),
        ({"residents": "3", "outcome": "nonsense"}, "Choose what happened"),
    ],
    ids=["nothing", "no number", "too many", "no day", "both", "no reason", "no outcome"],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_written(as_, store, met, form, told):
    sent = {"seen": 0, "outcome": "held", "priorities": HOSTILE, **form}

    answer = as_("sergeant").send(f"/record/{met.over.meeting_id}", **sent)

    assert answer.status_code == 422
    assert told in said(answer)
    assert "<title>Error: " in answer.get_data(as_text=True)
    assert "<script>alert" not in answer.get_data(as_text=True)
    assert "&lt;script&gt;alert(1)" in answer.get_data(as_text=True)
    assert store.records.lines(CODE) == ()


def test_second_of_two_people_reads_what_the_first_recorded(as_, store, met):
    path = f"/record/{met.over.meeting_id}"
    as_("recorder").send(path, seen=0, residents="24", outcome="held")

    answer = as_("sergeant").send(path, seen=0, residents="30", outcome="held")

    assert answer.status_code == 409
    assert "Rae Notes was quicker" in said(answer)
    assert "Recorded 24 residents" in said(answer)
    assert 'value="30"' in answer.get_data(as_text=True)
    assert record_of(store, met.over).record.residents == 24


def test_room_for_more_actions_keeps_what_was_typed(as_, store, met):
    answer = as_("sergeant").send(
        f"/record/{met.over.meeting_id}", more="1", residents="7", **{"action-2-what": "Fix it"}
    )

    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert 'value="Fix it"' in page
    assert 'value="7"' in page
    assert 'name="action-5-what"' in page
    assert store.records.lines(CODE) == ()


def test_meeting_that_has_not_begun_offers_no_form(as_, store, met):
    seat, path = as_("sergeant"), f"/record/{met.to_come.meeting_id}"

    assert "It has not begun yet" in said(seat.look(path))
    assert seat.send(path, seen=0, residents="3", outcome="held").status_code == 422
    assert store.records.lines(CODE) == ()


@pytest.mark.parametrize("who", ["viewer", "planner"])
def test_who_may_not_record_is_refused_at_the_address(as_, met, who):
    assert as_(who).look(f"/record/{met.over.meeting_id}").status_code == 403


def test_foreign_ward_is_refused_at_the_address_and_at_the_form(as_, store, met):
    seat, path = as_("sergeant"), f"/record/{met.of_another_ward.meeting_id}"

    assert seat.look(path).status_code == 403
    assert seat.send(path, seen=0, residents="3", outcome="held").status_code == 403
    assert store.records.lines(CODE) == ()


def test_unknown_meeting_is_a_page_in_words(as_):
    answer = as_("recorder").look("/record/2031-E05000000-9")

    assert answer.status_code == 404
    assert "This is not here" in said(answer)
