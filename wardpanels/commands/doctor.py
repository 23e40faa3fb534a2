"""`wardpanels doctor`: ask the live host whether it serves the site rightly."""

from __future__ import annotations

from pathlib import Path

import click

from wardpanels import wiring
from wardpanels.facts.doctor import examination_facts
from wardpanels.faults import ExitCode
from wardpanels.publicity.host_watch import look_at_host
from wardpanels.terminal import screen
from wardpanels.terminal.options import Where, with_host_file, with_json, with_where
from wardpanels.terminal.words.doctor import HEADS, mending, rows


@click.command("doctor", short_help="Ask the live host whether it serves the site rightly.")
@click.argument("url", default="")
@with_host_file
@with_where
@with_json
def command(url: str, host_file: Path, where: Where, as_json: bool) -> None:
    """Ask a live host as calendar programs and browsers do, and say what is wrong and which lines mend it.

    Without URL the site_url of borough.toml is asked, and what is seen there is kept for the ledger. Leaves with code 4
    where something is wrong.
    """
    with where.desks() as desks:
        seen = look_at_host(desks[0], wiring.asker(desks[0].publicity.allowed), wiring.now(), host_file, url)
    if as_json:
        screen.show_json(examination_facts(seen))
    else:
        screen.show_table(HEADS, rows(seen))
        for sentence in mending(seen):
            screen.say(sentence)
    if seen.wrong:
        raise click.exceptions.Exit(ExitCode.DELIVERY_FAILED)
