"""`wardpanels approve`: let items go out."""

from __future__ import annotations

from pathlib import Path

import click

from wardpanels.terminal.options import with_by, with_channel, with_data, with_db, with_json, with_ward, with_year


@click.command("approve", short_help="Let items go out that wait for a person.")
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@with_channel
@with_ward
@with_by
@with_data
@with_db
@with_year
@with_json
def command(  # noqa: PLR0913  # one argument an option
    keys: tuple[str, ...],
    channel: str | None,
    ward: str | None,
    by: str,
    data: Path,
    db: str,
    year: int,
    as_json: bool,
) -> None:
    """Approve items by their KEYs, or all that wait on a channel or in a ward. They go out when they are due.

    What failed can be tried again in the same way, by its KEY.
    """
    from wardpanels import wiring
    from wardpanels.publicity import desk as outbox
    from wardpanels.terminal import screen
    from wardpanels.terminal.words import publicity

    if not keys and not channel and not ward:
        raise click.UsageError("Say which: one KEY or more, --channel NAME or --ward NAME. To see them: wardpanels due")
    with wiring.store_at(db) as store:
        desk = outbox.open_desk(store, data, year)
        outbox.fill(desk, wiring.now())
        chosen = keys or [item.key for item in outbox.waiting(desk, channel, ward, None) if item.awaits_approval]
        approved = outbox.approve(desk, chosen, by, wiring.now())
    if as_json:
        screen.show_json({"approved": [item.key for item in approved]})
        return
    screen.say(publicity.marked_sentence("approved", approved, chosen))
