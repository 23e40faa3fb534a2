"""When each channel says what: the pure step from a release, and what is already known, to what is to go out.

Nothing that was told is forgotten: what a change makes wrong is put right on every channel that told it, there alone.
Other words for the same facts are no change: who was told is left in peace, and what waits is worded anew in its place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from publishers.due_times import Almanac, Time, Voice
from publishers.moments import Moment, moment_of
from publishers.pieces import Outline
from scheduler.days import local_day
from scheduler.items import AFTER, CORRECTION, TOLD, Filling, Item, ItemState
from scheduler.release.grading import otherwise_by_now, was_announced_otherwise
from scheduler.release.value import Release, ReleasedMeeting

CANCELLED = "The meeting is cancelled."
BEYOND_MENDING = "What was told there is wrong by now, and cannot be put right: it is printed."
Thread = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Timetable:
    """All that decides what is to go out, but for what is already known.

    Edges: `threads` are what the channels that have leads speak of, with the ids of its meetings; `say` gives what is
           said in a thread at a moment, None for nothing; `withdrawal` says what to tell where a piece of an item that
           was told is gone, None where nothing has to be; `has_same_facts` says whether only words changed since the
           release that an item tells of, or nothing did; `then` is the news of an item made anew of the release that it
           told of, None where there is none: only facts are put right, not a better choice of words; `meetings_told`
           are the meetings of the release that an item told of, by id; `care_on` is why copy that goes out
           on a day must be neutral and be looked at, "" on other days; `held` are the meetings recorded as held
    """

    release: Release
    voices: tuple[Voice, ...]
    threads: Mapping[Thread, tuple[str, ...]]
    at: datetime
    say: Callable[[Thread, Moment], Outline | None]
    withdrawal: Callable[[Item], Outline | None]
    has_same_facts: Callable[[Item], bool]
    then: Callable[[Item], Outline | None]
    meetings_told: Callable[[Item], Mapping[str, ReleasedMeeting]]
    care_on: Callable[[date], str] = lambda day: ""
    is_working: Callable[[date], bool] = lambda day: True
    held: frozenset[str] = frozenset()
    meeting_by_id: Mapping[str, ReleasedMeeting] = field(init=False)

    def __post_init__(self) -> None:
        # By a clock that is behind, a time would be ahead, or of use, that had passed when the release was made.
        object.__setattr__(self, "at", max(self.at, self.release.released_at))
        object.__setattr__(self, "meeting_by_id", self.release.meeting_by_id)

    def said(self, piece: Outline, due_at: datetime) -> tuple[Outline, str]:
        """What is said at a moment, and why a person must look at it first, "" for no reason."""
        care = self.care_on(local_day(max(due_at, self.at), self.release.timezone))
        said = (piece.neutral or piece) if care else piece
        return said, " ".join((care, *said.care)) if care else ""

    def now(self, item: Item) -> Outline | None:
        """What an item would say by now: its piece, or what takes it back."""
        moments = (moment_of(item.lead), Moment.NEWS)
        return next(filter(None, (self.say(item.thread, moment) for moment in moments)), None) or self.withdrawal(item)


def filling(timetable: Timetable, known: Sequence[Item]) -> Filling:
    """Return what is to change in the outbox, given every item that is in it.

    Edges: an item on its way is left alone; filled twice with the same release, the second time changes nothing
    """
    voices = {voice.channel: voice for voice in timetable.voices}
    by_thread: dict[Thread, list[Item]] = {thread: [] for thread in timetable.threads}
    for item in known:
        by_thread.setdefault(item.thread, []).append(item)
    items: list[Item] = []
    replaced: dict[str, str] = {}
    renewed: dict[str, Item] = {}
    for thread, past in by_thread.items():
        voice = voices.get(thread[0])
        replaced |= _overtaken(timetable, voice, past)
        if voice:
            renewed |= _renewed(timetable, voice, [item for item in past if item.key not in replaced])
            items += _wanted(timetable, voice, thread, [renewed.get(item.key, item) for item in past], replaced)
    words = {item.key: item.digest for item in known}
    reworded = {key: item for key, item in renewed.items() if item.digest != words[key]}
    retimed = {key: item for key, item in renewed.items() if key not in reworded}
    return Filling(tuple(items), replaced, reworded, retimed)


def item_key(item: Item) -> str:
    """The key of an item: made of all that tells it from others, so that filling again makes no second one."""
    told = (item.borough_code, _period(item.first_day), *item.thread, item.parent, item.lead, item.digest)
    return f"{item.channel}.{hashlib.sha256(chr(0).join(told).encode()).hexdigest()[:20]}"


def _period(first_day: date) -> str:
    """A period in a key: a calendar year by its number, as keys were made when there were no others."""
    return str(first_day.year) if (first_day.month, first_day.day) == (1, 1) else first_day.isoformat()


def _overtaken(timetable: Timetable, voice: Voice | None, past: Sequence[Item]) -> Iterator[tuple[str, str]]:
    """Yield the keys of what must not go out any more, and why. What was missed was not overtaken: time ended it."""
    for item in past:
        if item.is_missed(timetable.at):
            continue
        if item.is_open and not item.is_on_its_way(timetable.at):
            why = _why_overtaken(timetable, voice, item)
        elif item.state is ItemState.HANDED_OVER and not (voice and _is_right(timetable, item)):
            why = _differs(timetable)
        else:
            continue
        if why:
            yield item.key, why


def _why_overtaken(timetable: Timetable, voice: Voice | None, item: Item) -> str:
    if voice is None:
        return "The channel is no longer used."
    told = timetable.now(item)
    if told is None:
        return _differs(timetable)
    said, care = timetable.said(told, item.due_at)
    if said.digest not in (item.digest, item.made) and not timetable.has_same_facts(item):
        return _differs(timetable)
    if item.needs_approval != (voice.needs_approval or bool(care) or item.must_be_seen):
        return "Whether it must be approved is now another matter."
    if item.is_correction:
        return ""
    if item.lead not in voice.labels:
        return "The timetable no longer has it."
    if item.lead == AFTER:
        return "" if timetable.held.issuperset(item.meetings) else "The meeting was not held."
    meetings = _of(timetable, told.meetings)
    is_off = any(meeting.is_cancelled for meeting in meetings)
    return CANCELLED if is_off and not _standing(timetable, meetings) else ""


def _renewed(timetable: Timetable, voice: Voice, past: Sequence[Item]) -> Iterator[tuple[str, Item]]:
    """Yield the keys of what waits and is due, or said, otherwise by now, and the items that stand in their place.

    Edges: what somebody set out to send keeps its words, for its receiver may know it by its key; what a person has to
           approve gets a key of its own with other words, so that nobody approves words by the key of others; the words
           that a person chose stay as long as the facts do
    """
    for item in past:
        if not item.is_open or item.attempts or item.is_missed(timetable.at) or item.is_on_its_way(timetable.at):
            continue
        told = timetable.now(item)
        if told is None:
            continue
        timed = _in_time(timetable, voice, told, item)
        said, care = timetable.said(told, timed.due_at)
        anew = timed if item.is_edited or item.digest == said.digest else _in_other_words(timetable, timed, said, care)
        if anew != item:
            yield item.key, anew


def _in_time(timetable: Timetable, voice: Voice, told: Outline, item: Item) -> Item:
    """An item as the borough's calendar has it by now: who carries it may have changed, and with that its day.

    Edges: it stays with the meeting that it was due for, whatever has passed since and whatever the clock says
    """
    if item.is_correction:
        return item
    meetings = sorted(_of(timetable, told.meetings), key=lambda meeting: meeting.starts_at)
    its_own = [one for one in meetings if one.starts_at > item.due_at and not one.is_cancelled]
    held = [one for one in meetings if one.meeting_id in timetable.held]
    times = {time.lead: time for time in _almanac(timetable).times(voice, its_own, held)}
    found = times.get(item.lead)
    return replace(item, due_at=found.due_at, use_by=found.use_by) if found else item


def _in_other_words(timetable: Timetable, item: Item, said: Outline, care: str) -> Item:
    number = timetable.release.number
    anew = replace(item, digest=said.digest, version=number, care=care, note=f"Release {number} words it differently.")
    if not item.needs_approval:
        return anew
    again = replace(anew, key=item_key(anew), state=ItemState.PLANNED)
    if item.state is ItemState.APPROVED:
        return replace(again, note=f"Release {number} words it differently, so it must be approved again.")
    return again


def _differs(timetable: Timetable) -> str:
    return f"Release {timetable.release.number} says it differently."


def _wanted(
    timetable: Timetable, voice: Voice, thread: Thread, past: Sequence[Item], replaced: Mapping[str, str]
) -> Iterator[Item]:
    """Yield what a thread needs that is not there yet."""
    live = [item for item in past if item.key not in replaced and item.state is not ItemState.REPLACED]
    beliefs = _beliefs(past)
    is_coming = any(item.is_open and item.is_correction and not item.is_missed(timetable.at) for item in live)
    wrong = (_correction(timetable, voice, belief) for belief in beliefs)
    news = next(filter(None, wrong), None) if beliefs else _change(timetable, voice, thread)
    if news and not is_coming and not _was_refused(news, live, beliefs):
        yield _as_people_left_it(news, past, replaced)
    # A clock that was put back does not make a time come again at which something went out, or may have.
    came = {(item.lead, item.due_at) for item in past if item.attempts or item.state in TOLD}
    for item in _leads_ahead(timetable, voice, thread, past, is_told=bool(beliefs or news or is_coming)):
        if (item.lead, item.due_at) not in came and not _is_served(timetable, item, live):
            yield _as_people_left_it(item, past, replaced)


def _as_people_left_it(item: Item, past: Sequence[Item], replaced: Mapping[str, str]) -> Item:
    """What comes in the place of words that a person held back, changed or rejected: it stays here as those did.

    Edges: what is new then waits beside what the person made of the old facts, until somebody has looked at both
    """
    is_its_time = (other for other in past if other.lead == item.lead or (other.is_correction and item.is_correction))
    before = [other for other in is_its_time if other.key in replaced or other.is_rejected]
    marked = [other.key if other.is_edited or other.is_rejected else other.beside for other in before]
    beside, held_by = marked[-1:] or [""], [other.held_by for other in before if other.is_held][-1:] or [""]
    return replace(item, held_by=held_by[0], beside=beside[0], needs_approval=item.needs_approval or bool(beside[0]))


def _was_refused(correction: Item, live: Sequence[Item], beliefs: Sequence[Item]) -> bool:
    """Whether the same was tried since what it puts right was told: what failed is sent again by a person alone.

    Edges: where nothing was told, what a person rejected comes back no more, as long as the facts are the same
    """
    since = min((belief.version for belief in beliefs), default=0)
    tried = [item for item in live if item.is_correction and correction.digest in (item.digest, item.made)]
    same_key = any(item.key == correction.key for item in tried)
    is_unwanted = not beliefs and any(item.is_rejected for item in tried)
    return same_key or is_unwanted or any(item.state is ItemState.FAILED and item.version >= since for item in tried)


def _beliefs(past: Sequence[Item]) -> list[Item]:
    """What people may hold to be true, newest first: what was surely told last, and what may have been told since."""
    surely = max(
        (item for item in past if item.state in TOLD), key=lambda item: (item.version, item.due_at), default=None
    )
    since = surely.version if surely else 0
    maybe = [item for item in past if item.may_be_told and item.state not in TOLD and item.version > since]
    return sorted(maybe, key=lambda item: item.version, reverse=True) + ([surely] if surely else [])


def _is_served(timetable: Timetable, item: Item, live: Sequence[Item]) -> bool:
    """Whether this item is there, or its time came and another release's words were sent, or were not."""
    twins, at = [other for other in live if other.lead == item.lead], timetable.at
    if any(other.key == item.key or item.digest in (other.digest, other.made) for other in twins):
        return True
    if any(other.is_edited and other.is_open for other in twins):
        return True
    if any(other.is_rejected and timetable.has_same_facts(other) for other in twins):
        return True  # in other words it is not wanted either
    return item.due_at <= at and any(_is_settled(other, at) for other in twins)


def _is_settled(item: Item, at: datetime) -> bool:
    return not item.is_open or item.is_missed(at)


def _correction(timetable: Timetable, voice: Voice, last: Item) -> Item | None:
    """What puts right something that was told, if it is wrong and of use. Edges: none of what was added to print"""
    if _is_right(timetable, last):
        return None
    said = timetable.say(last.thread, Moment.NEWS) or timetable.withdrawal(last)
    use_by = max(last.use_by, *_ends(timetable, said)) if said else last.use_by
    if said is None or use_by <= timetable.at:
        return None
    lead, release = f"{CORRECTION}-{timetable.release.number}", timetable.release
    due_at = timetable.at if last.version == release.number else release.released_at  # after what it puts right
    item = _item(timetable, voice, said, Time(lead, due_at, use_by))
    if voice.is_mended:
        return item
    wrong = otherwise_by_now(timetable.meetings_told(last), timetable.meeting_by_id, last.meetings)
    return replace(item, meetings=wrong, state=ItemState.FAILED, note=BEYOND_MENDING) if wrong else None


def _change(timetable: Timetable, voice: Voice, thread: Thread) -> Item | None:
    """What tells those who asked for it that a meeting is otherwise than it was announced, where none was told of yet.

    Edges: none once it is of no use, that is after the old time and the new one
    """
    said = timetable.say(thread, Moment.NEWS) if voice.tells_changes and voice.leads else None
    if said is None or not any(map(was_announced_otherwise, _of(timetable, said.meetings))):
        return None
    lead, use_by = f"{CORRECTION}-{timetable.release.number}", max(_ends(timetable, said))
    if use_by <= timetable.at:
        return None
    return _item(timetable, voice, said, Time(lead, timetable.release.released_at, use_by))


def _is_right(timetable: Timetable, told: Item) -> bool:
    """Whether what was told is what would be told now, or would be in the words of now."""
    said = timetable.now(told)
    if said is None or told.digest in _digests(said):
        return said is not None
    if timetable.has_same_facts(told):
        return True
    now = timetable.say(told.thread, Moment.NEWS)
    then = timetable.then(told) if now else None
    return now is not None and then is not None and then.digest == now.digest


def _leads_ahead(
    timetable: Timetable, voice: Voice, thread: Thread, past: Sequence[Item], *, is_told: bool
) -> Iterator[Item]:
    """Yield the piece at each of its times. Edges: a time that has passed counts only where nothing was told yet.

    What the release came too late for is yielded too: it is missed from the first, and the ledger has it.
    """
    times = tuple(_times(timetable, voice, timetable.threads.get(thread, ())))
    stood_in = _stood_in_for(timetable, times, past)
    for time in times:
        is_ahead = time.due_at > timetable.at or not is_told or time.lead == AFTER
        piece = timetable.say(thread, moment_of(time.lead)) if is_ahead and time.lead not in stood_in else None
        if piece:
            yield _item(timetable, voice, piece, time)


def _times(timetable: Timetable, voice: Voice, meeting_ids: Iterable[str]) -> Iterator[Time]:
    meetings = _of(timetable, meeting_ids)
    held = [meeting for meeting in meetings if meeting.meeting_id in timetable.held]
    return _almanac(timetable).times(voice, _standing(timetable, meetings), held)


def _almanac(timetable: Timetable) -> Almanac:
    return Almanac(timetable.release.timezone, timetable.is_working)


def _stood_in_for(timetable: Timetable, times: Sequence[Time], past: Sequence[Item]) -> set[str]:
    """The leads whose work was done at a time that the timetable has no more: nobody is told twice for a new setting.

    What went out stands in for the time that was the last to come by then, or for the first where none had, as long as
    each meeting is still on the day that was told.
    """
    before = [time for time in times if time.lead != AFTER]
    labels = {time.lead for time in before}
    found = set()
    for item in past:
        if before and item.state in TOLD and not item.is_correction and item.lead not in {*labels, AFTER}:
            told = timetable.meetings_told(item)
            standing = _standing(timetable, _of(timetable, item.meetings))
            if all(each.meeting_id in told and told[each.meeting_id].held_on == each.held_on for each in standing):
                came = [time.lead for time in before if time.due_at <= item.due_at]
                found.add(came[-1] if came else before[0].lead)
    return found


def _item(timetable: Timetable, voice: Voice, piece: Outline, when: Time) -> Item:
    release = timetable.release
    said, care = timetable.said(piece, when.due_at)
    item = Item(
        key="",
        borough_code=release.borough_code,
        first_day=release.first_day,
        channel=piece.channel,
        subject=piece.subject,
        meetings=piece.meetings,
        lead=when.lead,
        due_at=when.due_at,
        use_by=when.use_by,
        digest=said.digest,
        version=release.number,
        needs_approval=voice.needs_approval or bool(care),
        care=care,
        recipient=piece.recipient,
    )
    return replace(item, key=item_key(item))


def _standing(timetable: Timetable, meetings: Iterable[ReleasedMeeting]) -> list[ReleasedMeeting]:
    """Those that are still to come, by date."""
    in_order = sorted(meetings, key=lambda meeting: meeting.starts_at)
    return [meeting for meeting in in_order if _is_to_come(timetable, meeting)]


def _is_to_come(timetable: Timetable, meeting: ReleasedMeeting) -> bool:
    return not meeting.is_cancelled and meeting.starts_at > timetable.at


def _of(timetable: Timetable, meeting_ids: Iterable[str]) -> list[ReleasedMeeting]:
    known = timetable.meeting_by_id
    return [known[meeting_id] for meeting_id in meeting_ids if meeting_id in known]


def _ends(timetable: Timetable, piece: Outline) -> list[datetime]:
    """When the piece's meetings begin or, if they were cancelled or moved, were to begin."""
    found = _of(timetable, piece.meetings)
    moments = [meeting.starts_at for meeting in found] + [each.was.starts_at for each in found if each.was]
    return [moment.astimezone(UTC) for moment in moments]


def _digests(piece: Outline) -> set[str]:
    return {piece.digest, piece.neutral.digest} if piece.neutral else {piece.digest}
