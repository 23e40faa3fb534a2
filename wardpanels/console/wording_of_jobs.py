"""How the pages for staff say what a job does, how far it is and how it ended. Nothing here decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scheduler.job import Job, JobState
from scheduler.plan import Plan, PlanStatus
from scheduler.rules.book import RULES
from wardpanels.console.wording_for_staff import counted, moment

DOING: Mapping[str, str] = {
    "plan": "Looking for a plan for {period}",
    "replan": "Planning the rest of {period} again",
    "compare": "Comparing the policies for {period}",
    "foresee": "Working out what residents would be told of {period}",
    "release": "Releasing {period}",
    "publish": "Publishing {period}",
    "call off": "Calling a meeting off",
    "ask for crimes": "Asking data.police.uk for crimes",
    "ask for wards": "Asking data.police.uk for wards",
}
"""The heading while it lasts, by the kind of job."""
DONE: Mapping[str, str] = {
    "plan": "A plan for {period}",
    "replan": "A new plan for the rest of {period}",
    "compare": "The policies side by side, {period}",
    "foresee": "What residents would be told of {period}",
    "release": "{period} is released",
    "publish": "{period} is published",
    "call off": "The meeting is called off",
    "ask for crimes": "data.police.uk was asked for crimes",
    "ask for wards": "data.police.uk was asked for wards",
}
"""The heading when it ended well."""
ENDED: Mapping[JobState, str] = {
    JobState.STOPPED: "Stopped",
    JobState.REFUSED: "Not done",
    JobState.FAILED: "Broken off",
    JobState.LOST: "Lost",
}
"""What stands before the heading where it did not."""
STATES: Mapping[JobState, str] = {
    JobState.WAITING: "about to begin",
    JobState.RUNNING: "under way",
    JobState.DONE: "done",
    JobState.STOPPED: "stopped",
    JobState.REFUSED: "could not be done",
    JobState.FAILED: "broke off",
    JobState.LOST: "lost",
}
AGAIN: Mapping[str, str] = {"release": "Go on where it ended", "publish": "Go on where it ended"}
"""The button that does the same once more, where it is not `Do it again`."""
STEPS: Mapping[str, str] = {
    "frozen": "The release is made",
    "outbox filled": "What is to go out waits at the publicity desk",
    "site published": "The public site says it",
    "kept as the draft": "The plan is the draft",
}

SENTENCES = {rule.name: rule.sentence for rule in RULES}


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands in the way of a release, in words, and the way on: a page of the console, and the link's text."""

    sentence: str
    path: str
    link: str


OBSTACLES: Mapping[str, Obstacle] = {
    "nothing-yet": Obstacle("There is no draft yet, so there is nothing to release.", "/plan", "Plan the year"),
    "only-assumed": Obstacle(
        "Some meetings rest on halls or officers that only stand in for real ones. Nobody may be told of these.",
        "/set-up",
        "Say how it really is",
    ),
    "unpublishable": Obstacle(
        "What is in the files cannot be made into a public site.", "/set-up", "Correct the list of wards"
    ),
    "outlived-draft": Obstacle(
        "The draft has meetings with halls or officers that the files do not have any more.", "/plan", "Plan again"
    ),
    "changed-past": Obstacle(
        "The draft says something else of meetings that have begun than residents were told.",
        "/plan",
        "Plan the rest again",
    ),
    "late-first-release": Obstacle(
        "The year has begun, and nothing is known of it having been released before. Is this the right database?",
        "/plan",
        "Go back to Plan",
    ),
    "cannot-use": Obstacle("The year cannot be released as it is.", "/plan", "Go back to Plan"),
    "unusable-data": Obstacle("The files need mending first.", "/set-up", "Mend the files"),
}
"""By the code of the error."""


def heading(job: Job) -> str:
    """The heading of a job's page."""
    if job.state is JobState.DONE:
        return DONE[job.kind].format(period=job.period)
    doing = DOING[job.kind].format(period=job.period)
    return f"{ENDED[job.state]}: {doing[0].lower()}{doing[1:]}" if job.state in ENDED else doing


def begun(job: Job, timezone: str) -> str:
    """Who began it, and when."""
    return f"{job.by} began this on {moment(job.asked_at, timezone)}."


def how_far(job: Job) -> Iterator[str]:
    """How far a job is that is under way: what it does, and of a search how good what it has is."""
    known = job.progress
    if not known:
        yield "It is about to begin."
        return
    stage = known.get("stage") or "It has begun"
    yield f"{stage}."
    cost, bound = known.get("cost"), known.get("bound")
    if job.kind in ("plan", "replan", "compare") and cost is None:
        yield "It has found no plan yet."
    elif cost is not None:
        yield f"It has found a plan that costs {points(cost)}. Fewer are better."
        if bound is not None:
            yield _still_open(cost, bound)


def _still_open(cost: int, bound: int) -> str:
    if bound >= cost:
        return "It is proven: no plan costs less."
    return f"No plan can cost less than {points(bound)}, so {cost - bound:,} at most can still be saved."


def how_good(plan: Plan) -> str:
    """How good a plan is known to be."""
    if plan.status is PlanStatus.OPTIMAL or plan.cost <= plan.bound:
        return f"It costs {points(plan.cost)}. No plan that keeps every must-rule costs less: that is proven."
    known = f", but none costs less than {points(plan.bound)}" if plan.bound else ""
    return f"It costs {points(plan.cost)}. A better one may exist{known}."


def how_few(result: Mapping[str, Any]) -> str:
    """Whether a new plan of the rest could change fewer meetings. Edges: "" for a plan that was made afresh"""
    if "is_proven" not in result:
        return ""
    if not result["changed"]:
        return "Nothing needs to change."
    return "No plan changes less: that is proven." if result["is_proven"] else "A plan that changes less may exist."


def by_rule(plan: Plan, before: Plan | None) -> list[tuple[str, str, str]]:
    """Each rule that costs points in either plan, in words, with its points now and in the plan before.

    Edges: the last are "" where there is no plan before
    """
    was = before.cost_by_rule if before else {}
    names = {name for costs in (plan.cost_by_rule, was) for name, cost in costs.items() if cost}
    rows = sorted(names, key=lambda name: (-plan.cost_by_rule.get(name, 0), name))
    return [
        (rule_words(name), f"{plan.cost_by_rule.get(name, 0):,}", f"{was.get(name, 0):,}" if before else "")
        for name in rows
    ]


def rule_words(name: str) -> str:
    """A rule's own sentence. Edges: the name, for one that an older version had"""
    return SENTENCES.get(name, name.replace("_", " ").capitalize())


def points(number: int) -> str:
    """`1 point`, `6,617 points`."""
    return counted(number, "point", "points")
