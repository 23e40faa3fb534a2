"""What a borough says of its console in borough.toml.

[console]                          # same_person_may_approve
[console.openid]                   # issuer, client_id: of the account that people have at work
[network]                          # allow: hosts of the borough's own network that may be reached
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scheduler.errors import UnusableData
from scheduler.reading.found import CellError
from scheduler.reading.settings import settings_keys
from scheduler.reading.values import yes_or_no
from wardpanels.sources.safe_addresses import allowed_in, is_safe_address

OPENID = "console.openid"
CLIENT_SECRET = "WARDPANELS_OPENID_SECRET"
"""The environment variable that holds the secret that the issuer gave us."""


@dataclass(frozen=True, slots=True)
class OpenId:
    """Where people have an account at work, and what we are called there. The secret comes from the environment.

    Edges: `allowed` are the hosts of the borough's own network that may be asked
    """

    issuer: str
    client_id: str
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConsoleSettings:
    """A borough's choices. Edges: `openid` is None where nobody signs in with an account at work"""

    same_person_may_approve: bool = False
    openid: OpenId | None = None


def read_console(folder: Path) -> ConsoleSettings:
    """Read the borough's choices.

    Errors: UnusableData, listing every key that cannot be used, with its line
    """
    keys = settings_keys(folder)
    said = keys.section("console", {"same_person_may_approve": yes_or_no}, is_needed=False)
    openid = keys.section(OPENID, {"issuer": _issuer, "client_id": _text}) if keys.is_table(OPENID) else None
    allowed = allowed_in(keys)
    if keys.problems:
        raise UnusableData(tuple(keys.problems))
    return ConsoleSettings(**said, openid=OpenId(**openid, allowed=allowed) if openid else None)


def _issuer(value: object) -> str:
    """An address. Edges: plain HTTP is for a computer's own alone, where it is tried out"""
    if isinstance(value, str) and is_safe_address(value):
        return value
    raise CellError("an address that begins with https://")


def _text(value: object) -> str:
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise CellError("a text in quotes")
