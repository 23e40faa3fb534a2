"""Changes of one fact of a problem: what rules drop a demand with, or offer as a repair.

Several can follow one another: each starts from the problem it is given, and leaves what others changed as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from scheduler.facts import Absence, Borough, DaySpan, Officer, Venue
from scheduler.framing import with_borough
from scheduler.policy import Policy
from scheduler.rules.shapes.demands import Change

ALWAYS = "24/7"
"""Opening hours, in OpenStreetMap syntax, of a hall that is never shut or an officer who is never off."""

WIDER_DAYS = 14
"""Days by which a gap might be made wider or a board date taken less strictly."""


def with_policy(change: Callable[[Policy], Policy]) -> Change:
    """The same question under another policy."""
    return lambda problem: with_borough(problem, lambda borough: replace(borough, policy=change(borough.policy)))


def with_limits(**limits: int) -> Change:
    """The same question under other limits."""
    return with_policy(lambda policy: replace(policy, limits=replace(policy.limits, **limits)))


def with_hall(venue: Venue, **facts: Any) -> Change:
    """The same question with some facts of one hall changed."""
    return _of_hall(venue, lambda known: replace(known, **facts))


def opened(venue: Venue, span: DaySpan) -> Change:
    """The same question with one hall open on days on which it is closed."""
    return _of_hall(venue, lambda known: replace(known, closed=tuple(each for each in known.closed if each != span)))


def lent(venue: Venue, ward_code: str) -> Change:
    """The same question with one hall serving another ward too."""
    return _of_hall(venue, lambda known: replace(known, ward_codes=known.ward_codes | {ward_code}))


def _of_hall(venue: Venue, change: Callable[[Venue], Venue]) -> Change:
    def changed(borough: Borough) -> Borough:
        venues = (change(other) if other.venue_id == venue.venue_id else other for other in borough.venues)
        return replace(borough, venues=tuple(venues))

    return lambda problem: with_borough(problem, changed)


def with_hours(officer: Officer, working_hours: str) -> Change:
    """The same question with other working hours of one officer."""

    def changed(borough: Borough) -> Borough:
        officers = (
            replace(other, working_hours=working_hours) if other.officer_id == officer.officer_id else other
            for other in borough.officers
        )
        return replace(borough, officers=tuple(officers))

    return lambda problem: with_borough(problem, changed)


def with_second(officer: Officer, leave: Iterable[Absence]) -> Change:
    """The same question with one more officer, who works and is away when this one does and is."""
    second = replace(officer, officer_id=f"{officer.officer_id} the second")
    away = tuple(replace(absence, officer_id=second.officer_id) for absence in leave)

    def changed(borough: Borough) -> Borough:
        return replace(borough, officers=(*borough.officers, second), absences=(*borough.absences, *away))

    return lambda problem: with_borough(problem, changed)


def with_another_hall(venue: Venue) -> Change:
    """The same question with one hall more."""
    return lambda problem: with_borough(problem, lambda borough: replace(borough, venues=(*borough.venues, venue)))


def with_another_officer(officer: Officer) -> Change:
    """The same question with one officer more."""
    return lambda problem: with_borough(
        problem, lambda borough: replace(borough, officers=(*borough.officers, officer))
    )


def without_leave(officer: Officer, absence: Absence | None = None) -> Change:
    """The same question without one leave of an officer, or without any of it."""

    def changed(borough: Borough) -> Borough:
        kept = (
            other
            for other in borough.absences
            if other.officer_id != officer.officer_id or absence not in (None, other)
        )
        return replace(borough, absences=tuple(kept))

    return lambda problem: with_borough(problem, changed)


def in_words(span: DaySpan) -> str:
    """A span of days in a repair's sentence."""
    return f"{span.first:%d %B} to {span.last:%d %B %Y}"
