"""Plans, releases and records as JSON, exact in both directions. No database here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

import msgspec

from scheduler.evidence.lines import KINDS, Noted
from scheduler.plan import Plan, PlannedMeeting
from scheduler.records import MeetingRecord
from scheduler.release.promises import Publication
from scheduler.release.value import Change, PastFacts, Release, ReleasedMeeting
from scheduler.store.ports import StoreBroken

Told = TypeVar("Told")


def encode(value: Plan | Release | MeetingRecord | Publication | Noted) -> bytes:
    """The value as UTF-8 JSON: same value, same bytes."""
    return msgspec.json.encode(value, order="deterministic")


def _read(document: bytes, kind: type[Told]) -> Told:
    """Errors: StoreBroken"""
    try:
        return msgspec.json.decode(document, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        name = kind.__name__.strip("_").lower()
        raise StoreBroken("rows", f"a {name} that does not read ({error})", "it as it was written") from error


@lru_cache(maxsize=16)
def decode_plan(document: bytes) -> Plan:
    """The plan that was encoded, its times in the plan's own zone again."""
    plan = _read(document, Plan)
    zone = ZoneInfo(plan.timezone)
    return replace(plan, meetings=tuple(_planned(meeting, zone) for meeting in plan.meetings))


@dataclass(frozen=True, slots=True)
class _Costed:
    """All that is read of a plan where only its points are asked for: the rest is skipped."""

    cost: int


def decode_cost(document: bytes) -> int:
    """The points of the plan that was encoded."""
    return _read(document, _Costed).cost


@lru_cache(maxsize=16)
def decode_release(document: bytes) -> Release:
    """The release that was encoded, its meetings' times in the release's own zone again.

    Edges: the same document gives the same value, and is read once: a page asks for the newest release many times
    """
    release = _read(document, Release)
    zone = ZoneInfo(release.timezone)
    return replace(
        release,
        meetings=tuple(_released(meeting, zone) for meeting in release.meetings),
        board=tuple(held_at.astimezone(zone) for held_at in release.board),
        changes=tuple(_change(change, zone) for change in release.changes),
    )


def decode_record(document: bytes) -> MeetingRecord:
    """The record that was encoded."""
    return _read(document, MeetingRecord)


def decode_noted(kind: str, document: bytes) -> Noted:
    """The line of a kind that was encoded."""
    return _read(document, KINDS[kind])


def decode_publication(document: bytes, timezone: str) -> Publication:
    """The publication that was encoded, its meetings' times in a zone."""
    publication, zone = _read(document, Publication), ZoneInfo(timezone)
    return replace(
        publication,
        meetings=tuple(_released(meeting, zone) for meeting in publication.meetings),
        news=tuple(
            replace(each, meetings=tuple(_released(meeting, zone) for meeting in each.meetings))
            for each in publication.news
        ),
    )


# JSON keeps a moment's offset and forgets its zone; an offset alone shows the wrong hour after the clocks change.
def _planned(meeting: PlannedMeeting, zone: ZoneInfo) -> PlannedMeeting:
    return replace(meeting, starts_at=meeting.starts_at.astimezone(zone), ends_at=meeting.ends_at.astimezone(zone))


def _released(meeting: ReleasedMeeting, zone: ZoneInfo) -> ReleasedMeeting:
    return replace(
        meeting,
        starts_at=meeting.starts_at.astimezone(zone),
        ends_at=meeting.ends_at.astimezone(zone),
        was=_past(meeting.was, zone) if meeting.was else None,
        first=_past(meeting.first, zone) if meeting.first else None,
    )


def _past(facts: PastFacts, zone: ZoneInfo) -> PastFacts:
    return replace(facts, starts_at=facts.starts_at.astimezone(zone), ends_at=facts.ends_at.astimezone(zone))


def _change(change: Change, zone: ZoneInfo) -> Change:
    before = _released(change.before, zone) if change.before else None
    return replace(change, before=before, after=_released(change.after, zone))
