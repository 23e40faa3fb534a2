"""The weeks before a poll, when meetings go on but what is published about them must be neutral."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from scheduler.facts import Election


def poll_after(elections: Iterable[Election], day: date) -> Election | None:
    """The poll whose quiet weeks a day falls in, the polling day included; None on any other day.

    Source: Local Government Act 1986 s.2 and its Code of Recommended Practice on Local Authority Publicity
    """
    near = [poll for poll in elections if poll.quiet_from <= day <= poll.polling_day]
    return min(near, key=lambda poll: (poll.polling_day, poll.name), default=None)
