"""The rows and sentences that `wardpanels listings` prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scheduler.release.value import Release
from wardpanels.facts.listings import ORDER, worst_first
from wardpanels.listings.looking import ListingReport, LookedAround, Wish
from wardpanels.listings.seen import Seen
from wardpanels.terminal.words.borough import counted

HEADS = ("Meeting", "Ward", "Date", "Where", "Verdict", "What is wrong")


def rows(release: Release, report: ListingReport) -> list[tuple[str, ...]]:
    """One row for each meeting and place, the worst first."""
    return [_row(release, one) for one in worst_first(report)]


def sentences(found: LookedAround, wanted: Wish) -> Iterator[str]:
    """What it comes to, what is not certain about it, and what the ledger was told."""
    report = found.report
    counts = Counter(one.verdict for one in report.seen)
    told = ", ".join(f"{counts[verdict]} {verdict.value}" for verdict in ORDER if counts[verdict])
    yield (
        f"{told[:1].upper()}{told[1:]}."
        if told
        else f"There is nothing to look for in the next {counted({'days': wanted.days})}."
    )
    if report.looked_up:
        ids = ", ".join(f"{one.neighbourhood} ({one.ward.name})" for one in report.looked_up)
        yield f"Looked up by the centres of their wards, and not checked by anybody: {ids}."
        yield "Once somebody has checked them, put them in the column police_uk_id of wards.csv."
    if wanted.confirm_by:
        yield f"{found.confirmed} confirmed in the ledger."


def _row(release: Release, one: Seen) -> tuple[str, ...]:
    meeting = release.meeting_by_id[one.meeting_id]
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
