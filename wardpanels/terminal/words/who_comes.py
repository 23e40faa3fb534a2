"""Which officers come, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from scheduler.invitee import Reply
from wardpanels.publicity.who_comes import ROLE_NAMES, AnswerBecame, Invited

WHO_COMES_HEADS = ("When", "Ward", "Role", "Officer", "Answer", "Meeting")
ANSWERS = {Reply.ACCEPTED: "comes", Reply.DECLINED: "does not come", Reply.TENTATIVE: "may come", None: "no answer yet"}


def who_comes_row(one: Invited) -> tuple[str, ...]:
    """One officer at one meeting."""
    said = f"{ANSWERS[one.answer]}{', said before it changed' if one.is_old else ''}"
    when, who = f"{one.meeting.starts_at:%a %d %b %Y %H:%M}", one.attendance
    return when, one.ward.name, ROLE_NAMES[who.role], who.name, said, one.meeting.meeting_id


def stand_in_sentence(one: Invited) -> str:
    """That somebody does not come, and how to find out who could."""
    who = one.attendance
    return one.stays_away(f"{who.name} ({ROLE_NAMES[who.role]})")


def answers_read_rows(became: Mapping[AnswerBecame, int]) -> list[tuple[object, ...]]:
    """How many answers became what."""
    return [(count, str(each)) for each, count in became.items() if count]


def who_comes_sentence(invited: Sequence[Invited]) -> str:
    """How many were invited, and what they said."""
    if not invited:
        return "Nobody was invited to a meeting that is to come."
    said = Counter(None if one.is_old else one.answer for one in invited)
    counts = ", ".join(f"{said[answer]:,} {words}" for answer, words in COUNTED.items() if said[answer])
    return f"{len(invited):,} {'invitation' if len(invited) == 1 else 'invitations'}: {counts}."


COUNTED = {
    Reply.DECLINED: "declined",
    Reply.TENTATIVE: "may come",
    Reply.ACCEPTED: "accepted",
    None: "without an answer",
}
"""What is counted, what needs somebody first."""
