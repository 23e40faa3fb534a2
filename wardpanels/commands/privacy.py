"""`wardpanels privacy`: what is held of whom, why, and how long."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from wardpanels import wiring
from wardpanels.terminal import screen
from wardpanels.terminal.options import with_data_if_needed, with_db, with_json
from wardpanels.upkeep.processing import record_of

HEADS = {"What": "what", "Why": "why", "Where": "where", "Until": "until", "Goes by": "by"}


@click.command("privacy", short_help="Show what is held of whom, why, and how long.")
@with_data_if_needed
@with_db
@with_json
def command(data: Path, db: str, as_json: bool) -> None:
    """Show the record of processing: what is held of whom, why, where, until when, and what lets it go next.

    How long is said in `[privacy]` of borough.toml. Without a borough's folder it is what stands there if nothing does.
    """
    with wiring.store_if_any(db) as store:
        record = record_of(store, data if data.is_dir() else None)
    if as_json:
        screen.show_json([{**asdict(holding), "next": list(goes)} for holding, goes in record])
        return
    for holding, goes in record:
        screen.say(f"{holding.of_whom[0].upper()}{holding.of_whom[1:]}")
        told = ((head, getattr(holding, name)) for head, name in HEADS.items())
        for head, words in (*told, *(("Next", each) for each in goes)):
            screen.say(f"  {f'{head}:':<10}{words}")
        screen.say()
