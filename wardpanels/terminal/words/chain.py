"""What `wardpanels ledger --verify` says."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.chain import ChainCheck


def chain_sentences(found: ChainCheck, most: int) -> Iterator[str]:
    """Whether every line is there as it was written, up to so many that are not, and what to note."""
    head = found.head
    for each in found.broken[:most]:
        yield f"! {each.sentence}"
    if len(found.broken) > most:
        yield f"{len(found.broken) - most:,} more are wrong; for all, add --json."
    if not found.is_whole:
        yield "The ledger is not as it was written. Keep the database as it is, and ask whoever can change it."
        return
    if not head.place:
        yield "Nothing is written yet."
        return
    yield f"Every line is there as it was written: {head.place:,} of what went out and of who did what."
    if head.before:
        yield f"The first {head.before:,} are older than the chain: they are as they were found when it began."
    if found.noted:
        yield f"The head that was noted, {found.noted}, is among them."
    yield f"Head: {head}"
    yield "A board that notes the head in its minutes can have it checked: wardpanels ledger --verify HEAD"
