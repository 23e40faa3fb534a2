"""`wardpanels deliver`: send what is due, once."""

from __future__ import annotations

import os
from pathlib import Path

import click

from scheduler.store import Store
from wardpanels import wiring
from wardpanels.facts.publicity import sent_facts
from wardpanels.faults import ExitCode, NothingYet
from wardpanels.publicity.retrying import closed_sentence
from wardpanels.publicity.sending import send_due
from wardpanels.terminal import screen
from wardpanels.terminal.options import Where, with_clock_is_right, with_handover, with_json, with_where
from wardpanels.terminal.words.publicity import SENT_HEADS, sent_rows, sent_sentence
from wardpanels.upkeep.sweeping import sweep_and_tell


@click.command("deliver", short_help="Send what is due now, once through.")
@with_handover
@with_clock_is_right
@with_where
@with_json
def command(handover: Path, is_clock_right: bool, where: Where, as_json: bool) -> None:
    """Send what is due and approved. What a person has to carry is put in a folder with a page to copy from.

    Leaves with 4 where something did not go out, or a channel is closed. The first is tried again the next time, while
    it is of use; the second waits for you.
    """
    with where.desks() as desks:
        try:
            found = send_due(desks, os.environ, handover, is_clock_right=is_clock_right)
        except NothingYet:
            _sweep(desks[0].store, where.data)  # what is kept of people goes, though there is nothing to send
            raise
        _sweep(desks[0].store, where.data)
    if as_json:
        screen.show_json(sent_facts(found))
    else:
        screen.show_table(SENT_HEADS, sent_rows(found.sent), right=("Items",))
        for closed in found.closed:
            screen.say(f"! {closed_sentence(closed, desks[0].borough.profile.timezone)}")
        screen.say(sent_sentence(found.sent, found.in_hand, handover))
    if found.is_trouble:
        raise click.exceptions.Exit(ExitCode.DELIVERY_FAILED)


def _sweep(store: Store, data: Path) -> None:
    if swept := sweep_and_tell(store, data, wiring.now()):
        screen.note(swept)
