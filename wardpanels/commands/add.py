"""`wardpanels add`: hold one meeting more, or one in the place of another."""

from __future__ import annotations

from functools import partial
from typing import Any

import click

from scheduler.edit import NewTiming
from wardpanels import wiring
from wardpanels.facts.explained import offer_facts
from wardpanels.terminal import edited as shown
from wardpanels.terminal import screen
from wardpanels.terminal.dates import DAY, TIME_OF_DAY
from wardpanels.terminal.options import Where, with_json, with_signature, with_where
from wardpanels.terminal.words import explained as words
from wardpanels.year import adding
from wardpanels.year.adding import ToAdd
from wardpanels.year.drafts import Signed


@click.command("add", short_help="Add an extra meeting, or one in the place of another.")
@click.argument("ward", required=False)
@click.option(
    "--instead-of",
    metavar="MEETING",
    is_eager=True,
    help="The meeting that it makes good: one that `debts` shows as owed.",
)
@click.option("--date", "held_on", type=DAY, metavar="DATE", help="The date. Without one, the best slots are shown.")
@click.option("--start", "starts", type=TIME_OF_DAY, metavar="TIME", help="The start. [default: the best]")
@click.option("--venue", "venue_id", metavar="HALL", help="The hall: its id or its name. [default: the best]")
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="How many slots to show.")
@with_signature
@with_where
@with_json
def command(
    ward: str | None, instead_of: str | None, limit: int, where: Where, signed: Signed, as_json: bool, **place: Any
) -> None:
    """Add an extra meeting of WARD, beside what it is owed; or make good a meeting that was cancelled or not held.

    Without --date nothing is changed: the best slots are shown, and what each would cost.
    """
    if (ward is None) == (instead_of is None):
        raise click.UsageError("Name the ward for an extra meeting, or the meeting that it is to make good.")
    if place["held_on"] is None and any(place.values()):
        raise click.UsageError("Say on which day: --date.")
    problem, asked, now = where.problem(), ToAdd(ward, instead_of), wiring.now()
    with where.store() as store:
        if place["held_on"]:
            do = partial(adding.add_meeting, store, problem, asked, NewTiming(**place), now)
            wards, what = adding.ward_to_add(store, problem, asked, now), f"Add a meeting of {ward or instead_of}"
            edited, meeting_id = shown.change(store, problem, signed, wards, what, do)
            shown.show(problem.borough, edited, meeting_id, as_json=as_json)
            return
        offer = adding.offer(store, problem, asked, now, limit)
    if as_json:
        screen.show_json(offer_facts(offer))
        return
    screen.say(words.offer_sentence(problem, offer))
    if offer.best:
        screen.show_table(words.ALTERNATIVE_HEADS, words.alternative_rows(problem, offer.best), right=("Points",))
        screen.say(f"To take the first, type: {words.add_command(offer)}")
