"""What was seen of a host, for a script."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from wardpanels.doctor.findings import Examination
from wardpanels.doctor.remedies import advice, snippets


def examination_facts(seen: Examination) -> dict[str, Any]:
    """A look at a host: every check, and what mends those that are wrong."""
    return {
        "site_url": seen.site_url,
        "looked_at": seen.looked_at.isoformat(),
        "is_reached": seen.is_reached,
        "checks": [asdict(one) for one in seen.findings],
        "advice": list(advice(seen.wrong)),
        "snippets": [asdict(one) for one in snippets(seen.wrong)],
    }
