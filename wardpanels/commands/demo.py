"""`wardpanels demo`: the whole way, from the data to the public site."""

from __future__ import annotations

from pathlib import Path

import click

from scheduler.facts import Borough
from scheduler.period import Period
from scheduler.store import Store
from wardpanels import wiring
from wardpanels.evidence.going_public import publish_as_known
from wardpanels.facts.borough import borough_counts
from wardpanels.publicity.announcing import announce
from wardpanels.publicity.desk import open_desk
from wardpanels.publicity.publicity_settings import read_publicity
from wardpanels.terminal import advice, interrupts, meant, screen
from wardpanels.terminal.options import with_db, with_demo_data
from wardpanels.terminal.words.borough import STANDING_HEADS, STANDING_NUMBERS, counted, standing_row, tiers_sentence
from wardpanels.terminal.words.plan import plan_sentences
from wardpanels.terminal.words.publicity import filled_sentence
from wardpanels.terminal.words.release import WRITTEN_HEADS, next_steps, poll_sentences, release_sentence, written_rows
from wardpanels.year import drafts, planning, publishing, reading
from wardpanels.year.wards_told import as_told

DEMO_YEAR = 2027
"""The year that the shipped absences, board meetings and days are about."""

FOLDERS = publishing.Folders(site=Path("site"), newsletter=Path("newsletter"))


@click.command("demo", short_help="Plan, release and publish the year in one go.")
@click.option("--year", type=click.IntRange(wiring.YEARS.start, wiring.YEARS[-1]), metavar="YEAR",
              help=f"The calendar year. [default: {DEMO_YEAR}, or the next one from then on]")  # fmt: skip
@with_demo_data
@with_db
def command(year: int | None, data: Path, db: str) -> None:
    """Go the whole way: read, plan, check, store, release and publish. It can be run again.

    What was released is not planned anew: a draft that was changed by hand since is released and published.
    """
    wanted = year or max(DEMO_YEAR, wiring.now().year + 1)
    period = advice.kept_period(meant.to_plan(meant.AsTyped(data, db, wanted)))
    checked = reading.check(data, period, wiring.now())
    read_publicity(data)  # what is wrong with it is better told before a minute of planning
    _show_borough(checked, data, period)
    with wiring.store_at(db) as store:
        if store.latest_release(checked.borough.profile.code, period.first_day) is None:
            _plan(store, db, as_told(store, checked.borough), period)
        with screen.working("Filling the outbox"):
            announced = announce(open_desk(store, data, period), wiring.now())
        for sentence in (release_sentence(announced.made), *poll_sentences(announced.made.release)):
            screen.say(sentence)
        filled, released_at = announced.filling, announced.made.release.released_at
        screen.say(filled_sentence(filled, released_at) + "\n" if filled else "")
        with screen.working("Publishing"):
            published = publish_as_known(store, data, period, wiring.now(), FOLDERS)
    screen.show_table(WRITTEN_HEADS, written_rows(published), right=WRITTEN_HEADS[1:3])
    _show_next_steps(period, checked)


def _plan(store: Store, db: str, borough: Borough, period: Period) -> None:
    began = wiring.seconds()
    with interrupts.leaving_at_once(), screen.working(f"Planning {period}") as progress:
        plan = planning.plan_borough(borough, period, progress).plan
    for sentence in plan_sentences(borough, plan, seconds=wiring.seconds() - began):
        screen.say(sentence)
    known = store.draft(borough.profile.code, period.first_day)  # of a run that was killed before it released
    revision = known.revision if known and known.plan == plan else drafts.keep_draft(store, borough, plan, wiring.now())
    screen.say(f"Stored as draft {revision} in {wiring.place_of_store(db)}.")


def _show_borough(checked: reading.Checked, data: Path, period: Period) -> None:
    screen.say(f"Ward Panels for {checked.borough.profile.name}, {period}")
    screen.say(f"Read {counted(borough_counts(checked.borough))} from {data}.\n")
    heads = STANDING_HEADS[:-1]
    rows = [standing_row(standing, period)[: len(heads)] for standing in checked.standings]
    screen.show_table(heads, rows, right=STANDING_NUMBERS)
    screen.say(tiers_sentence(checked.standings, period) + "\n")


def _show_next_steps(period: Period, checked: reading.Checked) -> None:
    screen.say("\nType next:")
    steps = [
        (advice.with_settings(typed), meaning) for typed, meaning in next_steps(period, checked.standings[0].ward.slug)
    ]
    width = max(len(typed) for typed, _ in steps)
    for typed, meaning in steps:
        screen.say(f"  {typed:<{width}}  {meaning}")
