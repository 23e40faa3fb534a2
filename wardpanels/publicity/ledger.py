"""The ledger as it is read: a line for each meeting and channel, and what needs somebody's eye. It decides nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from textwrap import shorten
from zoneinfo import ZoneInfo

from publishers.missed import why_missed
from scheduler.days import local_day
from scheduler.items import OUT, WAITING, ClosedChannel, Item, ItemState, LedgerEntry, Record
from scheduler.proof import day_of, lead_days, told_by
from scheduler.release.value import Release, ReleasedMeeting
from scheduler.release.versions import MeetingVersion
from scheduler.who import known_of
from wardpanels.doctor.findings import Check, Examination
from wardpanels.publicity.desk import Desk, choice, closed_channels, fill, latest_release, records_of
from wardpanels.publicity.due import Selection
from wardpanels.publicity.missing import to_see_to
from wardpanels.publicity.retrying import closed_sentence
from wardpanels.publicity.who_comes import ROLE_NAMES, Invited, who_comes
from wardpanels.year.showing import Shown, newest_releases, published_release

OVERDUE = timedelta(days=1)
"""What is this late with nothing done about it is told of."""

LONGEST_FOUND = 80
"""Units: letters. What a host says may be long, and the doctor has all of it."""

MOST_KEYS = 3
"""So many keys of lost letters are shown in a sentence."""

LOST = (ItemState.FAILED, ItemState.MISSED)


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one item for one meeting that it tells of.

    Units: moments are ISO 8601 in local time, "" for what did not happen, a day alone where no more is known;
           `lead_days` and `lead_days_achieved` are days before the meeting, None where no number of days was asked for,
           or nobody was told before it
    Edges: `told_for` is the day of the meeting as the item tells it, from which `lead_days_achieved` counts; `reached`
           is how many people, 0 where nobody was told, None where nobody can know; a mailing is what its letters are;
           `_how` is how it is known who it was (`KnownBy`): "stated" was not checked, "" where nobody wrote that down
    """

    meeting_id: str
    ward: str
    held_on: str
    channel: str
    lead: str
    state: str
    due_at: str
    planned_at: str
    approved_at: str
    approved_by: str
    issued_at: str
    issued_by: str
    confirmed_at: str
    confirmed_by: str
    failed_at: str
    lead_days: int | None
    lead_days_achieved: int | None
    note: str
    recipient: str
    key: str
    sha256: str
    told_for: str
    reached: int | None
    evidence: str
    approved_how: str
    issued_how: str
    confirmed_how: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that somebody has to see to. `kind` never changes its name, so that a script can rely on it.

    Edges: `keys` are those of the items that can be sent again, where there are any
    """

    kind: str
    subject: str
    sentence: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """The lines that somebody asked for, and all that needs somebody's eye, whatever was asked for.

    Edges: `releases` are the newest of each period that it is about, in order
    """

    releases: tuple[Release, ...]
    lines: tuple[Line, ...]
    alarms: tuple[Alarm, ...]


def read_ledger(
    desks: Sequence[Desk], chosen: Selection, site: Path, at: datetime, host: Examination | None = None
) -> Ledger:
    """Bring the outbox up to date and read the ledger; `site` is the public folder, to see whether it is up to date.

    Edges:  `host` is the last look at the live host, None where nobody looked

    Errors: NothingYet, UnknownName
    """
    wanted = [choice(desk, chosen.channel, chosen.ward) for desk in desks]
    kept: list[Record] = []
    found: list[Line] = []
    releases: list[Release] = []
    for desk, is_wanted in zip(desks, wanted, strict=True):
        fill(desk, at)
        ours, release = records_of(desk), latest_release(desk)
        kept += ours
        releases.append(release)
        versions = desk.store.versions(desk.code, desk.period.first_day)
        every = lines(ours, versions, release, at)
        found += (line for line in every if is_wanted(line.channel, (line.meeting_id,)))
    told = (
        *(_closed(one, desks[0].borough.profile.timezone) for one in closed_channels(desks[0])),
        *(_stays_away(one) for one in who_comes(desks, at) if one.is_declined),
        *alarms(kept, newest_releases(desks[0].store, desks[0].code), at, published_release(site), host),
    )
    return Ledger(tuple(releases), tuple(sorted(found, key=_by_meeting)), told)


def lines(
    records: Iterable[Record], versions: Iterable[MeetingVersion], release: Release, at: datetime
) -> tuple[Line, ...]:
    """Return a line for each meeting of each item as it is at a moment, by date of the meeting, channel and time due.

    Edges: letters to single people are one line: that of their mailing; `versions` are all that was released, and a
           meeting of which none is known is taken as it is in the release
    """
    known = tuple(records)
    letters: dict[str, list[Record]] = {}
    for record in known:
        letters.setdefault(record.item.parent, []).append(record)
    told = _AsTold(versions, release)
    found = [
        _line(record, letters.get(record.item.key, ()), told.of(record.item, meeting_id), release, at)
        for record in known
        if not record.item.parent
        for meeting_id in record.item.meetings
        if meeting_id in told.meetings
    ]
    return tuple(sorted(found, key=_by_meeting))


class _AsTold:
    """Meetings as items tell them."""

    def __init__(self, versions: Iterable[MeetingVersion], release: Release) -> None:
        self.meetings = release.meeting_by_id
        self._timezone = release.timezone
        self._versions: dict[str, list[MeetingVersion]] = {}
        for version in versions:
            self._versions.setdefault(version.meeting_id, []).append(version)

    def of(self, item: Item, meeting_id: str) -> tuple[ReleasedMeeting, date]:
        """A meeting as it is now, and the day that an item tells of it."""
        meeting, versions = self.meetings[meeting_id], self._versions.get(meeting_id, ())
        told = next((version for version in versions if version.is_of(item.version)), None)
        return meeting, local_day(told.starts_at, self._timezone) if told else meeting.held_on


def alarms(
    records: Sequence[Record],
    releases: Sequence[Release],
    at: datetime,
    published: Shown | None,
    host: Examination | None = None,
) -> tuple[Alarm, ...]:
    """Return what needs somebody's eye. `published` is what the public site shows, None for no site.

    Edges: `releases` are the newest of every period, the newest of all last
    """
    return (
        *_wards_without_a_meeting(releases, at),
        *(
            Alarm("missed", one.item.key, f"{one.item.channel}, {one.item.subject} was missed. {one.why}")
            for one in to_see_to(records, releases, at)
        ),
        *(alarm for record in records if (alarm := _unsent(record, at))),
        *_lost_letters([record.item for record in records], at),
        *_stale_site(releases[-1], published),
        *(_of_host(host, releases[-1].timezone) if host else ()),
    )


def _by_meeting(line: Line) -> tuple[str, ...]:
    return line.held_on, line.meeting_id, line.channel, line.due_at, line.key


def _line(
    record: Record, letters: Sequence[Record], told: tuple[ReleasedMeeting, date], release: Release, at: datetime
) -> Line:
    item, zone = record.item, ZoneInfo(release.timezone)
    meeting, told_for = told
    tellers = [line for one in letters or (record,) if (line := told_by(one, release.timezone))]
    first = min(tellers, key=lambda line: day_of(line, release.timezone), default=None)
    days = (told_for - day_of(first, release.timezone)).days if first else -1
    failed = record.last(ItemState.FAILED) if item.state is ItemState.FAILED else None
    is_missed = item.is_missed(at)
    approved, confirmed = record.last(ItemState.APPROVED), record.last(ItemState.CONFIRMED)
    return Line(
        meeting_id=meeting.meeting_id,
        ward=release.ward_by_code[meeting.ward_code].name,
        held_on=meeting.held_on.isoformat(),
        channel=item.channel,
        lead=item.lead,
        state=_state(item, letters, at).value,
        due_at=item.due_at.astimezone(zone).isoformat(),
        planned_at=_moment(record.last(ItemState.PLANNED), zone),
        approved_at=_moment(approved, zone),
        approved_by=approved.by if approved else "",
        issued_at=_happened(first, zone),
        issued_by=first.by if first else "",
        confirmed_at=_moment(confirmed, zone),
        confirmed_by=confirmed.by if confirmed else "",
        failed_at=item.use_by.astimezone(zone).isoformat() if is_missed else _moment(failed, zone),
        lead_days=lead_days(item),
        lead_days_achieved=days if days >= 0 else None,
        note=why_missed(record) if is_missed else _note(item, len(tellers)),
        recipient=item.recipient,
        key=item.key,
        sha256=item.digest,
        told_for=told_for.isoformat(),
        reached=len(tellers) if item.recipient or item.letters is not None or not tellers else None,
        evidence=first.evidence.shown_by if first else "",
        approved_how=_how(approved),
        issued_how=_how(first),
        confirmed_how=_how(confirmed),
    )


def _how(line: LedgerEntry | None) -> str:
    return str(known_of(line.by)) if line else ""


def _state(item: Item, letters: Sequence[Record], at: datetime) -> ItemState:
    """Where an item is. Edges: a mailing that reached nobody is not issued: its letters wait, or have failed."""
    if item.letters is None or any(one.item.state in OUT for one in letters):
        return item.state_at(at)
    waits = any(one.item.state_at(at) in WAITING for one in letters)
    return ItemState.APPROVED if waits else ItemState.FAILED


def _note(item: Item, reached: int) -> str:
    if item.letters is None:
        return item.note
    return f"It reached {reached:,} of {item.letters:,} people." if item.letters else "Nobody is on its list."


def _happened(line: LedgerEntry | None, zone: ZoneInfo) -> str:
    """When something happened: the day alone, where that is all that is known."""
    day = line.evidence.happened_on if line else None
    return day.isoformat() if day else _moment(line, zone)


def _moment(entry: LedgerEntry | None, zone: ZoneInfo) -> str:
    return entry.at.astimezone(zone).isoformat() if entry else ""


def _closed(closed: ClosedChannel, timezone: str) -> Alarm:
    return Alarm("channel-closed", closed.channel, closed_sentence(closed, timezone))


def _stays_away(one: Invited) -> Alarm:
    """An officer who declined: by role, for a ledger may be shown to others."""
    return Alarm("declined", one.meeting.meeting_id, one.stays_away(f"The {ROLE_NAMES[one.attendance.role]}"))


def _wards_without_a_meeting(releases: Sequence[Release], at: datetime) -> Iterator[Alarm]:
    to_come = {
        meeting.ward_code
        for release in releases
        for meeting in release.meetings
        if meeting.starts_at > at and not meeting.is_cancelled
    }
    for ward in releases[-1].wards:
        if ward.code not in to_come:
            yield Alarm("no-future-meeting", ward.slug, f"{ward.name} has no meeting to come.")


def _unsent(record: Record, at: datetime) -> Alarm | None:
    item = record.item
    what = f"{item.channel}, {item.subject}"
    if item.parent or item.is_missed(at):
        return None
    if item.state is ItemState.FAILED:
        return Alarm("failed", item.key, f"{what} did not go out. {item.note}", (item.key,))
    if item.awaits_approval and item.due_at <= at < item.use_by:
        return Alarm("awaits-approval", item.key, f"{what} is due and waits for approval.")
    if item.is_open and item.due_at + OVERDUE <= at < item.use_by:
        late = f"{what} was due on {item.due_at:%-d %B %Y} and has not gone out. {item.note}"
        return Alarm("unsent", item.key, late.rstrip())
    handed = record.last(ItemState.HANDED_OVER)
    if item.state is ItemState.HANDED_OVER and handed and handed.at + OVERDUE <= at:
        return Alarm("unconfirmed", item.key, f"{what} was handed over, and nobody has said that it went out.")
    return None


def _lost_letters(items: Sequence[Item], at: datetime) -> Iterator[Alarm]:
    """Mailings of which letters did not arrive: one alarm each, because a bad address is its owner's matter."""
    mailings = {item.key: item for item in items if not item.parent}
    letters = Counter(item.parent for item in items if item.parent)
    lost: dict[str, list[Item]] = {}
    for item in items:
        if item.parent and item.state_at(at) in LOST:
            lost.setdefault(item.parent, []).append(item)
    for key, failed in lost.items():
        what = f"{mailings[key].channel}, {mailings[key].subject}"
        told = f"{what}: {len(failed):,} of {letters[key]:,} letters did not go out."
        ((why, _),) = Counter(item.note for item in failed).most_common(1)
        keys = tuple(sorted(item.key for item in failed))
        shown = " ".join(keys[:MOST_KEYS]) + (" ... (--json has them all)" if len(keys) > MOST_KEYS else "")
        again = f"To send them again, type: wardpanels retry {shown}"
        yield Alarm("letters-failed", key, " ".join(filter(None, (told, why, again))), keys)


def _stale_site(release: Release, published: Shown | None) -> Iterator[Alarm]:
    if published is not None and not published.is_of(release):
        shown, newest = str(published.number), str(release.number)
        if shown == newest:
            shown, newest = f"{shown} as it was before", f"{newest} of {release.period}"
        sentence = f"The public site and its feeds show release {shown}; the newest is {newest}."
        yield Alarm("stale-feed", str(published.number), sentence)


def _of_host(host: Examination, timezone: str) -> Iterator[Alarm]:
    """What was wrong with the live host: one alarm for each check, however many addresses it was wrong at."""
    day = f"{local_day(host.looked_at, timezone):%-d %B %Y}"
    if not host.is_reached:
        yield Alarm("host-unreachable", host.site_url, f"On {day} {host.sentence}")
        return
    for check, found in groupby(host.wrong, key=lambda one: one.check):
        first, *others = found
        more = f" {len(others)} more {'address' if len(others) == 1 else 'addresses'} too." if others else ""
        said = f"found {shorten(first.found, LONGEST_FOUND)}, wanted {shorten(first.wanted, LONGEST_FOUND)}"
        kind = "host-stale" if check is Check.SHOWS else "host-wrong"
        yield Alarm(kind, check.value, f"On {day} the host was wrong at {first.address} ({check.value}): {said}.{more}")
