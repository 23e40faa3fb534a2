"""Who asked for emails, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from scheduler.subscriber import Subscriber, SubscriberState
from wardpanels.subscriptions.bounces import Became


def subscribers_counted(found: Sequence[Subscriber]) -> str:
    """How many there are."""
    return "1 subscriber" if len(found) == 1 else f"{len(found)} subscribers"


def roll_sentence(found: Sequence[Subscriber]) -> str:
    """How many there are, by state."""
    states = Counter(each.state for each in found)
    parts = [f"{states[state]} {state}" for state in SubscriberState if states[state]]
    return f"{subscribers_counted(found)}: {', '.join(parts)}." if parts else "Nobody is on the list."


def became_rows(counts: Mapping[Became, int]) -> list[tuple[object, ...]]:
    """How many reports became what."""
    return [(count, str(became)) for became, count in counts.items() if count]


def reports_sentence(counts: Mapping[Became, int]) -> str:
    """How many reports were read."""
    count = sum(counts.values())
    return "Read 1 report." if count == 1 else f"Read {count} reports."
