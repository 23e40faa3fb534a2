"""What each ward is owed, and letting go of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from scheduler.debt import PromisedMeeting
from scheduler.errors import UnknownName
from scheduler.facts import Borough
from scheduler.problem import PlanningProblem
from wardpanels.console.form_reading import FormRead
from wardpanels.console.request import Answer, Redirect, Request, Route, Screen
from wardpanels.console.wording_for_staff import Names, when
from wardpanels.people.rights import Act
from wardpanels.terminal.words.records import DEBT_HEADS, debt_rows
from wardpanels.year.owing import as_released, debts_of, earlier_debts, open_of, waive

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class OwedCard:
    """One meeting that is still owed, as a list shows it."""

    meeting_id: str
    ward_code: str
    ward: str
    when: str
    why: str
    may_let_go: bool = False


def look(asked: Request) -> Screen:
    """The page: those wards that somebody has, or all of them."""
    problem, mine = asked.problem, asked.person.ward_codes
    every = (debts_of(asked.store, problem, asked.at), earlier_debts(asked.store, problem, asked.at))
    found, earlier = ([debt for debt in debts if not mine or debt.ward_code in mine] for debts in every)
    still = [promise for debt in (*found, *earlier) for promise in debt.open]
    facts = {
        "period": problem.period,
        "heads": DEBT_HEADS,
        "rows": debt_rows(as_released(asked.store, problem.borough, problem.period), found),
        "never": sum(debt.never_planned for debt in found),
        "cards": [_card(asked, problem.borough, each) for each in still[:MOST_SHOWN]],
        "more": max(0, len(still) - MOST_SHOWN),
        "of_some": bool(mine),
    }
    return Screen("debts", "What each ward is owed", facts, "proof")


def ask(asked: Request) -> Screen:
    """Why it is let go."""
    problem = _problem(asked)
    return _screen(asked, problem, _owed(asked, problem), FormRead(asked.form))


def let_go(asked: Request) -> Answer:
    """Let go of one meeting, with the reason that was typed."""
    problem, form = _problem(asked), FormRead(asked.form)
    promise, because = _owed(asked, problem), form.text("because")
    meeting = promise.meeting
    if not because:
        form.refuse([("because", "Type why the ward is owed it no longer.")])
        return _screen(asked, problem, promise, form, 422)
    named = Names(problem.borough).meeting(meeting)
    do = partial(waive, asked.store, problem, meeting.meeting_id, because, asked.at, asked.person.name)
    try:
        asked.act(Act.CORRECT_RECORD, (meeting.ward_code,), f"Let go of {named}: {because}", do)
    except UnknownName as refused:
        if refused.kind != "reason":
            raise
        form.refuse([("because", f"It must be {refused.wanted}, on one line.")])
        return _screen(asked, problem, promise, form, 422)
    return Redirect("/debts", f"{named}: the ward is owed it no longer.")


def _problem(asked: Request) -> PlanningProblem:
    return asked.house.problem(asked.period_of_meeting)


def _owed(asked: Request, problem: PlanningProblem) -> PromisedMeeting:
    """Errors: UnknownName where it is not owed, or not any more; NotAllowed."""
    named = asked.given["meeting_id"]
    for promise in open_of(asked.store, problem, asked.at):
        if promise.meeting.meeting_id == named:
            asked.check(Act.CORRECT_RECORD, promise.meeting.ward_code)
            return promise
    raise UnknownName("debt", named, "a meeting that is still owed: this one was made good, let go or never missed")


def _screen(
    asked: Request, problem: PlanningProblem, promise: PromisedMeeting, form: FormRead, status: int = 200
) -> Screen:
    facts = {"card": _card(asked, problem.borough, promise), "typed": form.typed, "wrong": form.wrong}
    return Screen("let_go", f"{'Error: ' if form.wrong else ''}Let it go", facts, "proof", status)


def _card(asked: Request, borough: Borough, promise: PromisedMeeting) -> OwedCard:
    meeting, names = promise.meeting, Names(borough)
    why = promise.why[:1].upper() + promise.why[1:]
    may = asked.may(Act.CORRECT_RECORD, meeting.ward_code)
    ward = names.ward(meeting.ward_code)
    return OwedCard(meeting.meeting_id, meeting.ward_code, ward, when(meeting.starts_at), why, may)


ROUTES = (
    Route("/debts", look, Act.SEE),
    Route("/debts/<meeting_id>", ask, Act.CORRECT_RECORD, keeps_typed=True),
    Route("/debts/<meeting_id>", let_go, Act.CORRECT_RECORD, is_form=True),
)
