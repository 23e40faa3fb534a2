"""How a meeting went: said on a phone on the way home, and put right later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from publishers.papers.paper_words import OWNERS
from scheduler.edit import find
from scheduler.errors import RefusedRecord, UnknownName
from scheduler.evidence.agreed import Agreed, Owner
from scheduler.evidence.lines import in_force
from scheduler.evidence.meeting_facts import agreement
from scheduler.facts import Role
from scheduler.plan import PlannedMeeting
from scheduler.records import RecordLine
from scheduler.store import StaleRecord
from wardpanels.console.form_reading import FormRead, whole_number
from wardpanels.console.record_form import (
    OUTCOMES,
    RecordTyped,
    account_typed,
    agreed_before,
    first_form,
    form_again,
    form_of,
)
from wardpanels.console.request import Answer, Redirect, Request, Route, Screen
from wardpanels.console.wording_for_staff import Names, when
from wardpanels.people.rights import Act
from wardpanels.publicity.who_comes import ROLE_NAMES
from wardpanels.year.meeting_told import AGREED
from wardpanels.year.recording import Recorded, plan_at, record_meeting
from wardpanels.year.staff_facts import staff_facts_now


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One meeting whose record is looked at: the lines that tell of it, the newest last, and what it agreed."""

    asked: Request
    meeting: PlannedMeeting
    lines: tuple[RecordLine, ...]
    agreed: Agreed

    @property
    def newest(self) -> int:
        """The number of the newest line, 0 for none."""
        return self.lines[-1].number if self.lines else 0

    @property
    def told(self) -> RecordLine | None:
        """The newest line, where it says how the meeting went."""
        return self.lines[-1] if self.lines and self.lines[-1].record.tells_outcome else None

    @property
    def is_open(self) -> bool:
        """Whether it can be recorded."""
        return self.meeting.stands and self.meeting.starts_at <= self.asked.at


def look(asked: Request) -> Screen:
    """The page, with the form as it is planned or as it is recorded."""
    page = _page(asked)
    if asked.form:
        return _screen(page, form_again(FormRead(asked.form)))
    form = form_of(page.told.record, page.agreed) if page.told else first_form(_planned(page))
    return _screen(page, form)


def record(asked: Request) -> Answer:
    """What was typed, if it can be so."""
    page, form = _page(asked), FormRead(asked.form)
    if form.text("more"):
        return _screen(page, form_again(form))
    told = account_typed(form, page.meeting.meeting_id, asked.person.name, page.agreed)
    seen = whole_number(form.text("seen")) or 0
    form.refuse(_of_staff(asked, form))
    if form.wrong or not page.is_open:
        return _screen(page, form_again(form), form, 422)
    act, what = (Act.CORRECT_RECORD, "Correct the record") if page.told else (Act.RECORD, "Record")
    try:
        done = asked.act(
            act,
            (page.meeting.ward_code,),
            f"{what} of {Names(asked.borough).meeting(page.meeting)}",
            lambda: record_meeting(
                asked.store,
                asked.borough,
                asked.period_of_meeting,
                told,
                asked.at,
                corrects=page.told is not None,
                after=seen,
            ),
            _before_and_after,
        )
    except StaleRecord:
        return _screen(_page(asked), form_again(form), form, 409)
    except (RefusedRecord, UnknownName) as refused:
        form.refuse(_refusals(refused, form_again(form)))
        return _screen(page, form_again(form), form, 422)
    path = f"/minutes/{page.meeting.meeting_id}" if done.agreed else "/"
    return Redirect(path, f"Recorded: {Names(asked.borough).meeting(page.meeting)}. {_sentence(f'{done.record}')}")


def _page(asked: Request) -> RecordPage:
    """Errors: UnknownName; NotAllowed for a ward that is not theirs."""
    code = asked.borough.profile.code
    meeting = find(plan_at(asked.store, asked.borough, asked.period_of_meeting, asked.at), asked.given["meeting_id"])
    asked.check(Act.RECORD, meeting.ward_code)
    lines = [each for each in asked.store.records.lines(code) if each.record.meeting_id == meeting.meeting_id]
    agreed = agreement(in_force(asked.store.notes.lines(code, AGREED)), meeting.meeting_id, asked.today)
    return RecordPage(asked, meeting, tuple(lines), agreed_before(agreed))


def _screen(page: RecordPage, typed: RecordTyped, form: FormRead | None = None, status: int = 200) -> Screen:
    names = Names(page.asked.borough)
    facts = {
        "meeting": page.meeting,
        "ward": names.ward(page.meeting.ward_code),
        "when": when(page.meeting.starts_at),
        "hall": names.hall(page.meeting.venue_id),
        "is_open": page.is_open,
        "told": page.told,
        "newest": page.newest,
        "history": [each for each in page.lines[:-1] if each.record.tells_outcome],
        "is_stale": status == 409,
        "form": typed,
        "typed": typed.typed,
        "wrong": form.wrong if form else {},
        "outcomes": OUTCOMES,
        "roles": [(role.value, _sentence(ROLE_NAMES[role]).rstrip(".")) for role in Role],
        "owners": [("", "Nobody named"), *((owner.value, _sentence(OWNERS[owner]).rstrip(".")) for owner in Owner)],
    }
    return Screen("record", f"{'Error: ' if status == 422 else ''}How it went", facts, "today", status)


def _planned(page: RecordPage) -> tuple[Role, ...]:
    """The roles of those who were to come."""
    roles = {officer.officer_id: officer.role for officer in page.asked.borough.officers}
    return tuple(role for role in Role if role in {roles.get(each) for each in page.meeting.officers})


def _refusals(refused: RefusedRecord | UnknownName, form: RecordTyped) -> Iterator[tuple[str, str]]:
    if isinstance(refused, UnknownName):
        yield "why", f"Say it in other words: {refused.wanted}."
        return
    fields = {"ages": form.ages[0][0], "actions": "action-1-what"}
    for found, wanted, of in refused.refusals:
        yield fields.get(of, of), f"It must be {wanted}. You typed {found}."


def _of_staff(asked: Request, form: FormRead) -> Iterator[tuple[str, str]]:
    """Fields that name an officer: what is recorded here stands in minutes that everybody may read."""
    staff = staff_facts_now(asked.store, asked.borough.profile, asked.borough.officers)
    for name, found in staff.in_fields(form.typed).items():
        yield name, f"It holds {found}, and everybody may read it once it is issued. Take that out."


def _before_and_after(done: Recorded) -> tuple[str, str]:
    return f"{done.before}" if done.before else "", f"{done.record}"


def _sentence(words: str) -> str:
    """Words as a sentence."""
    return f"{words[0].upper()}{words[1:].rstrip('.')}."


ROUTES = (
    Route("/record/<meeting_id>", look, Act.RECORD, keeps_typed=True),
    Route("/record/<meeting_id>", record, Act.RECORD, is_form=True),
)
