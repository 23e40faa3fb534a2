"""`wardpanels key`: keys by which scripts do what somebody may."""

from __future__ import annotations

from pathlib import Path

import click

from wardpanels import wiring
from wardpanels.facts.users import KEY_HEADS, key_row, keys_facts
from wardpanels.people.accounts import account_named
from wardpanels.people.keys import end_key, new_key, who_types
from wardpanels.terminal import screen
from wardpanels.terminal.options import with_data, with_db, with_json
from wardpanels.terminal.words.users import key_lines
from wardpanels.year.reading import profile_of


@click.group("key", short_help="Give scripts keys of their own, and end them.")
def command() -> None:
    """Give a script a key, by which it does what an account may, and that is written down.

    A command reads it from WARDPANELS_KEY. Without a key a name that is typed (--by) is stated, not checked.
    """


@command.command("new", short_help="Make a key for an account, and print it once.")
@click.argument("address", metavar="EMAIL")
@click.option("--for", "purpose", required=True, metavar="TEXT", help="What the key is for: it stands in the list.")
@with_data
@with_db
def new(address: str, purpose: str, data: Path, db: str) -> None:
    """Make a key for the account of EMAIL, and print it. Nobody can print it again: only its digest is kept."""
    code = profile_of(data).code
    with wiring.store_at(db) as store:
        account = account_named(store, code, address)
        key, token = new_key(store, who_types(store, code, ""), account, purpose, wiring.now())
    for line in key_lines(key, account, token):
        screen.say(line)


@command.command("list", short_help="Show every key, also those that were ended.")
@with_data
@with_db
@with_json
def listed(data: Path, db: str, as_json: bool) -> None:
    """Show every key by its id, whose it is, what it is for, and when it was made and ended."""
    profile = profile_of(data)
    with wiring.store_at(db) as store:
        keys, accounts = store.staff.keys.listed(profile.code), store.staff.accounts.listed(profile.code)
    names = {account.id: account.address for account in accounts}
    if as_json:
        screen.show_json(keys_facts(keys, names))
        return
    if keys:
        screen.show_table(KEY_HEADS, [key_row(key, names, profile.timezone) for key in keys])
    screen.say(f"Keys: {len(keys):,}. Of these count: {sum(key.ended_at is None for key in keys):,}.")


@command.command("end", short_help="Let a key count no more.")
@click.argument("key_id", metavar="ID")
@with_data
@with_db
def end(key_id: str, data: Path, db: str) -> None:
    """Let the key with this ID count no more, at once. What was done by it stays written down."""
    code = profile_of(data).code
    with wiring.store_at(db) as store:
        ended = end_key(store, who_types(store, code, ""), key_id, wiring.now())
    screen.say(f"The key {ended.id} ({ended.purpose}) counts no more.")
