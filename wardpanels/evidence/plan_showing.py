"""Words a report for its readers: every colour, what shows it, and from each source back to what it counts in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date, datetime

from scheduler.evidence.action_plan import ActionStatus, MeasureStatus, PlanReport
from scheduler.evidence.day_words import day_of, moved_words
from scheduler.evidence.plan_shown import (
    ActionShown,
    MeasureShown,
    MeetingShown,
    PlanShown,
    PublicAction,
    PublicPlan,
    PublicRecommendation,
    RecommendationShown,
    SourceShown,
    Use,
)
from scheduler.evidence.priority_days import differing
from scheduler.evidence.status import Colour, Fact, Judged, Kept
from scheduler.evidence.words import HOW_OFTEN, reason, rests_on, target_words
from scheduler.evidence.year import YearKnown
from scheduler.evidence.year_figures import year_figures
from wardpanels.evidence.reporting import Report

Counted = tuple[str, Colour, Judged]
"""A promise with what it is counted in, and the colour of that."""


def plan_shown(report: Report) -> PlanShown:
    """The report as its readers see it."""
    plan, year = report.plan, report.plan.year
    counted = tuple(_counted(plan))
    sources = tuple(_sources(year, counted))
    closed = {each.number: each.colour for each in report.closed.recommendations} if report.closed else {}
    return PlanShown(
        borough=year.borough.profile.name,
        period=str(year.period),
        as_of=year.as_of,
        recommendations=tuple(
            RecommendationShown(
                each.number,
                each.colour,
                each.worst.action.action_id if each.worst else "",
                tuple(_action(action) for action in each.actions),
                closed.get(each.number),
            )
            for each in plan.recommendations
        ),
        measures=tuple(_measure(each) for each in plan.measures),
        meetings=tuple(_meetings(year, counted, sources)),
        sources=sources,
        figures=year_figures(year),
        since=report.since,
        changes=tuple(
            f"{_sentence_start(each.name)} went from {each.before} to {each.now}." for each in report.changes
        ),
        closed_period=str(report.closed.year.period) if report.closed else "",
        visits=report.visits,
        priority_days=tuple(differing(year)),
    )


def public_plan(plan: PlanReport) -> PublicPlan | None:
    """What anybody may read of a plan; None where the borough has none.

    Edges: struck-out actions stay, without the reason
    """
    if not plan.recommendations:
        return None
    as_of = plan.year.as_of
    actions = [action for each in plan.recommendations for action in each.actions]
    rested_on = [action.stated for action in actions if action.stated]
    rested_on += [measure.status for action in actions for measure in action.measures]
    days = [day for status in rested_on for one in status.judged if (day := _counts_from(one)) and day <= as_of]
    return PublicPlan(
        str(plan.year.period),
        max(days, default=None),
        tuple(
            PublicRecommendation(
                each.number,
                each.colour,
                tuple(
                    PublicAction(
                        action.action.title or action.action.action,
                        action.action.action if action.action.title else "",
                        action.colour,
                        rests_on(action, for_public=True),
                    )
                    for action in each.actions
                ),
            )
            for each in plan.recommendations
        ),
        tuple(differing(plan.year)),
    )


def _counts_from(judged: Judged) -> date | None:
    """The day from which a promise counts: that on which it was kept or due; None where neither has come."""
    if judged.kept is Kept.NOT_DUE:
        return None
    if judged.kept is Kept.BROKEN:
        return judged.promise.due
    return min([judged.promise.due, *(fact.on for fact in judged.facts)])


def _measure(each: MeasureStatus) -> MeasureShown:
    measure = each.measure
    return MeasureShown(
        name=measure.name,
        sentence=measure.sentence,
        recommendation=measure.recommendation,
        origin=measure.origin,
        colour=each.status.colour,
        reason=reason(each),
        target=target_words(each.target),
        because=each.target.because,
        judged=each.status.judged,
    )


def _action(each: ActionStatus) -> ActionShown:
    action = each.action
    due = day_of(action.due_on) if action.due_on else HOW_OFTEN.get(action.every, "By the end of the period")
    first = action.due_before[0] if action.due_before else None
    return ActionShown(
        action_id=action.action_id,
        title=action.title or action.action,
        text=action.action,
        responsibility=action.responsibility,
        due=due,
        moved=moved_words(first, len(action.due_before)),
        struck_out=action.struck_out,
        note=action.evidence_note,
        colour=each.colour,
        reason=rests_on(each),
        measures=tuple(one.measure.name for one in each.measures),
        stated=each.stated.judged if each.stated else (),
    )


def _sentence_start(name: str) -> str:
    plain = name.replace("_", " ")
    return plain[0].upper() + plain[1:]


def _counted(plan: PlanReport) -> Iterator[Counted]:
    """Every promise, by measure and then by stated action."""
    for each in plan.measures:
        for judged in each.status.judged:
            yield each.measure.name, each.status.colour, judged
    for recommendation in plan.recommendations:
        for action in recommendation.actions:
            for judged in action.stated.judged if action.stated else ():
                yield action.action.action_id, action.colour, judged


def _use(counted: Counted) -> Use:
    of, colour, judged = counted
    return Use(of, judged.promise.key, judged.promise.subject, judged.kept, colour)


def _sources(year: YearKnown, counted: Iterable[Counted]) -> Iterator[SourceShown]:
    """Each source that a fact names, once, with all that it counts in."""
    found: dict[str, tuple[list[Use], dict[str, None]]] = {}
    for each in counted:
        for fact in each[2].facts:
            uses, says = found.setdefault(fact.source, ([], {}))
            uses.append(_use(each))
            says[_fact_words(fact)] = None
    for source in sorted(found):
        uses, says = found[source]
        title, more, meeting_id = _looked_up(year, source)
        told = tuple(dict.fromkeys((*more, *says)))
        yield SourceShown(source, title, told, meeting_id, tuple(uses), _link(year, source))


def _fact_words(fact: Fact) -> str:
    return f"{day_of(fact.on)}: {fact.says}" if fact.says else day_of(fact.on)


def _looked_up(year: YearKnown, source: str) -> tuple[str, tuple[str, ...], str]:
    """What a source is called, what it says itself, and the meeting it is of."""
    kind, _, name = source.partition("/")
    if kind == "record" and name in year.records:
        line = year.records[name]
        roles = line.record.roles
        came = (
            () if roles is None else (f"There: {', '.join(role.value.replace('_', ' ') for role in roles) or 'none'}",)
        )
        return (
            f"Record of {_meeting(year, name)}",
            (f"{line.record}", *came, _written(year, line.by, line.recorded_at)),
            name,
        )
    if kind == "note":
        return _note(year, source, name)
    if kind == "ledger":
        channel, _, meeting_id = name.rpartition("/")
        return f"Ledger of {channel}: {_meeting(year, meeting_id)}", (), meeting_id
    return source.replace("/", " ").capitalize(), (), ""


def _note(year: YearKnown, source: str, number: str) -> tuple[str, tuple[str, ...], str]:
    line = year.line_by_number.get(number)
    if line is None:
        return source, (), ""
    said = [(field.name, getattr(line.noted, field.name)) for field in fields(line.noted)]
    told = tuple(f"{name.replace('_', ' ')}: {value}" for name, value in said if value not in ("", None, ()))
    return f"Note {number}", (*told, _written(year, line.by, line.at)), getattr(line.noted, "meeting_id", "")


def _link(year: YearKnown, source: str) -> str:
    """The page of the web that a note names. Edges: "" where it names none that a browser may open"""
    kind, _, number = source.partition("/")
    line = year.line_by_number.get(number) if kind == "note" else None
    link: str = getattr(line.noted, "link", "") if line else ""
    return link if link.startswith(("https://", "http://")) else ""


def _written(year: YearKnown, by: str, at: datetime) -> str:
    return f"Written down by {by or 'nobody named'} on {day_of(year.day_of(at))}"


def _meeting(year: YearKnown, meeting_id: str) -> str:
    meeting = year.meeting_by_id.get(meeting_id)
    return year.named(meeting) if meeting else meeting_id


def _meetings(year: YearKnown, counted: Iterable[Counted], sources: Iterable[SourceShown]) -> Iterator[MeetingShown]:
    uses: dict[str, list[Use]] = {}
    shown: dict[str, list[SourceShown]] = {}
    for each in counted:
        if each[2].promise.meeting_id:
            uses.setdefault(each[2].promise.meeting_id, []).append(_use(each))
    for source in sources:
        if source.meeting_id:
            shown.setdefault(source.meeting_id, []).append(source)
    for meeting_id in sorted({*uses, *shown}):
        yield MeetingShown(
            meeting_id,
            _meeting(year, meeting_id),
            tuple(uses.get(meeting_id, ())),
            tuple(shown.get(meeting_id, ())),
        )
