"""Add a meeting: an extra one of a ward, or one in the place of another that it is still owed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time

from scheduler.edit import NewTiming
from scheduler.errors import RefusedEdit, StaleRevision, UnknownName
from scheduler.names import ward_named
from wardpanels.console.changing import signed, why_typed
from wardpanels.console.form_reading import FormRead
from wardpanels.console.move_form import DAY, HALL, START, MoveChoices, refusals_of, times_and_halls, typed_now
from wardpanels.console.request import Answer, Redirect, Request, Route, Screen
from wardpanels.console.wording_for_staff import Names, counted
from wardpanels.console.wording_of_a_meeting import NOT_TOLD, place
from wardpanels.people.rights import Act
from wardpanels.terminal.words.explained import because
from wardpanels.year.adding import Offer, ToAdd, add_meeting, offer
from wardpanels.year.drafts import stored_draft

MOST_OFFERED = 5
BEST = [("", "The best that is free")]


@dataclass(frozen=True, slots=True)
class Adding:
    """What is to be added, in which ward, and where it could be."""

    asked: Request
    what: ToAdd
    offer: Offer
    choices: MoveChoices

    @property
    def ward_code(self) -> str:
        """The ward."""
        return self.offer.new.ward_code


def look(asked: Request) -> Screen:
    """The best slots, and the form."""
    return _screen(_adding(asked), FormRead(asked.form))


def add(asked: Request) -> Answer:
    """Add it where it was asked for."""
    adding, form, problem = _adding(asked), FormRead(asked.form), asked.problem
    day, why = form.day(DAY, "The day", is_needed=True), why_typed(form)
    start = form.choice(START, [value for value, _ in adding.choices.starts], "Choose when it starts.")
    hall = form.choice(HALL, [value for value, _ in adding.choices.halls], "Choose one of the ward's halls.")
    if form.wrong:
        return _screen(adding, form, 422)
    names, wish = Names(problem.borough), NewTiming(day, time.fromisoformat(start) if start else None, hall or None)
    what = f"in the place of {adding.what.instead_of}" if adding.what.instead_of else "beside what it is owed"
    try:
        edited, added = asked.act(
            Act.EDIT_DRAFT,
            (adding.ward_code,),
            f"Add a meeting of {names.ward(adding.ward_code)}, {what}",
            lambda: add_meeting(asked.store, problem, adding.what, wish, asked.at, signed(asked, why)),
            lambda done: ("", place(done[0].after.meeting_by_id[done[1]], names)),
        )
    except StaleRevision as stale:
        return _screen(_adding(asked), form, 409, stale)
    except RefusedEdit as refused:
        form.refuse(refusals_of(problem, adding.choices, refused))
        return _screen(adding, form, 422)
    return Redirect(f"/meetings/{added}", f"Added: {names.meeting(edited.after.meeting_by_id[added])}. {NOT_TOLD}")


def _adding(asked: Request) -> Adding:
    """Errors: UnknownName for a ward or for a meeting that is not owed; NotAllowed, NothingYet."""
    given = {**asked.query.to_dict(), **asked.form.to_dict()}
    ward, instead = given.get("ward", ""), given.get("instead-of", "")
    if bool(ward) == bool(instead):
        raise UnknownName("ward", ward, "either a ward, or a meeting whose place it takes")
    if ward:
        ward = ward_named(asked.borough, ward).code
    what = ToAdd(ward or None, instead or None)
    problem = asked.problem
    found = offer(asked.store, problem, what, asked.at, MOST_OFFERED)
    asked.check(Act.EDIT_DRAFT, found.new.ward_code)
    choices = times_and_halls(problem, found.new)
    starts = [each for each in choices.starts if any(f"{one.starts:%H:%M}" == each[0] for one in problem.sittings)]
    return Adding(asked, what, found, replace(choices, starts=[*BEST, *starts], halls=[*BEST, *choices.halls]))


def _screen(adding: Adding, form: FormRead, status: int = 200, stale: StaleRevision | None = None) -> Screen:
    asked, problem, names = adding.asked, adding.asked.problem, Names(adding.asked.borough)
    ward = problem.ward(adding.ward_code).ward
    draft = stored_draft(asked.store, problem.borough, problem.period)
    facts = {
        "period": problem.period,
        "ward": ward,
        "what": adding.what,
        "instead": _instead(adding, names),
        "count": counted(adding.offer.count, "slot is", "slots are"),
        "offers": [
            {
                "place": place(each.meeting, names),
                "crew": tuple(names.crew(each.meeting)),
                "points": counted(each.difference, "point", "points"),
                "because": because(problem, each),
                "fields": typed_now(each.meeting),
            }
            for each in adding.offer.best
        ],
        "choices": adding.choices,
        "revision": draft.revision,
        "stale": stale,
        "typed": form.typed,
        "wrong": form.wrong,
    }
    return Screen("add_meeting", f"{'Error: ' if status == 422 else ''}Add a meeting", facts, "year", status)


def _instead(adding: Adding, names: Names) -> str:
    """The meeting whose place it takes, in words."""
    before = adding.what.instead_of
    if before is None:
        return ""
    asked = adding.asked
    draft = stored_draft(asked.store, asked.borough, asked.period).plan.meeting_by_id.get(before)
    return names.meeting(draft) if draft else before


ROUTES = (
    Route("/meetings/add", look, Act.EDIT_DRAFT, keeps_typed=True),
    Route("/meetings/add", add, Act.EDIT_DRAFT, is_form=True),
)
