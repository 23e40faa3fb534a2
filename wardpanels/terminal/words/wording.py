"""The sentences and rows that the commands print. No table is drawn here and nothing is decided."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.facts import Borough, Election
from scheduler.plan import Plan, PlannedMeeting, PlanStatus
from scheduler.release.elections import poll_after
from scheduler.release.value import Change, ChangeKind, Release, ReleasedMeeting
from wardpanels.facts.plan import meeting_facts

if TYPE_CHECKING:
    from scheduler.tiers import Standing
    from wardpanels.actions import Edited, Made, Published
    from wardpanels.disk.output import Written
    from wardpanels.publicity import translations

MEETING_HEADS = ("Meeting", "Ward", "Date", "Time", "Session", "Hall", "State")
CHANGE_HEADS = ("What", "Meeting", "Ward", "Was", "Is now")

TRANSLATION_HEADS = ("Language", "Tag", "Chosen", "Goes out", "Texts", "Translated", "Checked", "Missing")
WRITTEN_HEADS = ("Folder", "Files", "Written now", "What")

CHANGE_WORDS: Mapping[ChangeKind, str] = {
    ChangeKind.NEW: "new",
    ChangeKind.MOVED: "moved",
    ChangeKind.VENUE_CHANGED: "other hall",
    ChangeKind.UPDATED: "reworded",
    ChangeKind.CANCELLED: "cancelled",
    ChangeKind.REINSTATED: "on again",
    ChangeKind.UNCHANGED: "unchanged",
}


def borough_counts(borough: Borough) -> dict[str, int]:
    """How much of each thing was read."""
    return {
        "wards": len(borough.wards),
        "halls": len(borough.venues),
        "officers": len(borough.officers),
        "past meetings": len(borough.attendance),
    }


def counted(counts: Mapping[str, int]) -> str:
    """`20 wards, 90 halls and 80 past meetings`."""
    words = [f"{number:,} {name if number != 1 else name.removesuffix('s')}" for name, number in counts.items()]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def translation_row(standing: translations.Standing) -> tuple[str, ...]:
    """How far one language is; English is where the words come from, so nothing of it is counted."""
    has_catalogue = standing.messages > 0
    figures = (standing.messages, standing.translated, standing.reviewed, len(standing.missing))
    counts = tuple(str(figure) for figure in figures) if has_catalogue else ("", "", "", "")
    chosen, out = (("yes" if fact else "no") for fact in (standing.is_chosen, standing.goes_out))
    return (standing.name, standing.tag, chosen, out, *counts)


def translation_facts(standing: translations.Standing) -> dict[str, Any]:
    """How far one language is, for a script."""
    facts = asdict(standing)
    return {**facts, "missing": list(standing.missing), "is_reviewed": standing.is_reviewed}


def standing_row(standing: Standing) -> tuple[str, ...]:
    """One ward's tier, what it is owed and why."""
    tier = standing.tier
    return (
        standing.ward.name,
        tier.name,
        _tenths(standing.mean_residents),
        str(tier.evening),
        str(tier.daytime),
        standing.reason,
    )


def standing_facts(standing: Standing) -> dict[str, Any]:
    """One ward's tier for a script."""
    return {
        "ward_code": standing.ward.code,
        "ward": standing.ward.name,
        "tier": standing.tier.name,
        "mean_residents": float(standing.mean_residents) if standing.mean_residents is not None else None,
        "meetings_counted": standing.meetings_counted,
        "evening": standing.tier.evening,
        "daytime": standing.tier.daytime,
        "is_override": standing.is_override,
        "reason": standing.reason,
    }


def tiers_sentence(standings: Sequence[Standing]) -> str:
    """How many wards are in each tier, and how many meetings that makes."""
    tiers = sorted(
        {standing.tier.name: standing.tier for standing in standings}.values(), key=lambda t: -t.from_residents
    )
    numbers = Counter(standing.tier.name for standing in standings)
    owed = sum(standing.tier.meetings for standing in standings)
    told = ", ".join(f"{numbers[tier.name]} {tier.name}" for tier in tiers)
    return f"Meetings owed: {owed}. Wards: {told}."


def plan_sentences(plan: Plan, *, seconds: float | None = None) -> tuple[str, ...]:
    """How many meetings, how good the plan is known to be, and that it was audited."""
    took = f" in {seconds:.1f} s" if seconds is not None else ""
    if plan.status is PlanStatus.OPTIMAL:
        proof = (
            f"Proven optimal: cost {plan.cost:,}, bound {plan.bound:,}. No plan that keeps the must-rules costs less."
        )
    else:
        proof = f"Not proven optimal: cost {plan.cost:,}, bound {plan.bound:,}. No plan can cost less than the bound."
    charged = sorted(((cost, rule) for rule, cost in plan.cost_by_rule.items() if cost), reverse=True)
    points = ", ".join(f"{rule.replace('_', ' ')} {cost:,}" for cost, rule in charged) or "none"
    return (
        f"Planned {len(plan.meetings)} meetings of {plan.first_day.year}{took}.",
        proof,
        f"Points: {points}.",
        "Audit: every must-rule is kept.",
    )


def meeting_row(borough: Borough, meeting: PlannedMeeting) -> tuple[str, ...]:
    """One meeting of the draft, without its officers."""
    wards = {ward.code: ward.name for ward in borough.wards}
    halls = {venue.venue_id: venue.name for venue in borough.venues}
    return (
        meeting.meeting_id,
        wards.get(meeting.ward_code, meeting.ward_code),
        f"{meeting.starts_at:%a %d %b %Y}",
        f"{meeting.starts_at:%H:%M}-{meeting.ends_at:%H:%M}",
        meeting.session.value.replace("_", " "),
        halls.get(meeting.venue_id, meeting.venue_id),
        f"{meeting.state.value}{', before a poll' if poll_after(borough.elections, meeting.held_on) else ''}",
    )


def shown_facts(borough: Borough, meeting: PlannedMeeting) -> dict[str, Any]:
    """One meeting of the draft for a script: as in a plan file, and whether it falls in the weeks before a poll."""
    return {**meeting_facts(meeting), "is_before_a_poll": poll_after(borough.elections, meeting.held_on) is not None}


def poll_sentences(release: Release) -> tuple[str, ...]:
    """One sentence for each poll whose quiet weeks touch the year: what is published in them must be neutral."""
    return tuple(
        f"Before the poll of {poll.polling_day:%d %b %Y} ({poll.name}), from {poll.quiet_from:%d %b %Y}: "
        f"{counted({'meetings': len(_before(release, poll))})}. What goes out in these weeks is worded neutrally, "
        "and a person decides."
        for poll in release.polls
    )


def _before(release: Release, poll: Election) -> list[str]:
    """The ids of the meetings in a poll's quiet weeks."""
    held = (meeting for meeting in release.meetings if not meeting.is_cancelled)
    return [meeting.meeting_id for meeting in held if poll_after((poll,), meeting.held_on)]


def change_row(release: Release, change: Change) -> tuple[str, ...]:
    """What one change tells the public."""
    ward = release.ward_by_code[change.after.ward_code].name
    was = _when_and_where(change.before) if change.before else ""
    now = "not held" if change.after.is_cancelled else _when_and_where(change.after)
    return (CHANGE_WORDS[change.kind], change.after.meeting_id, ward, was, now)


def release_sentence(made: Made) -> str:
    """What became of the draft."""
    if not made.is_needed:
        return f"Nothing changed since release {made.release.number - 1}: no release was made."
    kinds = Counter(change.kind for change in made.release.changes)
    told = ", ".join(f"{kinds[kind]} {words}" for kind, words in CHANGE_WORDS.items() if kinds[kind])
    if made.is_other_facts:
        told = f"{told}, and facts beside the meetings changed" if told else "facts beside the meetings changed"
    told = told or "nothing new for the public, but other officers come"
    if not made.is_stored:
        return f"Release {made.release.number} would say: {told}. Nothing was stored."
    return f"Release {made.release.number}: {told}."


def release_facts(made: Made) -> dict[str, Any]:
    """A release for a script."""
    release = made.release
    return {
        "number": release.number if made.is_needed else release.number - 1,
        "is_news": made.is_news,
        "is_other_facts": made.is_other_facts,
        "is_stored": made.is_stored,
        "changes": [{"kind": change.kind.value, "meeting_id": change.after.meeting_id} for change in release.changes],
        "polls": [
            {
                "name": poll.name,
                "quiet_from": poll.quiet_from.isoformat(),
                "polling_day": poll.polling_day.isoformat(),
                "meetings": _before(release, poll),
            }
            for poll in release.polls
        ],
    }


def edit_facts(edited: Edited, meeting_id: str) -> dict[str, Any]:
    """One change by hand for a script."""
    return {
        "meeting": meeting_facts(meeting_in(edited.after, meeting_id)),
        "cost_before": edited.before.cost,
        "cost": edited.after.cost,
        "audit": [str(breach) for breach in edited.breaches],
    }


def edit_sentences(edited: Edited) -> tuple[str, ...]:
    """The audit's verdict on a change by hand, and what it costs."""
    before, after = edited.before.cost_by_rule, edited.after.cost_by_rule
    moved = {rule: after.get(rule, 0) - before.get(rule, 0) for rule in sorted({*before, *after})}
    why = ", ".join(f"{rule.replace('_', ' ')} {points:+,}" for rule, points in moved.items() if points)
    cost = f"Cost: {edited.before.cost:,} points before, {edited.after.cost:,} now{f' ({why})' if why else ''}."
    if not edited.breaches:
        return ("Audit: every must-rule is kept.", cost)
    return ("Audit:", *(f"- {breach}" for breach in edited.breaches), cost)


def written_rows(
    published: Published, site: Path, newsletter: Path, copy: Sequence[tuple[Path, Written]] = ()
) -> list[tuple[str, ...]]:
    """What each folder holds and how much of it is new."""
    told = (
        (site, published.site, "the public site with its calendar feeds"),
        (newsletter, published.newsletter, "copy for the newsletter"),
        *((folder, written, "copy for every channel") for folder, written in copy),
    )
    return [(f"{folder}/", str(written.files), str(written.written), what) for folder, written, what in told]


def published_facts(
    published: Published, site: Path, newsletter: Path, copy: Sequence[tuple[Path, Written]] = ()
) -> dict[str, Any]:
    """What was published, for a script."""
    folders = ((site, published.site), (newsletter, published.newsletter), *copy)
    return {
        "release": published.release.number,
        "folders": {str(folder): asdict(written) for folder, written in folders},
    }


def next_steps(year: int, ward_slug: str) -> tuple[tuple[str, str], ...]:
    """What to type after the demo, and what for."""
    return (
        ("wardpanels serve", "look at the site in a browser"),
        (f"wardpanels show --year {year} --ward {ward_slug}", "see one ward's year, with the meetings' ids"),
        ("wardpanels move --help", "change a meeting by hand, then release and publish"),
        (f"wardpanels export --year {year} --to schedule.xlsx", "take the schedule with its staffing to a spreadsheet"),
    )


def _tenths(mean: Fraction | None) -> str:
    """A mean to one decimal, rounded down, so that 19.99 never looks like the threshold of 20."""
    return "-" if mean is None else f"{math.floor(mean * 10) / 10:.1f}"


def _when_and_where(meeting: ReleasedMeeting) -> str:
    return f"{meeting.starts_at:%a %d %b %H:%M}, {meeting.hall.name}"


def meeting_in(plan: Plan, meeting_id: str) -> PlannedMeeting:
    return next(meeting for meeting in plan.meetings if meeting.meeting_id == meeting_id)
