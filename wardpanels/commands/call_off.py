"""`wardpanels call-off`: call one meeting off, and tell everybody at once."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import click

from scheduler.reasons import OTHER, WHY_CANCELLED
from wardpanels import wiring
from wardpanels.evidence.going_public import plan_on
from wardpanels.faults import ExitCode
from wardpanels.people.keys import typed_act, who_types
from wardpanels.people.rights import Act
from wardpanels.publicity.calling_off import Order, call_off, foresee, ward_of
from wardpanels.terminal import called_off, screen
from wardpanels.terminal.options import (
    Where,
    with_by,
    with_clock_is_right,
    with_handover,
    with_json,
    with_meeting,
    with_where,
)
from wardpanels.year.publishing import Folders
from wardpanels.year.releasing import Cancellation


@click.command("call-off", short_help="Call one meeting off, and tell everybody at once.")
@with_meeting
@click.option("--because", required=True, metavar="REASON",
              help=f'Why: {", ".join(reason.code for reason in WHY_CANCELLED)}, or "{OTHER}: …".')  # fmt: skip
@click.option("--new-date-follows", is_flag=True, help="Say that a new date will follow.")
@click.option("--yes", is_flag=True, help="Tell them without asking.")
@click.option("--to", "site", type=click.Path(path_type=Path), metavar="DIR", default="site", show_default=True,
              help="The folder of the public site.")  # fmt: skip  # one option a line
@click.option("--newsletter", type=click.Path(path_type=Path), metavar="DIR", default="newsletter", show_default=True,
              help="The folder of the newsletter copy.")  # fmt: skip  # one option a line
@click.option("--door", type=click.Path(path_type=Path), metavar="DIR", default="door", show_default=True,
              help="The folder of the notices for hall doors.")  # fmt: skip  # one option a line
@click.option("--leave-approval", is_flag=True,
              help="Leave what must be approved to the person on duty.")  # fmt: skip  # one option a line
@with_handover
@with_clock_is_right
@with_by
@with_where
@with_json
def command(meeting: str, because: str, by: str, where: Where, handover: Path, as_json: bool, **rest: object) -> None:
    """Call MEETING off and tell everybody at once: site, feeds, and all who were told of it by any channel.

    What will be told to whom is shown first, and you are asked once. Nothing else that the draft has is told. Stopped
    anywhere, type the same again: it goes on where it stopped, and nobody is told twice. To cancel it in the draft
    alone, type `wardpanels cancel`. Leaves with 4 where something did not go out.
    """
    off = Cancellation(meeting, because, bool(rest["new_date_follows"]))
    folders = Folders(Path(str(rest["site"])), Path(str(rest["newsletter"])))
    door, is_right, may_approve = Path(str(rest["door"])), bool(rest["is_clock_right"]), not rest["leave_approval"]
    with where.desks() as desks:
        who = who_types(desks[0].store, desks[0].code, by)
        order = Order(off, who.who, where.data, folders, handover, door, is_right, plan_on, may_approve)
        if not rest["yes"] and not called_off.is_agreed(foresee(desks, order, os.environ, wiring.now()), order):
            screen.say("Nothing was changed.")
            return
        with screen.working("Telling everybody"):
            do = partial(call_off, desks, order, os.environ, wiring.now())
            what = f"Call {meeting} off: {because}"
            done = typed_act(desks[0].store, who, Act.CALL_OFF, ward_of(desks, meeting), what, do)
    called_off.show(done, order, as_json=as_json)
    if not done.is_all_done:
        raise click.exceptions.Exit(ExitCode.DELIVERY_FAILED)
