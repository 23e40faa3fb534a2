"""`wardpanels cancel`: call one meeting off."""

from __future__ import annotations

import click

from wardpanels import wiring
from wardpanels.terminal import edited
from wardpanels.terminal.options import Where, with_json, with_where
from wardpanels.year.editing import cancel_meeting


@click.command("cancel", short_help="Cancel one meeting of the draft.")
@click.argument("meeting")
@with_where
@with_json
def command(meeting: str, where: Where, as_json: bool) -> None:
    """Cancel MEETING (an id, as `wardpanels show` prints it). The public is told with the next release."""
    problem = where.problem()
    with where.store() as store:
        found = cancel_meeting(store, problem, meeting, wiring.now())
    edited.show(problem.borough, found, meeting, as_json=as_json)
