"""What people write down beside the records, and what wards are owed, at the console."""

from __future__ import annotations

import re
from datetime import date

import pytest

from scheduler.evidence.agreed import Agreed, AgreedAction
from scheduler.evidence.lines import ActionTurn, NeighbourhoodSeen, PanelPosts, Statement, Turn
from scheduler.records import MeetingRecord
from tests.console.borough import NOW, SMALL, YEAR
from wardpanels.year.recording import Account, record_meeting

CODE = SMALL.profile.code
WARD = SMALL.wards[0].code
HOSTILE = "<b>\"'&"


def said(answer) -> str:
    """A page's text, its marks taken out."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def over(store, ward=WARD):
    plan = store.released_plan(CODE, YEAR.first_day, 1)
    return next(each for each in plan.meetings if each.starts_at < NOW and each.ward_code == ward)


def notes(store, kind):
    return [line.noted for line in store.notes.lines(CODE, (kind,))]


def test_posts_are_counted_and_put_right_by_a_line_that_names_the_one_before(as_, store):
    seat, counts = as_("sergeant"), {"chairs": 1, "vice_chairs": 0, "secretaries": 1}
    seat.send("/notes/posts", ward_code=WARD, **counts)

    answer = seat.send("/notes/posts", ward_code=WARD, correct=1, **{**counts, "vice_chairs": 2})

    lines = store.notes.lines(CODE, (PanelPosts,))
    assert answer.status_code == 303
    assert lines[-1].noted == PanelPosts(WARD, NOW.date(), 1, 2, 1)
    assert (lines[-1].replaces, lines[-1].by) == (1, "Pat Bow")
    assert "in the place of line 1" in said(seat.look("/notes"))
    assert 'value="2"' in seat.look("/notes/posts?correct=2").get_data(as_text=True)


def test_who_puts_a_line_right_too_late_keeps_what_was_typed(as_, store):
    seat, counts = as_("sergeant"), {"ward_code": WARD, "chairs": 1, "vice_chairs": 0, "secretaries": 1}
    seat.send("/notes/posts", **counts)
    as_("recorder").send("/notes/posts", correct=1, **{**counts, "vice_chairs": 1})

    answer = seat.send("/notes/posts", correct=1, **{**counts, "vice_chairs": 2})

    assert answer.status_code == 409
    assert "Nothing was written: somebody else put that line right meanwhile." in said(answer)
    assert re.search(r'name="vice_chairs"[^>]* value="2"', answer.text)
    assert len(notes(store, PanelPosts)) == 2


def test_action_of_a_panel_is_moved_with_a_reason_and_its_words_are_harmless(as_, store):
    meeting, agreed = over(store), Agreed((), (AgreedAction(f"Fix {HOSTILE}"),))
    record_meeting(store, SMALL, YEAR, Account(MeetingRecord(meeting.meeting_id, 3), agreed, "Pat"), NOW)
    form = {"action_id": f"{meeting.meeting_id}/1", "turn": "moved", "because": "No parts"}
    day = {"due-day": "1", "due-month": "5", "due-year": "2027"}
    seat = as_("sergeant")

    refused = seat.send("/notes/action", **form)
    answer = seat.send("/notes/action", **form, **day)

    assert (refused.status_code, answer.status_code) == (422, 303)
    assert "Type the new day" in said(refused)
    assert notes(store, ActionTurn) == [
        ActionTurn(form["action_id"], Turn.MOVED, NOW.date(), date(2027, 5, 1), "No parts")
    ]
    assert "Fix &lt;b&gt;" in seat.look("/notes").get_data(as_text=True)


@pytest.mark.parametrize(
    ("kind", "form", "told"),
    [
        ("posts", {"ward_code": WARD, "chairs": 7, "vice_chairs": 0, "secretaries": 0}, "0 to 1"),
        ("posts", {"ward_code": "E0", "chairs": 1, "vice_chairs": 0, "secretaries": 0}, "Choose a ward"),
        ("posts", {"ward_code": WARD, "chairs": "x", "vice_chairs": 0, "secretaries": 0}, "whole number"),
        ("action", {"action_id": "nowhere"}, "Choose an action"),
    ],
    ids=["too many", "no such ward", "no number", "no action"],
)
def test_what_cannot_be_is_said_and_nothing_is_written(as_, store, kind, form, told):
    answer = as_("recorder").send(f"/notes/{kind}", **form)

    assert answer.status_code == 422
    assert told in said(answer)
    assert notes(store, PanelPosts) + notes(store, ActionTurn) + notes(store, Statement) == []


def test_ward_of_somebody_else_and_what_is_of_the_whole_borough_are_not_theirs(as_, store):
    seat, other = as_("sergeant"), SMALL.wards[1].code

    foreign = seat.send("/notes/posts", ward_code=other, chairs=1, vice_chairs=0, secretaries=0)

    assert foreign.status_code == 422
    assert "youth representative" not in said(seat.look("/notes"))
    assert as_("viewer").look("/notes/posts").status_code == 403


@pytest.mark.parametrize("path", ["/notes/nothing", "/notes?page=0", "/notes/posts?correct=99", "/debts/x"])
def test_what_is_not_there_is_a_page_in_words(looking, path):
    assert looking("administrator").look(path).status_code == 404


def test_missed_meeting_is_owed_until_it_is_let_go_with_a_reason(as_, store):
    meeting = over(store)
    told = Account(MeetingRecord(meeting.meeting_id, not_held="hall-locked"), by="Pat")
    record_meeting(store, SMALL, YEAR, told, NOW)
    seat, path = as_("sergeant"), f"/debts/{meeting.meeting_id}"

    before, refused = said(seat.look("/debts")), seat.send(path, because=" ")
    answer = seat.send(path, because="The panel asked for it")

    line = store.records.latest(CODE)[meeting.meeting_id]
    assert "Not held: The hall was locked." in before
    assert (refused.status_code, answer.status_code) == (422, 303)
    assert (line.record.waived, line.by) == ("The panel asked for it", "Pat Bow")
    assert "every meeting that was missed was made good or let go" in said(seat.look("/debts"))
    assert seat.look(path).status_code == 404


def test_what_police_uk_showed_is_told_with_its_day(as_, store):
    seen = NeighbourhoodSeen(WARD, date(2027, 3, 1), date(2026, 12, 1), 3)
    store.notes.add(CODE, seen, by="wardpanels neighbourhoods", at=NOW)

    page = said(as_("viewer").look("/neighbourhoods"))

    assert "Tuesday 1 December 2026, 90 days old when we looked" in page
    assert "Nobody has looked yet at" in page
