"""`wardpanels export`: the schedule for the station's own use."""

from __future__ import annotations

from pathlib import Path

import click

from wardpanels.disk import outputs
from wardpanels.disk.file import check_writable, write_file
from wardpanels.facts import schedule
from wardpanels.terminal import screen
from wardpanels.terminal.options import Where, with_where
from wardpanels.tidying.kept import kept_tables
from wardpanels.year.drafts import stored_draft
from wardpanels.year.reading import check
from wardpanels.year.wards_told import as_told


@click.command("export", short_help="Write the schedule with staffing as CSV or XLSX.")
@click.option("--to", "file", type=click.Path(path_type=Path), metavar="FILE", required=True,
              help="A file whose name ends in .csv or .xlsx.")  # fmt: skip  # one option a line
@click.option(
    "--with-tables", is_flag=True, help="Add the wards, halls, officers, attendance, leave and settings (.xlsx)."
)
@with_where
def command(file: Path, with_tables: bool, where: Where) -> None:
    """Write the draft schedule, with the names of the officers, to FILE. It is not for the public."""
    kind = file.suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise click.BadParameter(f"found {str(file)!r}, wanted a name that ends in .csv or .xlsx", param_hint="--to")
    if with_tables and kind == ".csv":
        raise click.BadParameter("found a .csv file, wanted one that ends in .xlsx", param_hint="--with-tables")
    check_writable(file)
    borough, period = check(where.data).borough, where.period
    with where.store() as store:
        borough = as_told(store, borough)
        draft = stored_draft(store, borough, period)
    rows = schedule.schedule(borough, draft.plan)
    tables = kept_tables(where.data) if with_tables else {}
    exported = schedule.remembered(draft, rows)
    write_file(
        file, schedule.to_csv(rows) if kind == ".csv" else schedule.to_xlsx(rows, tables, exported), outputs.SCHEDULE
    )
    screen.say(f"{file} holds {len(rows)} meetings.")
    screen.note("It names officers: keep it inside the police and the council.")
