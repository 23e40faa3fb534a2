"""`wardpanels agenda`: what a meeting will talk of, in the handbook's order."""

from __future__ import annotations

import click

from scheduler.evidence.lines import Paper
from wardpanels.terminal.issued import with_paper


@click.command("agenda", short_help="Make a meeting's agenda, and issue it.")
@with_paper
def command() -> Paper:
    """Make the agenda of MEETING (an id) that is to come, in the handbook's order, with open actions filled in.

    Without --issue it is a draft that nobody else sees; with it the site shows it from the next publish on.
    """
    return Paper.AGENDA
