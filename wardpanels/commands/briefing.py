"""`wardpanels briefing`: what a sergeant should know before a meeting, on one page."""

from __future__ import annotations

from pathlib import Path

import click

from publishers.briefing_words import words_of
from wardpanels import wiring
from wardpanels.evidence.briefing import briefing_of, check_files, write_briefing
from wardpanels.evidence.crimes import CrimeSource
from wardpanels.facts.briefing import briefing_facts
from wardpanels.sources.crime_shelf import CrimeShelf
from wardpanels.terminal import screen
from wardpanels.terminal.options import Where, with_json, with_meeting, with_where
from wardpanels.terminal.words import briefing as words


@click.command("briefing", short_help="Write the sergeant's page for a meeting: crime, priorities, actions.")
@with_meeting
@click.option("--to", "files", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
              help="Write it as a PDF or a page (.pdf, .html). Can be given again.")  # fmt: skip  # one option a line
@click.option("--offline", is_flag=True, help="Ask nobody: take the crimes that are kept.")
@click.option("--cache", type=click.Path(path_type=Path), metavar="DIR", default="crimes-cache", show_default=True,
              help="The folder where counts of crimes are kept.")  # fmt: skip  # one option a line
@with_where
@with_json
def command(meeting: str, files: tuple[Path, ...], offline: bool, cache: Path, where: Where, as_json: bool) -> None:
    """Gather what the sergeant should know before MEETING (an id): recorded crime, priorities, actions, who comes.

    It is for staff. Officers are named by their roles. Once it is written with figures, the action plan counts it as
    made.
    """
    check_files(files)
    source = CrimeSource(None if offline else wiring.asker(), wiring.police_uk(), CrimeShelf(cache))
    at = wiring.now()
    with where.desk() as desk:
        with screen.working("Asking data.police.uk, which takes some minutes the first time"):
            briefing = briefing_of(desk, meeting, source, at)
        write_briefing(desk, briefing, files, at)
    if as_json:
        screen.show_json(briefing_facts(briefing))
        return
    told = words_of(briefing)
    for heads, rows, right in words.tables(told):
        screen.show_table(heads, rows, right=right)
        screen.say()
    for sentence in words.sentences(told, files):
        screen.say(sentence)
