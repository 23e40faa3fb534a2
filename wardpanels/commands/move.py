"""`wardpanels move`: change one meeting by hand."""

from __future__ import annotations

from functools import partial
from typing import Any

import click

from scheduler.edit import NewTiming
from scheduler.pinned import PARTS
from wardpanels import wiring
from wardpanels.terminal import edited as shown
from wardpanels.terminal.dates import DAY, TIME_OF_DAY
from wardpanels.terminal.options import Where, with_json, with_meeting, with_signature, with_where
from wardpanels.year import editing
from wardpanels.year.drafts import Signed


@click.command("move", short_help="Change one meeting of the draft by hand.")
@with_meeting
@click.option("--date", "held_on", type=DAY, metavar="DATE",
              help='The new date: 2027-02-04, 4/2/2027, "next thursday", or "4 Feb" of its period.')  # fmt: skip
@click.option("--start", "starts", type=TIME_OF_DAY, metavar="TIME", help="The new start: 19:00, 7pm or 7.30pm.")
@click.option("--venue", "venue_id", metavar="HALL", help="The new hall: its id or its name.")
@click.option("--sergeant", metavar="OFFICER", help="The sergeant who will lead: an id or a name.")
@click.option("--officer", "ward_officer", metavar="OFFICER", help="The ward officer who will come: an id or a name.")
@click.option("--pin", is_flag=True, help="Keep it so whenever the period is planned anew, as `wardpanels pin` does.")
@with_signature
@with_where
@with_json
def command(meeting: str, where: Where, signed: Signed, pin: bool, as_json: bool, **changes: Any) -> None:
    """Change the date, start, hall or officers of MEETING (an id, as `wardpanels show` prints it).

    What is not named stays as it is. A change that breaks a must-rule is refused, with the reason.
    """
    if not any(changes.values()):
        raise click.UsageError("Say what to change: --date, --start, --venue, --sergeant or --officer.")
    problem = where.problem()
    with where.store() as store:
        wish, parts = NewTiming(**changes), PARTS if pin else ()
        do = partial(editing.move_meeting, store, problem, meeting, wish, wiring.now(), pin=parts)
        wards, what = shown.ward_of(store, problem, meeting), f"Change {meeting} in the draft"
        edited = shown.change(store, problem, signed, wards, what, lambda by: do(signed=by))
    shown.show(problem.borough, edited, meeting, as_json=as_json)
