"""Who is asked to come to which meeting, as the words for officers know it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scheduler.facts import Role
from scheduler.release.value import PastFacts

OFFICER = "officer"
"""How the recipient of an officer's mail begins. The officer's id follows a colon, and before it the number of the
address, where it is not the first that the officer was known by: who moves to another is two recipients."""


@dataclass(frozen=True, slots=True)
class Attendance:
    """One officer's part in one meeting.

    Units: `sequence` counts from 0 what the officer was told of it, the meeting's own news included; `turned_at` is
           when the officer was last asked to come, or not to
    Edges: `comes` is False for an officer who was to come and is not any more, or not at this address; `is_back` where
           an officer was called off before; `is_elsewhere` where the officer is asked at another address; `mailbox` is
           the number of the address among the officer's own, from 1; `was_asked` is the meeting as it was told when an
           officer who does not come any more was last asked to, None for who comes
    """

    meeting_id: str
    officer_id: str
    role: Role
    name: str
    address: str
    comes: bool
    sequence: int
    turned_at: datetime
    is_back: bool = False
    is_elsewhere: bool = False
    mailbox: int = 1
    was_asked: PastFacts | None = None

    @property
    def recipient(self) -> str:
        """Who the mail is for, as a piece names them."""
        return f"{OFFICER}{'' if self.mailbox == 1 else f'/{self.mailbox}'}:{self.officer_id}"


def officer_in(recipient: str) -> tuple[str, int] | None:
    """The officer's id that a recipient names, and the number of the address; None for anybody else."""
    kind, _, officer_id = recipient.partition(":")
    name, _, number = kind.partition("/")
    return (officer_id, int(number or "1")) if name == OFFICER and officer_id else None
