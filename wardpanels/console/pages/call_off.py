"""Call a meeting off and tell everybody at once: first who will hear, then how far it is, then who was told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from publishers.handover import time_left
from scheduler.edit import find
from scheduler.job import Job, JobState, JobUnderWay
from scheduler.period import Period
from scheduler.plan import PlannedMeeting
from scheduler.reasons import BOARD_ASKED
from wardpanels.console.begun_work import begin
from wardpanels.console.form_reading import FormRead
from wardpanels.console.reason_form import REASONS, reason_typed
from wardpanels.console.request import Answer, Redirect, Request, Route, Screen
from wardpanels.console.wording_for_staff import Names, moment
from wardpanels.faults import DoubtfulClock
from wardpanels.jobs import starting
from wardpanels.jobs.kinds.call_off import KIND, CallOffAsked
from wardpanels.people.rights import Act
from wardpanels.publicity.calling_off import CalledOff, Order, foresee
from wardpanels.publicity.who_hears import How
from wardpanels.year.publishing import Folders
from wardpanels.year.releasing import Cancellation, latest_release, released_plan


@dataclass(frozen=True, slots=True)
class ToldMeeting:
    """A meeting as residents were told of it."""

    asked: Request
    period: Period
    meeting: PlannedMeeting

    @property
    def path(self) -> str:
        """This page."""
        return f"/meetings/{self.meeting.meeting_id}/call-off"

    @property
    def job(self) -> Job | None:
        """The newest job that calls it off, if any."""
        found = starting.listed(self.asked.store, self.asked.borough.profile.code, self.asked.at)
        mine = (job for job in found if job.kind == KIND.name and job.asked["meeting_id"] == self.meeting.meeting_id)
        return next(mine, None)

    @property
    def may_approve(self) -> bool:
        """Whether what must be approved goes out with it."""
        return self.asked.may(Act.APPROVE, self.meeting.ward_code)


def look(asked: Request) -> Screen:
    """What would be told to whom; or how far it is, or who was told, where it was begun."""
    told = _told(asked)
    job = told.job
    is_old = job is not None and job.state is JobState.DONE and told.meeting.stands  # it was put back since
    return _before(told, FormRead(asked.form)) if job is None or is_old else _of_job(told, job)


def call_off(asked: Request) -> Answer:
    """Begin it: it goes on when the page is left."""
    told, form = _told(asked), FormRead(asked.form)
    because = reason_typed(form)
    if form.wrong or told.meeting.starts_at <= asked.at:
        return _before(told, form, 422)
    handover, door = _beside(asked.house.site)
    what = CallOffAsked(
        told.meeting.meeting_id,
        because,
        str(asked.house.site),
        str(asked.house.newsletter),
        str(handover),
        str(door),
        new_date_follows=bool(form.text("follows")),
        is_clock_right=bool(form.text("clock")),
        may_approve=told.may_approve,
    )
    said = f"Call off {Names(asked.borough).meeting(told.meeting)}: {because}"
    try:
        begin(asked, told.period, what, Act.CALL_OFF, (told.meeting.ward_code,), said)
    except JobUnderWay as other:
        form.refuse([("", f"{other.job.by} is calling a meeting off just now. Wait a little, and send it again.")])
        return _before(told, form, 422)
    return Redirect(told.path)


def _told(asked: Request) -> ToldMeeting:
    """Errors: UnknownName where residents were never told of it; NotAllowed."""
    period = asked.period_of_meeting
    plan = released_plan(asked.store, latest_release(asked.store, asked.borough.profile.code, period))
    meeting = find(plan, asked.given["meeting_id"])
    asked.check(Act.CALL_OFF, meeting.ward_code)
    return ToldMeeting(asked, period, meeting)


def _before(told: ToldMeeting, form: FormRead, status: int = 200) -> Screen:
    """What would be told to whom, with the form."""
    is_open = told.meeting.stands and told.meeting.starts_at > told.asked.at
    facts: dict[str, object] = {"is_open": is_open, "left": "", "reasons": REASONS}
    facts |= {"typed": form.typed, "wrong": form.wrong}
    if is_open:
        facts |= _foreseen(told, is_clock_right=bool(form.text("clock")))
    return _screen(told, facts, "Error: Call a meeting off" if status == 422 else "Call a meeting off", status)


def _foreseen(told: ToldMeeting, *, is_clock_right: bool) -> dict[str, object]:
    asked, house = told.asked, told.asked.house
    handover, door = _beside(house.site)
    order = Order(
        Cancellation(told.meeting.meeting_id, BOARD_ASKED.code),
        asked.person.name,
        house.data,
        Folders(house.site, house.newsletter),
        handover,
        door,
        is_clock_right,
        may_approve=told.may_approve,
    )
    live = dict.fromkeys((told.period, *house.periods().live))
    desks = [house.desk(period) for period in live]
    doubt = ""
    try:
        found = foresee(desks, order, house.environ, asked.at)
    except DoubtfulClock as doubtful:
        doubt = f"{doubtful}"
        order = replace(order, is_clock_right=True)
        found = foresee(desks, order, house.environ, asked.at)
    return {"doubt": doubt, "left": time_left(found.meeting.starts_at, asked.at), **_hearings(found)}


def _beside(site: Path) -> tuple[Path, Path]:
    """Where what a person takes somewhere goes, and what is for hall doors: beside the site, as for the command."""
    return site.parent / "handover", site.parent / "door"


def _hearings(found: CalledOff) -> dict[str, object]:
    hear = [one for one in found.hearings if one.how is not How.NOBODY]
    return {
        "by_itself": [one for one in hear if one.how is How.AUTOMATIC],
        "by_hand": [one for one in hear if one.how is How.BY_HAND],
        "nobody": [one for one in found.hearings if one.how is How.NOBODY],
        "waiting": len(found.waiting),
        "may_approve": found.may_approve,
        "others": len(found.others),
    }


def _of_job(told: ToldMeeting, job: Job) -> Screen:
    timezone = told.asked.borough.profile.timezone
    steps = KIND.steps(told.asked.store, job) if job.state not in (JobState.DONE, JobState.REFUSED) else ()
    code, _, own = job.asked["because"].partition(": ")
    again = {"reason": code, "words": own, "follows": "1" if job.asked["new_date_follows"] else ""}
    facts: dict[str, object] = {
        "job": job,
        "again": again,
        "began": moment(job.asked_at, timezone),
        "steps": steps,
        "wrong": {},
    }
    return _screen(told, facts, "Calling a meeting off" if job.is_under_way else "A meeting is called off")


def _screen(told: ToldMeeting, facts: dict[str, object], title: str, status: int = 200) -> Screen:
    names = Names(told.asked.borough)
    facts |= {"meeting": told.meeting, "what": names.meeting(told.meeting), "hall": names.hall(told.meeting.venue_id)}
    return Screen("call_off", title, {"job": None, **facts}, "today", status)


ROUTES = (
    Route("/meetings/<meeting_id>/call-off", look, Act.CALL_OFF, keeps_typed=True),
    Route("/meetings/<meeting_id>/call-off", call_off, Act.CALL_OFF, is_form=True),
)
