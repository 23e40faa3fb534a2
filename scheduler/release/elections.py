"""The weeks before a poll, when meetings go on but what is published about them must be neutral."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from scheduler.facts import Election
from scheduler.release.value import Release

EARLIEST_NOTICE = timedelta(days=92)
"""How long before a year its first notices may go out: a quarter."""


def poll_after(elections: Iterable[Election], day: date) -> Election | None:
    """The poll whose quiet weeks a day falls in, the polling day included; None on any other day.

    Source: Local Government Act 1986 s.2 and its Code of Recommended Practice on Local Authority Publicity
    """
    near = [poll for poll in elections if poll.quiet_from <= day <= poll.polling_day]
    return min(near, key=lambda poll: (poll.polling_day, poll.name), default=None)


def polls_of(elections: Iterable[Election], first_day: date, last_day: date) -> tuple[Election, ...]:
    """The polls whose quiet weeks touch a year, or the quarter before it, when its first notices go out, by day.

    Edges: a poll stays in the answer when it is over, so that what went out before it is worded the same for ever
    """
    near = (
        poll for poll in elections if poll.quiet_from <= last_day and poll.polling_day >= first_day - EARLIEST_NOTICE
    )
    return tuple(sorted(near, key=lambda poll: (poll.polling_day, poll.name)))


def with_polls(release: Release, elections: Iterable[Election]) -> Release:
    """The release as it goes out today: by-elections that were called since it was made are in it too."""
    return replace(release, polls=polls_of({*release.polls, *elections}, release.first_day, release.last_day))


def neutral(release: Release) -> Release:
    """The release to make copy from that goes out in the quiet weeks before a poll. It is never stored."""
    return replace(release, is_neutral=True)


def told_on(release: Release, day: date) -> Release:
    """The release as it is told on a day: neutral where that is in the quiet weeks before a poll."""
    return neutral(release) if poll_after(release.polls, day) else release
