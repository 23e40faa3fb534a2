"""The sentences and rows that the commands about publicity print. Nothing is decided here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from publishers.artifact import Artifact
from publishers.bundles import bundled
from publishers.campaign_sheet import Card
from publishers.handover import about, nearest, text_of, time_left
from scheduler.items import AFTER, RELEASE, Filling, Item, ItemState
from scheduler.release.value import Release
from wardpanels.publicity.due import Due
from wardpanels.publicity.ledger import Alarm, Line
from wardpanels.publicity.missing import Missed
from wardpanels.publicity.retrying import Retried
from wardpanels.publicity.sending import Sent

DUE_HEADS = ("Due", "Left", "Channel", "About", "When", "State", "Key")
PREVIEW_HEADS = ("Moment", "Channel", "In [publicity]", "Room")
WEEK_HEADS = ("Week of", "Channel", "Items", "To approve", "In hand", "Name")
SENT_HEADS = ("Channel", "What became of it", "Items", "Why")
LEDGER_HEADS = ("Channel", "Lines", "Planned", "In hand", "Issued", "Confirmed", "Missed", "Failed", "Days before")
LEADS = {AFTER: "once it was held", RELEASE: "at release", "0": "on the day", "1": "1 day before"}
"""When what is not due some days before goes out."""

COUNTED = ("handed_over", "issued", "confirmed", "missed", "failed")

STATES = {
    ItemState.PLANNED: "planned",
    ItemState.APPROVED: "approved",
    ItemState.HANDED_OVER: "in hand",
    ItemState.ISSUED: "issued",
    ItemState.CONFIRMED: "confirmed",
    ItemState.FAILED: "failed",
    ItemState.MISSED: "missed",
    ItemState.REPLACED: "replaced",
    ItemState.REJECTED: "rejected",
    ItemState.HELD: "held back",
    ItemState.LET_GO: "let go",
}


def shown(artifact: Artifact) -> str:
    """A piece of copy under its name; of a picture its size."""
    text = text_of(artifact).rstrip() or f"({artifact.media_type}, {len(artifact.content):,} bytes)"
    return f"── {artifact.path}\n{text}\n"


def preview_row(card: Card) -> tuple[str, ...]:
    """One piece of a campaign that is looked at."""
    return card.moment, card.channel, "no" if card.note else "yes", card.room


def preview_words(card: Card) -> str:
    """The words of one piece of a campaign, under its moment and channel."""
    room = f", {card.room}" if card.room else ""
    subject = f"{card.subject}\n\n" if card.subject else ""
    return f"── {card.moment}, {card.channel}{room}\n{subject}{card.text}\n"


def missed_sentence(missed: Sequence[Missed]) -> str:
    """What was missed, by reason and channel."""
    told = [f"{len(missed):,} missed."]
    for why in sorted({one.why for one in missed}):
        channels = Counter(one.item.channel for one in missed if one.why == why)
        counts = ", ".join(f"{channel} {count:,}" for channel, count in sorted(channels.items()))
        told.append(f"{why.rstrip('.')}: {counts}.")
    return " ".join(told)


def due_row(release: Release, item: Item, at: datetime) -> tuple[str, ...]:
    """One item that is still to go out. Edges: the time that is left is that to its meeting, once it is due."""
    due = item.due_at.astimezone(ZoneInfo(release.timezone))
    left = time_left(nearest(item, release, at), at) if item.due_at <= at else ""
    state = "waits for approval" if item.awaits_approval else STATES[item.state]
    state = f"{state}, held back" if item.is_held else state
    return f"{due:%a %d %b %Y %H:%M}", left, item.channel, about(release, item.meetings), _lead(item), state, item.key


def week_rows(found: Due) -> list[tuple[str, ...]]:
    """Each week's work on a channel, the earliest week first."""
    if not found.items:
        return []
    timezone = found.releases[found.items[0].first_day].timezone
    return [
        (
            f"{bundle.monday:%a %d %b %Y}",
            bundle.channel,
            f"{len(items):,}",
            f"{sum(item.awaits_approval for item in items):,}",
            f"{sum(item.state is ItemState.HANDED_OVER for item in items):,}",
            str(bundle),
        )
        for bundle, items in bundled(found.items, timezone).items()
    ]


def filled_sentence(filling: Filling, at: datetime) -> str:
    """What a release made at a moment changed in the outbox."""
    items = [item for item in filling.items if not item.is_missed(at)]
    corrections = sum(item.is_correction for item in items)
    parts = [f"{len(items) - corrections:,} to go out"]
    parts += [f"{corrections:,} to put right"] if corrections else []
    parts += [f"{len(filling.replaced):,} replaced"] if filling.replaced else []
    parts += [f"{len(filling.reworded):,} reworded"] if filling.reworded else []
    again = sum(item.awaits_approval for item in filling.reworded.values())
    parts += [f"{again:,} of them to approve"] if again else []
    return f"Outbox: {', '.join(parts)}. To see what is to go out, type: wardpanels due"


def due_sentence(items: Sequence[Item], shown_count: int, at: datetime) -> str:
    """How much there is, and what of it needs somebody now."""
    if not items:
        return "Nothing is to go out."
    late = sum(item.due_at <= at and item.is_open for item in items)
    in_hand = sum(item.state is ItemState.HANDED_OVER for item in items)
    waits = sum(item.awaits_approval for item in items)
    counts = f"{len(items):,} to go out: {late:,} due now, {waits:,} to approve, {in_hand:,} in somebody's hands."
    return counts if shown_count == len(items) else f"{counts} The first {shown_count} are shown; for all, add --all."


def marked_sentence(what: str, done: Sequence[Item], asked: Sequence[str]) -> str:
    """How many items a person approved or confirmed, and whether others could not be."""
    others = len(dict.fromkeys(asked)) - len(done)
    count = "1 item is" if len(done) == 1 else f"{len(done):,} items are"
    return f"{count} {what}." + (f" {others:,} did not wait for it and stay as they were." if others else "")


def retried_sentence(found: Retried) -> str:
    """What goes out again."""
    parts = []
    if found.channel:
        before = "is open again" if found.opened else "was not closed"
        parts.append(f"{found.channel} {before}: what waits there is due at once.")
    if found.asked:
        count, others = len(found.items), len(dict.fromkeys(found.asked)) - len(found.items)
        parts.append("1 item is to be sent again." if count == 1 else f"{count:,} items are to be sent again.")
        parts += [f"{others:,} had not failed or are of no more use, and stay as they were."] if others else []
    return " ".join(parts)


def sent_rows(sent: Iterable[Sent]) -> list[tuple[str, ...]]:
    """A round, counted by channel and by what became of its items."""
    counts = Counter((one.item.channel, _became(one), one.note if one.is_trouble else "") for one in sent)
    return [(channel, became, f"{count:,}", why) for (channel, became, why), count in sorted(counts.items())]


def sent_sentence(sent: Sequence[Sent], in_hand: int, handover: Path) -> str:
    """What a round came to."""
    done = (
        "Nothing was due." if not sent else f"{sum(not one.is_trouble for one in sent):,} of {len(sent):,} went well."
    )
    return done if not in_hand else f"{done} {in_hand:,} to post by hand: open {handover / 'index.html'}"


def ledger_rows(found: Sequence[Line]) -> list[tuple[str, ...]]:
    """The ledger, counted by channel."""
    rows = []
    for channel in dict.fromkeys(sorted(line.channel for line in found)):
        ours = [line for line in found if line.channel == channel]
        counts = Counter(line.state for line in ours)
        early = _days_before(ours)
        planned = counts["planned"] + counts["approved"]
        figures = (
            len(ours),
            planned,
            *(counts[state] for state in COUNTED),
        )
        rows.append(
            (channel, *(f"{figure:,}" for figure in figures), f"{sum(early) / len(early):.1f}" if early else "")
        )
    return rows


def _days_before(ours: Iterable[Line]) -> list[int]:
    """How early each item was: what tells of several meetings once, by the first of them that it came in time for."""
    nearest: dict[str, int] = {}
    for line in ours:
        if line.lead_days_achieved is not None:
            nearest[line.key] = min(line.lead_days_achieved, nearest.get(line.key, line.lead_days_achieved))
    return list(nearest.values())


def ledger_sentence(found: Sequence[Line], alarms: Sequence[Alarm], shown_count: int) -> str:
    """How long the ledger is, and how much in it is wrong."""
    lines = "1 line" if len(found) == 1 else f"{len(found):,} lines"
    if not alarms:
        return f"{lines}. Nothing is wrong."
    rest = f" The first {shown_count} are shown; for all, add --json." if len(alarms) > shown_count else ""
    return f"{lines}. {len(alarms):,} to see to.{rest}"


def _lead(item: Item) -> str:
    if item.is_correction:
        return "a correction"
    return LEADS.get(item.lead) or f"{item.lead} days before"


def _became(sent: Sent) -> str:
    return "waits" if sent.event is None else STATES[sent.event]
