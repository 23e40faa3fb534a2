"""`wardpanels export`: the schedule for the station's own use."""

from __future__ import annotations

from pathlib import Path

import click

from wardpanels.terminal.options import with_data, with_db, with_year


@click.command("export", short_help="Write the schedule with staffing as CSV or XLSX.")
@click.option("--to", "file", type=click.Path(path_type=Path), metavar="FILE", required=True,
              help="A file whose name ends in .csv or .xlsx.")  # fmt: skip  # one option a line
@with_data
@with_db
@with_year
def command(file: Path, data: Path, db: str, year: int) -> None:
    """Write the draft schedule, with the names of the officers, to FILE. It is not for the public."""
    from wardpanels import wiring
    from wardpanels.disk import file as files
    from wardpanels.facts import schedule
    from wardpanels.terminal import screen
    from wardpanels.year import drafts, reading

    write = {".csv": schedule.to_csv, ".xlsx": schedule.to_xlsx}.get(file.suffix.lower())
    if write is None:
        raise click.BadParameter(f"found {str(file)!r}, wanted a name that ends in .csv or .xlsx", param_hint="--to")
    files.check_writable(file)
    borough = reading.check(data).borough
    with wiring.store_at(db) as store:
        plan = drafts.draft_of(store, borough, year)
    rows = schedule.schedule(borough, plan)
    files.write_file(file, write(rows))
    screen.say(f"{file} holds {len(rows)} meetings.")
    screen.note("It names officers: keep it inside the police and the council.")
