"""A meeting called off: who heard of it, and what is left."""

from __future__ import annotations

from typing import Any

from wardpanels.publicity.calling_off import CalledOff
from wardpanels.publicity.who_hears import Hearing


def called_off_facts(found: CalledOff) -> dict[str, Any]:
    """A meeting called off, for a script. Moments are in UTC; `duty` is null where nobody had to be called."""
    return {
        "meeting_id": found.meeting.meeting_id,
        "release": found.release.number,
        "is_all_done": found.is_all_done,
        "hearings": [_hearing_facts(one) for one in found.hearings],
        "waiting": list(found.waiting),
        "others": list(found.others),
        "door_notices": [str(notice) for notice in found.notices],
        "duty": {"is_called": found.called.is_done, "note": found.called.note} if found.called else None,
        "troubles": list(found.troubles),
    }


def _hearing_facts(one: Hearing) -> dict[str, Any]:
    return {
        "channel": one.channel,
        "audience": one.audience,
        "how": one.how.value,
        "told_at": one.told_at.isoformat() if one.told_at else None,
        "people": one.reached,
        "keys": [item.key for item in one.items],
        "why": one.why,
    }
