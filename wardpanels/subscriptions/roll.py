"""The list of subscribers for the person who runs it: on the screen, as JSON, as CSV."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from scheduler.subscriber import Subscriber, SubscriberState, UnknownSubscriber
from wardpanels import wiring
from wardpanels.facts.schedule import neutral
from wardpanels.year import reading

HEADS = ("Address", "State", "Wards", "Language", "Only changes", "Asked", "Confirmed", "Soft bounces", "Id")
WHOLE_BOROUGH = "the whole borough"


def of_borough(data: Path, db: str) -> tuple[tuple[Subscriber, ...], Mapping[str, str]]:
    """Everybody on the borough's list, and the wards' names by code."""
    borough = reading.check(data).borough
    with wiring.store_at(db) as store:
        found = store.subscribers.listed(borough.profile.code)
    return found, {ward.code: ward.name for ward in borough.wards}


def delete(data: Path, db: str, who: str) -> None:
    """Delete one by address or id. Errors: UnknownSubscriber."""
    code = reading.check(data).borough.profile.code
    with wiring.store_at(db) as store:
        found = store.subscribers.at_address(code, who) or store.subscribers.find(who)
        if found is None or not store.subscribers.delete(found.id):
            raise UnknownSubscriber(who)


def facts(subscriber: Subscriber, wards: Mapping[str, str]) -> dict[str, object]:
    """One subscriber for a script."""
    told = dict(zip(HEADS, row(subscriber, wards), strict=True))
    named = {head.lower().replace(" ", "_"): value for head, value in told.items()}
    return {**named, "wards": list(subscriber.choice.wards), "wording": subscriber.wording}


def row(subscriber: Subscriber, wards: Mapping[str, str]) -> Sequence[object]:
    """One subscriber by the heads."""
    choice, confirmed = subscriber.choice, subscriber.confirmed_at
    return (
        subscriber.address,
        str(subscriber.state),
        ", ".join(wards.get(code, code) for code in choice.wards) or WHOLE_BOROUGH,
        choice.language,
        "yes" if choice.only_changes else "no",
        subscriber.asked_at.isoformat(),
        confirmed.isoformat() if confirmed else "",
        subscriber.soft_bounces,
        subscriber.id,
    )


def to_csv(found: Iterable[Subscriber], wards: Mapping[str, str]) -> bytes:
    """The list with what each agreed to. No cell can act as a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow((*HEADS, "Agreed to"))
    writer.writerows([neutral(str(cell)) for cell in (*row(each, wards), each.wording)] for each in found)
    return out.getvalue().encode("utf-8-sig")


def counted(found: Sequence[Subscriber]) -> str:
    """How many there are."""
    return "1 subscriber" if len(found) == 1 else f"{len(found)} subscribers"


def sentence(found: Sequence[Subscriber]) -> str:
    """How many there are, by state."""
    states = Counter(each.state for each in found)
    parts = [f"{states[state]} {state}" for state in SubscriberState if states[state]]
    return f"{counted(found)}: {', '.join(parts)}." if parts else "Nobody is on the list."
