"""`wardpanels listings`: see whether others list the meetings as they were released."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from wardpanels import wiring
from wardpanels.disk import outputs
from wardpanels.disk.file import write_file
from wardpanels.facts.listings import listings_csv, listings_facts
from wardpanels.faults import ExitCode
from wardpanels.listings.last_seen import keep
from wardpanels.listings.looking import LookedAround, Wish, look_around
from wardpanels.terminal import screen
from wardpanels.terminal.options import Where, somebody_if_said, with_json, with_listings_file, with_ward, with_where
from wardpanels.terminal.words.listings import HEADS, rows, sentences


@click.command("listings", short_help="Check that police.uk and other pages list the meetings rightly.")
@click.option("--page", "pages", multiple=True, metavar="[WARD=]ADDRESS",
              help="Another page to look at: one ward's, or the whole borough's. Can be given again.")  # fmt: skip
@click.option("--within", "days", type=click.IntRange(1, 366), metavar="DAYS", default=28, show_default=True,
              help="Look for the meetings of so many days to come.")  # fmt: skip  # one option a line
@click.option("--police-uk/--no-police-uk", "with_police_uk", default=True, show_default=True,
              help="Ask data.police.uk, or not.")  # fmt: skip  # one option a line
@click.option("--cache", type=click.Path(path_type=Path), metavar="DIR", default="listings-cache", show_default=True,
              help="The folder for answers that may not have changed next time.")  # fmt: skip  # one option a line
@click.option("--csv", "as_csv", type=click.Path(path_type=Path), metavar="FILE", help="Write it as a CSV file.")
@click.option("--confirm-by", metavar="WHO", callback=somebody_if_said,
              help="Write in the ledger, in this name, that what police.uk lists rightly was seen.")  # fmt: skip
@click.option("--strict", is_flag=True, help="Leave with code 4 unless every meeting is listed rightly.")
@with_listings_file
@with_ward
@with_where
@with_json
def command(
    cache: Path,
    as_csv: Path | None,
    with_police_uk: bool,
    strict: bool,
    where: Where,
    as_json: bool,
    listings_file: Path,
    **wish: Any,
) -> None:
    """Look at data.police.uk and other pages, and say which meetings are listed, listed wrongly, missing or stale.

    Pages that always count stand in the column listed_at of wards.csv. Leaves with code 4 where no place could be
    looked at.
    """
    wanted = Wish(**wish, police_uk=wiring.police_uk() if with_police_uk else "")
    with where.desks() as desks:
        found = look_around(desks, wiring.asker(desks[0].publicity.allowed, cache), wanted, wiring.now())
    keep(listings_file, found.report)
    if as_csv:
        write_file(as_csv, listings_csv(found.report), outputs.TABLE)
        screen.say(f"{as_csv} holds {len(found.report.seen)} lines.")
    elif as_json:
        screen.show_json(listings_facts(found))
    else:
        _show(found, wanted)
    if found.report.is_blind or (strict and not found.report.is_all_right):
        raise click.exceptions.Exit(ExitCode.DELIVERY_FAILED)


def _show(found: LookedAround, wanted: Wish) -> None:
    screen.show_table(HEADS, rows(found.release, found.report))
    for sentence in sentences(found, wanted):
        screen.say(sentence)
