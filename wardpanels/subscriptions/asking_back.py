"""Sends the mails that ask somebody back whether they want what was asked for in their name.

They wait in the list itself, so that a page answers at once whoever is on it, and a crash loses none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from publishers import confirming
from publishers.carriers.carrier import Carrier, Mailbox, Parcel, Refused, TryAgain
from publishers.languages import language
from scheduler.subscriber import Subscriber
from wardpanels.subscriptions.register import MailingList


@dataclass(frozen=True, slots=True)
class Sender:
    """What is needed to ask somebody back. `open_way` opens the channel of mail to subscribers."""

    register: MailingList
    house: confirming.Letterhead
    open_way: Callable[[], Carrier]
    clock: Callable[[], datetime]


def ask_back(sender: Sender) -> tuple[str, ...]:
    """Send what waits. Return what went wrong, without addresses."""
    register = sender.register
    waiting = register.subscribers.to_mail(register.borough_code)
    if not waiting:
        return ()
    try:
        with closing(sender.open_way()) as carrier:
            return tuple(_sent(sender, carrier, waiting))
    except (Refused, TryAgain) as error:
        return (str(error),)


def _sent(sender: Sender, carrier: Carrier, waiting: tuple[Subscriber, ...]) -> Iterator[str]:
    for each in waiting:
        try:
            carrier.carry(_parcel(sender, each))
        except TryAgain as failure:
            yield str(failure)
            continue
        except Refused as refused:
            yield str(refused)
        sender.register.subscribers.mailed(each.id, each.asked_at, sender.clock())


def _parcel(sender: Sender, subscriber: Subscriber) -> Parcel:
    wanted, links = subscriber.wanted or subscriber.choice, sender.register.links
    link = links.confirm(subscriber.id, subscriber.asked_at)
    artifacts = confirming.mail(sender.house, language(wanted.language), link)
    key = f"confirm.{subscriber.id}.{int(subscriber.asked_at.timestamp())}"
    to = Mailbox("", subscriber.address, wanted.language)
    return Parcel(key, confirming.CHANNEL, "confirm", 1, artifacts, sender.clock(), to)
