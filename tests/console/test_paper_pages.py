"""Minutes, agendas and briefings at the console."""

from __future__ import annotations

import json
import re

import pytest

from scheduler.evidence.lines import Paper, PaperIssued, PrioritiesAgreed
from scheduler.records import MeetingRecord
from tests.console.borough import NOW, SMALL, YEAR
from wardpanels.jobs import starting
from wardpanels.year.recording import Account, record_meeting

CODE = SMALL.profile.code


@pytest.fixture
def over(store):
    """A meeting that is over, and was recorded."""
    plan = store.released_plan(CODE, YEAR.first_day, 1)
    meeting = next(each for each in plan.meetings if each.starts_at < NOW and each.ward_code == SMALL.wards[0].code)
    record_meeting(store, SMALL, YEAR, Account(MeetingRecord(meeting.meeting_id, 24), by="Rae Notes"), NOW)
    return meeting


@pytest.fixture
def to_come(store):
    plan = store.released_plan(CODE, YEAR.first_day, 1)
    return next(each for each in plan.meetings if each.starts_at > NOW and each.ward_code == SMALL.wards[0].code)


def seen_in(answer) -> str:
    return re.search(r'name="seen" value="(\w+)"', answer.get_data(as_text=True))[1]


def test_minutes_are_shown_as_a_draft_issued_as_they_were_read_and_then_said_to_be(as_, store, over):
    seat, path = as_("recorder"), f"/minutes/{over.meeting_id}"
    draft = seat.look(path)

    answer = seat.send(path, seen=seen_in(draft))

    issued = [line for line in store.notes.lines(CODE, (PaperIssued,)) if line.noted.paper is Paper.MINUTES]
    page = seat.look(path).get_data(as_text=True)
    assert "Only staff can read it" in draft.get_data(as_text=True)
    assert answer.status_code == 303
    assert [line.by for line in issued] == ["Rae Notes"]
    assert "nothing has changed since" in page
    assert "Issue it" not in page


def test_nobody_issues_what_they_have_not_read(as_, house, store, over):
    seat, path = as_("recorder"), f"/minutes/{over.meeting_id}"
    seen = seen_in(seat.look(path))
    told = Account(MeetingRecord(over.meeting_id, 42), by="Pat Bow")
    record_meeting(store, SMALL, YEAR, told, NOW, corrects=True)

    answer = seat.send(path, seen=seen)

    assert answer.status_code == 409
    assert "Somebody changed what it tells since you looked" in answer.get_data(as_text=True)
    assert "42 residents" in answer.get_data(as_text=True)
    assert store.notes.lines(CODE, (PaperIssued,)) == ()


def test_paper_that_names_an_officer_is_not_issued_for_it_would_hold_up_the_whole_site(as_, store, over):
    named = f"{SMALL.officers[0].name} will call on each flat"
    store.notes.add(
        CODE, PrioritiesAgreed(over.meeting_id, over.ward_code, NOW.date(), (named,)), by="Rae Notes", at=NOW
    )
    seat, path = as_("recorder"), f"/minutes/{over.meeting_id}"

    answer = seat.send(path, seen=seen_in(seat.look(path)))

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f"It holds the full name of an officer in &#39;{named}&#39;." in page
    assert f'href="/console/record/{over.meeting_id}">take that out of the record</a>' in page
    assert store.notes.lines(CODE, (PaperIssued,)) == ()


@pytest.mark.parametrize(("ending", "begins"), [("html", b"<!doctype"), ("pdf", b"%PDF"), ("docx", b"PK")])
def test_agenda_is_taken_away_as_a_file(as_, to_come, ending, begins):
    answer = as_("viewer").look(f"/agenda/{to_come.meeting_id}/{ending}")

    assert answer.status_code == 200
    assert answer.get_data().startswith(begins)
    assert f"agenda.{ending}" in answer.headers["Content-Disposition"]


def test_paper_that_cannot_be_says_why_and_offers_the_way_on(as_, to_come, over):
    seat = as_("recorder")

    assert "Nobody has said how it went yet" in seat.look(f"/minutes/{to_come.meeting_id}").get_data(as_text=True)
    assert "It has begun" in seat.look(f"/agenda/{over.meeting_id}").get_data(as_text=True)
    assert seat.send(f"/minutes/{to_come.meeting_id}", seen="x").status_code == 422


def test_who_may_not_issue_is_refused_at_the_form(as_, store, over):
    seat, path = as_("viewer"), f"/minutes/{over.meeting_id}"

    assert "Issue it" not in seat.look(path).get_data(as_text=True)
    assert seat.send(path, seen="x").status_code == 403
    assert store.notes.lines(CODE, (PaperIssued,)) == ()


def test_briefing_is_shown_and_taken_and_asks_nobody(as_, store, to_come):
    seat, path = as_("sergeant"), f"/briefing/{to_come.meeting_id}"

    page, taken = seat.look(path).get_data(as_text=True), seat.send(path)

    assert "Who comes" in page
    assert "does not count it as made" in page
    assert taken.get_data().startswith(b"%PDF")
    assert store.notes.lines(CODE, (PaperIssued,)) == ()


def test_briefing_is_for_those_who_may_see_staff(as_, to_come):
    assert as_("viewer").look(f"/briefing/{to_come.meeting_id}").status_code == 403


def test_what_is_issued_is_written_to_the_site_by_a_job_of_whoever_issued_it(as_, house, store, to_come):
    house.site.mkdir()
    told = {"release": {"number": 1}}
    (house.site / "meetings.json").write_text(json.dumps(told), encoding="utf-8")
    seat, path = as_("recorder"), f"/agenda/{to_come.meeting_id}"

    answer = seat.send(path, seen=seen_in(seat.look(path)))

    (job,) = store.jobs.under_way(CODE)
    starting.stop(store, job.number, by="Rae Notes", at=NOW)
    assert (job.kind, job.by, job.period) == ("publish", "Rae Notes", YEAR)
    assert "The site is being written anew" in seat.look(answer.location.removeprefix("/console")).get_data(
        as_text=True
    )


def test_without_a_site_nothing_is_published(as_, store, to_come):
    seat, path = as_("recorder"), f"/agenda/{to_come.meeting_id}"

    answer = seat.send(path, seen=seen_in(seat.look(path)))

    assert store.jobs.under_way(CODE) == ()
    assert "once it is published" in seat.look(answer.location.removeprefix("/console")).get_data(as_text=True)
