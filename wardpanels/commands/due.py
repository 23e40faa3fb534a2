"""`wardpanels due`: what is to go out, when, and what waits for somebody."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from wardpanels.terminal.options import with_channel, with_data, with_db, with_json, with_ward, with_year

SHOWN = 20


@click.command("due", short_help="Show what is to go out, when, and what waits for a person.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Only what is due by this day.")
@click.option("--all", "everything", is_flag=True, help=f"All of it, not the next {SHOWN} only.")
@click.option("--show", "key", metavar="KEY", help="Print the words of one item instead.")
@with_channel
@with_ward
@with_data
@with_db
@with_year
@with_json
def command(  # noqa: PLR0913  # one argument an option
    until: datetime | None,
    everything: bool,
    key: str | None,
    channel: str | None,
    ward: str | None,
    data: Path,
    db: str,
    year: int,
    as_json: bool,
) -> None:
    """Show what is to go out, soonest first: what is planned, waits for approval, or is in somebody's hands."""
    from wardpanels import wiring
    from wardpanels.facts.publicity import item_facts
    from wardpanels.publicity import desk as outbox
    from wardpanels.terminal import screen
    from wardpanels.terminal.words import publicity

    at = wiring.now()
    with wiring.store_at(db) as store:
        desk = outbox.open_desk(store, data, year)
        if key:
            for artifact in outbox.words_of(desk, key):
                screen.say(publicity.shown(artifact))
            return
        outbox.fill(desk, at)
        release = outbox.latest_release(desk)
        items = outbox.waiting(desk, channel, ward, until.date() if until else None)
    if as_json:
        screen.show_json({"items": [item_facts(item, at) for item in items]})
        return
    shown = items if everything else items[:SHOWN]
    screen.show_table(publicity.DUE_HEADS, [publicity.due_row(release, item) for item in shown])
    screen.say(publicity.due_sentence(items, len(shown), at))
