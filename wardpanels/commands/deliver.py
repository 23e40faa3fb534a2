"""`wardpanels deliver`: send what is due, once."""

from __future__ import annotations

import os
from pathlib import Path

import click

from wardpanels.commands.options import with_data, with_db, with_handover, with_json, with_year


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
    from wardpanels import outbox, posting, publicity_words, screen, wiring
    from wardpanels.faults import ExitCode

    with wiring.store_at(db) as store:
        desk = outbox.open_desk(store, data, year)
        sent = posting.deliver(desk, posting.open_post(desk, os.environ))
        in_hand = posting.hand_over(desk, handover)
    if as_json:
        screen.show_json(publicity_words.sent_facts(sent))
    else:
        screen.show_table(publicity_words.SENT_HEADS, publicity_words.sent_rows(sent), right=("Items",))
        screen.say(publicity_words.sent_sentence(sent, in_hand, handover))
    if any(one.is_trouble for one in sent):
        raise click.exceptions.Exit(ExitCode.DELIVERY_FAILED)
