"""What every carrier is: it takes one parcel to one receiver, and says how that went."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from publishers.artifact import Artifact
from publishers.languages import SOURCE
from scheduler.errors import PanelError

DUTY = "duty"
"""The table of borough.toml that says how to reach the person on duty; it is no channel."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One person's address, for the time of one sending only. It is never stored with what was sent.

    Edges: `stop` is the web address at which a subscriber ends such mail, "" for who did not subscribe; `mark` tells
           us, and nobody else, whose mail came back
    """

    name: str
    address: str
    language: str = SOURCE
    stop: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One item on its way out.

    Edges: `key` is the same at each try and no other parcel's, so that a receiver can tell a second try from a second
           parcel; `version` rises with each new parcel of the same channel and subject; `at` is the moment of this
           try, in UTC; `to` is None for what goes to no one person; `tried_since` is None at the first try, else a
           moment before the first: what an earlier try brought has arrived since then, if it has
    """

    key: str
    channel: str
    subject: str
    version: int
    artifacts: tuple[Artifact, ...]
    at: datetime
    to: Mailbox | None = None
    tried_since: datetime | None = None

    def of_type(self, media_type: str) -> tuple[Artifact, ...]:
        """The artifacts of one media type, whatever its parameters.

        Errors: Closed where there is none: then the carrier is not for this channel
        """
        found = tuple(artifact for artifact in self.artifacts if artifact.media_type.partition(";")[0] == media_type)
        if not found:
            types = (
                ", ".join(sorted({artifact.media_type.partition(";")[0] for artifact in self.artifacts})) or "nothing"
            )
            raise Closed(
                f"{self.channel}, {self.subject}: found {types}, wanted {media_type}. "
                f"Give [channels.{self.channel}] another carrier in borough.toml."
            )
        return found


def slug(text: str) -> str:
    """A text as part of a web address: small letters, digits and single hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))


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


class NobodyThere(Refused):
    """The receiver says that the person's address does not exist: no later mail will reach them either."""

    code = "nobody-there"


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

    @property
    def table(self) -> str:
        """Where the borough has set it, in borough.toml."""
        return self.channel if self.channel == DUTY else f"channels.{self.channel}"

    def variable(self, secret: str) -> str:
        """The name of the environment variable that holds one of the carrier's secrets."""
        return f"WARDPANELS_{self.channel}_{secret}".upper().replace("-", "_")

    def without_secrets(self, text: str) -> str:
        """The text with every secret in it blotted out: for words that come from outside."""
        for secret in filter(None, self.secrets.values()):
            text = text.replace(secret, "***")
        return text

    def misses(self, option: str, found: str, wanted: str) -> Closed:
        """What is wrong with one of the options, as an error to raise."""
        return Closed(f"[{self.table}] {option}: found {found}, wanted {wanted}")


class Carrier(Protocol):
    """One open way out. It may keep a connection from parcel to parcel; it is used by one thread at a time."""

    def carry(self, parcel: Parcel) -> Receipt:
        """Take a parcel to its receiver.

        Errors: TryAgain, Closed, Refused
        """

    def close(self) -> None:
        """Let go of the connection, if there is one."""
