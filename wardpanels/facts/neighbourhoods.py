"""What data.police.uk shows of a ward."""

from __future__ import annotations

from typing import Any

from wardpanels.listings.neighbourhoods import WardShown


def neighbourhood_facts(shown: WardShown) -> dict[str, Any]:
    """One ward for a script. Edges: what could not be asked is null, and `fault` says why"""
    seen, found = shown.seen, shown.found
    return {
        "ward_code": shown.ward.code,
        "ward": shown.ward.name,
        "neighbourhood": found.neighbourhood if found else None,
        "is_checked": found.is_checked if found else None,
        "newest_priority": seen.newest_priority.isoformat() if seen and seen.newest_priority else None,
        "officers": seen.officers if seen else None,
        "agreed_on": shown.agreed_on.isoformat() if shown.agreed_on else None,
        "fault": shown.fault,
    }
