"""`wardpanels retry`: send what failed once more, or open a channel again."""

from __future__ import annotations

from functools import partial

import click

from wardpanels import wiring
from wardpanels.facts.publicity import retried_facts
from wardpanels.people.rights import Act
from wardpanels.publicity.retrying import retry
from wardpanels.publicity.typed_items import act_on_items
from wardpanels.terminal import advice, screen
from wardpanels.terminal.options import Where, with_by, with_json, with_where
from wardpanels.terminal.words.publicity import retried_sentence


@click.command("retry", short_help="Send what failed again, or open a closed channel.")
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option("--channel", metavar="NAME", help="Open this channel: what closed it is mended.")
@with_by
@with_where
@with_json
def command(keys: tuple[str, ...], channel: str | None, by: str, where: Where, as_json: bool) -> None:
    """Let items that failed go out once more, by their KEYs, or open a channel that was closed.

    Mend what stood in the way first: `wardpanels due` and `wardpanels ledger` say what it was.
    """
    if not keys and not channel:
        which = "Say which: one KEY or more, or --channel NAME."
        raise click.UsageError(advice.completed(f"{which} To see what failed, type: wardpanels ledger"))
    with where.desks() as desks:
        do = partial(retry, desks[0], keys, channel)
        what = f"open {channel} and send again" if channel else "send again"
        found = act_on_items(desks[0], by, Act.RETRY, what, keys, lambda one: do(one.who, wiring.now()))
    if as_json:
        screen.show_json(retried_facts(found))
        return
    screen.say(retried_sentence(found))
