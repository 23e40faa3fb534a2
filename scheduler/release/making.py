"""Makes a release from a plan: what the public is told, and what changed since they were last told.

Officers stay behind here: a release holds their roles only. No clock, no store.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from scheduler.basis import ILLUSTRATIVE
from scheduler.errors import UnknownName
from scheduler.facts import Borough, Role
from scheduler.plan import MeetingState, Plan, PlannedMeeting, by_id, in_the_place_of
from scheduler.reasons import public_sentence
from scheduler.release import grading
from scheduler.release.elections import polls_of
from scheduler.release.grading import change_of, is_same_place, keeps_access, revised
from scheduler.release.public_places import hall_of, postcode_areas, public_halls, public_wards
from scheduler.release.value import Change, ChangeKind, Hall, Release, ReleasedMeeting, in_order


def next_release(borough: Borough, plan: Plan, previous: Release | None, released_at: datetime) -> Release:
    """The release that follows `previous`, also when it brings nothing: ask `is_news` and `is_other_facts` first.

    Edges:  a meeting that `plan` no longer has is cancelled (whether it is over, `past.changed_past` asks before); a
            cancelled meeting keeps the date and hall it was last promised with
    Errors: UnknownName where the plan names a hall or an officer that the borough does not have, at a meeting to come
    """
    _refuse_mixing(borough, plan, previous)
    frame = _frame(borough, plan, previous, _whole_utc_seconds(released_at))
    before = previous.meetings if previous else ()
    after = _Public.of(borough, frame).told(plan, before)
    return replace(
        frame,
        meetings=after,
        changes=tuple(change for change in changes(before, after) if change.kind is not ChangeKind.UNCHANGED),
    )


def calling_off(previous: Release, planned: PlannedMeeting, released_at: datetime) -> Release:
    """The release that follows `previous` and differs in one meeting alone: it is cancelled, for the reason `planned`.

    Edges: whatever else changed since, in a draft or in the borough's facts, stays untold
    """
    released_at = _whole_utc_seconds(released_at)
    told = previous.meeting_by_id[planned.meeting_id]
    off = revised(told, _cancelled(told, planned), released_at)
    return replace(
        previous,
        number=previous.number + 1,
        released_at=released_at,
        meetings=tuple(off if each is told else each for each in previous.meetings),
        changes=(change_of(told, off),),
    )


def is_news(release: Release) -> bool:
    """Whether the release tells the public anything new about a meeting, if only in other words."""
    return bool(release.changes)


def is_other_facts(release: Release, previous: Release) -> bool:
    """Whether the release tells the public anything new beside its meetings, such as another day of the board."""
    alike = replace(
        previous,
        number=release.number,
        released_at=release.released_at,
        meetings=release.meetings,
        changes=release.changes,
    )
    return alike != release


def in_words_of(release: Release, latest: Release) -> Release:
    """An older release as `latest` would word it: with all that is no news, and its own news of the meetings."""
    now = latest.meeting_by_id
    meetings = tuple(_reworded(meeting, now.get(meeting.meeting_id)) for meeting in release.meetings)
    return replace(
        latest, number=release.number, released_at=release.released_at, meetings=meetings, changes=release.changes
    )


def _reworded(meeting: ReleasedMeeting, now: ReleasedMeeting | None) -> ReleasedMeeting:
    return meeting if now is None or grading.is_news(change_of(meeting, now).kind) else now


def changes(before: tuple[ReleasedMeeting, ...], after: tuple[ReleasedMeeting, ...]) -> tuple[Change, ...]:
    """What happened to every meeting of `after`, in its order, unchanged ones included.

    Errors: ValueError where a meeting of `before` is missing: it should have been cancelled
    """
    before_by_id = by_id(before)
    lost = before_by_id.keys() - {meeting.meeting_id for meeting in after}
    if lost:
        raise ValueError(f"release: found no {', '.join(sorted(lost))}, wanted every meeting of the release before")
    return tuple(change_of(before_by_id.get(meeting.meeting_id), meeting) for meeting in after)


def applied(before: tuple[ReleasedMeeting, ...], changes: tuple[Change, ...]) -> tuple[ReleasedMeeting, ...]:
    """What `changes` make of `before`: `applied(a, changes(a, b)) == b`, with or without the unchanged ones."""
    meeting_by_id = by_id(before)
    meeting_by_id.update({change.after.meeting_id: change.after for change in changes})
    return in_order(meeting_by_id.values())


def _refuse_mixing(borough: Borough, plan: Plan, previous: Release | None) -> None:
    if plan.borough_code != borough.profile.code:
        raise ValueError(f"plan: found borough {plan.borough_code}, wanted {borough.profile.code}")
    if previous is None:
        return
    found, wanted = (previous.borough_code, previous.period), (plan.borough_code, plan.period)
    if found != wanted:
        raise ValueError(f"previous release: found {found[0]} {found[1]}, wanted {wanted[0]} {wanted[1]}")


def _whole_utc_seconds(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"released_at: found {moment.isoformat()} without a zone, wanted a moment with one")
    return moment.astimezone(UTC).replace(microsecond=0)


def _frame(borough: Borough, plan: Plan, previous: Release | None, released_at: datetime) -> Release:
    """The release without its meetings."""
    profile = borough.profile
    return Release(
        number=previous.number + 1 if previous else 1,
        released_at=released_at,
        borough=profile.name,
        borough_code=profile.code,
        site_url=profile.site_url,
        contact_email=profile.contact_email,
        contact_phone=profile.contact_phone,
        contact_text=profile.contact_text,
        contact_post=profile.contact_post,
        timezone=profile.timezone,
        languages=profile.languages,
        first_day=plan.first_day,
        last_day=plan.last_day,
        wards=public_wards(borough, previous),
        meetings=(),
        board=_board_in_year(borough, plan),
        is_board_made_up=any(meeting.basis == ILLUSTRATIVE for meeting in borough.board),
        acronyms=borough.acronyms,
        changes=(),
        halls=public_halls(borough),
        postcodes=postcode_areas(borough.homes),
        priorities=borough.priorities,
        signposts=borough.signposts,
        stations=borough.stations,
        polls=polls_of(borough.elections, plan.first_day, plan.last_day),
    )


def _board_in_year(borough: Borough, plan: Plan) -> tuple[datetime, ...]:
    zone = ZoneInfo(borough.profile.timezone)
    held = (meeting for meeting in borough.board if plan.first_day <= meeting.held_on <= plan.last_day)
    return tuple(sorted(datetime.combine(meeting.held_on, meeting.starts, zone) for meeting in held))


@dataclass(frozen=True, slots=True)
class _Public:
    """What may be told of planned meetings, beside what was told before."""

    zone: ZoneInfo
    released_at: datetime
    hall_by_id: Mapping[str, Hall]
    role_by_officer_id: Mapping[str, Role]
    agenda_by_id: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, borough: Borough, frame: Release) -> _Public:
        """The public side of `borough`."""
        return cls(
            zone=ZoneInfo(frame.timezone),
            released_at=frame.released_at,
            hall_by_id={venue.venue_id: hall_of(venue) for venue in borough.venues},
            role_by_officer_id={officer.officer_id: officer.role for officer in borough.officers},
            agenda_by_id=_agendas(borough),
        )

    def told(self, plan: Plan, before: tuple[ReleasedMeeting, ...]) -> tuple[ReleasedMeeting, ...]:
        """Every planned meeting, and every meeting that was ever promised."""
        before_by_id = by_id(before)
        planned_ids = {meeting.meeting_id for meeting in plan.meetings}
        meetings = (_without_date_that_came(plan, meeting) for meeting in plan.meetings)
        planned = [self._meeting(meeting, before_by_id.get(meeting.meeting_id)) for meeting in meetings]
        return in_order(
            [*planned, *(self._gone(meeting) for meeting in before if meeting.meeting_id not in planned_ids)]
        )

    def _meeting(self, planned: PlannedMeeting, before: ReleasedMeeting | None) -> ReleasedMeeting:
        if before is None:
            return self._new(planned, None) if planned.stands else _cancelled(self._new(planned, None), planned)
        if not planned.stands:
            return revised(before, _cancelled(before, planned), self.released_at)
        return revised(before, self._new(planned, before), self.released_at)

    def _gone(self, before: ReleasedMeeting) -> ReleasedMeeting:
        return revised(before, replace(before, state=MeetingState.CANCELLED), self.released_at)

    def _new(self, planned: PlannedMeeting, before: ReleasedMeeting | None) -> ReleasedMeeting:
        """The meeting as of today. Edges: once it began, an officer who is gone and a hall that is gone or that
        people get into by another way are as `before` told."""
        over = before if before and before.starts_at <= self.released_at else None
        return ReleasedMeeting(
            meeting_id=planned.meeting_id,
            ward_code=planned.ward_code,
            session=planned.session,
            starts_at=planned.starts_at.astimezone(self.zone),
            ends_at=planned.ends_at.astimezone(self.zone),
            hall=self._hall(planned, over),
            attending=self._attending(planned, over),
            state=planned.state,
            sequence=0,
            first_released_at=self.released_at,
            last_changed_at=self.released_at,
            agenda=self.agenda_by_id.get(planned.meeting_id, ()),
            last_change=ChangeKind.NEW,
        )

    def _attending(self, planned: PlannedMeeting, over: ReleasedMeeting | None) -> tuple[Role, ...]:
        if over and not set(planned.officers) <= self.role_by_officer_id.keys():
            return over.attending
        roles = {Role.SERGEANT, *(self._role(officer_id) for officer_id in planned.ward_officers)}
        if planned.inspector is not None:
            roles.add(Role.INSPECTOR)
        if planned.public_realm is not None:
            roles.add(Role.PUBLIC_REALM)
        return tuple(sorted(roles))

    def _hall(self, planned: PlannedMeeting, over: ReleasedMeeting | None) -> Hall:
        hall = self.hall_by_id.get(planned.venue_id)
        if over and over.hall.venue_id == planned.venue_id:
            return hall if hall and is_same_place(hall, over.hall) and keeps_access(over.hall, hall) else over.hall
        if hall is None:
            raise UnknownName("hall", planned.venue_id, "a hall of the borough")
        return hall

    def _role(self, officer_id: str) -> Role:
        if officer_id not in self.role_by_officer_id:
            raise UnknownName("officer", officer_id, "an officer of the borough")
        return self.role_by_officer_id[officer_id]


def _without_date_that_came(plan: Plan, meeting: PlannedMeeting) -> PlannedMeeting:
    """A meeting that says that a new date will follow only until one stands in its place: that one tells of itself."""
    is_set = meeting.new_date_follows and any(each.stands for each in in_the_place_of(plan, meeting.meeting_id))
    return replace(meeting, new_date_follows=False) if is_set else meeting


def _cancelled(told: ReleasedMeeting, planned: PlannedMeeting) -> ReleasedMeeting:
    """What was told of a meeting, now cancelled. Edges: not why in somebody's own words, which may name a person."""
    because = planned.because if planned.because and public_sentence(planned.because) else ""
    return replace(told, state=MeetingState.CANCELLED, because=because, new_date_follows=planned.new_date_follows)


def _agendas(borough: Borough) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for entry in sorted(borough.agendas, key=lambda entry: (entry.meeting_id, entry.number)):
        found.setdefault(entry.meeting_id, []).append(entry.item)
    return {meeting_id: tuple(items) for meeting_id, items in found.items()}
