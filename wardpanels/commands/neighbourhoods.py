"""`wardpanels neighbourhoods`: what data.police.uk shows of each ward's priorities and team."""

from __future__ import annotations

import click

from wardpanels import wiring
from wardpanels.facts.neighbourhoods import neighbourhood_facts
from wardpanels.faults import ExitCode
from wardpanels.listings.neighbourhoods import look_at_neighbourhoods
from wardpanels.terminal import screen
from wardpanels.terminal.options import Where, with_json, with_ward, with_where
from wardpanels.terminal.words import neighbourhoods as words


@click.command("neighbourhoods", short_help="Note what police.uk shows of each ward's priorities and team.")
@with_ward
@with_where
@with_json
def command(ward: str | None, where: Where, as_json: bool) -> None:
    """Ask data.police.uk when each ward's newest priority was issued and how many officers it lists, and note both.

    The Neighbourhood Policing Guarantee counts both. No name of an officer is read. One line is kept for each ward and
    day. Leaves with code 4 where nothing could be asked.
    """
    at = wiring.now()
    with where.desk() as desk:
        shown = look_at_neighbourhoods(desk, wiring.asker(desk.publicity.allowed), wiring.police_uk(), ward, at)
    if as_json:
        screen.show_json([neighbourhood_facts(one) for one in shown])
    else:
        screen.show_table(words.HEADS, [*map(words.row, shown)], right=words.RIGHT)
        for sentence in words.sentences(shown):
            screen.say(sentence)
    if not any(one.seen for one in shown):
        raise click.exceptions.Exit(ExitCode.DELIVERY_FAILED)
