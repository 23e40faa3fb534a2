"""The rows and sentences that `wardpanels report` prints. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.evidence.action_plan import PlanReport
from scheduler.evidence.day_words import day_of
from scheduler.evidence.priority_days import differing
from scheduler.evidence.status import Colour, Kept
from scheduler.evidence.words import rests_on_named
from wardpanels.evidence.reporting import Report

ACTION_HEADS = ("", "Action", "What", "Rests on")
MEASURE_HEADS = ("", "Measure", "On time", "Late", "Not done", "Not recorded", "Not due", "Off course")
MEASURE_NUMBERS = MEASURE_HEADS[2:]


def action_rows(report: PlanReport) -> list[tuple[str, ...]]:
    """A row for each action, in the plan's order."""
    return [
        (each.colour.letter, each.action.action_id, each.action.title or each.action.action, rests_on_named(each))
        for recommendation in report.recommendations
        for each in recommendation.actions
    ]


def measure_rows(report: PlanReport) -> list[tuple[str, ...]]:
    """A row for each measure, in the book's order."""
    return [
        (
            each.status.colour.letter,
            each.measure.name,
            *(f"{each.status.count(kept):,}" for kept in Kept),
            f"{each.status.off_course:,}",
        )
        for each in report.measures
    ]


def report_sentences(report: Report) -> Iterator[str]:
    """What it all comes to, what changed, and how the last period ended."""
    yield from plan_sentences(report.plan)
    for change in report.changes:
        yield f"Since {day_of(report.since)}: {change.name} went from {change.before} to {change.now}."
    if report.since and not report.changes:
        yield f"No colour has changed since {day_of(report.since)}."
    if wards := ", ".join(each.ward for each in differing(report.plan.year)):
        yield f"The dates of priorities that panels agreed and those at police.uk differ in: {wards}."
    if report.closed:
        ended = ", ".join(f"{each.number} {each.colour}" for each in report.closed.recommendations)
        yield f"{report.closed.year.period} ended with: {ended}."


def plan_sentences(report: PlanReport) -> Iterator[str]:
    """What it all comes to."""
    colours = [each.colour for each in report.recommendations]
    counts = ", ".join(f"{colours.count(colour)} {colour}" for colour in Colour if colour in colours)
    if counts:
        yield f"{len(colours)} recommendations on {day_of(report.year.as_of)}: {counts}."
    else:
        yield "There is no action_plan.csv: the measures stand alone."
