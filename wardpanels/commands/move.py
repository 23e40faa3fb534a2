"""`wardpanels move`: change one meeting by hand."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

import click

from scheduler.edit import NewTiming
from wardpanels import wiring
from wardpanels.terminal import edited as shown
from wardpanels.terminal.options import Where, with_json, with_where
from wardpanels.year import editing


class LocalDate(click.ParamType[date]):
    """A date as 2027-05-12."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read it, or say what was wanted."""
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"found {value!r}, wanted a date such as 2027-05-12", param, ctx)


class LocalTime(click.ParamType[time]):
    """A time of day as 18:30."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> time:
        """Read it, or say what was wanted. Edges: no seconds and no zone."""
        if re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
            return time.fromisoformat(value)
        return self.fail(f"found {value!r}, wanted a time such as 18:30", param, ctx)


OF_DATE, OF_TIME = LocalDate(), LocalTime()


@click.command("move", short_help="Change one meeting of the draft by hand.")
@click.argument("meeting")
@click.option("--date", "held_on", type=OF_DATE, metavar="YYYY-MM-DD", help="The new date.")
@click.option("--start", "starts", type=OF_TIME, metavar="HH:MM", help="The new start.")
@click.option("--venue", "venue_id", metavar="HALL", help="The new hall: its id or its name.")
@click.option("--sergeant", metavar="OFFICER", help="The sergeant who will lead: an id or a name.")
@click.option("--officer", "ward_officer", metavar="OFFICER", help="The ward officer who will come: an id or a name.")
@with_where
@with_json
def command(meeting: str, where: Where, as_json: bool, **changes: Any) -> None:
    """Change the date, start, hall or officers of MEETING (an id, as `wardpanels show` prints it).

    What is not named stays as it is. A change that breaks a must-rule is refused, with the reason.
    """
    if not any(changes.values()):
        raise click.UsageError("Say what to change: --date, --start, --venue, --sergeant or --officer.")
    problem = where.problem()
    with where.store() as store:
        edited = editing.move_meeting(store, problem, meeting, NewTiming(**changes), wiring.now())
    shown.show(problem.borough, edited, meeting, as_json=as_json)
