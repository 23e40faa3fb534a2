"""Where the meetings are listed, and how."""

from __future__ import annotations

import csv
from dataclasses import fields
from io import StringIO
from typing import Any

from publishers.open_data import safe_cell
from wardpanels.listings.looking import ListingReport, LookedAround
from wardpanels.listings.seen import Seen, Verdict

ORDER = (Verdict.STALE, Verdict.WRONG, Verdict.MISSING, Verdict.NOT_SEEN, Verdict.LISTED, Verdict.GONE)
"""The verdicts by how much harm they do: a stale listing sends people to an empty hall."""


def listings_facts(found: LookedAround) -> dict[str, Any]:
    """A look around for a script."""
    report = found.report
    return {
        "release": found.release.number,
        "listings": [_facts(one) for one in worst_first(report)],
        "looked_up": [
            {"ward_code": one.ward.code, "neighbourhood": one.neighbourhood, "is_checked": one.is_checked}
            for one in report.looked_up
        ],
    }


def listings_csv(report: ListingReport) -> bytes:
    """A report as a spreadsheet reads it."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([field.name for field in fields(Seen)])
    for one in worst_first(report):
        told = {**_facts(one), "differs": "; ".join(one.differs)}
        writer.writerow([safe_cell(told[field.name]) for field in fields(Seen)])
    return out.getvalue().encode()


def worst_first(report: ListingReport) -> list[Seen]:
    return sorted(report.seen, key=lambda one: (ORDER.index(one.verdict), one.meeting_id, one.address))


def _facts(one: Seen) -> dict[str, Any]:
    return {
        "meeting_id": one.meeting_id,
        "ward_code": one.ward_code,
        "source": one.source,
        "address": one.address,
        "verdict": one.verdict.value,
        "looked_at": one.looked_at.isoformat(),
        "differs": list(one.differs),
    }
