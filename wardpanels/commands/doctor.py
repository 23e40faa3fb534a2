"""`wardpanels doctor`: whether all is well here, or whether a live host serves the site rightly."""

from __future__ import annotations

import os
from pathlib import Path

import click

from wardpanels import wiring
from wardpanels.facts.doctor import examination_facts
from wardpanels.facts.upkeep import health_facts
from wardpanels.faults import ExitCode
from wardpanels.publicity.host_watch import look_at_host
from wardpanels.terminal import screen
from wardpanels.terminal.options import Where, with_host_file, with_json, with_where
from wardpanels.terminal.words import doctor as words
from wardpanels.upkeep.calling import call_about
from wardpanels.upkeep.every_check import CHECKS
from wardpanels.upkeep.health import look_at, premises_of


@click.command("doctor", short_help="Say whether all is well here, or at a live host.")
@click.argument("url", default="")
@click.option("--call", "calls", is_flag=True, help="Call the person on duty where something cannot wait.")
@with_host_file
@with_where
@with_json
def command(url: str, calls: bool, host_file: Path, where: Where, as_json: bool) -> None:
    """Look at the machine, the data, the database, what waits to go out and the site, a line each.

    With URL, ask that host as calendar programs and browsers do, and say what is wrong there and which lines mend it.
    Leaves with code 4 where something cannot wait.

    To be called before a meeting is missed, let a timer type `wardpanels doctor --call` every ten minutes: it works
    where the worker does not, and calls once for each new trouble.
    """
    if url:
        _at_a_host(url, host_file, where, as_json)
        return
    site, environ = Path("site"), os.environ
    with premises_of(where.data, where.db, where.periods, site, host_file, environ) as premises:
        report = look_at(premises, CHECKS)
        called = call_about(premises, report, environ) if calls else None
    if as_json:
        screen.show_json(health_facts(report, called))
    else:
        screen.show_table(words.HEALTH_HEADS, words.health_rows(report))
        for sentence in words.health_sentences(report, called):
            screen.say(sentence)
    if report.ill:
        raise click.exceptions.Exit(ExitCode.DELIVERY_FAILED)


def _at_a_host(url: str, host_file: Path, where: Where, as_json: bool) -> None:
    with where.desks() as desks:
        seen = look_at_host(desks[0], wiring.asker(desks[0].publicity.allowed), wiring.now(), host_file, url)
    if as_json:
        screen.show_json(examination_facts(seen))
    else:
        screen.show_table(words.HEADS, words.rows(seen))
        for sentence in words.mending(seen):
            screen.say(sentence)
    if seen.wrong:
        raise click.exceptions.Exit(ExitCode.DELIVERY_FAILED)
