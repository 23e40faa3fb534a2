"""`wardpanels retry`: send what failed once more, or open a channel again."""

from __future__ import annotations

import click

from wardpanels import wiring
from wardpanels.facts.publicity import retried_facts
from wardpanels.publicity.retrying import retry
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
        found = retry(desks[0], keys, channel, by, wiring.now())
    if as_json:
        screen.show_json(retried_facts(found))
        return
    screen.say(retried_sentence(found))
