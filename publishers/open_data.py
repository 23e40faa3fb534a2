"""The meetings as open data: meetings.json for programs, meetings.csv for spreadsheets. Only ever add to them."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from publishers import addresses, digests, json_schema, wording
from publishers.artifact import Artifact
from publishers.recipes import Recipe
from scheduler.plan import MeetingState
from scheduler.release.edition import Edition
from scheduler.release.value import Hall, PastFacts, PublicWard, Release, ReleasedMeeting

COLUMNS = (
    "id",
    "status",
    "ward_code",
    "ward",
    "session",
    "date",
    "starts",
    "ends",
    "starts_at",
    "ends_at",
    "venue",
    "address",
    "postcode",
    "lat",
    "lon",
    "step_free",
    "hearing_loop",
    "accessible_toilet",
    "entrance",
    "attending",
    "changed",
    "last_changed_at",
    "url",
    "calendar",
    "position",
    "not_held",
)

RUNS_AS_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""Source: OWASP, CSV Injection. The wide forms are for spreadsheets set to Chinese, Japanese or Korean."""


def publish(release: Release) -> tuple[Artifact, ...]:
    """Return the two files, and the JSON Schema of the first, all made."""
    return tuple(recipe.artifact() for recipe in recipes(Edition.of(release)))


def recipes(edition: Edition) -> tuple[Recipe, ...]:
    """The same, still to be made.

    Edges: what was told of earlier periods stays in them for good, as its pages do, with the wards it was of
    """
    release = _with_what_is_kept(edition)
    digest = digests.digest_of("open data", release)
    return (
        Recipe(addresses.MEETINGS_CSV, "text/csv; charset=utf-8", digest, partial(_csv_bytes, release)),
        Recipe(addresses.MEETINGS_JSON, "application/json", digest, partial(_json_bytes, release)),
        Recipe(addresses.MEETINGS_SCHEMA, json_schema.MEDIA_TYPE, digest, partial(json_schema.schema_bytes, release)),
    )


def _with_what_is_kept(edition: Edition) -> Release:
    """The release with every meeting that has a page. Edges: a ward that is no more is under the slug it had."""
    release = edition.release
    lost = {meeting.ward_code for meeting in edition.kept} - release.ward_by_code.keys()
    wards = (*release.wards, *(ward for code, ward in edition.ward_by_code.items() if code in lost))
    return replace(release, wards=wards, meetings=edition.meetings)


def _json_bytes(release: Release) -> bytes:
    document = {
        "$schema": addresses.absolute(release.site_url, addresses.MEETINGS_SCHEMA),
        "borough": {"code": release.borough_code, "name": wording.one_line(release.borough)},
        "release": {"number": release.number, "released_at": _utc(release.released_at)},
        "timezone": release.timezone,
        "first_day": release.first_day.isoformat(),
        "last_day": release.last_day.isoformat(),
        "url": addresses.absolute(release.site_url, addresses.HOME_PAGE),
        "contact": wording.one_line(release.contact_email),
        "contact_phone": wording.one_line(release.contact_phone),
        "contact_text": wording.one_line(release.contact_text),
        "contact_post": wording.one_line(release.contact_post),
        "wards": [_ward(release, ward) for ward in release.wards],
        "meetings": [_meeting(release, meeting) for meeting in release.meetings],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def _ward(release: Release, ward: PublicWard) -> dict[str, Any]:
    return {
        "code": ward.code,
        "ons_code": ward.ons_code or ward.code,
        "name": wording.one_line(ward.name),
        "lat": ward.lat,
        "lon": ward.lon,
        "neighbours": list(ward.neighbours),
        "url": addresses.absolute(release.site_url, addresses.ward_page(ward.slug)),
        "calendar": addresses.absolute(release.site_url, addresses.ward_feed(ward.slug)),
    }


def _meeting(release: Release, meeting: ReleasedMeeting) -> dict[str, Any]:
    return {
        "id": meeting.meeting_id,
        "status": meeting.state.value,
        "not_held": meeting.is_not_held,
        "sequence": meeting.sequence,
        "ward_code": meeting.ward_code,
        "session": meeting.session.value,
        "starts_at": _local(release, meeting.starts_at),
        "ends_at": _local(release, meeting.ends_at),
        "when": wording.when(meeting),
        "venue": _hall(meeting.hall),
        "attending": [role.value for role in meeting.attending],
        "was": _past(release, meeting.was) if meeting.was else None,
        "first_announced": _past(release, meeting.first) if meeting.first else None,
        "first_released_at": _utc(meeting.first_released_at),
        "last_changed_at": _utc(meeting.last_changed_at),
        "url": addresses.absolute(release.site_url, addresses.meeting_page(meeting.meeting_id)),
        "calendar": addresses.absolute(release.site_url, addresses.meeting_feed(meeting.meeting_id)),
    }


def _past(release: Release, was: PastFacts) -> dict[str, Any]:
    return {
        "status": (MeetingState.CANCELLED if was.is_cancelled else MeetingState.CONFIRMED).value,
        "starts_at": _local(release, was.starts_at),
        "ends_at": _local(release, was.ends_at),
        "when": wording.when(was),
        "venue": _hall(was.hall),
    }


def _hall(hall: Hall) -> dict[str, Any]:
    facts = {name: fact for name, fact in msgspec.to_builtins(hall).items() if name != "access"}
    facts |= msgspec.to_builtins(hall.access)
    return {name: wording.one_line(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}


def _csv_bytes(release: Release) -> bytes:
    """Rows as RFC 4180 has them.

    Edges: no byte order mark, for most programs would read it as part of the first column's name
    """
    rows, wards = StringIO(newline=""), release.ward_by_code
    writer = csv.writer(rows)
    writer.writerow(COLUMNS)
    for meeting in release.meetings:
        writer.writerow(_cells(release, wards[meeting.ward_code], meeting))
    return rows.getvalue().encode()


def _cells(release: Release, ward: PublicWard, meeting: ReleasedMeeting) -> tuple[str | float, ...]:
    zone, hall = ZoneInfo(release.timezone), meeting.hall
    starts_at, ends_at = meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)
    return (
        safe_cell(meeting.meeting_id),
        meeting.state.value,
        safe_cell(meeting.ward_code),
        safe_cell(ward.name),
        meeting.session.value,
        f"{starts_at:%Y-%m-%d}",
        f"{starts_at:%H:%M}",
        f"{ends_at:%H:%M}",
        starts_at.isoformat(),
        ends_at.isoformat(),
        safe_cell(hall.name),
        safe_cell(hall.address),
        safe_cell(hall.postcode),
        hall.lat,
        hall.lon,
        hall.access.step_free.value,
        hall.access.hearing_loop.value,
        hall.access.accessible_toilet.value,
        safe_cell(hall.access.entrance),
        " ".join(role.value for role in meeting.attending),
        safe_cell(wording.what_changed(meeting)),
        _utc(meeting.last_changed_at),
        addresses.absolute(release.site_url, addresses.meeting_page(meeting.meeting_id)),
        addresses.absolute(release.site_url, addresses.meeting_feed(meeting.meeting_id)),
        hall.position.value,
        "yes" if meeting.is_not_held else "no",
    )


def safe_cell(text: str) -> str:
    """The text on one line, with an apostrophe before what a spreadsheet would run as a formula.

    Edges: marks that do not show, such as those of direction, do not hide a formula
    """
    line = wording.one_line(text)
    first_seen = next((mark for mark in line if unicodedata.category(mark) != "Cf"), "")
    return f"'{line}" if first_seen in RUNS_AS_FORMULA else line


def _local(release: Release, moment: datetime) -> str:
    return moment.astimezone(ZoneInfo(release.timezone)).isoformat()


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
