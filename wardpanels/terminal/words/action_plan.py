"""The rows and sentences that `wardpanels report` prints. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.evidence.action_plan import ActionStatus, MeasureStatus, PlanReport
from scheduler.evidence.status import Colour, Kept, Status
from wardpanels.evidence.reporting import Report

LETTER = {Colour.RED: "R", Colour.AMBER: "A", Colour.GREEN: "G", Colour.GREY: "–"}
"""A colour as a letter, for whoever does not see colours."""

ACTION_HEADS = ("", "Action", "What", "Rests on")
MEASURE_HEADS = ("", "Measure", "On time", "Late", "Not done", "Not recorded", "Not due", "Off course")
MEASURE_NUMBERS = MEASURE_HEADS[2:]
IN_WORDS = ((Kept.LATE, "late"), (Kept.BROKEN, "not done"), (Kept.UNRECORDED, "nobody has recorded"))


def action_rows(report: PlanReport) -> list[tuple[str, ...]]:
    """A row for each action, in the plan's order."""
    return [
        (LETTER[each.colour], each.action.action_id, each.action.title or each.action.action, rests_on(each))
        for recommendation in report.recommendations
        for each in recommendation.actions
    ]


def measure_rows(report: PlanReport) -> list[tuple[str, ...]]:
    """A row for each measure, in the book's order."""
    return [
        (
            LETTER[each.status.colour],
            each.measure.name,
            *(f"{each.status.count(kept):,}" for kept in Kept),
            f"{each.status.off_course:,}",
        )
        for each in report.measures
    ]


def rests_on(each: ActionStatus) -> str:
    """Why an action has its colour, in a sentence."""
    if each.action.struck_out:
        return f"Struck out: {each.action.struck_out}"
    if each.stated:
        return _stated(each.stated)
    worst = each.worst
    return f"{worst.measure.name}: {reason(worst)}" if worst else "Nothing is due yet."


def reason(each: MeasureStatus) -> str:
    """Why a measure has its colour: `36 of 46 meetings on time, 3 not done, 7 nobody has recorded.`"""
    status, (one, several) = each.status, each.measure.unit
    are = "is" if status.off_course == 1 else "are"
    ahead = f" Of those to come, {status.off_course:,} {are} not planned." if status.off_course else ""
    if not status.counted:
        count = status.count(Kept.NOT_DUE)
        return f"Nothing is due yet: {count:,} {one if count == 1 else several} to come.{ahead}"
    parts = [f"{status.count(Kept.ON_TIME):,} of {status.counted:,} {one if status.counted == 1 else several} on time"]
    parts += [f"{status.count(kept):,} {words}" for kept, words in IN_WORDS if status.count(kept)]
    return f"{', '.join(parts)}.{ahead}"


def _stated(status: Status) -> str:
    first = status.judged[0] if status.judged else None
    if first is None or first.kept is Kept.NOT_DUE:
        return "Nothing is due yet."
    if first.facts:
        return f"Stated on {first.facts[0].on:%-d %b %Y}: {first.facts[0].says}"
    return "Nobody has stated it, with a day and a link."


def report_sentences(report: Report) -> Iterator[str]:
    """What it all comes to, what changed, and how the last period ended."""
    yield from plan_sentences(report.plan)
    for change in report.changes:
        yield f"Since {report.since:%-d %B %Y}: {change.name} went from {change.before} to {change.now}."
    if report.since and not report.changes:
        yield f"No colour has changed since {report.since:%-d %B %Y}."
    if report.closed:
        ended = ", ".join(f"{each.number} {each.colour}" for each in report.closed.recommendations)
        yield f"{report.closed.year.period} ended with: {ended}."


def plan_sentences(report: PlanReport) -> Iterator[str]:
    """What it all comes to."""
    colours = [each.colour for each in report.recommendations]
    counts = ", ".join(f"{colours.count(colour)} {colour}" for colour in Colour if colour in colours)
    if counts:
        yield f"{len(colours)} recommendations on {report.year.as_of:%-d %B %Y}: {counts}."
    else:
        yield "There is no action_plan.csv: the measures stand alone."
