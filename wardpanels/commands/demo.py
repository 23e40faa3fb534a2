"""`wardpanels demo`: the whole way, from the data to the public site."""

from __future__ import annotations

from pathlib import Path

import click

from wardpanels.commands.options import with_data, with_db

DEMO_YEAR = 2027
"""The year that the shipped absences, board meetings and days are about."""


@click.command("demo", short_help="Plan, release and publish the year in one go.")
@click.option("--year", type=click.IntRange(2000, 2999), metavar="YEAR", default=DEMO_YEAR, show_default=True,
              help="The calendar year.")  # fmt: skip  # one option a line
@with_data
@with_db
def command(year: int, data: Path, db: str) -> None:
    """Go the whole way: read, plan, check, store, release and publish. It can be run again."""
    from wardpanels import actions, screen, wiring, wording

    site, newsletter = Path("site"), Path("newsletter")
    checked = actions.check(data)
    screen.say(f"Ward Panels for {checked.borough.profile.name}, {year}")
    screen.say(f"Read {wording.counted(wording.borough_counts(checked.borough))} from {data}.\n")
    heads = ("Ward", "Tier", "Mean", "Evening", "Daytime")
    rows = [wording.standing_row(standing)[: len(heads)] for standing in checked.standings]
    screen.show_table(heads, rows, right=heads[2:])
    screen.say(wording.tiers_sentence(checked.standings) + "\n")

    began = wiring.seconds()
    with screen.working(f"Planning {year}") as progress:
        drafted = actions.plan_borough(checked.borough, year, progress)
    for sentence in wording.plan_sentences(drafted.plan, seconds=wiring.seconds() - began):
        screen.say(sentence)

    with wiring.store_at(db) as store:
        revision = actions.keep_draft(store, drafted.plan, wiring.now())
        screen.say(f"Stored as draft {revision} in {db}.")
        made = actions.release_draft(store, checked.borough, year, wiring.now(), allowed=None, dry_run=False)
        screen.say(wording.release_sentence(made) + "\n")
        with screen.working("Publishing"):
            published = actions.publish(store, checked.borough.profile.code, year, site, newsletter)
    screen.show_table(wording.WRITTEN_HEADS, wording.written_rows(published, site, newsletter), right=("Files", "New"))
    screen.say("\nType next:")
    for typed, meaning in wording.next_steps(checked.standings[0].ward.slug):
        screen.say(f"  {typed:<38}{meaning}")
