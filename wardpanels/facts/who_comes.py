"""Which officers come, by their answers. It names officers: for staff alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wardpanels.publicity.who_comes import AnswerBecame, Invited


def who_comes_facts(invited: Sequence[Invited], became: Mapping[AnswerBecame, int]) -> dict[str, Any]:
    """Who was invited, what they said, and what became of the answers that were read."""
    return {
        "read": {each.name.lower(): count for each, count in became.items()},
        "invited": [_facts(one) for one in invited],
    }


def _facts(one: Invited) -> dict[str, Any]:
    return {
        "meeting_id": one.meeting.meeting_id,
        "ward": one.ward.name,
        "starts_at": one.meeting.starts_at.isoformat(),
        "officer_id": one.attendance.officer_id,
        "role": one.attendance.role.value,
        "name": one.attendance.name,
        "answer": one.answer.value if one.answer else "",
        "is_old": one.is_old,
    }
