"""`wardpanels minutes`: what a meeting agreed, to read, to print and for Word."""

from __future__ import annotations

import click

from scheduler.evidence.lines import Paper
from wardpanels.terminal.issued import with_paper


@click.command("minutes", short_help="Make a meeting's minutes, and issue them.")
@with_paper
def command() -> Paper:
    """Make the minutes of MEETING (an id) from what was recorded: page, PDF and Word file.

    What was agreed comes first. Without --issue it is a draft that nobody else sees; with it the site shows them from
    the next publish on, as they are now. Record something else, and issue them again, to change them.
    """
    return Paper.MINUTES
