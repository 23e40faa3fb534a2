"""`wardpanels confirm`: say that something went out."""

from __future__ import annotations

from typing import Any

import click

from scheduler.items import ItemState, Witness
from wardpanels import wiring
from wardpanels.facts.publicity import marked_facts
from wardpanels.people.rights import Act
from wardpanels.publicity.desk import confirm
from wardpanels.publicity.keys_meant import keys_meant
from wardpanels.publicity.typed_items import act_on_items
from wardpanels.terminal import screen
from wardpanels.terminal.dates import DAY_THAT_CAME
from wardpanels.terminal.options import Where, with_by, with_json, with_where
from wardpanels.terminal.words.publicity import marked_sentence


@click.command("confirm", short_help="Say that items went out, or were seen.")
@click.argument("keys", nargs=-1, required=True, metavar="KEY...")
@click.option("--note", default="", metavar="TEXT", help="For the ledger, such as the address of the post.")
@click.option(
    "--on", "happened_on", type=DAY_THAT_CAME, metavar="DATE", help="The day it went out, where that was before today."
)
@click.option("--evidence", "shown_by", default="", metavar="TEXT", help="What shows it: an address, or a file's name.")
@with_by
@with_where
@with_json
def command(keys: tuple[str, ...], note: str, by: str, where: Where, as_json: bool, **told: Any) -> None:
    """Say that what was handed to you, or what was sent, went out. The ledger keeps who said so, and when.

    A KEY may be a week's work on a channel, such as poster/2027-W08: all of it that is in somebody's hands. What
    happened on another day counts from that day. Said again with --on or --evidence, it puts right what was said
    before, which is kept.
    """
    with where.desks() as desks:
        keys = keys_meant(desks, keys, (ItemState.HANDED_OVER,))
        desk, seen = desks[0], Witness(**told)
        confirmed = act_on_items(
            desk, by, Act.CONFIRM, "confirm", keys, lambda one: confirm(desk, keys, one.who, wiring.now(), note, seen)
        )
    if as_json:
        screen.show_json(marked_facts("confirmed", confirmed))
        return
    screen.say(marked_sentence("confirmed", confirmed, keys))
