"""`wardpanels hold`: hold items back, let them go, or let them never go out."""

from __future__ import annotations

from functools import partial

import click

from scheduler.items import OPEN, WAITING, ItemState
from wardpanels import wiring
from wardpanels.facts.publicity import marked_facts
from wardpanels.people.rights import Act
from wardpanels.publicity.handling import set_aside
from wardpanels.publicity.keys_meant import keys_meant
from wardpanels.publicity.typed_items import act_on_items
from wardpanels.terminal import screen
from wardpanels.terminal.options import Where, with_by, with_json, with_where
from wardpanels.terminal.words.publicity import STATES, marked_sentence


@click.command("hold", short_help="Hold items back, let them go, or reject them.")
@click.argument("keys", nargs=-1, required=True, metavar="KEY...")
@click.option("--why", default="", metavar="TEXT", help="The reason: others read it. Letting go needs none.")
@click.option("--let-go", "event", flag_value=ItemState.LET_GO.value, help="Hold them back no longer.")
@click.option("--reject", "event", flag_value=ItemState.REJECTED.value, help="Let them never go out: no way back.")
@with_by
@with_where
@with_json
def command(keys: tuple[str, ...], why: str, event: str | None, by: str, where: Where, as_json: bool) -> None:
    """Hold back items that are still to go out: nothing is sent of them until somebody lets them go.

    What comes in the place of an item that is held back is held back too. What is rejected comes back only where the
    facts change, and then waits for approval. A KEY may be a week's work on a channel, such as met-engage/2027-W08.
    """
    chosen = ItemState(event or ItemState.HELD)
    with where.desks() as desks:
        asked = keys_meant(desks, keys, WAITING if chosen is ItemState.REJECTED else OPEN)
        act = Act.REJECT if chosen is ItemState.REJECTED else Act.HOLD
        do = partial(set_aside, desks[0], chosen, asked)
        done = act_on_items(desks[0], by, act, chosen.value, asked, lambda one: do(one.who, why, wiring.now()))
    if as_json:
        screen.show_json(marked_facts(chosen.value, done))
        return
    screen.say(marked_sentence(STATES[chosen], done, asked))
