"""`wardpanels reinstate`: hold a meeting after all."""

from __future__ import annotations

from pathlib import Path

import click

from wardpanels.terminal.options import with_data, with_db, with_json, with_year


@click.command("reinstate", short_help="Put a cancelled meeting of the draft back.")
@click.argument("meeting")
@with_data
@with_db
@with_year
@with_json
def command(meeting: str, data: Path, db: str, year: int, as_json: bool) -> None:
    """Hold MEETING (an id, as `wardpanels show` prints it) after all, where and when it was to be.

    What breaks a must-rule by now is refused, with the reason. The public is told with the next release.
    """
    from wardpanels import wiring
    from wardpanels.terminal import edited as shown
    from wardpanels.year import editing, planning

    problem = planning.problem_of(data, year)
    with wiring.store_at(db) as store:
        edited = editing.reinstate_meeting(store, problem, meeting, wiring.now())
    shown.show(problem.borough, edited, meeting, as_json=as_json)
