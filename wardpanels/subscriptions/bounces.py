"""Mail that came back, or is not wanted: reads the reports of mail servers (RFC 3464) and of readers (RFC 5965).

A report counts only if it holds the name of a mail of ours, with the mark that we alone can make: nobody can end
somebody else's mail by a made-up report.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path

from publishers.carriers.message import mark_in
from scheduler.store import Subscribers
from wardpanels.disk.mail_files import mails
from wardpanels.publicity.signed_links import Links

MESSAGE_ID = re.compile(r"^Message-ID:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)
COMPLAINTS = ("abuse", "fraud", "opt-out")
"""Reports of a reader; of the others, not-spam takes one back, and virus and auth-failure are a server's.

Source: the registry of feedback report types, RFC 5965 7.3 and RFC 6591
"""

EVER_FULL = "5.2.2"
"""A full mailbox is often reported as lasting, and seldom is. Source: RFC 3463 3.3"""


class Became(StrEnum):
    """What a report led to."""

    HARD = "the address does not work: no more mail goes there"
    SOFT = "came back for now: counted"
    OLD = "older than the subscriber's last yes: left"
    UNKNOWN = "the subscriber is gone already: left"
    NOT_OURS = "not about a mail of ours: left"
    DELIVERED = "no failure: left"
    UNWANTED = "reported as spam: taken off the list"


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What one mail server says of one mail.

    Edges: `status` is its enhanced status code (RFC 3463), "" where it has none; `recipients` are the address that we
           wrote to and the one it ended at, in small letters, as far as they are told
    """

    message_id: str
    sent_at: datetime | None
    recipients: tuple[str, ...]
    action: str
    status: str

    @property
    def is_failure(self) -> bool:
        """Whether the mail did not arrive, or not yet."""
        return self.action in ("failed", "delayed")

    def is_hard(self, address: str) -> bool:
        """Whether no later mail to an address will arrive either.

        Edges: a failure at another address, to which mail is passed on, may pass
        """
        lasts = self.action == "failed" and self.status.startswith("5") and self.status != EVER_FULL
        return lasts and (not self.recipients or address.lower() in self.recipients)


@dataclass(frozen=True, slots=True)
class Complaint:
    """Somebody told their provider that they do not want a mail.

    Edges: `sent_at` is when the mail arrived there or, where that is not told, when the provider passed it on
    """

    message_id: str
    sent_at: datetime | None


Report = DeliveryReport | Complaint


def reports(mail: EmailMessage) -> Iterator[Report]:
    """Yield what a mail reports, of deliveries one for each recipient; nothing where it is no report."""
    if mail.get_content_type() != "multipart/report":
        return
    name, sent_at = _returned_id(mail), _moment(mail)
    for part in mail.walk():
        if part.get_content_type() == "message/feedback-report":
            told = part.get_payload(0) if part.is_multipart() else part
            if isinstance(told, Message) and _plain(told.get("Feedback-Type")) in COMPLAINTS:
                yield Complaint(name, _moment(told, "Arrival-Date", "Received-Date") or sent_at)
        elif part.get_content_type() == "message/delivery-status":
            for block in part.iter_parts() if isinstance(part, EmailMessage) else ():
                if block["Action"]:
                    yield _report(name, sent_at, block)


def take_note(subscribers: Subscribers, links: Links, path: Path, at: datetime) -> dict[Became, int]:
    """Read the reports in a place, write down what each means, and count that; all that can be is named."""
    found = [report for mail in mails(path) for report in reports(mail)]
    counts = Counter(became for _, became in note(subscribers, links, found, at))
    return {became: counts[became] for became in Became}


def note(
    subscribers: Subscribers, links: Links, found: Iterable[Report], at: datetime
) -> Iterator[tuple[Report, Became]]:
    """Write down what each report means for a subscriber, and yield that."""
    for report in found:
        yield report, _noted(subscribers, links, report, at)


def _noted(subscribers: Subscribers, links: Links, report: Report, at: datetime) -> Became:
    subscriber_id = links.whose(mark_in(report.message_id))
    if not subscriber_id:
        return Became.NOT_OURS
    if isinstance(report, DeliveryReport) and not report.is_failure:
        return Became.DELIVERED
    known = subscribers.find(subscriber_id)
    if known is None:
        return Became.UNKNOWN
    if known.confirmed_at and report.sent_at and report.sent_at < known.confirmed_at:
        return Became.OLD
    if isinstance(report, Complaint):
        subscribers.delete(subscriber_id)
        return Became.UNWANTED
    is_hard = report.is_hard(known.address)
    subscribers.bounce(subscriber_id, at, is_hard=is_hard)
    return Became.HARD if is_hard else Became.SOFT


def _moment(told: Message, *names: str) -> datetime | None:
    """When something happened, by the first of these headers that says so and can be read."""
    for name in names or ("Date",):
        with suppress(ValueError, TypeError):
            moment = parsedate_to_datetime(str(told.get(name, "")))
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def _returned_id(mail: EmailMessage) -> str:
    """The name of the mail that came back, from the copy of it or of its headers; "" where there is none."""
    for part in mail.walk():
        kind = part.get_content_type()
        if kind in ("message/rfc822", "text/rfc822-headers"):
            told = MESSAGE_ID.search(part.as_string().partition("\n\n")[2])
            return told[1] if told else ""
    return ""


def _report(message_id: str, sent_at: datetime | None, block: Message) -> DeliveryReport:
    addresses = (_address(block.get(name, "")) for name in ("Original-Recipient", "Final-Recipient"))
    return DeliveryReport(
        message_id,
        sent_at,
        tuple(dict.fromkeys(address for address in addresses if address)),
        _plain(block.get("Action")),
        str(block.get("Status", "")).strip().partition(" ")[0],
    )


def _plain(field: object) -> str:
    return str(field or "").strip().lower()


def _address(field: str) -> str:
    """The address of a field such as `rfc822; ann@example.org`."""
    return str(field).partition(";")[2].strip().lower()
