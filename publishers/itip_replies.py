"""Officers' answers to invitations, as their calendar programs mail them (iTIP, RFC 5546 3.2.3).

Nothing here knows whom we asked: whether an answer counts is decided where that is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.errors import MessageError
from email.message import EmailMessage
from typing import Any

import icalendar
from icalendar.timezone import tzp

from scheduler.invitee import Reply

METHODS = ("REPLY", "COUNTER")
"""An answer, and one that asks for another time. Source: RFC 5546 1.4"""

CALENDARS = ("text/calendar", "application/ics")


@dataclass(frozen=True, slots=True)
class ItipReply:
    """What one mail answers to one invitation.

    Units: `given_at` is aware, UTC
    Edges: `uid` names the invitation; `attendee` is who answers and `sender` whose mail it is, both in small letters
    """

    uid: str
    attendee: str
    sender: str
    reply: Reply
    sequence: int
    given_at: datetime


def replies_in(mail: EmailMessage) -> Iterator[ItipReply]:
    """Yield what a mail answers, once each; nothing where it is no answer or cannot be read."""
    found = (one for part in mail.walk() if part.get_content_type() in CALENDARS for one in _read(part, _sender(mail)))
    yield from dict.fromkeys(found)


def _sender(mail: EmailMessage) -> str:
    try:
        (sender,) = mail["From"].addresses
    except (MessageError, AttributeError, ValueError, IndexError):
        return ""
    return str(sender.addr_spec).lower()


def _read(part: EmailMessage, sender: str) -> Iterator[ItipReply]:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return
    try:
        tzp.use_default()  # the library gives a zone that one mail defines to the next that names one so
        calendar = icalendar.Calendar.from_ical(content)
        if str(calendar.get("METHOD", "")).upper() in METHODS:
            yield from (_reply(entry, sender) for entry in calendar.walk("VEVENT"))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return  # what strangers send may be anything


def _reply(entry: Any, sender: str) -> ItipReply:
    """Errors: ValueError, KeyError and others where the entry is no answer of one person."""
    attendee = entry["ATTENDEE"]
    return ItipReply(
        str(entry["UID"]),
        _address(str(attendee)),
        sender,
        Reply(str(attendee.params["PARTSTAT"]).lower()),
        int(entry.get("SEQUENCE", 0)),
        _in_utc(entry["DTSTAMP"].dt),
    )


def _address(uri: str) -> str:
    kind, _, address = uri.partition(":")
    if kind.lower() != "mailto" or "@" not in address:
        raise ValueError(uri)
    return address.strip().lower()


def _in_utc(moment: date) -> datetime:
    """The moment. Edges: DTSTAMP is in UTC (RFC 5545 3.8.7.2), also where a program left out the mark."""
    whole = moment if isinstance(moment, datetime) else datetime.combine(moment, time())
    return whole.astimezone(UTC) if whole.tzinfo else whole.replace(tzinfo=UTC)
