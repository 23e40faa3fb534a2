"""`wardpanels note`: what people write down for the action plan, beside the records of meetings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

import click

from scheduler.evidence.lines import KINDS, ActionTurn, BoardAttendance, Noted, PanelPosts, Statement, Turn
from scheduler.names import ward_named
from wardpanels import wiring
from wardpanels.evidence.noting import Scribe, note, noted_lines, wards_noted
from wardpanels.facts.notes import line_facts
from wardpanels.people.keys import typed_by
from wardpanels.people.rights import Act
from wardpanels.terminal import screen
from wardpanels.terminal.dates import DAY, DAY_THAT_CAME, DAY_TO_COME
from wardpanels.terminal.options import with_by, with_data, with_db, with_json
from wardpanels.terminal.words.notes import LINE_HEADS, line_row, noted_sentence, said
from wardpanels.year.reading import check
from wardpanels.year.wards_told import as_told

_on = click.option("--on", type=DAY_THAT_CAME, metavar="DATE", help="The day on which it was so. [default: today]")


@click.group("note", short_help="Write down what became of actions, posts, boards and the plan.")
def command() -> None:
    """Write down what the action plan rests on beside the meetings. Lines are kept; a correction names one."""


def _noting(told: Callable[..., Noted]) -> Callable[..., None]:
    """Ask who notes it, where, and what it corrects; write down what `told` returns, and show it."""

    @click.option("--correct", "corrects", type=int, metavar="LINE", help="The line that this puts right.")
    @with_by
    @with_data
    @with_db
    @with_json
    @wraps(told)
    def asked(*, corrects: int | None, by: str, data: Path, db: str, as_json: bool, **rest: Any) -> None:
        borough = check(data).borough
        with wiring.store_at(db) as store:
            scribe = Scribe(store, as_told(store, borough), by, wiring.now(), corrects)
            noted = told(scribe, **rest)
            line = typed_by(
                store,
                scribe.code,
                by,
                Act.NOTE,
                wards_noted(noted),
                f"Note: {said(noted)}",
                lambda who: note(replace(scribe, by=who.name), noted),
            )
        if as_json:
            screen.show_json(line_facts(line))
            return
        screen.say(noted_sentence(line))

    return asked


@command.command("action", short_help="Say that a minuted action is done, has moved or is struck out.")
@click.argument("action_id", metavar="ID")
@click.option("--done", "is_done", is_flag=True, help="It is done.")
@click.option("--move", "due", type=DAY_TO_COME, metavar="DATE", help="The day by which it is to be done now.")
@click.option("--strike", "is_struck", is_flag=True, help="Nobody is to do it any more.")
@click.option("--because", default="", metavar="TEXT", help="Why it moved or is struck out.")
@_on
@_noting
def action(
    scribe: Scribe, action_id: str, is_done: bool, due: date | None, is_struck: bool, because: str, on: date | None
) -> Noted:
    """Say what became of the minuted action ID, such as 2027-E05009317-1/2. Its first day is kept."""
    turns = [turn for turn, given in ((Turn.DONE, is_done), (Turn.MOVED, due), (Turn.STRUCK, is_struck)) if given]
    if len(turns) != 1:
        raise click.UsageError("Say one of --done, --move DATE and --strike.")
    return ActionTurn(action_id, turns[0], on or scribe.today, due, because)


@command.command("statement", short_help="State that an action of the plan was done.")
@click.argument("action_id", metavar="ACTION")
@click.option("--says", required=True, metavar="TEXT", help="What was done.")
@click.option("--link", default="", metavar="URL", help="Where that can be looked up. Without it nothing turns green.")
@_on
@_noting
def statement(scribe: Scribe, action_id: str, says: str, link: str, on: date | None) -> Noted:
    """State that ACTION, an action_id of action_plan.csv, was done."""
    return Statement(action_id, on or scribe.today, says, link)


@command.command("posts", short_help="Count the posts that a panel has filled.")
@click.argument("ward", metavar="WARD")
@click.option("--chairs", type=int, required=True, metavar="NUMBER", help="How many chairs it has.")
@click.option("--vice-chairs", type=int, required=True, metavar="NUMBER", help="How many vice chairs.")
@click.option("--secretaries", type=int, required=True, metavar="NUMBER", help="How many secretaries.")
@_on
@_noting
def posts(scribe: Scribe, ward: str, on: date | None, **counts: int) -> Noted:
    """Count the posts that the panel of WARD (a name, slug or code) has filled on a day. No name is kept."""
    return PanelPosts(ward_named(scribe.borough, ward).code, on or scribe.today, **counts)


@command.command("board", short_help="Say whether the youth representative was asked to a board meeting and came.")
@click.argument("held_on", type=DAY, metavar="DATE")
@click.option("--youth-invited", type=DAY_THAT_CAME, metavar="DATE", help="When the youth representative was invited.")
@click.option("--youth-came/--youth-did-not-come", default=None, help="Whether the youth representative came.")
@_noting
def board(scribe: Scribe, held_on: date, youth_invited: date | None, youth_came: bool | None) -> Noted:
    """Say what became of the meeting of the board on DATE, a day of board.csv. What was said before stays."""
    if youth_invited is None and youth_came is None:
        raise click.UsageError("Say --youth-invited, --youth-came or --youth-did-not-come.")
    return BoardAttendance(held_on, youth_invited, youth_came)


@command.command("list", short_help="Show what was written down.")
@click.option("--kind", metavar="KIND", help=f"One kind only: {', '.join(KINDS)}.")
@with_data
@with_db
@with_json
def listed(kind: str | None, data: Path, db: str, as_json: bool) -> None:
    """Show the lines that stand, oldest first, each with the number by which it can be corrected."""
    borough = check(data).borough
    with wiring.store_at(db) as store:
        lines = noted_lines(store, borough.profile.code, kind)
    if as_json:
        screen.show_json([line_facts(line) for line in lines])
    elif lines:
        screen.show_table(LINE_HEADS, [line_row(line) for line in lines], right=("Line",))
    else:
        screen.say("Nothing was written down yet.")
