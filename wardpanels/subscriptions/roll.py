"""Who asked for emails, for the person who runs it. Their addresses are for nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.facts import Borough
from scheduler.mail_address import mailed_as
from scheduler.store import Store
from scheduler.subscriber import Subscriber, UnknownSubscriber
from wardpanels.year.wards_told import as_told


@dataclass(frozen=True, slots=True)
class Roll:
    """Everybody on a borough's list, and the wards' names by code."""

    subscribers: tuple[Subscriber, ...]
    ward_names: Mapping[str, str]


def roll_of(store: Store, borough_code: str, borough: Borough | None) -> Roll:
    """Read the list. Edges: without the `borough`, whose files need mending, wards have no names"""
    names = as_told(store, borough).ward_names if borough else {}
    return Roll(store.subscribers.listed(borough_code), names)


def delete(store: Store, borough_code: str, who: str) -> None:
    """Delete one by address or id, for good. Errors: UnknownSubscriber."""
    found = store.subscribers.at_address(borough_code, mailed_as(who) or who) or store.subscribers.find(who)
    if found is None or found.borough_code != borough_code or not store.subscribers.delete(found.id):
        raise UnknownSubscriber(who)
