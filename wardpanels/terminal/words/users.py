"""Who may sign in to the console, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.account import AccountKey, AccountState, StaffAccount
from wardpanels.people.links import LINK_COUNTS, WELCOME_PATH


def users_counted(accounts: Sequence[StaffAccount]) -> str:
    """How many there are, by state."""
    if not accounts:
        return "Nobody has an account. To add the first, type: wardpanels users add NAME EMAIL --role administrator"
    states = Counter(each.state for each in accounts)
    parts = [f"{states[state]} {state}" for state in AccountState if states[state]]
    return f"{len(accounts)} {'account' if len(accounts) == 1 else 'accounts'}: {', '.join(parts)}."


def link_lines(account: StaffAccount, console: str, token: str, at: datetime, timezone: str) -> Iterator[str]:
    """The link that opens an account, and how long it counts."""
    until = (at + LINK_COUNTS).astimezone(ZoneInfo(timezone))
    yield f"{account.name} opens the account with this link, once, before {until:%H:%M} on {until:%-d %B %Y}:"
    yield f"{console.rstrip('/')}{WELCOME_PATH}{token}"


def key_lines(key: AccountKey, account: StaffAccount, token: str) -> Iterator[str]:
    """A new key, how it is used, and how it is ended."""
    yield f"Whatever has this key acts as {account.name}, and may what they may. It is shown once:"
    yield token
    yield "A command reads it from WARDPANELS_KEY. To let it count no more, type:"
    yield f"wardpanels key end {key.id}"
