"""The draft of a year: the newest plan, not yet public."""

from __future__ import annotations

from datetime import datetime

from scheduler.facts import Borough
from scheduler.names import ward_named
from scheduler.plan import Plan, PlannedMeeting
from scheduler.store import Draft, Store
from wardpanels.faults import NothingYet


def keep_draft(store: Store, plan: Plan, saved_at: datetime) -> int:
    """Store a new plan as the newest draft, in the place of any other, and return its revision."""
    newest = store.draft(plan.borough_code, plan.first_day.year)
    return store.save_draft(plan, expected_revision=newest.revision if newest else None, saved_at=saved_at)


def draft_of(store: Store, borough: Borough, year: int) -> Plan:
    """The stored draft of a year.

    Errors: NothingYet
    """
    return stored_draft(store, borough, year).plan


def stored_draft(store: Store, borough: Borough, year: int) -> Draft:
    """The stored draft of a year with its revision. Errors: NothingYet."""
    draft = store.draft(borough.profile.code, year)
    if draft is None:
        raise NothingYet("draft", year, f"wardpanels plan --year {year}")
    return draft


def meetings_of(borough: Borough, plan: Plan, ward: str | None) -> tuple[PlannedMeeting, ...]:
    """The plan's meetings, of one ward if it is named: by its name, its slug or its code, in any case.

    Errors: UnknownName
    """
    if ward is None:
        return plan.meetings
    code = ward_named(borough, ward).code
    return tuple(meeting for meeting in plan.meetings if meeting.ward_code == code)
