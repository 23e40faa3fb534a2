"""`wardpanels demo`: the whole way, from the data to the public site."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from wardpanels.terminal.options import with_data, with_db

if TYPE_CHECKING:
    from scheduler.plan import Plan
    from wardpanels.year.reading import Checked

DEMO_YEAR = 2027
"""The year that the shipped absences, board meetings and days are about."""
SITE, NEWSLETTER = Path("site"), Path("newsletter")


@click.command("demo", short_help="Plan, release and publish the year in one go.")
@click.option("--year", type=click.IntRange(2000, 2999), metavar="YEAR", default=DEMO_YEAR, show_default=True,
              help="The calendar year.")  # fmt: skip  # one option a line
@with_data
@with_db
def command(year: int, data: Path, db: str) -> None:
    """Go the whole way: read, plan, check, store, release and publish. It can be run again.

    A draft that was changed by hand is planned anew.
    """
    from wardpanels.publicity import settings
    from wardpanels.terminal import screen
    from wardpanels.terminal.words.release import next_steps
    from wardpanels.year import reading

    checked = reading.check(data, year)
    settings.read_publicity(data)
    _show_borough(checked, data, year)
    plan = _find_plan(checked, year)
    _tell_public(checked, plan, data, db)
    screen.say("\nType next:")
    steps = next_steps(year, checked.standings[0].ward.slug)
    width = max(len(typed) for typed, _ in steps)
    for typed, meaning in steps:
        screen.say(f"  {typed:<{width}}  {meaning}")


def _show_borough(checked: Checked, data: Path, year: int) -> None:
    from wardpanels.facts.borough import borough_counts
    from wardpanels.terminal import screen
    from wardpanels.terminal.words.borough import counted, standing_row, tiers_sentence

    screen.say(f"Ward Panels for {checked.borough.profile.name}, {year}")
    screen.say(f"Read {counted(borough_counts(checked.borough))} from {data}.\n")
    heads = ("Ward", "Tier", "Mean", "Evening", "Daytime")
    rows = [standing_row(standing)[: len(heads)] for standing in checked.standings]
    screen.show_table(heads, rows, right=heads[2:])
    screen.say(tiers_sentence(checked.standings) + "\n")


def _find_plan(checked: Checked, year: int) -> Plan:
    from wardpanels import wiring
    from wardpanels.terminal import interrupts, screen
    from wardpanels.terminal.words.plan import plan_sentences
    from wardpanels.year import planning

    began = wiring.seconds()
    with interrupts.leaving_at_once(), screen.working(f"Planning {year}") as progress:
        plan = planning.plan_borough(checked.borough, year, progress).plan
    for sentence in plan_sentences(plan, seconds=wiring.seconds() - began):
        screen.say(sentence)
    return plan


def _tell_public(checked: Checked, plan: Plan, data: Path, db: str) -> None:
    from wardpanels import wiring
    from wardpanels.publicity import desk
    from wardpanels.terminal import screen
    from wardpanels.terminal.words import publicity as publicity_words
    from wardpanels.terminal.words.release import WRITTEN_HEADS, release_sentence, written_rows
    from wardpanels.year import drafts, publishing, releasing, translations

    year = plan.first_day.year
    with wiring.store_at(db) as store:
        revision = drafts.keep_draft(store, plan, wiring.now())
        screen.say(f"Stored as draft {revision} in {db}.")
        made = releasing.release_draft(store, checked.borough, year, wiring.now(), allowed=None, dry_run=False)
        screen.say(release_sentence(made))
        with screen.working("Filling the outbox"):
            filling = desk.fill(desk.open_desk(store, data, year), wiring.now())
        screen.say(publicity_words.filled_sentence(filling) + "\n")
        with screen.working("Publishing"):
            profile = checked.borough.profile
            chooser = translations.chooser(data, profile)
            today = wiring.now().astimezone(ZoneInfo(profile.timezone)).date()
            release = releasing.latest_release(store, plan.borough_code, year)  # ours may have brought nothing new
            told = publishing.told_beside(store, release, today)
            published = publishing.publish(chooser(release), chooser(told), SITE, NEWSLETTER)
    rows = written_rows(published, SITE, NEWSLETTER)
    screen.show_table(WRITTEN_HEADS, rows, right=WRITTEN_HEADS[1:3])
