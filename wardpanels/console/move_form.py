"""The form that changes a meeting: what can be chosen, what was typed, and at which field a rule's refusal stands."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from publishers import wording
from scheduler.edit import NewTiming, in_order_of_choice
from scheduler.errors import RefusedEdit
from scheduler.plan import Plan, PlannedMeeting
from scheduler.problem import PlanningProblem
from scheduler.rules.shapes import Post, SlotRule, StaffRule, assigned
from scheduler.why.explain import OtherOfficer
from wardpanels.console.form_reading import FormRead, day_typed
from wardpanels.console.wording_for_staff import Names
from wardpanels.console.wording_of_a_meeting import points_more

POSTS = {
    Post.SERGEANT: "Sergeant",
    Post.WARD_OFFICER: "Ward officer",
    Post.INSPECTOR: "Inspector",
    Post.PUBLIC_REALM: "Public Realm officer",
}
DAY, START, HALL = "held", "start", "hall"
AS_NOW = ""

Choices = list[tuple[str, str]]
"""Pairs of value and text, as a list of a form has them."""


@dataclass(frozen=True, slots=True)
class MoveChoices:
    """What can be chosen: starts, halls, and for each post that is filled now, who else may fill it."""

    starts: Choices
    halls: Choices
    posts: tuple[tuple[str, str, Choices], ...] = ()


def times_and_halls(problem: PlanningProblem, meeting: PlannedMeeting) -> MoveChoices:
    """The starts of the borough's sessions and the ward's halls. Edges: what the meeting has now is always one."""
    names = Names(problem.borough)
    starts = {sitting.starts for sitting in problem.sittings} | {_start(meeting)}
    halls = {venue.venue_id for venue in problem.ward(meeting.ward_code).halls} | {meeting.venue_id}
    return MoveChoices(
        [(f"{each:%H:%M}", wording.clock(datetime.combine(meeting.held_on, each))) for each in sorted(starts)],
        sorted(((each, names.hall(each)) for each in halls), key=lambda each: each[1]),
    )


def choices_of(problem: PlanningProblem, meeting: PlannedMeeting, others: tuple[OtherOfficer, ...]) -> MoveChoices:
    """The same, with officers: those who can come as the meeting is now first, the cheapest of them first."""
    found, names = times_and_halls(problem, meeting), Names(problem.borough)
    posts = tuple(
        (post.value, label, [_now(names, meeting, post), *_others(names, post, others)])
        for post, label in POSTS.items()
        if assigned(meeting, post)
    )
    return MoveChoices(found.starts, found.halls, posts)


def eligible(problem: PlanningProblem, plan: Plan, meeting: PlannedMeeting) -> tuple[OtherOfficer, ...]:
    """The officers whom a form may name for each post, whether they can come or not: what they cost is left out."""
    return tuple(
        OtherOfficer(post, officer.officer_id, None, None)
        for post in POSTS
        for officer in in_order_of_choice(problem, plan, meeting, post)
    )


def _now(names: Names, meeting: PlannedMeeting, post: Post) -> tuple[str, str]:
    return AS_NOW, f"{', '.join(map(names.officer, assigned(meeting, post)))}, or whoever can come"


def _others(names: Names, post: Post, others: tuple[OtherOfficer, ...]) -> Iterator[tuple[str, str]]:
    for each in others:
        if each.post is post:
            how = "cannot come to it as it is now" if each.difference is None else points_more(each.difference)
            yield each.officer_id, f"{names.officer(each.officer_id)}: {how}"


def typed_now(meeting: PlannedMeeting) -> dict[str, str]:
    """The form of a meeting as it is."""
    return {**day_typed(DAY, meeting.held_on), START: f"{_start(meeting):%H:%M}", HALL: meeting.venue_id}


def wish_of(form: FormRead, choices: MoveChoices) -> NewTiming:
    """What was typed, None for an officer who was left as now. Edges: what is wrong is said at its field of `form`."""
    day = form.day(DAY, "The day", is_needed=True)
    start = form.choice(START, [value for value, _ in choices.starts], "Choose when it starts.")
    hall = form.choice(HALL, [value for value, _ in choices.halls], "Choose one of the ward's halls.")
    officers = {
        post: form.choice(post, [value for value, _ in options], "Choose one of these officers.") or None
        for post, _, options in choices.posts
    }
    return NewTiming(day, time.fromisoformat(start) if start else None, hall or None, **officers)


def refusals_of(problem: PlanningProblem, choices: MoveChoices, refused: RefusedEdit) -> Iterator[tuple[str, str]]:
    """Each reason for a refusal at the field that can put it right. Edges: at the day where no field alone can."""
    names, posts = Names(problem.borough), {post for post, _, _ in choices.posts}
    fields = {rule.name: _field(rule, posts) for rule in problem.rules}
    rules = refused.rules or ("",) * len(refused.reasons)
    for reason, rule in zip(refused.reasons, rules, strict=True):
        yield fields.get(rule, DAY), names.sentence(reason)


def _field(rule: object, posts: Collection[str]) -> str:
    if isinstance(rule, StaffRule) and rule.post in posts:
        return rule.post.value
    return HALL if isinstance(rule, SlotRule) and not rule.asks_when else DAY


def offered(other: PlannedMeeting, now: PlannedMeeting) -> Mapping[str, str]:
    """An alternative as the fields of the form hold it. Edges: a post whose officer stays is left as now"""
    posts = {post: assigned(other, post)[:1] for post in (Post.SERGEANT, Post.WARD_OFFICER)}
    new = {post.value: who[0] for post, who in posts.items() if who and who[0] not in assigned(now, post)}
    return {**typed_now(other), **new}


def _start(meeting: PlannedMeeting) -> time:
    return meeting.starts_at.time()
