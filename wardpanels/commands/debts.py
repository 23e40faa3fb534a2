"""`wardpanels debts`: what each ward is owed, and what became of it."""

from __future__ import annotations

import click

from wardpanels import wiring
from wardpanels.facts.records import debt_facts
from wardpanels.terminal import screen
from wardpanels.terminal.options import Where, with_json, with_ward, with_where
from wardpanels.terminal.words.records import DEBT_HEADS, OPEN_HEADS, debt_rows, debt_sentences, open_rows
from wardpanels.year.owing import as_released, debts_of, earlier_debts, period_if_over


@click.command("debts", short_help="Show what each ward is owed, and what became of it.")
@with_ward
@with_where
@with_json
def command(ward: str | None, where: Where, as_json: bool) -> None:
    """Show how many meetings each ward is owed: how many were held, are planned, and are still owed.

    What has begun counts as held, also while nobody has recorded it. Extra meetings are counted apart.
    What is still owed of earlier years is listed with it, until it is made good or let go.
    """
    problem, now = where.problem(), wiring.now()
    with where.store() as store:
        found = debts_of(store, problem, now, ward)
        wards = {debt.ward_code for debt in found}
        earlier = [debt for debt in earlier_debts(store, problem, now) if ward is None or debt.ward_code in wards]
        now_in = period_if_over(store, problem, now)
        borough = as_released(store, problem.borough, problem.period)
    if as_json:
        screen.show_json([debt_facts(debt, earlier) for debt in found])
        return
    screen.show_table(DEBT_HEADS, debt_rows(borough, found), right=DEBT_HEADS[1:])
    rows = open_rows(borough, (*found, *earlier))
    if rows:
        screen.say()
        screen.show_table(OPEN_HEADS, rows)
    for sentence in debt_sentences(found, earlier, now_in):
        screen.say(sentence)
