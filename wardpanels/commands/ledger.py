"""`wardpanels ledger`: what went out, when, by whom, and what needs somebody's eye."""

from __future__ import annotations

from pathlib import Path

import click

from wardpanels.terminal.options import with_channel, with_data, with_db, with_json, with_ward, with_year

SHOWN = 20


@click.command("ledger", short_help="Show what went out, when, by whom, and what is wrong.")
@click.option("--csv", "as_csv", type=click.Path(path_type=Path), metavar="FILE", help="Write it as a CSV file.")
@click.option("--site", type=click.Path(path_type=Path), metavar="DIR", default="site", show_default=True,
              help="The public site, to see whether it is up to date.")  # fmt: skip  # one option a line
@with_channel
@with_ward
@with_data
@with_db
@with_year
@with_json
def command(  # noqa: PLR0913  # one argument an option
    as_csv: Path | None,
    site: Path,
    channel: str | None,
    ward: str | None,
    data: Path,
    db: str,
    year: int,
    as_json: bool,
) -> None:
    """Show the ledger: for each meeting and channel what was planned, approved, issued and confirmed, and how early.

    The table counts; --csv and --json have every line. What needs somebody's eye comes last.
    """
    from wardpanels import wiring
    from wardpanels.disk import file
    from wardpanels.facts.publicity import ledger_facts
    from wardpanels.publicity import desk as outbox
    from wardpanels.publicity import ledger
    from wardpanels.terminal import screen
    from wardpanels.terminal.words import publicity

    at = wiring.now()
    with wiring.store_at(db) as store:
        desk = outbox.open_desk(store, data, year)
        outbox.fill(desk, at)
        release, records = outbox.latest_release(desk), outbox.ledger(desk)
    found = ledger.chosen_lines(ledger.lines(records, release), desk, channel, ward)
    alarms = ledger.alarms(records, release, at, ledger.published_release(site))
    if as_csv:
        file.write_file(as_csv, ledger.as_csv(found))
        screen.say(f"{as_csv} holds {len(found):,} lines.")
    elif as_json:
        screen.show_json(ledger_facts(release, found, alarms))
    else:
        heads = publicity.LEDGER_HEADS
        screen.show_table(heads, publicity.ledger_rows(found), right=heads[1:])
        for alarm in alarms[:SHOWN]:
            screen.say(f"! {alarm.sentence}")
        screen.say(publicity.ledger_sentence(found, alarms, SHOWN))
