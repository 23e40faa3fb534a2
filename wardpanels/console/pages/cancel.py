"""Cancel a meeting in the draft, and say why. The public is told with the next release."""

from __future__ import annotations

from scheduler.edit import find
from scheduler.errors import RefusedEdit, StaleRevision
from scheduler.plan import PlannedMeeting
from scheduler.problem import PlanningProblem
from wardpanels.console.changing import problem_of_meeting, signed
from wardpanels.console.form_reading import FormRead
from wardpanels.console.reason_form import REASONS, reason_typed
from wardpanels.console.request import Answer, Redirect, Request, Route, Screen
from wardpanels.console.wording_for_staff import Names
from wardpanels.console.wording_of_a_meeting import NOT_TOLD, place
from wardpanels.people.rights import Act
from wardpanels.year.drafts import stored_draft
from wardpanels.year.editing import Edited, cancel_meeting


def look(asked: Request) -> Screen:
    """The form."""
    return _screen(asked, FormRead(asked.form))


def cancel(asked: Request) -> Answer:
    """Cancel it, for the reason that was chosen."""
    form = FormRead(asked.form)
    because = reason_typed(form)
    if form.wrong:
        return _screen(asked, form, 422)
    problem, meeting, _ = _meeting(asked)
    names, path = Names(problem.borough), f"/meetings/{meeting.meeting_id}"
    try:
        asked.act(
            Act.EDIT_DRAFT,
            (meeting.ward_code,),
            f"Cancel {names.meeting(meeting)} in the draft",
            lambda: cancel_meeting(
                asked.store,
                problem,
                meeting.meeting_id,
                asked.at,
                because,
                signed(asked),
                new_date_follows=bool(form.text("follows")),
            ),
            lambda edited: _before_and_after(edited, meeting, names),
        )
    except StaleRevision as stale:
        return _screen(asked, form, 409, stale)
    except RefusedEdit as refused:
        form.refuse(("", names.sentence(reason)) for reason in refused.reasons)
        return _screen(asked, form, 422)
    return Redirect(path, f"{names.meeting(meeting)} is cancelled in the draft. {NOT_TOLD}")


def _before_and_after(edited: Edited, meeting: PlannedMeeting, names: Names) -> tuple[str, str]:
    after = edited.after.meeting_by_id[meeting.meeting_id]
    return place(meeting, names), f"cancelled: {after.because}{', a new date follows' * after.new_date_follows}"


def _meeting(asked: Request) -> tuple[PlanningProblem, PlannedMeeting, int]:
    """The meeting as the draft has it, and the draft's revision. Errors: UnknownName, NotAllowed."""
    problem = problem_of_meeting(asked)
    draft = stored_draft(asked.store, problem.borough, problem.period)
    meeting = find(draft.plan, asked.given["meeting_id"])
    asked.check(Act.EDIT_DRAFT, meeting.ward_code)
    return problem, meeting, draft.revision


def _screen(asked: Request, form: FormRead, status: int = 200, stale: StaleRevision | None = None) -> Screen:
    """The form. Edges: what was refused is sent with the draft that was seen; after `stale`, with the newest"""
    problem, meeting, revision = _meeting(asked)
    names = Names(problem.borough)
    facts = {
        "meeting": meeting,
        "what": names.meeting(meeting),
        "is_open": meeting.stands and meeting.starts_at > asked.at,
        "revision": revision if stale else form.text("revision") or revision,
        "stale": stale,
        "reasons": REASONS,
        "typed": form.typed,
        "wrong": form.wrong,
    }
    return Screen("cancel", f"{'Error: ' if status == 422 else ''}Cancel a meeting", facts, "year", status)


ROUTES = (
    Route("/meetings/<meeting_id>/cancel", look, Act.EDIT_DRAFT, keeps_typed=True),
    Route("/meetings/<meeting_id>/cancel", cancel, Act.EDIT_DRAFT, is_form=True),
)
