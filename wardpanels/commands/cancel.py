"""`wardpanels cancel`: call one meeting off."""

from __future__ import annotations

from pathlib import Path

import click

from wardpanels.terminal.options import with_data, with_db, with_json, with_year


@click.command("cancel", short_help="Cancel one meeting of the draft.")
@click.argument("meeting")
@with_data
@with_db
@with_year
@with_json
def command(meeting: str, data: Path, db: str, year: int, as_json: bool) -> None:
    """Cancel MEETING (an id, as `wardpanels show` prints it). The public is told with the next release."""
    from wardpanels import wiring
    from wardpanels.terminal import edited as shown
    from wardpanels.year import editing, planning

    problem = planning.problem_of(data, year)
    with wiring.store_at(db) as store:
        edited = editing.cancel_meeting(store, problem, meeting, wiring.now())
    shown.show(problem.borough, edited, meeting, as_json=as_json)
