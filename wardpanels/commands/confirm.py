"""`wardpanels confirm`: say that something went out."""

from __future__ import annotations

from pathlib import Path

import click

from wardpanels.terminal.options import with_by, with_data, with_db, with_json, with_year


@click.command("confirm", short_help="Say that items went out, or were seen.")
@click.argument("keys", nargs=-1, required=True, metavar="KEY...")
@click.option("--note", default="", metavar="TEXT", help="For the ledger, such as the address of the post.")
@with_by
@with_data
@with_db
@with_year
@with_json
def command(  # one argument an option
    keys: tuple[str, ...], note: str, by: str, data: Path, db: str, year: int, as_json: bool
) -> None:
    """Say that what was handed to you, or what was sent, went out. The ledger keeps who said so, and when."""
    from wardpanels import wiring
    from wardpanels.publicity import desk as outbox
    from wardpanels.terminal import screen
    from wardpanels.terminal.words import publicity

    with wiring.store_at(db) as store:
        desk = outbox.open_desk(store, data, year)
        confirmed = outbox.confirm(desk, keys, by, wiring.now(), note)
    if as_json:
        screen.show_json({"confirmed": [item.key for item in confirmed]})
        return
    screen.say(publicity.marked_sentence("confirmed", confirmed, keys))
