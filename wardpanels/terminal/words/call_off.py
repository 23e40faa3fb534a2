"""A meeting called off, in words: who hears of it, and what is left for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from publishers import wording
from publishers.handover import time_left
from wardpanels.publicity.calling_off import CalledOff
from wardpanels.publicity.who_hears import Hearing, How
from wardpanels.terminal.words.borough import counted

FORESEEN_HEADS = ("Channel", "Who hears", "How")
TOLD_HEADS = ("Channel", "Who hears", "How", "Told", "People", "If not, why")
BY_HAND_HEADS = ("Take it to", "Who hears", "Left", "When it is out, type")


def title(found: CalledOff) -> str:
    """Which meeting it is, and how long it is until then."""
    ward = found.release.ward_by_code[found.meeting.ward_code]
    left = time_left(found.meeting.starts_at, found.at)
    return f"{wording.title(ward)}, {wording.held(found.meeting)}: {left} left."


def foreseen_sentences(found: CalledOff, by: str) -> Iterator[str]:
    """What else somebody should know before they say yes."""
    why = wording.why_cancelled(found.meeting)
    yield " ".join(filter(None, ("The public is told that it is cancelled.", why)))
    waiting = len(found.waiting)
    if waiting and found.may_approve:
        yield f"{_texts(waiting)} must be approved: with your yes, {by} approves."
    elif waiting:
        yield f"{_texts(waiting)} must be approved, and {by} may not: the person on duty is called."
    yield from _of_others(found)


def foreseen_rows(hearings: Sequence[Hearing]) -> list[tuple[str, ...]]:
    """Who is to hear, by which channel, and who takes it there; who does not, and why."""
    return [(one.channel, one.audience, _how(one)) for one in hearings]


def told_rows(found: CalledOff) -> list[tuple[str, ...]]:
    """Who has heard, when, and how many they are; who has not, and why."""
    return [
        (one.channel, one.audience, one.how.value, _moment(one.told_at, found), _people(one), one.why)
        for one in found.hearings
    ]


def by_hand_rows(found: CalledOff) -> list[tuple[str, ...]]:
    """What a person has to take somewhere, and what to type afterwards."""
    left = time_left(found.meeting.starts_at, found.at)
    return [
        (one.channel, one.audience, left, f'wardpanels confirm {" ".join(one.in_hand)} --by "YOUR NAME"')
        for one in found.by_hand
        if one.in_hand
    ]


def told_sentences(found: CalledOff, by: str, handover: str) -> Iterator[str]:
    """What was done, what was not, and what is left to do."""
    told = sum(one.told_at is not None for one in found.hearings)
    yield f"Release {found.release.number} says that it is cancelled. {counted({'audiences': told})} told."
    if found.by_hand:
        yield f"The words to copy are in {handover}"
    for notice in found.notices:
        yield f"For the door, print {notice}"
    if found.waiting:
        yield f"{_texts(len(found.waiting))} wait for somebody who may approve, and {by} may not."
    if found.called:
        yield f"The person on duty was {'called' if found.called.is_done else 'not called'}. {found.called.note}"
    yield from _of_others(found)
    for trouble in found.troubles:
        yield f"! {trouble}"
    if not found.is_all_done:
        yield "Not everybody was told. Type the same again when that is mended: nobody is told twice."


def _of_others(found: CalledOff) -> Iterator[str]:
    if found.others:
        several = len(found.others) > 1
        what = f"{len(found.others):,} other changes that stay" if several else "1 other change that stays"
        yield f"The draft has {what} untold: {', '.join(found.others)}. To tell of them too, type: wardpanels release"


def _how(one: Hearing) -> str:
    if one.how is How.NOBODY:
        return f"nobody. {one.why}"
    if one.told_at:
        return "told already"
    waits = ", once approved" if one.waiting else ""
    return f"{one.how.value}{waits}"


def _moment(moment: datetime | None, found: CalledOff) -> str:
    return f"{moment.astimezone(ZoneInfo(found.release.timezone)):%a %d %b %H:%M}" if moment else ""


def _people(one: Hearing) -> str:
    return "" if one.reached is None else f"{one.reached:,}"


def _texts(count: int) -> str:
    return "1 text" if count == 1 else f"{count:,} texts"
