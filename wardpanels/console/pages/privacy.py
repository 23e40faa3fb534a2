"""What is held of whom, why, how long, and what of it goes next: the record of processing."""

from __future__ import annotations

from wardpanels.console.request import Request, Route, Screen
from wardpanels.people.rights import Act
from wardpanels.upkeep.processing import record_of


def look(asked: Request) -> Screen:
    """The record as it stands."""
    return Screen("privacy", "What is held of people", {"record": record_of(asked.store, asked.house.data)}, "people")


ROUTES = (Route("/people/privacy", look, Act.READ_ACTS),)
