"""Why something that is past its use never went out."""

from __future__ import annotations

from scheduler.items import ItemState, Record

TOO_LATE = "The release came too late for it."


def why_missed(record: Record) -> str:
    """Why an item past its use did not go out."""
    item = record.item
    if item.state is ItemState.HANDED_OVER:
        return "Nobody said that it went out."
    if item.is_held:
        return f"{item.held_by} held it back."
    if item.attempts:
        return f"Tried {'once' if item.attempts == 1 else f'{item.attempts} times'}. {item.note}"
    wanted = record.last(ItemState.PLANNED) or next(iter(record.entries), None)
    if wanted and wanted.at >= item.use_by:
        return TOO_LATE
    if item.awaits_approval:
        return "Nobody approved it in time."
    approved = record.last(ItemState.APPROVED) if item.state is ItemState.APPROVED else None
    if approved and approved.at >= item.use_by:
        return "It was approved too late."
    if record.entries and item.note != record.entries[-1].note:
        return f"Its channel could not send. {item.note}"
    return "Nothing was sending after it was approved." if approved else "Nothing was sending when it was due."
