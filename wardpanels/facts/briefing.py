"""A meeting's briefing as a script reads it. Officers are there by their roles alone."""

from __future__ import annotations

from typing import Any

from publishers.briefing_paper import Briefing
from scheduler.recorded_crime import CrimeFigures


def briefing_facts(briefing: Briefing) -> dict[str, Any]:
    """All that the page rests on. Edges: a month without figures is null, never 0"""
    return {
        "meeting_id": briefing.meeting.meeting_id,
        "ward_code": briefing.meeting.ward_code,
        "starts_at": briefing.meeting.starts_at.isoformat(),
        "is_cancelled": briefing.meeting.is_cancelled,
        "made_on": briefing.made_on.isoformat(),
        "crime": _crime(briefing.crime),
        "priorities": [
            {"agreed_on": one.agreed_on.isoformat(), "priority": one.priority, "done": one.done, "basis": one.basis}
            for one in briefing.priorities
        ],
        "actions": [
            {
                "action_id": one.action_id,
                "what": one.what,
                "owner": one.owner,
                "due": one.due.isoformat() if one.due else None,
                "moves": one.moves,
                "is_overdue": one.is_late(briefing.made_on),
            }
            for one in briefing.actions
        ],
        "who": [
            {
                "role": one.role.value,
                "is_asked": one.is_asked,
                "answer": one.answer.value if one.answer else "",
                "is_old": one.is_old,
            }
            for one in briefing.who
        ],
        "held": [
            {"held_on": one.held_on.isoformat(), "session": one.session.value, "residents": one.residents}
            for one in briefing.held
        ],
    }


def _crime(figures: CrimeFigures) -> dict[str, Any]:
    crime = figures.crime
    return {
        "updated": figures.updated,
        "fetched_at": figures.fetched_at.isoformat() if figures.fetched_at else None,
        "was_asked": figures.was_asked,
        "has_border": figures.has_border,
        "faults": [{"of": place, "why": why} for place, why in figures.faults],
        "months": [f"{month:%Y-%m}" for month in crime.months] if crime else [],
        "gaps": [f"{month:%Y-%m}" for month in crime.gaps] if crime else [],
        "wards_in_mean": crime.fewest_wards if crime else 0,
        "wards": crime.wards if crime else 0,
        "kinds": [
            {
                "kind": one.kind,
                "ward": list(one.ward),
                "mean": [value if value is None else round(value, 2) for value in one.mean],
                "ward_total": one.ward_total,
                "mean_total": round(one.mean_total, 2),
            }
            for one in (crime.series if crime else ())
        ],
    }
