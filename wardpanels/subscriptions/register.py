"""What residents can do about their mail: ask for it, confirm it, stop it. Knows no page and no clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.store import Subscribers
from scheduler.subscriber import Interest, Subscriber
from wardpanels.publicity.signed_links import Links

PAUSE = timedelta(hours=1)
"""An address gets one mail an hour that asks it back, however often it is typed in."""

LINK_LASTS = timedelta(days=7)
"""How long somebody has to confirm. What they typed in goes some time after that, as `[privacy]` says."""


@dataclass(frozen=True, slots=True)
class MailingList:
    """One borough's list. `fresh_id` gives an id that was never given."""

    subscribers: Subscribers
    borough_code: str
    links: Links
    fresh_id: Callable[[], str]

    def ask(self, address: str, wanted: Interest, at: datetime) -> None:
        """Write down a wish of an address as it is mailed. Says nothing: nobody may learn by it who is on the list."""
        self.subscribers.ask(self.borough_code, address, wanted, self.fresh_id(), at, PAUSE)

    def who_asked(self, token: str, at: datetime) -> Subscriber | None:
        """Who may confirm by this link, and what they asked for; None where the link is wrong or too old."""
        told = self.links.who_confirms(token)
        found = self.subscribers.find(told[0]) if told else None
        if told is None or found is None or found.asked_at != told[1]:
            return None
        return found if found.wanted is None or found.asked_at + LINK_LASTS > at else None

    def confirm(self, token: str, wording: str, at: datetime) -> Subscriber | None:
        """Let a wish count; None where the link is wrong or too old."""
        found = self.who_asked(token, at)
        return self.subscribers.confirm(found.id, found.asked_at, wording, at) if found else None

    def who_stops(self, token: str) -> Subscriber | None:
        """Who may stop their mail by this link; None where it is wrong, or they stopped it before."""
        return self.subscribers.find(self.links.who_stops(token))

    def stop(self, token: str) -> bool:
        """Delete whoever the link is for; whether it is a link of ours. A second time is no harm."""
        subscriber_id = self.links.who_stops(token)
        if subscriber_id:
            self.subscribers.delete(subscriber_id)
        return bool(subscriber_id)
