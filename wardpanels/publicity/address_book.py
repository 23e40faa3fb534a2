"""Who gets a mailing, and at which address: asked by the worker, for one sending at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from publishers.carriers.carrier import Mailbox
from publishers.invited import officer_in
from scheduler.facts import Borough
from scheduler.items import Item
from scheduler.store import Store
from scheduler.subscriber import Subscriber, SubscriberState
from wardpanels.publicity.attendances import contact_of
from wardpanels.publicity.signed_links import Links

SUBSCRIBER = "subscriber:"
"""How the recipient of a subscriber's mail begins; the subscriber's id follows."""


@dataclass(frozen=True, slots=True)
class AddressBook:
    """A borough's subscribers and officers. `links` may be None where no channel writes to subscribers."""

    store: Store
    borough: Borough
    links: Links | None

    def audience(self, item: Item) -> tuple[str, ...]:
        """The recipients of a mailing: those who confirmed, and want news of its wards and of its kind.

        Edges: whoever wants changes alone gets them when they are released, and no letter of before a meeting
        """
        wants = self.wants(item)
        return tuple(
            f"{SUBSCRIBER}{each.id}" for each in self.store.subscribers.listed(item.borough_code) if wants(each)
        )

    def wants(self, item: Item) -> Callable[[Subscriber], bool]:
        """Whether a subscriber is to get a mailing."""
        release = self.store.release(item.borough_code, item.first_day, item.version)
        told = [meeting for meeting in release.meetings if meeting.meeting_id in item.meetings]
        wards = {meeting.ward_code for meeting in told}
        is_confirmed = SubscriberState.CONFIRMED
        return lambda each: each.state is is_confirmed and each.choice.wants(wards, is_change=item.is_correction)

    def mailbox(self, recipient: str) -> Mailbox | None:
        """Where a recipient's mail goes, None where they are no longer to be written to."""
        if officer_in(recipient):
            contact = contact_of(self.store, self.borough, recipient)
            return Mailbox(contact.name, contact.address) if contact else None
        found = self.store.subscribers.find(recipient.removeprefix(SUBSCRIBER))
        if found is None or found.state is not SubscriberState.CONFIRMED or self.links is None:
            return None
        stop, mark = self.links.stop(found.id), self.links.mark(found.id)
        return Mailbox("", found.address, found.choice.language, stop, mark)

    def nobody_there(self, recipient: str, at: datetime) -> None:
        """Write down that a mail server knows nobody at a recipient's address, so that no more mail goes there."""
        if recipient.startswith(SUBSCRIBER):
            self.store.subscribers.bounce(recipient.removeprefix(SUBSCRIBER), at, is_hard=True)
