"""The equality note: who was reached, what was done, and on which evidence, for the record that due regard asks for.

Source: Equality Act 2010, section 149
"""

from __future__ import annotations

from scheduler.evidence.day_words import day_of
from scheduler.evidence.plan_shown import PlanShown

DONE_BY = ("meetings_held", "daytime_at_weekend", "halls_varied", "told_by_council", "acronyms_explained", "youth_came")
"""The measures that are there so that more kinds of people can come."""

Section = tuple[str, tuple[str, ...]]


def equality_note(plan: PlanShown) -> tuple[Section, ...]:
    """Return headings with sentences. Edges: what nobody counted is said to be so"""
    return (
        ("Who was reached", _reached(plan)),
        ("What was done", _done(plan)),
        ("What this rests on", _rests(plan)),
    )


def _reached(plan: PlanShown) -> tuple[str, ...]:
    found = plan.figures
    by_session = (f"{each.of}: {each.came}; first-timers: {each.new}." for each in found.sessions)
    ages = (f"Of ages {name}: {'too few to show' if n is None else f'{n:,}'}." for name, n in found.ages.items())
    return (
        f"Residents who came: {found.borough.came}.",
        f"Those who had never come before: {found.borough.new}.",
        *by_session,
        *ages,
    )


def _done(plan: PlanShown) -> tuple[str, ...]:
    measures = plan.measure_by_name
    return tuple(f"{measures[name].sentence} {measures[name].reason}" for name in DONE_BY if name in measures)


def _rests(plan: PlanShown) -> tuple[str, ...]:
    found, whole = plan.figures, plan.figures.borough
    over = whole.held + whole.not_held + whole.unrecorded
    records = sum(each.source.startswith("record/") for each in plan.sources)
    others = len(plan.sources) - records
    return (
        f"Meetings that were over by {day_of(plan.as_of)}: {over:,}. Nobody recorded {whole.unrecorded:,} of them.",
        f"The facts come from {records:,} records of meetings, and from {others:,} lines of ledgers and notes.",
        f"Ages were asked at {found.ages_asked:,} meetings." if found.ages_asked else "Nobody asked for ages.",
        "Disability, race, faith and sex are not asked, so nothing can be said of them.",
    )
