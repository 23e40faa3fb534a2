"""`wardpanels privacy`: what is held of whom, why, and how long."""

from __future__ import annotations

from dataclasses import asdict

import click

from wardpanels.people.holdings import HOLDINGS
from wardpanels.terminal import screen
from wardpanels.terminal.options import with_json


@click.command("privacy", short_help="Show what is held of whom, why, and how long.")
@with_json
def command(as_json: bool) -> None:
    """Show the record of processing: what is held of whom, why, where, until when, and what lets it go."""
    if as_json:
        screen.show_json([asdict(each) for each in HOLDINGS])
        return
    for each in HOLDINGS:
        screen.say(f"{each.of_whom[0].upper()}{each.of_whom[1:]}")
        for head, told in (("What", each.what), ("Why", each.why), ("Where", each.where), ("Until", each.until)):
            screen.say(f"  {head + ':':<10}{told}")
        screen.say(f"  {'Goes by:':<10}{each.by}")
        screen.say()
