"""The sentences and rows of a re-plan. No table is drawn here and nothing is decided."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from scheduler.facts import Borough
from scheduler.plan import PlannedMeeting
from wardpanels.facts.plan import plan_facts
from wardpanels.year.replanning import Compared, LeftOut, changed_meetings

REPLAN_HEADS = ("Meeting", "Ward", "Was", "Now")


def replan_rows(borough: Borough, compared: Compared) -> list[tuple[str, ...]]:
    """Each meeting that changed, as it was and as it now is."""
    return [_replan_row(borough, before, after) for before, after in changed_meetings(compared)]


def _replan_row(borough: Borough, before: PlannedMeeting | None, after: PlannedMeeting | None) -> tuple[str, ...]:
    known = after or before
    if known is None:
        return ()
    ward = next((ward.name for ward in borough.wards if ward.code == known.ward_code), known.ward_code)
    return known.meeting_id, ward, _in_short(borough, before), _in_short(borough, after)


def _in_short(borough: Borough, meeting: PlannedMeeting | None) -> str:
    if meeting is None:
        return "-"
    hall = next((venue.name for venue in borough.venues if venue.venue_id == meeting.venue_id), meeting.venue_id)
    state = "" if meeting.stands else "cancelled: "
    return f"{state}{meeting.starts_at:%a %d %b %H:%M}, {hall}, {' '.join(meeting.officers)}"


def replan_sentences(compared: Compared) -> tuple[str, ...]:
    """How far the new plan is from the old one, and whether fewer changes are possible."""
    found = compared.replanned
    if not changed_meetings(compared):
        return ("Nothing needs to change.",)
    proof = "Proven: no plan changes less." if found.is_proven else "Not proven: a plan with fewer changes may exist."
    counts = f"Moved: {found.moved}. Other halls: {found.hall_changed}. Other officers only: {found.officers_changed}."
    counts += f" New: {found.added}." if found.added else ""
    counts += f" No longer owed: {found.dropped}." if found.dropped else ""
    counts += f" Put back after a cancellation: {found.put_back}." if found.put_back else ""
    return counts, proof


def replan_facts(compared: Compared) -> dict[str, Any]:
    """The same for a script."""
    found = compared.replanned
    return {
        "moved": found.moved,
        "hall_changed": found.hall_changed,
        "officers_changed": found.officers_changed,
        "added": found.added,
        "dropped": found.dropped,
        "put_back": found.put_back,
        "is_proven": found.is_proven,
        "changed": [known.meeting_id for before, after in changed_meetings(compared) if (known := after or before)],
        "left_out": left_out_facts(compared.left_out),
        "plan": plan_facts(found.plan),
    }


def left_out_sentence(left_out: LeftOut) -> str:
    """Which ward is not planned, and below it why."""
    return "\n".join((f"Left out: {left_out.ward.name}.", *left_out.clash.lines()))


def left_out_facts(left_out: Iterable[LeftOut]) -> list[dict[str, str]]:
    """The wards that are not in the plan, for a script."""
    return [
        {"ward_code": each.ward.code, "ward": each.ward.name, "why": "\n".join(each.clash.lines())} for each in left_out
    ]
