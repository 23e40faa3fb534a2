"""`wardpanels tidy`: read what people really keep."""

from __future__ import annotations

from pathlib import Path

import click

from scheduler.period import Period
from wardpanels import wiring
from wardpanels.terminal import screen
from wardpanels.terminal.options import with_period
from wardpanels.terminal.words import tidying as words
from wardpanels.tidying.tidying import tidy
from wardpanels.tidying.understood import Sure


@click.command("tidy", short_help="Read the workbook or CSV files that people keep.")
@click.argument("file", metavar="FILE|FOLDER", type=click.Path(path_type=Path))
@click.option("--in", "folder", metavar="DIR", type=click.Path(path_type=Path), required=True,
              help="The borough's folder, which gets the tables. It may be new.")  # fmt: skip  # one option a line
@click.option("--allow-gone", is_flag=True, help="Let most of the folder's halls, officers or days go.")
@with_period
def command(file: Path, folder: Path, allow_gone: bool, period: Period) -> None:
    """Read wards, halls, officers, past meetings and leave as people write them: an .xlsx workbook, or CSV files.

    The tables go into DIR. A copy of the workbook is saved beside FILE, with a comment on each cell that was not plain
    and a sheet 'To mend' first. Mend the copy and run tidy on it. FILE itself stays as it is.
    """
    done = tidy(file, folder, period.first_day.year, wiring.now().date(), allow_gone=allow_gone)
    screen.show_table(words.FOUND_HEADS, words.found_rows(done), right=words.NUMBERS)
    for sentence in (*words.left_out(done), *words.changes(done), *words.kept(done)):
        screen.say(sentence)
    asked = list(words.questions(done))
    if asked:
        screen.say("To look at:")
    for sentence in asked:
        screen.say(sentence)
    for sentence in words.missing(done):
        screen.note(sentence)
    doubtful = sum(cell.told.sure > Sure.CERTAIN for cell in done.taken.cells)
    cells = f"{doubtful} cell{'s have' if doubtful != 1 else ' has'}"
    screen.say(f"{folder} holds the tables. {cells} a comment in {done.copy}.")
    screen.say("It names officers: keep it inside the police and the council.")
