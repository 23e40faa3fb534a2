"""Who asked for mail, and what they asked for: the values that the store keeps of a subscriber. Nothing here sends."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scheduler.errors import PanelError


class SubscriberState(StrEnum):
    """Whether somebody may be written to.

    Edges: ASKED never confirmed that the address is theirs; BOUNCED confirmed once, but mail comes back for good
    """

    ASKED = "asked"
    CONFIRMED = "confirmed"
    BOUNCED = "bounced"


@dataclass(frozen=True, slots=True)
class Interest:
    """What somebody wants to hear of. Edges: `wards` are codes, sorted, none for the whole borough."""

    wards: tuple[str, ...] = ()
    language: str = "en"
    only_changes: bool = False

    @property
    def digest(self) -> str:
        """What stands for the choice in a form: another choice has another."""
        told = "\0".join((*self.wards, self.language, str(self.only_changes)))
        return hashlib.sha256(told.encode()).hexdigest()[:32]

    def wants(self, ward_codes: Collection[str], *, is_change: bool) -> bool:
        """Whether news of these wards is wanted."""
        mine = not self.wards or any(code in self.wards for code in ward_codes)
        return mine and (is_change or not self.only_changes)


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One address, as it is mailed (`mail_address.mailed_as`).

    Units: moments are aware, UTC
    Edges: `id` says nothing of the address; `wanted` is asked for and not yet confirmed, None for nothing; `mailed_at`
           is when they were asked back whether they want it, None while they are still to be; `choice` is what was
           confirmed last; `wording` is what the person agreed to; `soft_bounces` counts since then
    """

    id: str
    borough_code: str
    address: str
    state: SubscriberState
    choice: Interest
    wanted: Interest | None
    asked_at: datetime
    mailed_at: datetime | None = None
    confirmed_at: datetime | None = None
    wording: str = ""
    soft_bounces: int = 0
    bounced_at: datetime | None = None

    @property
    def wish(self) -> Interest:
        """What counts: what was confirmed last, or asked for last by somebody who never confirmed anything."""
        return self.wanted or self.choice if self.state is SubscriberState.ASKED else self.choice


def forgotten_as(subscriber_id: str) -> str:
    """What is kept of somebody who was deleted: a digest of an id that was made by chance and leads to nobody."""
    return hashlib.sha256(f"wardpanels forgotten {subscriber_id}".encode()).hexdigest()


class UnknownSubscriber(PanelError):
    """Nobody with this address or id is on the list."""

    code = "unknown-subscriber"

    def __init__(self, found: str) -> None:
        self.found = found
        super().__init__(f"subscriber: found nobody as {found!r}, wanted an address or an id on the list")
