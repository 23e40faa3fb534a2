"""One meeting: its facts, why it is so, what else could be, and the form that changes it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from scheduler.calls import calls_to_make
from scheduler.edit import NewTiming, find
from scheduler.errors import RefusedEdit, StaleRevision
from scheduler.pinned import PARTS, Pinned
from scheduler.plan import PlannedMeeting, in_the_place_of
from scheduler.problem import PlanningProblem
from scheduler.why.alternatives import Alternative
from scheduler.why.explain import OtherOfficer
from wardpanels.console import wording_of_a_meeting as words
from wardpanels.console.changing import overtaken, problem_of_meeting, revision_seen, signed, why_typed
from wardpanels.console.form_reading import FormRead, day_typed
from wardpanels.console.move_form import (
    DAY,
    MoveChoices,
    choices_of,
    eligible,
    offered,
    refusals_of,
    typed_now,
    wish_of,
)
from wardpanels.console.request import Answer, Redirect, Request, Route, Screen
from wardpanels.console.swaps import swaps
from wardpanels.console.wording_for_staff import Names
from wardpanels.console.wording_of_a_year import short_when
from wardpanels.people.rights import Act
from wardpanels.publicity.who_hears import audiences_of
from wardpanels.terminal.words.explained import because, charge_rows, doubts, kind_sentences
from wardpanels.year.editing import Edited, foresee_move, move_meeting, pin_meeting, reinstate_meeting
from wardpanels.year.meeting_in_full import MeetingInFull, meeting_in_full
from wardpanels.year.seeing import year_as_drafted

CHECK = "check"


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """One meeting as somebody asks for it, and what can be chosen for it."""

    asked: Request
    problem: PlanningProblem
    full: MeetingInFull
    choices: MoveChoices

    @property
    def ward_code(self) -> str:
        """Its ward."""
        return self.full.meeting.ward_code

    @property
    def may_edit(self) -> bool:
        """Whether this person may change it."""
        return self.asked.may(Act.EDIT_DRAFT, self.ward_code)


@dataclass(frozen=True, slots=True)
class MoveTried:
    """What was tried with a form, and what came of it. Edges: `ticked` is what was to be pinned, None elsewhere"""

    form: FormRead
    checked: words.ChangeSeen | None = None
    stale: StaleRevision | None = None
    status: int = 200
    ticked: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class OfferShown:
    """One alternative: what it would be, what it costs more and why, and the fields that ask for it."""

    place: str
    crew: tuple[str, ...]
    points: str
    because: str
    fields: dict[str, str] = field(default_factory=dict)


def look(asked: Request) -> Screen:
    """The page."""
    return _screen(_page(asked), MoveTried(FormRead(asked.form)) if asked.form else None)


def move(asked: Request) -> Answer:
    """Check what was typed, or change the meeting to it."""
    in_place = _checked_in_place(asked) if asked.in_place and asked.form.get("do") == CHECK else None
    if in_place is not None:
        return in_place
    page, form = _page(asked), FormRead(asked.form)
    wish, why = wish_of(form, page.choices), why_typed(form)
    if form.wrong:
        return _screen(page, MoveTried(form, status=422))
    try:
        if form.text("do") == CHECK:
            asked.check(Act.EDIT_DRAFT, page.ward_code)
            edited = foresee_move(
                asked.store, page.problem, page.full.meeting.meeting_id, wish, asked.at, revision_seen(asked)
            )
            seen = words.change_seen(page.problem, edited, page.full.meeting.meeting_id)
            return _screen(page, MoveTried(form, checked=seen))
        edited = _moved(page, wish, why, form)
    except StaleRevision as stale:
        return _screen(_page(asked), MoveTried(form, stale=stale, status=409))
    except RefusedEdit as refused:
        form.refuse(refusals_of(page.problem, page.choices, refused))
        return _screen(page, MoveTried(form, status=422))
    said = words.moved(edited, page.full.meeting.meeting_id, Names(page.problem.borough))
    return Redirect(_path(page), said)


def _checked_in_place(asked: Request) -> Screen | None:
    """What a check comes to, as a part for the page that is there: nothing else is worked out, so it is quick.

    Edges: None where there is something to say at the form, for which the page is drawn anew
    """
    problem, form = problem_of_meeting(asked), FormRead(asked.form)
    year = year_as_drafted(asked.store, problem.borough, problem.period, asked.at)
    meeting = find(year.plan, asked.given["meeting_id"])
    asked.check(Act.EDIT_DRAFT, meeting.ward_code)
    wish = wish_of(form, choices_of(problem, meeting, eligible(problem, year.plan, meeting)))
    why_typed(form)
    if form.wrong:
        return None
    revision = revision_seen(asked)
    try:
        edited = foresee_move(asked.store, problem, meeting.meeting_id, wish, asked.at, revision)
    except (RefusedEdit, StaleRevision):
        return None
    seen = next(each for each in year.meetings if each.meeting is meeting)
    is_told = year.release is not None and not seen.is_new
    facts: dict[str, object] = {
        "checked": words.change_seen(problem, edited, meeting.meeting_id),
        "meeting": meeting,
        "typed": form.typed,
        "revision": revision,
        **(_heard(asked, problem, meeting) if is_told else {}),
    }
    return Screen("meeting_checked", "Checked", facts)


def _heard(asked: Request, problem: PlanningProblem, meeting: PlannedMeeting) -> dict[str, object]:
    """Who has been told of a meeting, and will hear of a change."""
    code = problem.borough.profile.code
    return {"audiences": audiences_of(asked.store, code, problem.period, meeting.meeting_id)}


def _moved(page: MeetingPage, wish: NewTiming, why: str, form: FormRead) -> Edited:
    asked, meeting = page.asked, page.full.meeting
    names, pin = Names(page.problem.borough), PARTS if form.text("pin") else ()

    def before_and_after(edited: Edited) -> tuple[str, str]:
        plans = (edited.before, edited.after)
        before, after = (words.place(each.meeting_by_id[meeting.meeting_id], names) for each in plans)
        return before, f"{after}{f': {why}' if why else ''}"

    return asked.act(
        Act.EDIT_DRAFT,
        (meeting.ward_code,),
        f"Change {names.meeting(meeting)}",
        lambda: move_meeting(
            asked.store, page.problem, meeting.meeting_id, wish, asked.at, signed(asked, why), pin=pin
        ),
        before_and_after,
    )


def pin(asked: Request) -> Answer:
    """Keep what is ticked as it is when the year is planned again, and let go of the rest."""
    page = _page(asked)
    meeting, names = page.full.meeting, Names(page.problem.borough)
    form = FormRead(asked.form)
    parts = form.chosen("part", PARTS)
    try:
        asked.act(
            Act.EDIT_DRAFT,
            (meeting.ward_code,),
            f"Pin {', '.join(parts) or 'nothing'} of {names.meeting(meeting)}",
            lambda: pin_meeting(asked.store, page.problem, Pinned(meeting.meeting_id, parts), asked.at, signed(asked)),
        )
    except StaleRevision as stale:
        return _screen(_page(asked), MoveTried(form, stale=stale, status=409, ticked=parts))
    return Redirect(_path(page), f"{names.meeting(meeting)}. {words.pinned(parts)}.")


def reinstate(asked: Request) -> Answer:
    """Put a cancelled meeting back where it was."""
    page = _page(asked)
    meeting, names = page.full.meeting, Names(page.problem.borough)
    try:
        asked.act(
            Act.EDIT_DRAFT,
            (meeting.ward_code,),
            f"Put {names.meeting(meeting)} back",
            lambda: reinstate_meeting(asked.store, page.problem, meeting.meeting_id, asked.at, signed(asked)),
        )
    except StaleRevision as stale:
        return overtaken(stale, _path(page), "Look at the meeting as it is now")
    except RefusedEdit as refused:
        form = FormRead(asked.form)
        form.refuse(("", names.sentence(reason)) for reason in refused.reasons)
        return _screen(page, MoveTried(form, status=422))
    return Redirect(_path(page), f"{names.meeting(meeting)} is on again. {words.NOT_TOLD}")


def _path(page: MeetingPage) -> str:
    return f"/meetings/{page.full.meeting.meeting_id}"


def _page(asked: Request) -> MeetingPage:
    """Errors: UnknownName, NothingYet."""
    problem = problem_of_meeting(asked)
    full = meeting_in_full(asked.store, problem, asked.given["meeting_id"], asked.at)
    return MeetingPage(asked, problem, full, choices_of(problem, full.meeting, full.explained.officers))


def _screen(page: MeetingPage, attempt: MoveTried | None = None) -> Screen:
    asked, full, problem = page.asked, page.full, page.problem
    meeting, names = full.meeting, Names(problem.borough)
    form = attempt.form if attempt else None
    typed = form.typed if form and form.text("do") else {**typed_now(meeting), **_day_chosen(asked)}
    facts: dict[str, object] = {
        "full": full,
        "meeting": meeting,
        "period": problem.period,
        "is_over": asked.is_over(problem.period),
        "ward": problem.ward(meeting.ward_code).ward,
        "when": short_when(meeting.starts_at),
        "hall": names.hall(meeting.venue_id),
        "crew": tuple(names.crew(meeting)) if asked.may(Act.SEE_STAFF) and meeting.stands else (),
        "state": words.state(full, meeting.stands and full.is_begun and asked.at < meeting.ends_at),
        "kind": words.kind(meeting),
        "told": words.told(full, names),
        "pinned": words.pinned(full.pinned),
        "ticked": full.pinned if attempt is None or attempt.ticked is None else attempt.ticked,
        "instead": [each for each in in_the_place_of(full.draft.plan, meeting.meeting_id) if each.stands],
        "may_edit": page.may_edit,
        "choices": page.choices,
        "parts": [(part, words.PINS[part].capitalize()) for part in PARTS],
        "typed": typed,
        "wrong": form.wrong if form else {},
        "checked": attempt.checked if attempt else None,
        "stale": attempt.stale if attempt else None,
        "revision": full.draft.revision,
        **_reasons(page),
        **_offers(page),
    }
    if attempt and attempt.checked and full.release is not None and not full.seen.is_new:
        facts |= _heard(asked, problem, meeting)
    status = attempt.status if attempt else 200
    title = f"{problem.ward(meeting.ward_code).ward.name}, {short_when(meeting.starts_at)}"
    return Screen("meeting", f"{'Error: ' if status == 422 else ''}{title}", facts, "year", status)


def _day_chosen(asked: Request) -> dict[str, str]:
    """The day that a link of the map chose, as the form has it. Edges: nothing where it is no day"""
    with suppress(ValueError):
        return day_typed(DAY, date.fromisoformat(asked.query.get("date", "")))
    return {}


def _reasons(page: MeetingPage) -> dict[str, object]:
    """Why it is so. Edges: what it rests on names officers, and is for those who may see them"""
    full, problem = page.full, page.problem
    facts: dict[str, object] = {"points": sum(charge.points for charge in full.explained.charges)}
    if page.asked.may(Act.SEE_STAFF):
        facts |= {
            "charges": charge_rows(problem, full.explained.charges),
            "shared": charge_rows(problem, full.explained.shared),
            "kinds": kind_sentences(problem, full.explained.kinds),
            "cannot": [_cannot(problem, each) for each in full.explained.officers if each.why_not],
            "doubts": doubts(problem, full.meeting),
            "calls": [call.question for call in calls_to_make(problem.borough, (full.meeting,)) if full.can_be_moved],
        }
    return facts


def _offers(page: MeetingPage) -> dict[str, object]:
    full, problem = page.full, page.problem
    if not full.can_be_moved:
        return {}
    facts: dict[str, object] = {"map": words.year_map(problem, problem.period, full.days, full.meeting.held_on)}
    if page.may_edit:
        facts["offers"] = [_offer(problem, full.meeting, each) for each in full.best]
        facts["swaps"] = list(swaps(page.asked, problem, full))
    return facts


def _offer(problem: PlanningProblem, now: PlannedMeeting, other: Alternative) -> OfferShown:
    names = Names(problem.borough)
    return OfferShown(
        words.place(other.meeting, names),
        tuple(names.crew(other.meeting)),
        words.points_more(other.difference),
        because(problem, other),
        dict(offered(other.meeting, now)),
    )


def _cannot(problem: PlanningProblem, other: OtherOfficer) -> str:
    return f"{Names(problem.borough).officer(other.officer_id)}: {other.why_not}"


ROUTES = (
    Route("/meetings/<meeting_id>", look, Act.SEE, keeps_typed=True),
    Route("/meetings/<meeting_id>/move", move, Act.EDIT_DRAFT, is_form=True),
    Route("/meetings/<meeting_id>/pin", pin, Act.EDIT_DRAFT, is_form=True),
    Route("/meetings/<meeting_id>/reinstate", reinstate, Act.EDIT_DRAFT, is_form=True),
)
