"""Which officers come to which meeting, by their answers to the invitations that went out.

Anybody can send a mail: an answer counts only if it names an invitation that was sent, and comes from the address that
it was sent to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from publishers.invitations import uid
from publishers.invited import Attendance
from publishers.itip_replies import ItipReply, replies_in
from scheduler.facts import Role
from scheduler.invitee import OfficerAnswer, Reply, latest_answers
from scheduler.release.value import PublicWard, ReleasedMeeting
from wardpanels.disk.mail_files import mails
from wardpanels.publicity.attendances import attendances
from wardpanels.publicity.desk import Desk, latest_release
from wardpanels.publicity.sayings import INVITATION


class AnswerBecame(StrEnum):
    """What an answer led to."""

    NOTED = "noted"
    OLDER = "older than the answer we have: kept, and does not count"
    KNOWN = "read before: left"
    NOT_ASKED = "not from an address that we asked: left"
    NOT_OURS = "not about an invitation of ours: left"


ROLE_NAMES = {
    Role.SERGEANT: "sergeant",
    Role.DWO: "DWO",
    Role.PCSO: "PCSO",
    Role.INSPECTOR: "inspector",
    Role.PUBLIC_REALM: "Public Realm officer",
}


@dataclass(frozen=True, slots=True)
class Invited:
    """One officer who is asked to come to a meeting, and the last answer.

    Edges: `answer` is None where there is none; one that `is_old` is to an invitation that has changed since
    """

    attendance: Attendance
    meeting: ReleasedMeeting
    ward: PublicWard
    answer: Reply | None = None
    is_old: bool = False

    @property
    def is_declined(self) -> bool:
        """Whether somebody else is needed."""
        return self.answer is Reply.DECLINED and not self.is_old

    def stays_away(self, who: str) -> str:
        """That somebody, by any name, does not come, and how to find out who could."""
        day, officer_id = f"{self.meeting.starts_at:%a %-d %b %Y}", self.attendance.officer_id
        return (
            f"{who} does not come to {self.ward.name} on {day}. For who could come instead, "
            f"type: wardpanels stand-ins {self.meeting.meeting_id} --away {officer_id}"
        )


def take_answers(desks: Sequence[Desk], path: Path, at: datetime) -> dict[AnswerBecame, int]:
    """Read the answers in a place, write down those that count, and count what became of all; each is named.

    Errors: CannotUse where nothing is there; NothingYet
    """
    asked = _asked(desks)
    counts = dict.fromkeys(AnswerBecame, 0)
    for mail in mails(path):
        for reply in replies_in(mail):
            counts[_noted(desks[0], asked, reply, at)] += 1
    return counts


def who_comes(desks: Iterable[Desk], at: datetime) -> tuple[Invited, ...]:
    """Everybody who was invited to a meeting that is to come, with their answers, by date. Errors: NothingYet."""
    found = [one for desk in desks for one in _invited(desk, at)]
    return tuple(sorted(found, key=lambda one: (one.meeting.starts_at, one.meeting.meeting_id, one.attendance.role)))


def declined(desk: Desk, meeting_id: str, at: datetime) -> frozenset[str]:
    """The ids of the officers who do not come to a meeting that is to come, by their last answers. Errors: NothingYet.

    Edges: the outbox is read only where somebody has declined it at some time
    """
    answers = latest_answers(desk.store.invitees.answers(desk.code))
    if not any(of == meeting_id and each.reply is Reply.DECLINED for (of, _), each in answers.items()):
        return frozenset()
    invited = (one for one in _invited(desk, at) if one.meeting.meeting_id == meeting_id)
    return frozenset(one.attendance.officer_id for one in invited if one.is_declined)


def _noted(desk: Desk, asked: Mapping[str, Sequence[Attendance]], reply: ItipReply, at: datetime) -> AnswerBecame:
    if reply.uid not in asked:
        return AnswerBecame.NOT_OURS
    ours = asked[reply.uid]
    addresses = {one.address.lower() for one in ours}
    if reply.attendee not in addresses or reply.sender != reply.attendee:
        return AnswerBecame.NOT_ASKED
    if reply.sequence > max(one.sequence for one in ours):
        return AnswerBecame.NOT_ASKED
    given_at = min(reply.given_at, at)  # by a clock that is ahead, no later answer would ever count
    answer = OfficerAnswer(ours[0].meeting_id, ours[0].officer_id, reply.reply, reply.sequence, given_at)
    if not desk.store.invitees.answer(desk.code, answer):
        return AnswerBecame.KNOWN
    latest = latest_answers(desk.store.invitees.answers(desk.code))
    return AnswerBecame.NOTED if latest[answer.meeting_id, answer.officer_id] == answer else AnswerBecame.OLDER


def _asked(desks: Iterable[Desk]) -> Mapping[str, Sequence[Attendance]]:
    """Whom invitations went to, by the name that they have in calendars: one officer, at each of the addresses."""
    found: dict[str, list[Attendance]] = {}
    for desk in desks:
        release, told = latest_release(desk), _told(desk)
        for each in attendances(desk.store, desk.borough, release):
            if (each.meeting_id, each.recipient) in told:
                found.setdefault(uid(release, each), []).append(each)
    return found


def _invited(desk: Desk, at: datetime) -> Iterator[Invited]:
    told = _told(desk)
    if not told:
        return
    release = latest_release(desk)
    answers = latest_answers(desk.store.invitees.answers(desk.code))
    for each in attendances(desk.store, desk.borough, release):
        meeting = release.meeting_by_id[each.meeting_id]
        is_to_come = each.comes and not meeting.is_cancelled and meeting.starts_at > at
        if is_to_come and (each.meeting_id, each.recipient) in told:
            answer = answers.get((each.meeting_id, each.officer_id))
            invited = Invited(each, meeting, release.ward_by_code[meeting.ward_code])
            is_old = answer is not None and answer.sequence < each.sequence
            yield replace(invited, answer=answer.reply, is_old=is_old) if answer else invited


def _told(desk: Desk) -> frozenset[tuple[str, str]]:
    """The meetings and recipients of all invitations that went out, or may have."""
    channels = {way.channel for way in desk.publicity.every if way.copy == INVITATION}
    shelf, first_day = desk.store.outbox, desk.period.first_day
    items = shelf.items(desk.code, first_day, with_letters=False, channels=channels) if channels else ()
    return frozenset((item.subject, item.recipient) for item in items if item.may_be_told)
