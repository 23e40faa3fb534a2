"""What a meeting goes on from, and what came of it: priorities, promises and the meeting before, as far as is recorded.

A stranger sees in it why to come. Nothing is guessed: what nobody wrote down is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from publishers.languages import to_translate
from publishers.pages.papered import minutes_of, page_of
from publishers.pages.standing import HowItWent, is_over, outcome
from scheduler.evidence.actions import ward_of
from scheduler.evidence.lines import Paper, Turn
from scheduler.evidence.meeting_facts import EarlierAction
from scheduler.facts import Priority
from scheduler.release.edition import Edition
from scheduler.release.value import ReleasedMeeting

MOST_SHOWN = 6
"""Priorities, or promises, on the page of one meeting: the ward's page and the minutes have all."""

LAST_WORDS: Mapping[HowItWent, str] = {
    HowItWent.HELD: to_translate("The last meeting was on %(day)s."),
    HowItWent.UNRECORDED: to_translate(
        "The last meeting was to be on %(day)s. Whether it took place is not recorded yet."
    ),
    HowItWent.CANCELLED: to_translate("The last meeting, on %(day)s, was cancelled."),
    HowItWent.NOT_HELD: to_translate("The last meeting, on %(day)s, was not held."),
}
"""What is said of the meeting before, in English."""


@dataclass(frozen=True, slots=True)
class LastTime:
    """The ward's meeting before. Edges: `residents` is None where no minutes tell it; `minutes` is "" without a page"""

    on: date
    became: HowItWent
    residents: int | None = None
    minutes: str = ""


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What a meeting goes on from, or what came of it. Edges: each is empty where nothing is recorded of it"""

    asked: tuple[Priority, ...] = ()
    actions: tuple[EarlierAction, ...] = ()
    last: LastTime | None = None
    residents: int | None = None


def how_it_went(edition: Edition, meeting: ReleasedMeeting) -> HowItWent:
    """What became of a meeting: it is known to be held where somebody recorded that, or minutes were issued."""
    is_known_held = meeting.meeting_id in edition.held or minutes_of(edition, meeting.meeting_id) is not None
    return outcome(meeting, edition.today, is_known_held=is_known_held)


def before(edition: Edition) -> Mapping[str, OnRecord]:
    """What the meetings to come of each ward go on from, by its code."""
    last: dict[str, ReleasedMeeting] = {}
    for meeting in edition.meetings:
        if is_over(meeting, edition.today):
            last[meeting.ward_code] = meeting
    return {code: _before(edition, code, last.get(code)) for code in edition.ward_by_code}


def after(edition: Edition, meeting: ReleasedMeeting) -> OnRecord:
    """What came of a meeting that is over."""
    release = edition.release
    agreed = (one for one in release.priorities if one.agreed_on == meeting.held_on)
    asked = tuple(one for one in agreed if one.ward_code == meeting.ward_code)
    actions = (one for one in release.actions if one.state.meeting_id == meeting.meeting_id)
    return OnRecord(asked, _kept(actions), residents=_residents(edition, meeting.meeting_id))


def _before(edition: Edition, code: str, last: ReleasedMeeting | None) -> OnRecord:
    asked = [one for one in edition.release.priorities if one.ward_code == code]
    newest = max((one.agreed_on for one in asked), default=None)
    since = last.held_on if last else date.min
    actions = (
        one
        for one in edition.release.actions
        if ward_of(one.state.meeting_id) == code and (one.state.closed_on is None or one.state.closed_on >= since)
    )
    return OnRecord(
        tuple(one for one in asked if one.agreed_on == newest)[:MOST_SHOWN],
        _kept(actions)[:MOST_SHOWN],
        _last(edition, last) if last else None,
    )


def _kept(actions: Iterable[EarlierAction]) -> tuple[EarlierAction, ...]:
    """Without those that were struck out: nobody is asked for them any more."""
    return tuple(one for one in actions if one.state.turn is not Turn.STRUCK)


def _last(edition: Edition, meeting: ReleasedMeeting) -> LastTime:
    minutes = minutes_of(edition, meeting.meeting_id)
    page = page_of(meeting.meeting_id, Paper.MINUTES) if minutes else ""
    became = how_it_went(edition, meeting)
    return LastTime(meeting.held_on, became, _residents(edition, meeting.meeting_id), page)


def _residents(edition: Edition, meeting_id: str) -> int | None:
    """How many came, as issued minutes tell it."""
    minutes = minutes_of(edition, meeting_id)
    return minutes.facts.record.residents if minutes and minutes.facts.record else None
