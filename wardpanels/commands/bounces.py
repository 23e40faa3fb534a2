"""`wardpanels bounces`: take note of mail that came back."""

from __future__ import annotations

import os
from pathlib import Path

import click

from wardpanels.terminal.options import with_data, with_db, with_json


@click.command("bounces", short_help="Take note of emails that came back.")
@click.argument("path", type=click.Path(path_type=Path))
@with_data
@with_db
@with_json
def command(path: Path, data: Path, db: str, as_json: bool) -> None:
    """Read the reports of mail servers in PATH: an mbox, a file of a mail (.eml), or a folder of such files.

    Addresses that do not work get no more mail. Read each report once: those that may pass are counted.
    """
    from wardpanels import wiring
    from wardpanels.subscriptions import bounces
    from wardpanels.subscriptions.signed_links import links_of
    from wardpanels.terminal import screen
    from wardpanels.year import reading

    links = links_of(os.environ, reading.check(data).borough.profile)
    found = [report for mail in bounces.mails(path) for report in bounces.reports(mail)]
    with wiring.store_at(db) as store:
        noted = list(bounces.note(store.subscribers, links, found, wiring.now()))
    counts = {str(became): sum(each is became for _, each in noted) for became in bounces.Became}
    if as_json:
        screen.show_json({became.name.lower(): counts[str(became)] for became in bounces.Became})
        return
    if found:
        rows = [(count, became) for became, count in counts.items() if count]
        screen.show_table(("Reports", "What became of them"), rows, right=("Reports",))
    screen.say("Read 1 report." if len(found) == 1 else f"Read {len(found)} reports.")
