"""Who asked for emails."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from publishers.open_data import safe_cell
from scheduler.subscriber import Subscriber
from wardpanels.subscriptions.roll import Roll

SUBSCRIBER_HEADS = ("Address", "State", "Wards", "Language", "Only changes", "Asked", "Confirmed", "Soft bounces", "Id")
WHOLE_BOROUGH = "the whole borough"


def roll_facts(roll: Roll) -> list[dict[str, object]]:
    """The list for a script."""
    return [_facts(each, roll.ward_names) for each in roll.subscribers]


def _facts(subscriber: Subscriber, wards: Mapping[str, str]) -> dict[str, object]:
    told = dict(zip(SUBSCRIBER_HEADS, subscriber_row(subscriber, wards), strict=True))
    named = {head.lower().replace(" ", "_"): value for head, value in told.items()}
    return {**named, "wards": list(subscriber.wish.wards), "wording": subscriber.wording}


def subscriber_row(subscriber: Subscriber, wards: Mapping[str, str]) -> Sequence[object]:
    """One subscriber by the heads."""
    wish, confirmed = subscriber.wish, subscriber.confirmed_at
    return (
        subscriber.address,
        str(subscriber.state),
        ", ".join(wards.get(code, code) for code in wish.wards) or WHOLE_BOROUGH,
        wish.language,
        "yes" if wish.only_changes else "no",
        subscriber.asked_at.isoformat(),
        confirmed.isoformat() if confirmed else "",
        subscriber.soft_bounces,
        subscriber.id,
    )


def roll_csv(roll: Roll) -> bytes:
    """The list with what each agreed to. No cell can act as a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow((*SUBSCRIBER_HEADS, "Agreed to"))
    for each in roll.subscribers:
        writer.writerow([safe_cell(str(cell)) for cell in (*subscriber_row(each, roll.ward_names), each.wording)])
    return out.getvalue().encode("utf-8-sig")
