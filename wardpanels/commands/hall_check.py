"""`wardpanels hall-check`: look at halls, and take note of what was seen."""

from __future__ import annotations

from pathlib import Path

import click

from wardpanels import wiring
from wardpanels.disk import outputs
from wardpanels.disk.file import check_writable, write_file
from wardpanels.terminal import screen
from wardpanels.terminal.options import with_data
from wardpanels.terminal.words import hall_check as words
from wardpanels.tidying.visiting.hall_visits import halls_to_visit, read_back
from wardpanels.tidying.visiting.visit_book import visit_book
from wardpanels.tidying.visiting.visit_form import visit_form
from wardpanels.year.reading import profile_of


@click.command("hall-check", short_help="Print a form for visits to halls, and read back what was seen.")
@click.argument("halls", nargs=-1, metavar="[HALL]...")
@click.option("--ward", metavar="NAME", help="The halls of one ward: its name, its slug or its code.")
@click.option("--to", "file", type=click.Path(path_type=Path), metavar="FILE", default="hall-check.pdf",
              show_default=True, help="A form (.pdf), or a workbook to fill in (.xlsx).")  # fmt: skip  # one a line
@click.option("--read", "filled", type=click.Path(path_type=Path), metavar="FILE",
              help="Read a workbook that was filled in.")  # fmt: skip  # one option a line
@click.option("--dry-run", "is_trial", is_flag=True, help="With --read: only show what would change.")
@with_data
def command(
    halls: tuple[str, ...], ward: str | None, file: Path, filled: Path | None, is_trial: bool, data: Path
) -> None:
    """Write a form to take along to the HALLs, by id or name: one page each, or one row of a workbook.

    Without HALL and --ward, all halls. What somebody saw there counts as checked once it is typed into the workbook and
    read back with --read: it goes into venues.csv with the role of who looked and the day. Staff only: not for the
    public.
    """
    if filled is not None and (halls or ward):
        raise click.UsageError("--read takes every row that has an answer: leave HALL and --ward out.")
    if filled is not None:
        _read(filled, data, is_trial=is_trial)
        return
    if is_trial:
        raise click.UsageError("--dry-run goes with --read.")
    kind = file.suffix.lower()
    if kind not in (".pdf", ".xlsx"):
        raise click.BadParameter(f"found {str(file)!r}, wanted a name that ends in .pdf or .xlsx", param_hint="--to")
    check_writable(file)
    found = halls_to_visit(data, halls, ward)
    made = (
        visit_form(profile_of(data).name, found.halls, wiring.now())
        if kind == ".pdf"
        else visit_book(found.halls, str(file), str(data))
    )
    write_file(file, made, outputs.HALL_FORM)
    for sentence in words.made(found, file):
        screen.say(sentence)


def _read(filled: Path, data: Path, *, is_trial: bool) -> None:
    done = read_back(filled, data, wiring.today(profile_of(data).timezone), is_trial=is_trial)
    if done.changes:
        screen.show_table(words.CHANGE_HEADS, words.change_rows(done), right=words.CHANGE_HEADS[:1])
    for sentence in words.outcome(done, is_trial=is_trial):
        screen.say(sentence)
    for sentence in words.to_look_at(done):
        screen.note(sentence)
