"""Who is invited to which meeting: the released plans and the borough's officers, as plain values for the publishers.

The one place where officers' names and addresses meet what is published to them alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeVar

from publishers.invitations import invitation
from publishers.invited import Attendance, officer_in
from publishers.pieces import Piece
from scheduler.facts import Borough
from scheduler.invitee import Contact
from scheduler.plan import Plan
from scheduler.release.value import PastFacts, Release, ReleasedMeeting
from scheduler.store import Store

EVER = datetime.min.replace(tzinfo=UTC)
"""Since when an officer's first address is taken to be known: invitations went there before anybody wrote it down."""


Value = TypeVar("Value", bool, int)


@dataclass(frozen=True, slots=True)
class _Part:
    """What an officer was told of a meeting at one address: to come or not, and how often anything was by then."""

    comes: bool
    turns: int
    turned_at: datetime
    is_back: bool = False


def attendances(store: Store, borough: Borough, release: Release) -> tuple[Attendance, ...]:
    """Return everybody's part in every meeting that was ever released, by this release and as it tells of the meetings.

    Edges: an officer who has another address, or whom the borough no longer lists, was called off at the old one; a
           meeting that a plan no longer has keeps those who were last to come, so that they hear that it is off
    """
    code, first_day = borough.profile.code, release.first_day
    numbers = [number for number in store.releases(code, first_day) if number <= release.number]
    told = [store.release(code, first_day, number) for number in numbers]
    plans = [(each.released_at, store.released_plan(code, first_day, each.number)) for each in told]
    found = _of_meetings(release.meetings, _turns(plans), contacts(store, borough))
    return tuple(each if each.comes else replace(each, was_asked=_was_asked(told, each)) for each in found)


def contacts(store: Store, borough: Borough) -> Mapping[str, tuple[Contact, ...]]:
    """How each officer was written to, by id, oldest first; of one that the store never knew, as the borough has it."""
    known: dict[str, list[Contact]] = {}
    for each in store.invitees.contacts(borough.profile.code):
        known.setdefault(each.officer_id, []).append(each)
    for each in contacts_now(borough, EVER):
        known.setdefault(each.officer_id, [each])
    return {officer_id: tuple(lines) for officer_id, lines in known.items()}


def contacts_now(borough: Borough, since: datetime) -> tuple[Contact, ...]:
    """How the borough's officers are written to from a moment on."""
    return tuple(Contact(each.officer_id, each.role, each.name, each.email, since) for each in borough.officers)


def contact_of(store: Store, borough: Borough, recipient: str) -> Contact | None:
    """The name and address that a recipient stands for, whether the officer is still there or not; None for nobody."""
    asked = officer_in(recipient)
    if asked is None:
        return None
    officer_id, number = asked
    boxes = mailboxes(contacts(store, borough).get(officer_id, ()))
    return boxes[number - 1] if number <= len(boxes) else None


def mailboxes(lines: Iterable[Contact]) -> tuple[Contact, ...]:
    """An officer's addresses in the order in which they became known, each with the last name that was seen there."""
    found: dict[str, Contact] = {}
    for each in lines:
        found[each.address.casefold()] = each
    return tuple(found.values())


def _of_meetings(
    meetings: Iterable[ReleasedMeeting],
    turns: Mapping[str, Mapping[str, Sequence[tuple[datetime, bool]]]],
    known: Mapping[str, tuple[Contact, ...]],
) -> Iterator[Attendance]:
    places = {officer_id: _places(lines) for officer_id, lines in known.items()}
    for meeting in meetings:
        for officer_id, told in turns.get(meeting.meeting_id, {}).items():
            boxes = mailboxes(known.get(officer_id, ()))
            parts = _parts(told, places.get(officer_id, ()))
            comes = any(part.comes for part in parts.values())
            for number, part in sorted(parts.items()):
                made = _attendance(boxes[number - 1], number, meeting, part)
                yield replace(made, is_elsewhere=comes and not part.comes)


def withdrawal(release: Release, everybody: Sequence[Attendance], meeting_id: str, recipient: str) -> Piece | None:
    """Return the cancellation for an officer who was invited and no longer comes, None for anybody else."""
    for each in everybody:
        if (each.meeting_id, each.recipient) == (meeting_id, recipient) and not each.comes:
            meeting = release.meeting_by_id[meeting_id]
            return invitation(release, meeting, each)
    return None


def _turns(plans: Iterable[tuple[datetime, Plan]]) -> dict[str, dict[str, list[tuple[datetime, bool]]]]:
    """From when each officer was to come to a meeting, and from when not, given when each plan was released."""
    found: dict[str, dict[str, list[tuple[datetime, bool]]]] = {}
    for at, plan in plans:
        for meeting in plan.meetings:
            told = found.setdefault(meeting.meeting_id, {})
            for officer_id in sorted({*meeting.officers, *told}):
                told.setdefault(officer_id, []).append((at, officer_id in meeting.officers))
    return found


def _was_asked(told: Sequence[Release], gone: Attendance) -> PastFacts | None:
    """A meeting as it was told last before an officer was called off, given the releases, oldest first."""
    before = (each for each in reversed(told) if each.released_at < gone.turned_at)
    known = (each.meeting_by_id[gone.meeting_id] for each in before if gone.meeting_id in each.meeting_by_id)
    return next((PastFacts(each.starts_at, each.ends_at, each.hall) for each in known), None)


def _places(lines: Sequence[Contact]) -> tuple[tuple[datetime, int], ...]:
    """From when an officer was written to at which address, by its number; 0 for nowhere."""
    numbers = {box.address.casefold(): number for number, box in enumerate(mailboxes(lines), 1)}
    sinces = (EVER, *(each.since for each in lines[1:]))  # nobody wrote down what held before the first
    numbered = (numbers[each.address.casefold()] if each.is_listed else 0 for each in lines)
    return tuple(zip(sinces, numbered, strict=True)) if lines else ()


def _parts(turns: Sequence[tuple[datetime, bool]], places: Sequence[tuple[datetime, int]]) -> dict[int, _Part]:
    """What an officer was told at each address. Edges: who is called off at one and asked at another hears it in that
    order, whichever mail is read first: both may end in one mailbox."""
    parts: dict[int, _Part] = {}
    here, count = 0, 0
    for at in sorted({at for at, _ in (*turns, *places)}):
        there = _as_of(places, at, 0) if _as_of(turns, at, False) else 0
        if there == here:
            continue
        if here:
            parts[here] = _Part(False, count, at)
            count += 1
        if there:
            parts[there] = _Part(True, count, at, there in parts)
            count += 1
        here = there
    return parts


def _as_of(lines: Iterable[tuple[datetime, Value]], at: datetime, before: Value) -> Value:
    """What held at a moment, given from when each held, oldest first."""
    return next((held for since, held in reversed(tuple(lines)) if since <= at), before)


def _attendance(contact: Contact, number: int, meeting: ReleasedMeeting, part: _Part) -> Attendance:
    return Attendance(
        meeting_id=meeting.meeting_id,
        officer_id=contact.officer_id,
        role=contact.role,
        name=contact.name,
        address=contact.address,
        comes=part.comes,
        sequence=meeting.sequence + part.turns,
        turned_at=part.turned_at,
        is_back=part.is_back,
        mailbox=number,
    )
