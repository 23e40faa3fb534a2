"""A release as it is published at a moment: held against all that was told before, and with what stays of it.

What was told is in the register. A meeting is compared with what was last published of it, never with a release that
nobody saw; what is over keeps its page, and a ward, a hall or a language that is no more says so. No clock, no store.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from scheduler.days import local_day
from scheduler.evidence.plan_shown import PublicPlan
from scheduler.plan import MeetingState
from scheduler.release.grading import is_same_place, revised
from scheduler.release.promises import News, Register, Stamp, later
from scheduler.release.public_places import by_name
from scheduler.release.value import Change, ChangeKind, Hall, PublicWard, Release, ReleasedMeeting, in_order

KEPT_IN_FEEDS = timedelta(days=396)
"""How long an entry stays in calendars once it is over: 13 months, so that last year's can be looked up."""

FEWEST_OF_ALL = 3
"""From how many meetings on one change of all of them is one piece of news."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A release as it is published, and what is told beside it because it was told before.

    Units: `at` is when it is told, aware UTC, whole seconds, after the last publication; `now` is the clock, which may
           have been set back since
    Edges: `release` has its meetings as the public hears of them: their sequence, what they were before, their last
           news; `kept` are meetings of earlier periods, whose pages and calendar files stay; `lost` are wards that were
           told of, each under a slug that is no ward's of today; `news` is what this edition brings, `latest` the
           newest that there is; `stamps` are those of entries, by `language/uid`; `is_first` where its meetings are
           the first that anybody is told of, and still are as in that list; `plan` is what the site says of the action
           plan, None where there is none; `held` are the ids of meetings that somebody recorded as held
    """

    release: Release
    at: datetime
    now: datetime
    register: Register = field(default_factory=Register)
    kept: tuple[ReleasedMeeting, ...] = ()
    lost: tuple[PublicWard, ...] = ()
    lost_halls: tuple[Hall, ...] = ()
    news: tuple[News, ...] = ()
    latest: tuple[News, ...] = ()
    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    is_first: bool = False
    plan: PublicPlan | None = None
    held: frozenset[str] = frozenset()

    @classmethod
    def of(cls, release: Release) -> Edition:
        """A release by itself, as if nobody had ever been told of anything; its own changes are its news."""
        told = () if release.number == 1 else release.changes
        latest = tuple(News(_name(one.after), release.released_at, one.kind, (one.after,)) for one in told)
        seen = tuple(News(_name(each), each.last_changed_at, last_kind(each), (each,)) for each in release.meetings)
        at, is_first = release.released_at, release.number == 1
        return cls(replace(release, changes=told), at, at, news=seen, latest=latest, is_first=is_first)

    @property
    def today(self) -> date:
        """The local day on which it is published."""
        return local_day(self.now, self.release.timezone)

    @property
    def meetings(self) -> tuple[ReleasedMeeting, ...]:
        """Every meeting that has a page: those of the release, and those that are kept."""
        return in_order((*self.kept, *self.release.meetings)) if self.kept else self.release.meetings

    @property
    def listed(self) -> tuple[ReleasedMeeting, ...]:
        """Every meeting that is in calendars: those to come, and those that were over in the last 13 months."""
        return tuple(meeting for meeting in self.meetings if meeting.ends_at + KEPT_IN_FEEDS >= self.now)

    @property
    def ward_by_code(self) -> Mapping[str, PublicWard]:
        """The ward of each of its meetings, by code; lost ones included."""
        return {ward.code: ward for ward in (*self.lost, *self.release.wards)}

    @property
    def all_news(self) -> tuple[News, ...]:
        """All news of the last 13 months, oldest first."""
        return tuple(each for each in (*self.register.news, *self.news) if each.at + KEPT_IN_FEEDS >= self.now)

    def ended_on(self, thing: str) -> date:
        """The day on which something was first told to be no more."""
        return self.register.ended.get(ended_name(thing), self.today)


def ended_name(thing: str) -> str:
    """What the register, and the plain entry in calendars, call something that is no more."""
    return f"ended.{thing.replace('/', '.')}"


def edition_of(
    release: Release,
    register: Register,
    at: datetime,
    *,
    not_held: Collection[str] = (),
    heard: Collection[str] = (),
    held: Collection[str] = (),
) -> Edition:
    """The edition of a release that follows all that is in a register.

    `not_held` are the ids of meetings that were to be held and were not, `held` of those that were; `heard` of those
    that people were told of by another way than the site, so that what a release says of their past is true for them.

    Edges: no two publications are of one moment: by a clock that was set back it is a second after the one before
    """
    moment = _moment(at, register)
    wards, lost = _wards(release, register)
    known = register.meetings.keys()
    sequences = {} if release.meeting_by_id.keys() <= known else _sequences(register)
    told = tuple(
        _told(_above(meeting, sequences.get(meeting.meeting_id)), register, moment, not_held, heard)
        for meeting in release.meetings
    )
    shown = replace(release, wards=wards, meetings=in_order(told))
    kept = tuple(_kept(register, shown, moment, not_held))
    news = tuple(_together(tuple(_news(told, register, moment)), shown, register, at))
    latest = (news or _newest(register)) if register.number else ()
    return Edition(
        replace(shown, changes=tuple(_changes(latest, shown))),
        moment,
        at,
        register,
        kept,
        lost,
        _lost_halls(shown, register, at),
        (*news, *(_late(kept, register, moment))),
        latest,
        is_first=not latest,
        held=frozenset(held),
    )


def _moment(at: datetime, register: Register) -> datetime:
    moment = at.astimezone(UTC).replace(microsecond=0)
    return later(moment, register.at) if register.at else moment


def _told(
    meeting: ReleasedMeeting, register: Register, at: datetime, not_held: Collection[str], heard: Collection[str]
) -> ReleasedMeeting:
    before = register.meetings.get(meeting.meeting_id)
    now = _recorded(meeting, not_held)
    if before is None:
        return now if meeting.meeting_id in heard else replace(now, was=None, first=None, last_change=ChangeKind.NEW)
    if now.is_cancelled:
        now = _as_promised(now, before)
    return revised(before, now, at)


def _recorded(meeting: ReleasedMeeting, not_held: Collection[str]) -> ReleasedMeeting:
    """The meeting with what became of it: one that was cancelled was never to be held."""
    return replace(meeting, is_not_held=meeting.meeting_id in not_held and not meeting.is_cancelled)


def _above(meeting: ReleasedMeeting, sequence: int | None) -> ReleasedMeeting:
    """The meeting with a sequence above one that calendars hold, if any do."""
    return meeting if sequence is None else replace(meeting, sequence=max(meeting.sequence, sequence + 1))


def _sequences(register: Register) -> Mapping[str, int]:
    """The highest sequence that calendars hold of each meeting, also of those that a lost store knew."""
    found: dict[str, int] = {}
    for key, stamp in register.stamps.items():
        meeting_id = key.partition("/")[2].partition("@")[0]
        found[meeting_id] = max(stamp.sequence, found.get(meeting_id, 0))
    return found


def _as_promised(cancelled: ReleasedMeeting, before: ReleasedMeeting) -> ReleasedMeeting:
    """A cancelled meeting where people knew it to be: it may have moved since, and nobody was told."""
    hall = cancelled.hall if is_same_place(cancelled.hall, before.hall) else before.hall
    return replace(cancelled, starts_at=before.starts_at, ends_at=before.ends_at, session=before.session, hall=hall)


def _kept(register: Register, release: Release, at: datetime, not_held: Collection[str]) -> Iterator[ReleasedMeeting]:
    """What was told of earlier periods. A ward that has another code by now is known by any of its slugs."""
    now = release.meeting_by_id
    today = {slug: ward.code for ward in release.wards for slug in (ward.slug, *ward.old_slugs)}
    goes_on_as = {ward.code: today[slug] for slug, ward in register.wards.items() if slug in today}
    codes = release.ward_by_code
    for meeting in register.meetings.values():
        if meeting.meeting_id in now:
            continue
        told = revised(meeting, _recorded(meeting, not_held), at)
        code = meeting.ward_code
        yield told if code in codes else replace(told, ward_code=goes_on_as.get(code, code))


def _wards(release: Release, register: Register) -> tuple[tuple[PublicWard, ...], tuple[PublicWard, ...]]:
    """The wards of today with every slug they were told under, and those of which no slug leads on.

    Edges: a slug stays with the ward that it was told of for as long as that is told of, whichever other claims it: who
           follows its calendar finds the meetings there that were in it
    """
    slugs, codes = {ward.slug for ward in release.wards}, release.ward_by_code
    owners = {slug: ward.code for slug, ward in register.wards.items() if slug not in slugs and ward.code in codes}
    had: dict[str, set[str]] = {}
    for slug, code in owners.items():
        had.setdefault(code, set()).add(slug)

    def slugs_of(ward: PublicWard) -> tuple[str, ...]:
        claimed = {slug for slug in ward.old_slugs if owners.get(slug, ward.code) == ward.code}
        return tuple(sorted((claimed | had.get(ward.code, set())) - {ward.slug}))

    wards = by_name(replace(ward, old_slugs=slugs_of(ward)) for ward in release.wards)
    led = slugs | {slug for ward in wards for slug in ward.old_slugs}
    lost = (replace(ward, slug=slug, neighbours=(), old_slugs=()) for slug, ward in register.wards.items())
    return wards, tuple(sorted((ward for ward in lost if ward.slug not in led), key=lambda ward: ward.slug))


def _lost_halls(release: Release, register: Register, at: datetime) -> tuple[Hall, ...]:
    """The halls that were told of, which the borough does not have and where nobody meets any more."""
    known = {hall.venue_id for hall in release.halls}
    known |= {meeting.hall.venue_id for meeting in release.meetings if meeting.ends_at >= at}
    return tuple(register.halls[venue_id] for venue_id in sorted(register.halls.keys() - known))


def _news(told: Iterable[ReleasedMeeting], register: Register, at: datetime) -> Iterator[News]:
    for meeting in told:
        before = register.meetings.get(meeting.meeting_id)
        if before is None and not meeting.is_off:
            yield News(_name(meeting), at, ChangeKind.NEW, (meeting,))
        elif before is not None and meeting.sequence > before.sequence:
            yield News(_name(meeting), at, last_kind(meeting), (meeting,))


def _late(kept: Iterable[ReleasedMeeting], register: Register, at: datetime) -> Iterator[News]:
    """News of what is over: that it was not held."""
    return (each for each in _news(kept, register, at) if each.kind is not ChangeKind.NEW)


def _together(news: tuple[News, ...], release: Release, register: Register, now: datetime) -> Iterator[News]:
    """The news, in which one change of every meeting to come of a year is one piece."""
    by_kind: dict[tuple[ChangeKind, str], list[News]] = {}
    for each in news:
        by_kind.setdefault((each.kind, _year(each.meetings[0])), []).append(each)
    for (kind, year), found in by_kind.items():
        ids = {each.meetings[0].meeting_id for each in found}
        to_come = {
            meeting.meeting_id
            for meeting in release.meetings
            if _year(meeting) == year and meeting.starts_at > now and meeting.meeting_id in register.meetings
        }
        if kind is ChangeKind.NEW or len(ids) < FEWEST_OF_ALL or not to_come or not to_come <= ids:
            yield from found
        else:
            name = f"all/{year}/{kind.value}/{register.number + 1}"
            yield News(name, found[0].at, kind, tuple(each.meetings[0] for each in found))


def _newest(register: Register) -> tuple[News, ...]:
    """What was told last that was news to anybody: nothing is, where nobody was told of anything before."""
    if not register.news or register.news[-1].at == register.news[0].at:
        return ()
    return tuple(each for each in register.news if each.at == register.news[-1].at)


def _changes(news: Iterable[News], release: Release) -> Iterator[Change]:
    """The news of each meeting that the release still tells of, against what was told before."""
    now = release.meeting_by_id
    for each in news:
        for meeting in each.meetings:
            after = now.get(meeting.meeting_id)
            if after is not None:
                yield Change(each.kind, None if each.kind is ChangeKind.NEW else before(after), after)


def before(meeting: ReleasedMeeting) -> ReleasedMeeting:
    """A meeting as it was told before its last news."""
    if meeting.is_off or meeting.was is None:
        return replace(meeting, state=MeetingState.CONFIRMED, is_not_held=False)
    state = MeetingState.CANCELLED if meeting.was.is_cancelled else MeetingState.CONFIRMED
    was = meeting.was
    return replace(meeting, starts_at=was.starts_at, ends_at=was.ends_at, hall=was.hall, state=state)


def _name(meeting: ReleasedMeeting) -> str:
    return f"{meeting.meeting_id}/{meeting.sequence}"


def _year(meeting: ReleasedMeeting) -> str:
    """The year, or the first year of the period, that a meeting was planned in: what its id begins with."""
    return meeting.meeting_id.partition("-")[0]


def last_kind(meeting: ReleasedMeeting) -> ChangeKind:
    """The kind of its last news. Edges: worked out from the rest where an older version made the release."""
    if meeting.is_cancelled:
        return ChangeKind.CANCELLED
    if meeting.last_change:
        return meeting.last_change
    if meeting.was and (meeting.was.starts_at, meeting.was.ends_at) != (meeting.starts_at, meeting.ends_at):
        return ChangeKind.MOVED
    return ChangeKind.VENUE_CHANGED if meeting.was else ChangeKind.NEW


def halls_told(release: Release) -> Mapping[str, Hall]:
    """Every hall that a release tells of, by id."""
    halls = {meeting.hall.venue_id: meeting.hall for meeting in release.meetings}
    return halls | {hall.venue_id: hall for hall in release.halls}
