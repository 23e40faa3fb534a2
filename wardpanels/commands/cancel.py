"""`wardpanels cancel`: call one meeting off."""

from __future__ import annotations

from functools import partial

import click

from scheduler.reasons import OTHER, WHY_CANCELLED
from wardpanels import wiring
from wardpanels.terminal import edited
from wardpanels.terminal.options import Where, with_json, with_meeting, with_signature, with_where
from wardpanels.year.drafts import Signed
from wardpanels.year.editing import cancel_meeting


@click.command("cancel", short_help="Cancel one meeting of the draft, and say why.")
@with_meeting
@click.option("--because", metavar="REASON",
              help=f'Why: {", ".join(reason.code for reason in WHY_CANCELLED)}, or "{OTHER}: …".')  # fmt: skip
@click.option("--new-date-follows", is_flag=True, help="Say that a new date will follow.")
@with_signature
@with_where
@with_json
def command(
    meeting: str, because: str | None, new_date_follows: bool, where: Where, signed: Signed, as_json: bool
) -> None:
    """Cancel MEETING (an id, as `wardpanels show` prints it). The public is told with the next release.

    The ward is still owed it: `wardpanels add --instead-of` makes it good, `wardpanels waive` lets it go.
    """
    problem = where.problem()
    with where.store() as store:
        do = partial(cancel_meeting, store, problem, meeting, wiring.now(), because, new_date_follows=new_date_follows)
        wards = edited.ward_of(store, problem, meeting)
        what = f"Cancel {meeting} in the draft: {because or 'no reason given'}"
        found = edited.change(store, problem, signed, wards, what, lambda by: do(signed=by))
    edited.show(problem.borough, found, meeting, as_json=as_json)
