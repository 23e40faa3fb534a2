"""What every carrier is: it takes one parcel to one receiver, and says how that went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from publishers.artifact import Artifact
from scheduler.errors import PanelError


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One person's address, for the time of one sending only. It is never stored with what was sent."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """One item on its way out.

    Edges: `key` is the same at each try and no other parcel's, so that a receiver can tell a second try from a second
           parcel; `version` rises with each new parcel of the same channel and subject; `to` is None but for mail
    """

    key: str
    channel: str
    subject: str
    version: int
    artifacts: tuple[Artifact, ...]
    to: Mailbox | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the receiver said: `note` is for the ledger, such as the address of the post that was made."""

    note: str = ""


class TryAgain(PanelError):
    """The parcel did not arrive, and may at a later try. `after_seconds` is how long the receiver asks us to wait."""

    code = "try-again"

    def __init__(self, reason: str, after_seconds: float | None = None) -> None:
        self.reason, self.after_seconds = reason, after_seconds
        super().__init__(reason)


class Closed(TryAgain):
    """Nothing of this channel can arrive until a person has done something: a setting, a password, a full disk.

    Edges: the parcel stays whole, and so do the others behind it; `reason` says what to do
    """

    code = "closed"


class Refused(PanelError):
    """The receiver will not take this one parcel, however often it is tried. `reason` says what a person can do."""

    code = "refused"

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Outlet:
    """How one channel's parcels go out, as the borough has set it.

    Edges: `options` hold every option of the carrier, defaults filled in; `secrets` come from the environment and are
           never shown; `allowed` are the hosts on the borough's own network that may be reached, as HOST or HOST:PORT
    """

    channel: str
    carrier: str
    options: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    allowed: tuple[str, ...] = ()


class Carrier(Protocol):
    """One open way out. It may keep a connection from parcel to parcel; it is used by one thread at a time."""

    def carry(self, parcel: Parcel) -> Receipt:
        """Take a parcel to its receiver.

        Errors: TryAgain, Refused
        """

    def close(self) -> None:
        """Let go of the connection, if there is one."""
