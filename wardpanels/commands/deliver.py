"""`wardpanels deliver`: send what is due, once."""

from __future__ import annotations

import os
from pathlib import Path

import click

from wardpanels.terminal.options import with_data, with_db, with_handover, with_json, with_year


@click.command("deliver", short_help="Send what is due now, once through.")
@with_handover
@with_data
@with_db
@with_year
@with_json
def command(handover: Path, data: Path, db: str, year: int, as_json: bool) -> None:
    """Send what is due and approved. What a person has to carry is put in a folder with a page to copy from.

    Leaves with 4 where something did not go out; it is tried again the next time.
    """
    from wardpanels import wiring
    from wardpanels.facts.publicity import sent_facts
    from wardpanels.faults import ExitCode
    from wardpanels.publicity import desk as outbox
    from wardpanels.publicity import sending
    from wardpanels.terminal import screen
    from wardpanels.terminal.words import publicity

    with wiring.store_at(db) as store:
        desk = outbox.open_desk(store, data, year)
        sent = sending.deliver(desk, sending.open_post(desk, os.environ))
        in_hand = sending.hand_over(desk, handover)
    if as_json:
        screen.show_json(sent_facts(sent))
    else:
        screen.show_table(publicity.SENT_HEADS, publicity.sent_rows(sent), right=("Items",))
        screen.say(publicity.sent_sentence(sent, in_hand, handover))
    if any(one.is_trouble for one in sent):
        raise click.exceptions.Exit(ExitCode.DELIVERY_FAILED)
