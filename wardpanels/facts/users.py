"""Who may sign in to the console. No secret and no hash of one is here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scheduler.account import StaffAccount
from scheduler.facts import Borough
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


def user_row(account: StaffAccount, borough: Borough) -> Sequence[object]:
    """One account by the heads."""
    names = {ward.code: ward.name for ward in borough.wards}
    wards = ", ".join(names.get(code, code) for code in account.ward_codes) or WHOLE_BOROUGH
    ways = ", ".join(_ways(account)) or "nothing yet"
    return account.address, account.name, ", ".join(account.roles), wards, str(account.state), ways


def _ways(account: StaffAccount) -> Iterable[str]:
    if account.passphrase:
        yield "passphrase"
    if account.code_step is not None:
        yield "phone"
    if account.has_identity:
        yield "account at work"
