"""`wardpanels users`: who may sign in to the console."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from scheduler.account import AccountRole
from wardpanels import wiring
from wardpanels.facts.users import USER_HEADS, user_row, users_facts
from wardpanels.people.accounts import account_named, add_account, change_rights, close_account, new_link, rights_of
from wardpanels.people.keys import who_types
from wardpanels.terminal import screen
from wardpanels.terminal.options import with_data, with_db, with_json
from wardpanels.terminal.words.users import link_lines, users_counted
from wardpanels.year.reading import check, profile_of, readable


@click.group("users", short_help="Say who may sign in to the console.")
def command() -> None:
    """Say who may sign in to the console, and what they may do there. What is said here is written down."""


def _with_rights(command: Callable[..., Any]) -> Callable[..., Any]:
    roles = click.Choice([str(role) for role in AccountRole])
    role = click.option("--role", "roles", type=roles, multiple=True, required=True, help="May be given several times.")
    ward = click.option("--ward", "wards", multiple=True, metavar="NAME", help="These wards only. May be given so too.")
    return role(ward(command))


_with_console = click.option("--console", metavar="URL", default="http://127.0.0.1:8000", show_default=True,
                             help="Where people reach the console.")  # fmt: skip  # one option


@command.command("add", short_help="Add somebody, and print the link that opens their account.")
@click.argument("name")
@click.argument("address", metavar="EMAIL")
@_with_rights
@_with_console
@with_data
@with_db
def add(
    name: str, address: str, roles: tuple[str, ...], wards: tuple[str, ...], console: str, data: Path, db: str
) -> None:
    """Add somebody by NAME, who signs in with EMAIL, and print the link that opens their account once.

    Hand the link over yourself: whoever has it chooses the passphrase. Nothing is mailed.
    """
    profile = profile_of(data)
    rights = rights_of(check(data).borough if wards else None, [AccountRole(role) for role in roles], wards)
    with wiring.store_at(db) as store:
        who = who_types(store, profile.code, "")
        account, token = add_account(store, who, name, address, rights, wiring.now(), "")
    for line in link_lines(account, console, token, wiring.now(), profile.timezone):
        screen.say(line)


@command.command("list", short_help="Show everybody who has an account.")
@with_data
@with_db
@with_json
def listed(data: Path, db: str, as_json: bool) -> None:
    """Show everybody who has an account, what they may do, and whether they can sign in."""
    code = profile_of(data).code
    with wiring.store_at(db) as store:
        accounts = store.staff.accounts.listed(code)
    if as_json:
        screen.show_json(users_facts(accounts))
        return
    if accounts:
        borough = readable(data)
        names = borough.ward_names if borough else {}
        screen.show_table(USER_HEADS, [user_row(each, names) for each in accounts])
    screen.say(users_counted(accounts))


@command.command("link", short_help="Print a new link for somebody.")
@click.argument("address", metavar="EMAIL")
@_with_console
@with_data
@with_db
def link(address: str, console: str, data: Path, db: str) -> None:
    """Print a new link for somebody who lost theirs, their passphrase or their phone."""
    profile = profile_of(data)
    with wiring.store_at(db) as store:
        account = account_named(store, profile.code, address)
        who = who_types(store, profile.code, "")
        token = new_link(store, who, account, wiring.now(), "")
    for line in link_lines(account, console, token, wiring.now(), profile.timezone):
        screen.say(line)


@command.command("roles", short_help="Say anew what somebody may do.")
@click.argument("address", metavar="EMAIL")
@_with_rights
@with_data
@with_db
def roles(address: str, roles: tuple[str, ...], wards: tuple[str, ...], data: Path, db: str) -> None:
    """Say anew what somebody may do, all of it. A closed account opens with that. They sign in anew."""
    borough = check(data).borough
    rights = rights_of(borough, [AccountRole(role) for role in roles], wards)
    with wiring.store_at(db) as store:
        account = account_named(store, borough.profile.code, address)
        who = who_types(store, borough.profile.code, "")
        change_rights(store, who, account, rights, wiring.now(), "")
    screen.say(f"{account.name} is {rights.told(borough.ward_names)} now.")


@command.command("close", short_help="Let somebody in no more.")
@click.argument("address", metavar="EMAIL")
@with_data
@with_db
def close(address: str, data: Path, db: str) -> None:
    """Let somebody in no more, at once. What they did stays written down."""
    code = profile_of(data).code
    with wiring.store_at(db) as store:
        account = account_named(store, code, address)
        close_account(store, who_types(store, code, ""), account, wiring.now(), "")
    screen.say(f"{account.name} cannot sign in any more.")
