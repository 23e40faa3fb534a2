"""`wardpanels listings`: see whether others list the meetings as they were released."""

from __future__ import annotations

from pathlib import Path

import click

from wardpanels.terminal.options import with_data, with_db, with_json, with_ward, with_year


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
@click.option("--confirm-by", metavar="WHO",
              help="Write in the ledger, in this name, that what police.uk lists rightly was seen.")  # fmt: skip
@click.option("--strict", is_flag=True, help="Leave with code 4 unless every meeting is listed rightly.")
@with_ward
@with_data
@with_db
@with_year
@with_json
def command(  # noqa: PLR0913  # one argument an option
    pages: tuple[str, ...],
    days: int,
    with_police_uk: bool,
    cache: Path,
    as_csv: Path | None,
    confirm_by: str | None,
    strict: bool,
    ward: str | None,
    data: Path,
    db: str,
    year: int,
    as_json: bool,
) -> None:
    """Look at data.police.uk and other pages, and say which meetings are listed, listed wrongly, missing or stale.

    Pages that always count stand in the column listed_at of wards.csv. Leaves with code 4 where no place could be
    looked at.
    """
    from wardpanels import wiring
    from wardpanels.disk import file
    from wardpanels.facts import listings as facts
    from wardpanels.listings import looking
    from wardpanels.publicity import desk as outbox
    from wardpanels.terminal import screen
    from wardpanels.terminal.words import listings
    from wardpanels.year import reading

    with wiring.store_at(db) as store:
        desk = outbox.open_desk(store, data, year)
        release, borough, at = outbox.latest_release(desk), desk.borough, wiring.now()
        chosen = reading.ward_of(borough, ward) if ward else None
        places = tuple(looking.place_of(borough, typed) for typed in pages)
        police_uk = wiring.police_uk() if with_police_uk else ""
        look_for = looking.Round(wiring.asker(cache), borough, release, at, days, police_uk, places)
        report = looking.look(look_for, chosen)
        confirmed = looking.confirm_listed(desk, report, confirm_by, at) if confirm_by else 0
    if as_csv:
        file.write_file(as_csv, facts.as_csv(report))
        screen.say(f"{as_csv} holds {len(report.seen)} lines.")
    elif as_json:
        screen.show_json(facts.facts(release, report))
    else:
        screen.show_table(listings.HEADS, listings.rows(release, report))
        for sentence in listings.sentences(report, days):
            screen.say(sentence)
        if confirm_by:
            screen.say(f"{confirmed} confirmed in the ledger.")
    if report.is_blind or (strict and not report.is_all_right):
        raise click.exceptions.Exit(4)
