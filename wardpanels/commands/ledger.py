"""`wardpanels ledger`: what went out, when, by whom, and what needs somebody's eye."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from scheduler.chain import noted_head
from wardpanels import wiring
from wardpanels.disk import outputs
from wardpanels.disk.file import write_file
from wardpanels.doctor.keeping import kept
from wardpanels.facts.chain import chain_facts
from wardpanels.facts.proof import proof_csv, proof_facts
from wardpanels.facts.publicity import ledger_csv, ledger_facts
from wardpanels.faults import ExitCode
from wardpanels.listings.last_seen import beside
from wardpanels.listings.last_seen import kept as kept_listings
from wardpanels.publicity.due import Selection
from wardpanels.publicity.ledger import read_ledger
from wardpanels.publicity.proving import read_proof
from wardpanels.terminal import screen
from wardpanels.terminal.options import (
    Where,
    with_channel,
    with_host_file,
    with_json,
    with_listings_file,
    with_ward,
    with_where,
)
from wardpanels.terminal.words.chain import chain_sentences
from wardpanels.terminal.words.proof import FIGURES, sentences, tables
from wardpanels.terminal.words.publicity import LEDGER_HEADS, ledger_rows, ledger_sentence

SHOWN = 20


@click.command("ledger", short_help="Show what went out, when, by whom, and what is wrong.")
@click.option("--csv", "as_csv", type=click.Path(path_type=Path), metavar="FILE", help="Write it as a CSV file.")
@click.option("--site", type=click.Path(path_type=Path), metavar="DIR", default="site", show_default=True,
              help="The public site, to see whether it is up to date.")  # fmt: skip  # one option a line
@click.option("--proof", "is_proof", is_flag=True, help="Show what share was told in time, by channel, ward and month.")
@click.option("--month", type=click.DateTime(["%Y-%m"]), metavar="YYYY-MM", help="With --proof: meetings of one month.")
@click.option("--verify", metavar="[HEAD]", is_flag=False, flag_value="",
              help="Prove that no line was changed or dropped, also up to a HEAD that was noted.")  # fmt: skip  # one
@with_listings_file
@click.option("--strict", "is_strict", is_flag=True, help="Leave with 4 where something needs somebody's eye.")
@with_host_file
@with_channel
@with_ward
@with_where
@with_json
def command(
    as_csv: Path | None, site: Path, is_strict: bool, where: Where, as_json: bool, is_proof: bool, **asked: Any
) -> None:
    """Show the ledger: for each meeting and channel what was planned, approved, issued and confirmed, and how early.

    The table counts; --csv and --json have every line. What needs somebody's eye comes last. With --proof: of each
    version of a meeting and each channel, whether it was told in time.

    With --verify: whether every line of what went out, and of who did what, is there as it was written. It prints the
    head of the chain: have the board note it in its minutes, and give it to --verify later.
    """
    chosen = Selection(asked["channel"], asked["ward"])
    if asked["verify"] is not None:
        _verify(where, asked["verify"], as_json=as_json)
        return
    if is_proof:
        _show_proof(where, chosen, asked["month"], asked["listings_file"], as_csv, as_json=as_json)
        return
    if asked["month"]:
        raise click.UsageError("--month goes with --proof.")
    with where.desks() as desks:
        host = kept(asked["host_file"], desks[0].borough.profile.site_url)
        found = read_ledger(desks, chosen, site, wiring.now(), host)
    if as_csv:
        write_file(as_csv, ledger_csv(found.lines), outputs.TABLE)
        screen.say(f"{as_csv} holds {len(found.lines):,} lines.")
    elif as_json:
        screen.show_json(ledger_facts(found))
    else:
        screen.show_table(LEDGER_HEADS, ledger_rows(found.lines), right=LEDGER_HEADS[1:])
        for alarm in found.alarms[:SHOWN]:
            screen.say(f"! {alarm.sentence}")
        screen.say(ledger_sentence(found.lines, found.alarms, SHOWN))
    if is_strict and found.alarms:
        raise click.exceptions.Exit(ExitCode.DELIVERY_FAILED)


def _verify(where: Where, noted: str, *, as_json: bool) -> None:
    head = noted_head(noted) if noted else None
    with where.desks() as desks:
        code = desks[0].code
        found = desks[0].store.chains.check(code, head)
    if as_json:
        screen.show_json(chain_facts(code, found))
    else:
        for sentence in chain_sentences(found, SHOWN):
            screen.say(sentence)
    if not found.is_whole:
        raise click.exceptions.Exit(ExitCode.BAD_INPUT)


def _show_proof(
    where: Where, chosen: Selection, month: datetime | None, listings: Path, as_csv: Path | None, *, as_json: bool
) -> None:
    with where.desks() as desks:
        found = read_proof(desks, chosen, f"{month:%Y-%m}" if month else "", wiring.now())
    listed = beside(found, kept_listings(listings))
    if as_csv:
        write_file(as_csv, proof_csv(found, listed), outputs.TABLE)
        screen.say(f"{as_csv} holds {len(found.facts):,} lines.")
    elif as_json:
        screen.show_json(proof_facts(found, listed))
    else:
        for head, rows in tables(found):
            screen.show_table((head, *FIGURES), rows, right=FIGURES)
            screen.say()
        for sentence in sentences(found, listed):
            screen.say(sentence)
