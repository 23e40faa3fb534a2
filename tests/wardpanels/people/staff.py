"""The people of a small borough, and when it is."""

from __future__ import annotations

from scheduler.account import AccountRole, StaffAccount
from tests.scheduler.examples import BOW_EAST, utc

BOROUGH = "E09000030"
NOW = utc("2027-03-10 10:00")


def an_account(name, *roles, wards=(), **more):
    """An open account; its address and its id come from the name."""
    first = name.split()[0].lower()
    told = {"id": first, "borough_code": BOROUGH, "address": f"{first}@police.example", "passphrase": "a hash"} | more
    return StaffAccount(name=name, roles=tuple(map(AccountRole, roles)), ward_codes=tuple(wards), made_at=NOW, **told)


ADA = an_account("Ada Price", "administrator")
PAT = an_account("Pat Bow", "planner", "recorder", wards=(BOW_EAST,))
PIA = an_account("Pia All", "planner")
DEE = an_account("Dee Words", "drafter")
SAM = an_account("Sam Sends", "sender")
VIC = an_account("Vic Chair", "viewer")
EVERYBODY = (ADA, DEE, PAT, PIA, SAM, VIC)
