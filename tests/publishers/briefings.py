"""Briefings to look at: a usual one, a crowded one, and one of a hostile borough."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from publishers.briefing_paper import Briefing, WhoComes
from scheduler.evidence.actions import ActionState
from scheduler.facts import HeldMeeting, Priority, Role
from scheduler.invitee import Reply
from scheduler.policy import Session
from scheduler.recorded_crime import KINDS, CrimeFigures, WardCrime, months_to, ward_crime
from tests.publishers.examples import BOW, HOSTILE, HOSTILE_HALL, HOSTILE_WARD, a_meeting

MADE_ON = date(2027, 2, 20)
FETCHED = datetime(2027, 2, 10, 9, tzinfo=UTC)
MONTHS = months_to(date(2026, 12, 1))
MEETING = a_meeting("2027-E05009317-1", "Tue 2027-03-02 19:00")
FEBRUARY = date(2027, 2, 1)


def a_crime(gaps: tuple[date, ...] = (MONTHS[3],), others: int = 2) -> WardCrime:
    """Every kind, less and less of each; the others have twice as much of all."""
    ours = {kind: 40 - 2 * place for place, kind in enumerate(KINDS)}
    known = {(BOW.code, month): ours for month in MONTHS if month not in gaps}
    wards = [BOW.code, *(f"E{n}" for n in range(others))]
    for code in wards[1:]:
        known |= {(code, month): {kind: 2 * count for kind, count in ours.items()} for month in MONTHS}
    return ward_crime(BOW.code, wards, MONTHS, known)


def figures(**facts: Any) -> CrimeFigures:
    return replace(CrimeFigures(a_crime(), "2027-02-05", FETCHED), **facts)


def an_action(number: int = 1, **facts: Any) -> ActionState:
    usual: dict[str, Any] = {
        "action_id": f"2026-E05009317-4/{number}",
        "meeting_id": "2026-E05009317-4",
        "what": "Mend the lamp by the arch",
        "owner": "public_realm",
        "due": date(2027, 1, 31) + timedelta(days=number),
    }
    return ActionState(**{**usual, **facts})


USUAL = Briefing(
    borough="Tower Hamlets",
    ward=BOW,
    meeting=MEETING,
    made_on=MADE_ON,
    crime=figures(),
    priorities=(Priority(BOW.code, FEBRUARY, "Mopeds on the pavement", "Two patrols a week."),),
    actions=(an_action(), an_action(60, what="Ask for a quote", owner="dwo")),
    who=(WhoComes(Role.SERGEANT, True, Reply.ACCEPTED), WhoComes(Role.DWO, True), WhoComes(Role.INSPECTOR)),
    held=(HeldMeeting(BOW.code, date(2026, 11, 3), Session.EVENING, 24),),
)
BARE = replace(USUAL, crime=CrimeFigures(has_border=False), priorities=(), actions=(), who=(), held=())
CROWDED = replace(
    USUAL,
    crime=figures(
        crime=a_crime(MONTHS[2:7]), faults=tuple((f"Ward {n}, May 2026", "found status 503") for n in range(9))
    ),
    priorities=tuple(
        Priority(BOW.code, FEBRUARY, "A long priority of many words " * 9, "Long work. " * 30) for _ in range(30)
    ),
    actions=tuple(an_action(n, what="Something long to be done by somebody " * 9) for n in range(30)),
    who=tuple(WhoComes(role, True, Reply.TENTATIVE, is_old=True) for role in (*Role, *Role)),
    held=tuple(replace(USUAL.held[0], held_on=date(2026, 1, 1) + timedelta(days=40 * n)) for n in range(8)),
)
NASTY = replace(
    USUAL,
    borough=HOSTILE,
    ward=HOSTILE_WARD,
    meeting=replace(MEETING, hall=HOSTILE_HALL),
    priorities=(Priority(BOW.code, FEBRUARY, HOSTILE, HOSTILE),),
    actions=(an_action(what=HOSTILE, owner=HOSTILE),),
    crime=figures(faults=((HOSTILE, HOSTILE),)),
)
