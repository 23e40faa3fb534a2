"""Why one ward can have no year, in words: the ward, and the first thing that is missing."""

from __future__ import annotations

import numpy as np

from scheduler.calendar_quarters import asked_of
from scheduler.problem import PlanningProblem
from scheduler.solver.ward_model import WardModel


def why_impossible(problem: PlanningProblem, model: WardModel) -> str:
    """One sentence on the first thing that is missing."""
    name, tier = model.view.ward.name, model.view.standing.tier
    if not model.usable:
        return f"{name}: no hall is open, big enough and step-free while a sergeant and a ward officer are on duty."
    held = [meeting.held_on for meeting in problem.history.get(model.view.ward.code, ())]
    asked = asked_of(problem.quarters, model.view.owed)
    for quarter in asked:
        if any(quarter.first <= day <= quarter.meet_by for day in held):
            continue
        window = problem.days_within(quarter.first, quarter.meet_by)
        if not ((model.day >= window.start) & (model.day < window.stop)).any():
            return (
                f"{name}: no hall and officers are free on any day from {quarter.first:%d %B} to "
                f"{quarter.meet_by:%d %B %Y}, when quarter {quarter.number}'s meeting is due."
            )
    if model.view.owed < len(asked):
        return f"{name}: its tier {tier.name!r} owes {model.meetings} meetings, fewer than one a quarter."
    daytime = np.array([sitting.session.is_daytime for sitting in problem.sittings])[model.sitting]
    for kind, owed, seen in (
        ("daytime", model.view.daytime, daytime.any()),
        ("evening", model.view.evening, (~daytime).any()),
    ):
        if owed and not seen:
            return f"{name}: no {kind} slot exists, and its tier {tier.name!r} owes {owed}."
    return (
        f"{name}: its slots cannot be put in a row of {model.view.evening} evening and "
        f"{model.view.daytime} daytime meetings, {tier.min_gap_days} to {tier.max_gap_days} days apart, one a quarter "
        "before the board, in halls that change."
    )
