"""`wardpanels reinstate`: hold a meeting after all."""

from __future__ import annotations

from functools import partial

import click

from wardpanels import wiring
from wardpanels.terminal import edited
from wardpanels.terminal.options import Where, with_json, with_signature, with_where
from wardpanels.year.drafts import Signed
from wardpanels.year.editing import reinstate_meeting


@click.command("reinstate", short_help="Put a cancelled meeting of the draft back.")
@click.argument("meeting")
@with_signature
@with_where
@with_json
def command(meeting: str, where: Where, signed: Signed, as_json: bool) -> None:
    """Hold MEETING (an id, as `wardpanels show` prints it) after all, where and when it was to be.

    What breaks a must-rule by now is refused, with the reason. The public is told with the next release.
    """
    problem = where.problem()
    with where.store() as store:
        do = partial(reinstate_meeting, store, problem, meeting, wiring.now())
        wards, what = edited.ward_of(store, problem, meeting), f"Put {meeting} back in the draft"
        found = edited.change(store, problem, signed, wards, what, do)
    edited.show(problem.borough, found, meeting, as_json=as_json)
