"""`wardpanels check`: is the data good?"""

from __future__ import annotations

from pathlib import Path

import click

from scheduler.facts import Borough
from scheduler.period import year_from
from scheduler.posing import planning_problem
from scheduler.problem import PlanningProblem
from scheduler.year_strips import hall_strips, halls_not_sure, officer_strips
from wardpanels import wiring
from wardpanels.facts.borough import borough_counts, calendar_facts, checked_facts
from wardpanels.publicity.publicity_settings import read_publicity
from wardpanels.terminal import screen
from wardpanels.terminal.options import with_data, with_db, with_json
from wardpanels.terminal.words.borough import (
    CALENDAR_KEY,
    assumed_notes,
    calendar_heads,
    calendar_rows,
    counted,
    ended_sentence,
    halls_not_sure_note,
    loss_sentence,
    tiers_sentence,
    unchecked_sentences,
)
from wardpanels.year.campaigning import read_campaign
from wardpanels.year.losses import ended_files, losses
from wardpanels.year.reading import check
from wardpanels.year.wards_told import refuse_lost_rows


@click.command("check", short_help="Read the data and say what is wrong with it, or that nothing is.")
@with_data
@with_db
@click.option("--calendar", is_flag=True, help="Also draw the coming year of each hall and officer, week by week.")
@with_json
def command(data: Path, db: str, calendar: bool, as_json: bool) -> None:
    """Read every file of the data folder. Say everything that is wrong with it at once, or that nothing is.

    Where something was released, each ward that has met is looked for as well.
    """
    checked = check(data, at=wiring.now())
    _hold_against_store(db, checked.borough)
    read_publicity(data)
    read_campaign(data, checked.borough.wards)
    period = year_from(wiring.today(checked.borough.profile.timezone))
    problem = planning_problem(checked.borough, period) if calendar else None
    if as_json:
        more = {"calendar": calendar_facts(problem)} if problem else {}
        screen.show_json({**checked_facts(checked, data, period), **more})
        return
    screen.say(f"{checked.borough.profile.name}: {data} is fine.")
    screen.say(f"Read {counted(borough_counts(checked.borough))}.")
    screen.say(tiers_sentence(checked.standings, period))
    for standing in checked.standings:
        if not standing.attendance:
            screen.note(f"Note: {standing.ward.name} has no attendance yet. {standing.reason}")
    told = (*map(loss_sentence, losses(checked.borough)), *map(ended_sentence, ended_files(checked.borough, period)))
    for sentence in (*told, *unchecked_sentences(checked.borough)):
        screen.say(sentence)
    for note in assumed_notes(checked.borough):
        screen.note(note)
    unsure = halls_not_sure(checked.borough, period)
    if unsure:
        screen.note(halls_not_sure_note(checked.borough, unsure))
    if problem:
        _draw(problem)


def _hold_against_store(db: str, borough: Borough) -> None:
    with wiring.store_if_any(db) as store:
        if store is not None:
            refuse_lost_rows(store, borough, wiring.now())


def _draw(problem: PlanningProblem) -> None:
    for of, strips in (("Hall", hall_strips(problem)), ("Officer", officer_strips(problem))):
        screen.say()
        screen.show_table(calendar_heads(of, problem.period), calendar_rows(strips))
    screen.say()
    screen.say(CALENDAR_KEY)
