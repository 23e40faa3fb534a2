"""`wardpanels approve`: let items go out."""

from __future__ import annotations

import click

from wardpanels import wiring
from wardpanels.facts.publicity import marked_facts
from wardpanels.people.console_settings import read_console
from wardpanels.publicity.due import Selection, approve_chosen
from wardpanels.terminal import advice, screen
from wardpanels.terminal.options import Where, with_by, with_channel, with_json, with_ward, with_where
from wardpanels.terminal.words.publicity import marked_sentence


@click.command("approve", short_help="Let items go out that wait for a person.")
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@with_channel
@with_ward
@with_by
@with_where
@with_json
def command(keys: tuple[str, ...], channel: str | None, ward: str | None, by: str, where: Where, as_json: bool) -> None:
    """Approve items by their KEYs, or all that wait on a channel or in a ward. They go out when they are due.

    A KEY may be a week's work on a channel, such as met-engage/2027-W08.
    """
    if not keys and not channel and not ward:
        which = "Say which: one KEY or more, --channel NAME or --ward NAME."
        raise click.UsageError(advice.completed(f"{which} To see what waits, type: wardpanels due --all"))
    with where.desks() as desks:
        same_may = read_console(where.data).same_person_may_approve
        approved = approve_chosen(desks, keys, Selection(channel, ward), by, wiring.now(), same_may=same_may)
    if as_json:
        screen.show_json(marked_facts("approved", approved.items))
        return
    screen.say(marked_sentence("approved", approved.items, approved.asked))
