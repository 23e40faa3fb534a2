"""The action plan as rows and JSON: each colour with its counts, and from each promise to what shows it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from scheduler.evidence.action_plan import ActionStatus, MeasureStatus, PlanReport, RecommendationStatus
from scheduler.evidence.figures import YearFigures
from scheduler.evidence.plan_shown import SourceShown
from scheduler.evidence.status import Judged, Kept, Status
from wardpanels.evidence.plan_showing import plan_shown
from wardpanels.evidence.reporting import Report

COUNTED = (Kept.ON_TIME, Kept.LATE, Kept.BROKEN, Kept.UNRECORDED, Kept.NOT_DUE)


def plan_facts(report: PlanReport) -> dict[str, Any]:
    """The whole report, for a script: the same report gives the same bytes."""
    return {
        "borough": report.year.borough.profile.name,
        "first_day": report.year.period.first_day.isoformat(),
        "last_day": report.year.period.last_day.isoformat(),
        "as_of": report.year.as_of.isoformat(),
        "recommendations": [_recommendation(each) for each in report.recommendations],
        "measures": [_measure(each) for each in report.measures],
    }


def report_facts(report: Report) -> dict[str, Any]:
    """A report with the last period that is over, and what changed. Edges: null where there is neither"""
    shown = plan_shown(report)
    return {
        **plan_facts(report.plan),
        "since": report.since.isoformat() if report.since else None,
        "changes": [{"name": each.name, "before": each.before.value, "now": each.now.value} for each in report.changes],
        "last_period": plan_facts(report.closed) if report.closed else None,
        "figures": _figures(shown.figures),
        "priority_days": [
            {
                "ward": each.ward,
                "agreed_on": each.agreed_on.isoformat() if each.agreed_on else None,
                "shown_on": each.shown_on.isoformat() if each.shown_on else None,
                "seen_on": each.seen_on.isoformat(),
            }
            for each in shown.priority_days
        ],
        "visits": asdict(shown.visits),
        "sources": {each.source: _source(each) for each in shown.sources},
    }


def _source(each: SourceShown) -> dict[str, Any]:
    """What shows facts, and every promise that it counts in: the way back to the colours."""
    return {
        "title": each.title,
        "says": list(each.says),
        "meeting": each.meeting_id,
        "link": each.link,
        "counts_in": [
            {"of": use.of, "key": use.key, "kept": use.kept.name.casefold(), "colour": use.colour.value}
            for use in each.uses
        ],
    }


def _figures(found: YearFigures) -> dict[str, Any]:
    return {
        "borough": asdict(found.borough),
        "wards": [asdict(each) for each in found.wards],
        "sessions": [asdict(each) for each in found.sessions],
        "halls": [asdict(each) for each in found.halls],
        "channels": [asdict(each) for each in found.channels],
        "stood_in": {role.value: count for role, count in found.stood_in.items()},
        "roles_known": found.roles_known,
    }


def _recommendation(each: RecommendationStatus) -> dict[str, Any]:
    return {
        "recommendation": each.number,
        "colour": each.colour.value,
        "worst_action": each.worst.action.action_id if each.worst else None,
        "actions": [_action(action) for action in each.actions],
    }


def _action(each: ActionStatus) -> dict[str, Any]:
    action = each.action
    return {
        "action": action.action_id,
        "title": action.title,
        "text": action.action,
        "responsibility": action.responsibility,
        "source": action.source,
        "due_on": action.due_on.isoformat() if action.due_on else None,
        "due_before": [day.isoformat() for day in action.due_before],
        "every": action.every,
        "struck_out": action.struck_out,
        "note": action.evidence_note,
        "colour": each.colour.value,
        "worst_measure": each.worst.measure.name if each.worst else None,
        "measures": [measure.measure.name for measure in each.measures],
        "stated": _status(each.stated) if each.stated else None,
    }


def _measure(each: MeasureStatus) -> dict[str, Any]:
    measure = each.measure
    return {
        "measure": measure.name,
        "recommendation": measure.recommendation,
        "origin": measure.origin,
        "sentence": measure.sentence,
        "target": {
            "green": str(each.target.green),
            "amber": str(each.target.amber),
            "because": each.target.because,
        },
        **_status(each.status),
    }


def _status(status: Status) -> dict[str, Any]:
    return {
        "colour": status.colour.value,
        "counts": {kept.name.casefold(): status.count(kept) for kept in COUNTED},
        "counted": status.counted,
        "off_course": status.off_course,
        "on_time_share": str(status.on_time_share) if status.on_time_share is not None else None,
        "promises": [_judged(each) for each in status.judged],
    }


def _judged(each: Judged) -> dict[str, Any]:
    promise = each.promise
    return {
        "key": promise.key,
        "subject": promise.subject,
        "due": promise.due.isoformat(),
        "first_due": promise.first_due.isoformat() if promise.first_due else None,
        "moves": promise.moves,
        "ward": promise.ward_code,
        "meeting": promise.meeting_id,
        "kept": each.kept.name.casefold(),
        "is_off_course": each.is_off_course,
        "facts": [
            {"on": fact.on.isoformat(), "keeps": fact.keeps, "says": fact.says, "source": fact.source}
            for fact in each.facts
        ],
    }
