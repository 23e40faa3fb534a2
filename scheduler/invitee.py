"""Who is asked to come, and what they answered: the values that the store keeps of officers. Nothing here sends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scheduler.facts import Role


@dataclass(frozen=True, slots=True)
class Contact:
    """How an officer could be written to from a moment on.

    Units: `since` is aware, UTC
    Edges: `address` is "" for an officer without one; one who is not `is_listed` is no officer of the borough any more
    """

    officer_id: str
    role: Role
    name: str
    address: str
    since: datetime
    is_listed: bool = True


class Reply(StrEnum):
    """What an officer says of an invitation. Source: RFC 5545 3.2.12, the states that an answer can have."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"


@dataclass(frozen=True, slots=True)
class OfficerAnswer:
    """One answer to an invitation.

    Units: `given_at` is aware, UTC: when the officer's program made it
    Edges: `sequence` is that of the invitation that it answers
    """

    meeting_id: str
    officer_id: str
    reply: Reply
    sequence: int
    given_at: datetime


def latest_answers(answers: Iterable[OfficerAnswer]) -> Mapping[tuple[str, str], OfficerAnswer]:
    """Each officer's answer for each meeting, by the ids of both, in whatever order they were read.

    Edges:  an answer to an older invitation never takes the place of one to a newer
    Source: RFC 5546 2.1.5
    """
    in_order = sorted(answers, key=lambda one: (one.sequence, one.given_at, one.reply))
    return {(one.meeting_id, one.officer_id): one for one in in_order}
