"""`wardpanels visits`: count the visits that our links and codes brought."""

from __future__ import annotations

import sys
from io import BufferedReader
from pathlib import Path
from typing import cast

import click

from wardpanels import wiring
from wardpanels.facts.visits import reading_facts
from wardpanels.publicity.reading_logs import read_logs
from wardpanels.terminal import screen
from wardpanels.terminal.options import with_data, with_db, with_json
from wardpanels.terminal.words.visits import READ_HEADS, read_rows, reading_sentences
from wardpanels.year.reading import profile_of


@click.command("visits", short_help="Count visits by our links, from the web server's logs.")
@click.argument("logs", nargs=-1, required=True, metavar="LOG...", type=click.Path(path_type=Path, allow_dash=True))
@with_data
@with_db
@with_json
def command(logs: tuple[Path, ...], data: Path, db: str, as_json: bool) -> None:
    """Read web server logs (Common or Combined Log Format, gzip or not, - for standard input) and count visits.

    A visit is a page given to a browser at an address with our mark, as in the links and codes that we give out. Kept
    is how many there were, by day, channel, moment and page: no address, no browser, no time of day. A robot that says
    so is left out. Give all the logs that you have in one go, also ones read before: nothing counts twice.
    """
    stdin = cast(BufferedReader, sys.stdin.buffer)
    with wiring.store_at(db) as store:
        found = read_logs(store, profile_of(data), logs, stdin)
    if as_json:
        screen.show_json(reading_facts(found))
        return
    screen.show_table(READ_HEADS, read_rows(found), right=READ_HEADS[1:])
    for sentence in reading_sentences(found):
        screen.say(sentence)
