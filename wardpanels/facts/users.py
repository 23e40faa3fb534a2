"""Who may sign in to the console. No secret and no hash of one is here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from scheduler.account import AccountKey, StaffAccount
from scheduler.days import local_day
from wardpanels.facts.subscribers import WHOLE_BOROUGH

USER_HEADS = ("Address", "Name", "Roles", "Wards", "State", "Signs in with")


def users_facts(accounts: Iterable[StaffAccount]) -> list[dict[str, object]]:
    """The list for a script. Edges: no `wards` is the whole borough"""
    return [
        {
            "id": each.id,
            "address": each.address,
            "name": each.name,
            "roles": [str(role) for role in each.roles],
            "wards": list(each.ward_codes),
            "state": str(each.state),
            "signs_in_with": list(_ways(each)),
            "added": each.made_at.isoformat(),
        }
        for each in accounts
    ]


def user_row(account: StaffAccount, names: Mapping[str, str]) -> Sequence[object]:
    """One account by the heads. `names` are those of wards, by code."""
    wards = ", ".join(names.get(code, code) for code in account.ward_codes) or WHOLE_BOROUGH
    ways = ", ".join(_ways(account)) or "nothing yet"
    return account.address, account.name, ", ".join(account.roles), wards, str(account.state), ways


KEY_HEADS = ("Id", "Whose", "For", "Made", "Ended")


def key_row(key: AccountKey, names: Mapping[str, str], timezone: str) -> Sequence[object]:
    """One key by the heads. `names` are the addresses of accounts, by their ids."""
    made, ended = (f"{local_day(at, timezone):%-d %b %Y}" if at else "" for at in (key.made_at, key.ended_at))
    return key.id, names.get(key.account_id, key.account_id), key.purpose, made, ended


def keys_facts(keys: Iterable[AccountKey], names: Mapping[str, str]) -> list[dict[str, object]]:
    """The keys for a script. Edges: `ended` is None for one that counts"""
    return [
        {
            "id": each.id,
            "address": names.get(each.account_id, each.account_id),
            "for": each.purpose,
            "made": each.made_at.isoformat(),
            "ended": each.ended_at.isoformat() if each.ended_at else None,
        }
        for each in keys
    ]


def _ways(account: StaffAccount) -> Iterable[str]:
    if account.passphrase:
        yield "passphrase"
    if account.code_step is not None:
        yield "phone"
    if account.has_identity:
        yield "account at work"
