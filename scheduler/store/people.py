"""What a store promises of people: who asked for mail, and which officers were asked to come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from scheduler.invitee import Contact, OfficerAnswer
from scheduler.subscriber import Interest, Subscriber


class Subscribers(Protocol):
    """Who asked for mail, by borough code. Units: moments are aware."""

    def ask(
        self, borough_code: str, address: str, wanted: Interest, new_id: str, at: datetime, pause: timedelta
    ) -> Subscriber:
        """Write down what an address wants, until it is confirmed.

        Edges: whoever is on the list keeps their id and what they confirmed; nobody is asked back twice within `pause`
        """

    def to_mail(self, borough_code: str) -> tuple[Subscriber, ...]:
        """Those who are still to be asked back whether they want it, by the moment they asked."""

    def mailed(self, subscriber_id: str, asked_at: datetime, at: datetime) -> None:
        """Write down that somebody was asked back, unless they asked anew since."""

    def confirm(
        self, subscriber_id: str, asked_at: datetime, wording: str, at: datetime, *, wanted: Interest | None = None
    ) -> Subscriber | None:
        """Let what was asked for at a moment count; None where it was not, or was deleted. A second time is no harm.

        Edges: with `wanted`, only that counts: where they want something else by now, they come back as they were
        """

    def bounce(self, subscriber_id: str, at: datetime, *, is_hard: bool) -> Subscriber | None:
        """Write down that a mail came back: for good, or for now."""

    def find(self, subscriber_id: str) -> Subscriber | None:
        """One subscriber."""

    def at_address(self, borough_code: str, address: str) -> Subscriber | None:
        """The subscriber with an address, capitals or not."""

    def listed(self, borough_code: str) -> tuple[Subscriber, ...]:
        """All of them, by address."""

    def confirmed_after(self, borough_code: str, moment: datetime) -> tuple[Subscriber, ...]:
        """Those who confirmed later than that, by address."""

    def delete(self, subscriber_id: str) -> bool:
        """Remove somebody for good. False where there was nobody.

        Edges: a digest of their id is kept, which leads to nobody: no backup of before is to bring them back
        """

    def forgotten(self, borough_code: str) -> frozenset[str]:
        """The digests of all who were removed so, as `forgotten_as` makes them."""


class Invitees(Protocol):
    """How a borough's officers were written to, and what they answered: lines are added, never edited."""

    def contacts(self, borough_code: str) -> tuple[Contact, ...]:
        """Every way in which every officer could be written to, oldest first."""

    def know(self, borough_code: str, contacts: Iterable[Contact], at: datetime) -> None:
        """Write down how the officers are written to from a moment on, where that is news.

        Edges: an officer who was known and is not among them is one no more; no line is older than the one before
        """

    def answer(self, borough_code: str, answer: OfficerAnswer) -> bool:
        """Add an answer. False where it was there already."""

    def answers(self, borough_code: str) -> tuple[OfficerAnswer, ...]:
        """All answers, in the order in which they were read."""
