"""The rows and sentences that `wardpanels ledger --proof` prints. Nothing is decided here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from scheduler.proof import Share
from wardpanels.facts.listings import ORDER
from wardpanels.facts.proof import Listed
from wardpanels.publicity.proving import Proof

FIGURES = ("In time", "Late", "Not told", "Not due yet", "Share in time")


def tables(found: Proof) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    """The shares by channel, by ward and by month, each with the name of its first column."""
    yield "Channel", rows(found.by_channel())
    yield "Ward", rows(found.by_ward())
    yield "Month", rows(found.by_month())


def rows(shares: Iterable[Share]) -> list[tuple[str, ...]]:
    """A row for each share, with the counts that it is of."""
    return [
        (one.of, *(f"{count:,}" for count in (one.in_time, one.late, one.not_told, one.not_due)), percent(one))
        for one in shares
    ]


def percent(share: Share) -> str:
    """The share in whole percent, rounded down, so that 100% is all of it; "" where nothing is owed yet."""
    part = share.in_time_of_owed
    return "" if part is None else f"{int(part * 100)}%"


def sentences(found: Proof, listed: Listed) -> Iterator[str]:
    """What it all comes to, and what others list."""
    every = found.all()
    owed = every.in_time + every.late + every.not_told
    if owed:
        told = f"{every.in_time:,} of {owed:,} that were owed by now were told in time ({percent(every)})"
        yield f"{told}: {every.late:,} late, {every.not_told:,} not told, {every.not_due:,} not due yet."
    else:
        yield f"Nothing is owed yet: {every.not_due:,} not due yet."
    if listed:
        counts = Counter(seen.verdict for seen in listed.values())
        seen_on = max(seen.looked_at for seen in listed.values())
        shown = ", ".join(f"{counts[verdict]:,} {verdict.value}" for verdict in ORDER if counts[verdict])
        yield f"Seen at police.uk on {seen_on:%-d %B %Y}: {shown}."
