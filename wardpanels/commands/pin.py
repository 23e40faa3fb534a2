"""`wardpanels pin`: keep a meeting as it is when the period is planned anew."""

from __future__ import annotations

from functools import partial

import click

from scheduler.pinned import PARTS, Pinned
from wardpanels import wiring
from wardpanels.facts.drafts import pin_facts
from wardpanels.terminal import edited, screen
from wardpanels.terminal.options import Where, with_json, with_meeting, with_signature, with_where
from wardpanels.terminal.words.drafts import PIN_HEADS, pin_rows
from wardpanels.year.drafts import Signed
from wardpanels.year.editing import pin_meeting


@click.command("pin", short_help="Keep a meeting as it is when the period is planned anew.")
@with_meeting
@click.option("--part", "parts", type=click.Choice(PARTS), multiple=True, help="What of it. [default: all three]")
@click.option("--off", is_flag=True, help="Let go of it.")
@with_signature
@with_where
@with_json
def command(meeting: str, parts: tuple[str, ...], off: bool, where: Where, signed: Signed, as_json: bool) -> None:
    """Keep MEETING (an id, as `wardpanels show` prints it) as it is whenever the period is planned anew.

    Shows all that is pinned. A change by hand still moves it, and then it stays there.
    """
    kept = () if off else tuple(part for part in PARTS if part in (parts or PARTS))
    problem = where.problem()
    with where.store() as store:
        do = partial(pin_meeting, store, problem, Pinned(meeting, kept), wiring.now())
        wards, what = edited.ward_of(store, problem, meeting), f"Pin {', '.join(kept) or 'nothing'} of {meeting}"
        pins = edited.change(store, problem, signed, wards, what, do)
    if as_json:
        screen.show_json(pin_facts(pins))
        return
    screen.show_table(PIN_HEADS, pin_rows(pins))
