"""Calls one meeting off in one act: the draft, a release of that alone, site and feeds, every channel, the door.

Each step is taken only where it was not taken yet. So it can be stopped anywhere and done again: it goes on where it
stopped, and nobody is told twice.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from publishers import wording
from publishers.printed import door_notices
from publishers.recipes import Recipe
from scheduler.errors import BrokenPromise, PanelError, SettledMeeting, UnknownName
from scheduler.evidence.plan_shown import PublicPlan
from scheduler.plan import differences
from scheduler.reasons import WHY_CANCELLED, reason_of
from scheduler.release.promises import SITE
from scheduler.release.value import Release, ReleasedMeeting
from wardpanels import wiring
from wardpanels.disk import outputs
from wardpanels.disk.output import check_targets, write_folder
from wardpanels.faults import CannotUse, fault_of
from wardpanels.publicity import desk as outbox
from wardpanels.publicity import duty
from wardpanels.publicity.desk import Desk
from wardpanels.publicity.duty import Called
from wardpanels.publicity.last_look import check_clock
from wardpanels.publicity.public_guard import guard_of
from wardpanels.publicity.sending import open_what_can, send_round
from wardpanels.publicity.who_hears import READERS, Hearing, How, KnownNow, hearings, known_now
from wardpanels.year.drafts import Signed, stored_draft
from wardpanels.year.editing import cancel_meeting
from wardpanels.year.planning import problem_of
from wardpanels.year.publishing import Folders, publish
from wardpanels.year.releasing import Cancellation, release_cancellation, released_plan
from wardpanels.year.showing import newest_releases, published_release
from wardpanels.year.telling import telling_of

DOOR = outputs.DOOR.name
LEASE = timedelta(seconds=30)
"""How long what is sent is ours: whoever was stopped and tries again does not wait long."""


PlanOn = Callable[[Desk, datetime], PublicPlan | None]
"""What the site says of a borough's action plan at a moment."""


def no_plan(_desk: Desk, _at: datetime) -> PublicPlan | None:
    """Of a borough without an action plan."""
    return None


@dataclass(frozen=True, slots=True)
class Order:
    """Which meeting is to be called off, who says so, and where what is made of it goes.

    Edges: `data` is the borough's folder; `is_clock_right` is somebody's word for it; `plan_on` works out what the site
           says of the action plan; where who says so may not approve, what must be approved waits for somebody else
    """

    off: Cancellation
    by: str
    data: Path
    folders: Folders
    handover: Path
    door: Path
    is_clock_right: bool = False
    plan_on: PlanOn = no_plan
    may_approve: bool = True


@dataclass(frozen=True, slots=True)
class CalledOff:
    """A meeting called off, or about to be: who hears of it, and how that stands.

    Edges: `is_told` is whether a release says so by now; `others` are the meetings that the draft has otherwise than
           the public was told, and of which nobody is told now; `may_approve` is whether who says so may let go of what
           waits for that; `called` is the call to the person on duty, None where nothing waits; `troubles` say what
           could not be done
    """

    release: Release
    meeting: ReleasedMeeting
    at: datetime
    hearings: tuple[Hearing, ...]
    is_told: bool
    others: tuple[str, ...]
    may_approve: bool
    notices: tuple[Path, ...] = ()
    called: Called | None = None
    troubles: tuple[str, ...] = ()

    @property
    def waiting(self) -> tuple[str, ...]:
        """The keys of what waits for somebody who may approve."""
        return tuple(key for one in self.hearings for key in one.waiting)

    @property
    def by_hand(self) -> tuple[Hearing, ...]:
        """What a person has still to take somewhere, the quickest first."""
        return tuple(one for one in self.hearings if one.how is How.BY_HAND and one.told_at is None)

    @property
    def is_all_done(self) -> bool:
        """Whether it is told, and nothing is left but what people have in their hands."""
        return self.is_told and not self.troubles and not any(one.is_left for one in self.hearings)


def foresee(desks: Sequence[Desk], order: Order, environ: Mapping[str, str], at: datetime) -> CalledOff:
    """What calling a meeting off would tell to whom, or has still to. Nothing is changed.

    Errors: UnknownName for a meeting or a reason; CannotUse where the public was never told of the meeting, or a folder
            holds something else; SettledMeeting where it has begun; DoubtfulClock
    """
    desk = _checked(desks, order, at)
    made = release_cancellation(desk.store, desk.code, desk.period, _as_drafted(desk, order.off), at, dry_run=True)
    post = open_what_can(desk, environ, LEASE)
    known = known_now(desk, post, outbox.foreseen(desk, made.release, at, order.off.meeting_id))
    return _as_it_stands(desk, order, made.release, known, at, is_told=not made.is_needed)


def call_off(desks: Sequence[Desk], order: Order, environ: Mapping[str, str], at: datetime) -> CalledOff:
    """Call a meeting off and tell everybody who can be told at once. Done again, it goes on where it stopped.

    Edges:  what goes wrong once it is released stops nothing else, and is said
    Errors: as `foresee`, before anything is changed; RefusedEdit where the draft cannot have it; StaleRevision where
            somebody else changes the draft or releases at this moment
    """
    desk, off = _checked(desks, order, at), order.off
    store, period = desk.store, desk.period
    planned = stored_draft(store, desk.borough, period).plan.meeting_by_id.get(off.meeting_id)
    if planned and planned.stands:
        problem = problem_of(order.data, period, store, at)
        signed = Signed(order.by)
        cancel_meeting(store, problem, off.meeting_id, at, off.because, signed, new_date_follows=off.new_date_follows)
    release = release_cancellation(store, desk.code, period, _as_drafted(desk, off), at).release
    outbox.fill(desk, at)
    post = open_what_can(desk, environ, LEASE)
    _approve(desk, order, _as_it_stands(desk, order, release, known_now(desk, post), at, is_told=True))
    troubles: list[str] = []
    try:
        troubles += _tried(lambda: _publish(desk, order, at))
    finally:
        troubles += _tried(lambda: send_round(desks, post, order.handover, is_clock_right=True))
    troubles += _tried(lambda: write_folder(order.door, _notices(desks, at), outputs.DOOR, guard_of(desks)))
    now = wiring.now()
    found = _as_it_stands(desk, order, release, known_now(desk, post), now, is_told=True)
    notice = order.door / f"{off.meeting_id}.pdf"
    found = replace(found, notices=(notice,) if notice.is_file() else (), troubles=tuple(troubles))
    return replace(found, called=_call_duty(desk, order, found, environ, now)) if found.waiting else found


def _checked(desks: Sequence[Desk], order: Order, at: datetime) -> Desk:
    """The desk of the meeting, where it can be called off. Errors: as `foresee`."""
    reason_of(order.off.because or "", WHY_CANCELLED)
    check_targets(order.folders.by_kind | {outputs.HANDOVER.name: order.handover, DOOR: order.door})
    desk = _desk_with(desks, order.off.meeting_id)
    told = outbox.latest_release(desk).meeting_by_id[order.off.meeting_id]
    if told.starts_at <= at:
        reason = f"it was to begin on {told.starts_at:%a %d %b %Y at %H:%M}, and what is past cannot be changed"
        raise SettledMeeting(told.meeting_id, (reason,))
    if not order.is_clock_right:
        check_clock(desks, desk.store.outbox.looks(desk.code), at)
    return desk


def _desk_with(desks: Sequence[Desk], meeting_id: str) -> Desk:
    """The desk of the period of whose meeting the public was told."""
    for desk in desks:
        if meeting_id in outbox.latest_release(desk).meeting_by_id:
            return desk
    for desk in desks:
        draft = desk.store.draft(desk.code, desk.period.first_day)
        if draft and meeting_id in draft.plan.meeting_by_id:
            wanted = f"one that was released. To cancel it in the draft, type: wardpanels cancel {meeting_id}"
            raise CannotUse(meeting_id, "a meeting that the public was never told of", wanted)
    ids = [each for desk in desks for each in outbox.latest_release(desk).meeting_by_id]
    raise UnknownName("meeting", meeting_id, f"an id such as {ids[0]}" if ids else "a release with meetings", ids)


def _as_drafted(desk: Desk, off: Cancellation) -> Cancellation:
    """The cancellation as the draft has it, where it is cancelled there already: the next release says the same."""
    planned = stored_draft(desk.store, desk.borough, desk.period).plan.meeting_by_id.get(off.meeting_id)
    if planned is None or planned.stands:
        because = reason_of(off.because or "", WHY_CANCELLED)
        return replace(off, because=because)
    return Cancellation(off.meeting_id, planned.because, planned.new_date_follows)


def _as_it_stands(
    desk: Desk, order: Order, release: Release, known: KnownNow, at: datetime, *, is_told: bool
) -> CalledOff:
    meeting = release.meeting_by_id[order.off.meeting_id]
    since = _told_first(desk, release, meeting.meeting_id)
    site = _site(desk, order, release)
    return CalledOff(
        release=release,
        meeting=meeting,
        at=at,
        hearings=(site, *hearings(meeting.meeting_id, since, known, at)),
        is_told=is_told,
        others=_others(desk, meeting.meeting_id),
        may_approve=order.may_approve,
    )


def _told_first(desk: Desk, release: Release, meeting_id: str) -> int:
    """The number of the release that told first that a meeting, cancelled in this one, is cancelled."""
    number = release.number
    while number > 1:
        before = desk.store.release(desk.code, desk.period.first_day, number - 1).meeting_by_id.get(meeting_id)
        if before is None or not before.is_cancelled:
            break
        number -= 1
    return number


def _others(desk: Desk, meeting_id: str) -> tuple[str, ...]:
    """The other meetings that the draft has otherwise than they were released."""
    told = released_plan(desk.store, outbox.latest_release(desk))
    draft = stored_draft(desk.store, desk.borough, desk.period).plan
    changed = {each.meeting_id for pair in differences(told, draft) for each in pair if each and pair[0] != pair[1]}
    return tuple(sorted(changed - {meeting_id}))


def _site(desk: Desk, order: Order, release: Release) -> Hearing:
    """Whether the public site says so by now."""
    shown = published_release(order.folders.site)
    if shown is None:
        why = f"No site of ours is in {order.folders.site}/. Say with --to where it is."
        return Hearing(SITE, READERS, How.AUTOMATIC, why=why)
    newest = newest_releases(desk.store, desk.code)[-1]
    is_out = release.number <= outbox.latest_release(desk).number and shown.is_of(newest)
    told_at = desk.store.promises.register(desk.code, release.timezone).at if is_out else None
    return Hearing(SITE, READERS, How.AUTOMATIC, told_at=told_at, why="" if is_out else "It is not published yet.")


def ward_of(desks: Sequence[Desk], meeting_id: str) -> tuple[str, ...]:
    """The code of the ward whose meeting it is. Edges: none where no release has it"""
    told = (outbox.latest_release(desk).meeting_by_id.get(meeting_id) for desk in desks)
    return tuple(each.ward_code for each in told if each)


def _approve(desk: Desk, order: Order, found: CalledOff) -> None:
    """Let go of what this act makes necessary, where whoever calls off may."""
    if found.may_approve and found.waiting:
        outbox.approve(desk, found.waiting, order.by, found.at)


def _publish(desk: Desk, order: Order, at: datetime) -> None:
    """Publish the release where a site is. Edges: sheets that were told are printed anew, and no others."""
    is_there = published_release(order.folders.site) is not None
    if is_there and _site(desk, order, outbox.latest_release(desk)).told_at is None:
        telling = replace(telling_of(order.data), plan=order.plan_on(desk, at))
        publish(desk.store, telling, desk.period, at, order.folders, with_print=False)


def _notices(desks: Sequence[Desk], at: datetime) -> list[Recipe]:
    """A notice for every door that people may come to in vain, so that none of another meeting goes."""
    return [each for desk in desks for each in door_notices(desk.in_languages(outbox.latest_release(desk)), at)]


def _tried(step: Callable[[], object]) -> list[str]:
    """Take a step that may not stop the others, and say what stood in its way, if anything."""
    try:
        step()
    except (PanelError, BrokenPromise, OSError) as error:
        return [str(fault_of(error))]
    return []


def _call_duty(desk: Desk, order: Order, found: CalledOff, environ: Mapping[str, str], at: datetime) -> Called:
    ward = found.release.ward_by_code[found.meeting.ward_code]
    what = f"Cancelled: {wording.title(ward)}, {wording.when(found.meeting)}."
    because = shlex.quote(order.off.because or "")
    step = f'wardpanels call-off {found.meeting.meeting_id} --because {because} --by "YOUR NAME"'
    return duty.call(desk.publicity.duty, what, found.waiting, step, environ, at)
