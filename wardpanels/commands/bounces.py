"""`wardpanels bounces`: take note of mail that came back."""

from __future__ import annotations

import os
from pathlib import Path

import click

from wardpanels import wiring
from wardpanels.publicity.signed_links import links_of
from wardpanels.subscriptions.bounces import take_note
from wardpanels.terminal import screen
from wardpanels.terminal.options import with_data, with_db, with_json
from wardpanels.terminal.words.subscribers import became_rows, reports_sentence
from wardpanels.year.reading import profile_of


@click.command("bounces", short_help="Take note of emails that came back.")
@click.argument("path", type=click.Path(path_type=Path))
@with_data
@with_db
@with_json
def command(path: Path, data: Path, db: str, as_json: bool) -> None:
    """Read the reports of mail servers in PATH: an mbox, a file of a mail (.eml), or a folder of such files.

    Addresses that do not work get no more mail, and whoever reported a mail as spam is taken off the list. Read each
    report once: those that may pass are counted.
    """
    links = links_of(os.environ, profile_of(data))
    with wiring.store_at(db) as store:
        counts = take_note(store.subscribers, links, path, wiring.now())
    if as_json:
        screen.show_json({became.name.lower(): count for became, count in counts.items()})
        return
    if any(counts.values()):
        screen.show_table(("Reports", "What became of them"), became_rows(counts), right=("Reports",))
    screen.say(reports_sentence(counts))
