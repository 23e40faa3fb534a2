"""What residents can do about their mail: ask for it, confirm it, stop it. Knows no page and no clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.store import Subscribers
from scheduler.subscriber import Interest, Subscriber
from wardpanels.publicity.signed_links import Links

PAUSE = timedelta(hours=1)
"""An address that has not answered gets one mail an hour that asks it back, however often it is typed in."""

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
        found = self._known(told[0]) if told else None
        if told is None or found is None or found.asked_at != told[1]:
            return None
        return found if found.wanted is None or found.asked_at + LINK_LASTS > at else None

    def confirm(self, token: str, shown: str, wording: str, at: datetime) -> Subscriber | None:
        """Let a wish count; None where the link is wrong or too old.

        Edges: it counts only where it is still what they were `shown`, by its digest: anybody can type in an address,
               so another wish may have come since
        """
        found = self.who_asked(token, at)
        if found is None or found.wanted is None or found.wanted.digest != shown:
            return found
        return self.subscribers.confirm(found.id, found.asked_at, wording, at, wanted=found.wanted)

    def who_stops(self, token: str) -> Subscriber | None:
        """Who may stop their mail by this link; None where it is wrong, or they stopped it before."""
        return self._known(self.links.who_stops(token))

    def may_stop(self, token: str) -> bool:
        """Whether it is a link of ours. Edges: one that was followed before is"""
        subscriber_id = self.links.who_stops(token)
        found = self.subscribers.find(subscriber_id) if subscriber_id else None
        return bool(subscriber_id) and (found is None or found.borough_code == self.borough_code)

    def stop(self, token: str) -> bool:
        """Delete whoever the link is for; whether it is a link of ours. A second time is no harm."""
        if is_ours := self.may_stop(token):
            self.subscribers.delete(self.links.who_stops(token))
        return is_ours

    def _known(self, subscriber_id: str) -> Subscriber | None:
        """Somebody on this borough's list: the store has those of all boroughs, whose links have one secret."""
        found = self.subscribers.find(subscriber_id)
        return found if found and found.borough_code == self.borough_code else None
