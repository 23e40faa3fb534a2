"""The rows and sentences that `wardpanels listings` prints."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from io import StringIO
from typing import Any

from publishers.open_data import safe_cell
from scheduler.release.value import Release
from wardpanels.listings.looking import Report
from wardpanels.listings.seen import Seen, Verdict

HEADS = ("Meeting", "Ward", "Date", "Where", "Verdict", "What is wrong")
ORDER = (Verdict.STALE, Verdict.WRONG, Verdict.MISSING, Verdict.NOT_SEEN, Verdict.LISTED, Verdict.GONE)
"""The verdicts by how much harm they do: a stale listing sends people to an empty hall."""


def rows(release: Release, report: Report) -> list[tuple[str, ...]]:
    """One row for each meeting and place, the worst first."""
    return [_row(release, one) for one in _worst_first(report)]


def sentences(report: Report, days: int) -> Iterator[str]:
    """What it comes to, and what is not certain about it."""
    counts = Counter(one.verdict for one in report.seen)
    told = ", ".join(f"{counts[verdict]} {verdict.value}" for verdict in ORDER if counts[verdict])
    yield f"{told[:1].upper()}{told[1:]}." if told else f"There is nothing to look for in the next {days} days."
    if report.looked_up:
        ids = ", ".join(f"{found.neighbourhood} ({found.ward.name})" for found in report.looked_up)
        yield f"Looked up by the centres of their wards, and not checked by anybody: {ids}."
        yield "Once somebody has checked them, put them in the column police_uk_id of wards.csv."


def facts(release: Release, report: Report) -> dict[str, Any]:
    """A report for a script."""
    return {
        "release": release.number,
        "listings": [_facts(one) for one in _worst_first(report)],
        "looked_up": [
            {"ward_code": found.ward.code, "neighbourhood": found.neighbourhood, "is_checked": found.is_checked}
            for found in report.looked_up
        ],
    }


def as_csv(report: Report) -> bytes:
    """A report as a spreadsheet reads it."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([field.name for field in fields(Seen)])
    for one in _worst_first(report):
        told = {**_facts(one), "differs": "; ".join(one.differs)}
        writer.writerow([safe_cell(told[field.name]) for field in fields(Seen)])
    return out.getvalue().encode()


def _worst_first(report: Report) -> list[Seen]:
    return sorted(report.seen, key=lambda one: (ORDER.index(one.verdict), one.meeting_id, one.address))


def _row(release: Release, one: Seen) -> tuple[str, ...]:
    meeting = next(meeting for meeting in release.meetings if meeting.meeting_id == one.meeting_id)
    ward = release.ward_by_code[one.ward_code].name
    where = one.source if one.source == "police.uk" else one.address
    return (
        one.meeting_id,
        ward,
        f"{meeting.starts_at:%a %d %b %Y %H:%M}",
        where,
        one.verdict.value,
        "; ".join(one.differs),
    )


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
