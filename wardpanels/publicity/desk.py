"""The outbox as the application uses it: filled from the latest release, looked at, approved, confirmed.

Nothing here sends; `wardpanels.publicity.sending` does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache, partial
from pathlib import Path

from publishers.artifact import Artifact
from publishers.digests import joined
from publishers.due_times import AFTERWARDS
from publishers.moments import Moment
from publishers.packing import unpacked
from publishers.pieces import Outline
from publishers.timetable import Thread, Timetable, filling
from scheduler.days import first_moment, is_working_day, local_day
from scheduler.errors import UnknownName
from scheduler.evidence.meeting_facts import StillOpen
from scheduler.facts import Borough
from scheduler.items import (
    NO_WITNESS,
    WAITING,
    ClosedChannel,
    Filling,
    Item,
    ItemFilter,
    ItemState,
    Record,
    Witness,
    Worded,
    records,
)
from scheduler.names import ward_named
from scheduler.period import Period
from scheduler.release.campaign import USUAL, CampaignChoices
from scheduler.release.elections import poll_after
from scheduler.release.making import in_words_of
from scheduler.release.turns import with_campaign
from scheduler.release.value import Release, ReleasedMeeting
from scheduler.store import Store
from wardpanels.faults import CannotUse
from wardpanels.publicity.attendances import EVER, attendances, contacts_now
from wardpanels.publicity.copybook import Book, OtherWords
from wardpanels.publicity.publicity_settings import Publicity, dashed, read_publicity
from wardpanels.publicity.redrawn import Redrawn
from wardpanels.publicity.sayings import Background
from wardpanels.year import reading, releasing, translations
from wardpanels.year.campaigning import read_campaign
from wardpanels.year.issuing import open_actions
from wardpanels.year.wards_told import as_told

APPROVABLE = (ItemState.PLANNED,)
CONFIRMABLE = (ItemState.HANDED_OVER, ItemState.ISSUED)
WORDS = "only checked access is told"
"""Another one has every outbox filled anew: what waits in an older program's words may not go out in them."""

KNOWN_TO_BE_OUT = (*CONFIRMABLE, ItemState.CONFIRMED, ItemState.REPLACED)
"""What more can be known of later: the day on which it went out, or what shows it. What was replaced may be out too."""


SaidBy = Callable[[Item], tuple[Artifact, ...]]
"""What an item says."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One borough's publicity in one period: what is stored, what was chosen, and what is known.

    Edges: `in_languages` gives a release the languages that may go out today; `campaign` is whom meetings ask
    """

    store: Store
    borough: Borough
    publicity: Publicity
    period: Period
    in_languages: Callable[[Release], Release] = lambda release: release
    campaign: CampaignChoices = USUAL

    @property
    def code(self) -> str:
        """The borough's code."""
        return self.borough.profile.code


def open_desk(store: Store, folder: Path, period: Period, borough: Borough | None = None) -> Desk:
    """The desk of the borough in a folder; its files are read unless it is at hand. Errors: UnusableData, CannotUse."""
    return open_desks(store, folder, (period,), borough)[0]


def open_desks(
    store: Store, folder: Path, periods: Iterable[Period], borough: Borough | None = None
) -> tuple[Desk, ...]:
    """The desks of a borough's periods; its files are read once, or not at all where it is at hand.

    Errors: UnusableData, CannotUse
    """
    borough, publicity = as_told(store, borough or reading.check(folder).borough), read_publicity(folder)
    chooser, campaign = translations.chooser(folder, borough.profile), read_campaign(folder)
    return tuple(Desk(store, borough, publicity, period, chooser, campaign) for period in periods)


def fill(desk: Desk, at: datetime) -> Filling:
    """Bring the outbox up to the latest release and to the borough's choices of today.

    Edges: where it already is, nothing is worked out again
    Errors: NothingYet, where nothing was released
    """
    release = latest_release(desk)
    wanted = (release.number, _settings(desk, release, at))
    outbox = desk.store.outbox
    if outbox.filled_for(desk.code, desk.period.first_day, at) == wanted:
        return Filling()
    if desk.publicity.writes_to_officers:
        desk.store.invitees.know(desk.code, contacts_now(desk.borough, at), at)
    try:
        return _filled_with(desk, release, wanted, outbox.worded(desk.code, desk.period.first_day), at)
    except OtherWords:  # a library or a zone changed that no digest counts: everything is made anew, and remembered
        return _filled_with(desk, release, wanted, {}, at)


def foreseen(desk: Desk, release: Release, at: datetime, about: str = "") -> tuple[Item, ...]:
    """Every item but letters as it would be with the outbox filled for a release, stored or not. Nothing is written.

    Edges: where `about` is the id of a meeting, only what tells of that is worked out, and the rest is as it is stored
    """
    return foreseen_in_words(desk, release, at, about)[0]


def foreseen_in_words(desk: Desk, release: Release, at: datetime, about: str = "") -> tuple[tuple[Item, ...], SaidBy]:
    """The same, and what each of them that is new would say."""
    outbox = desk.store.outbox
    known = outbox.items(desk.code, desk.period.first_day, with_letters=False)
    book = _book(desk, release, outbox.worded(desk.code, desk.period.first_day), at)
    try:
        soon = _deciding(desk, release, book, known, at, about)(known)
    except OtherWords:
        book = _book(desk, release, {}, at)
        soon = _deciding(desk, release, book, known, at, about)(known)
    gone = (replace(item, state=ItemState.REPLACED) for item in known if item.key in soon.replaced)
    kept = (soon.in_place.get(item.key, item) for item in known if item.key not in soon.replaced)
    items = tuple({item.key: item for item in (*gone, *kept, *soon.items)}.values())
    return items, lambda item: unpacked(book.content(item.digest))


def _filled_with(
    desk: Desk, release: Release, wanted: tuple[int, str], before: Mapping[str, Worded], at: datetime
) -> Filling:
    outbox, book = desk.store.outbox, _book(desk, release, before, at)
    items = outbox.items(desk.code, desk.period.first_day, with_letters=False)
    decide = _deciding(desk, release, book, items, at)
    # Once for nothing: all that has to be made is then at hand, and nobody waits for the store meanwhile.
    soon = decide(items)
    wanted_now = {item.digest for item in (*soon.items, *soon.in_place.values())}
    for digest in sorted(outbox.without_content(wanted_now)):
        book.content(digest)
    return outbox.fill(desk.code, desk.period.first_day, wanted, decide, book.content, at)


def _book(desk: Desk, release: Release, before: Mapping[str, Worded], at: datetime) -> Book:
    return Book(
        desk.publicity.every, release.number, partial(known_of, desk, release, still=_open_actions(desk, at)), before
    )


def _deciding(
    desk: Desk, release: Release, book: Book, items: Sequence[Item], at: datetime, about: str = ""
) -> Callable[[Sequence[Item]], Filling]:
    """What is to change in the outbox for a release, as a function of the items that are in it by then.

    Edges: of the threads about one meeting alone, where that is asked; no thread decides about another
    """
    redrawn = Redrawn(items, desk.store.outbox.content, book.content)

    def then(item: Item) -> Outline | None:
        told = book.then(item)
        return redrawn.as_stored(told) if told else None

    def say(thread: Thread, moment: Moment) -> Outline | None:
        told = book.say(thread, moment)
        return redrawn.as_stored(told) if told else None

    past = {item.thread for item in items if about in item.meetings}
    threads = {each: of for each, of in book.threads().items() if not about or about in of or each in past}
    timetable = Timetable(
        release=release,
        voices=desk.publicity.voices,
        threads=threads,
        at=at,
        say=cache(say),
        withdrawal=book.withdrawal,
        has_same_facts=book.has_same_facts,
        then=then,
        meetings_told=partial(_meetings_told, cache(partial(desk.store.release, desk.code, desk.period.first_day))),
        care_on=partial(care_on, desk.borough),
        is_working=is_working_day,
        held=_held(desk),
    )

    def decided(known: Sequence[Item]) -> Filling:
        concerned = [item for item in known if not about or item.thread in past or item.thread in threads]
        return replace(filling(timetable, concerned), worded=book.worded)

    return decided


def _meetings_told(release_of: Callable[[int], Release], item: Item) -> Mapping[str, ReleasedMeeting]:
    return release_of(item.version).meeting_by_id


def _held(desk: Desk) -> frozenset[str]:
    """The ids of the meetings that are recorded as held. Edges: none where no channel speaks of those"""
    if not any(AFTERWARDS in voice.leads for voice in desk.publicity.voices):
        return frozenset()  # asked at every look: the records of all years are not read for nothing
    told = desk.store.records.latest(desk.code).items()
    return frozenset(meeting_id for meeting_id, line in told if line.record.residents is not None)


def care_on(borough: Borough, day: date) -> str:
    """Why publicity of a day must be neutral and be looked at by a person; "" on other days."""
    poll = poll_after(borough.elections, day)
    return f"Before the election of {poll.polling_day:%-d %B %Y} ({poll.name}), words must be neutral." if poll else ""


def latest_release(desk: Desk) -> Release:
    """The release that the outbox is about. Errors: NothingYet."""
    return releasing.latest_release(desk.store, desk.code, desk.period)


def records_of(desk: Desk) -> tuple[Record, ...]:
    """Every item and all that happened to it, by the moment it is due."""
    outbox = desk.store.outbox
    return records(outbox.items(desk.code, desk.period.first_day), outbox.entries(desk.code, desk.period.first_day))


def records_in(desk: Desk, items: Iterable[Item]) -> tuple[Record, ...]:
    """Some items and all that happened to them."""
    found = tuple(items)
    return records(found, desk.store.outbox.entries_of([item.key for item in found]))


def words_of(desk: Desk, key: str) -> tuple[Artifact, ...]:
    """What an item says. Errors: UnknownName."""
    return _said(desk, desk.store.outbox.item(key).digest)


def waiting(desk: Desk, channel: str | None, ward: str | None, until: date | None, at: datetime) -> tuple[Item, ...]:
    """What has still to go out and what is in hands, while it is of use; of one channel or ward if named.

    Errors: UnknownName
    """
    name, ours = _channel_named(desk, channel), meetings_of_ward(desk, ward)
    before = first_moment(until + timedelta(days=1), desk.borough.profile.timezone) if until else None
    wanted = ItemFilter(channel=name, meetings=ours, until=before)
    return desk.store.outbox.sought(desk.code, desk.period.first_day, wanted, WAITING, at)


def choice(desk: Desk, channel: str | None, ward: str | None) -> Callable[[str, Iterable[str]], bool]:
    """Whether something is on a channel and tells of meetings of a ward, as far as they are named.

    Errors: NothingYet, where a ward is named and nothing was released; UnknownName
    """
    name, ours = _channel_named(desk, channel), meetings_of_ward(desk, ward)
    if ours is None:
        return lambda said_on, meetings: not name or said_on == name
    return lambda said_on, meetings: (not name or said_on == name) and not set(ours).isdisjoint(meetings)


def meetings_of_ward(desk: Desk, ward: str | None) -> tuple[str, ...] | None:
    """The ids of the released meetings of a ward, None where none is named. Errors: NothingYet, UnknownName."""
    if not ward:
        return None
    code = ward_named(desk.borough, ward).code
    return tuple(meeting.meeting_id for meeting in latest_release(desk).meetings_by_ward.get(code, ()))


def copy_of(desk: Desk, item: Item) -> str:
    """The channel whose words an item has. Edges: "" where the borough has the item's channel no more"""
    return next((way.copy for way in desk.publicity.every if way.channel == item.channel), "")


def _channel_named(desk: Desk, typed: str | None) -> str:
    """The channel that somebody means, in any case and with blanks for dashes; "" where none is named."""
    if typed is None:
        return ""
    known = sorted({way.channel for way in desk.publicity.every})
    asked = dashed("-".join(typed.casefold().split()))
    found = next((name for name in known if name.casefold() == asked), "")
    if not found:
        raise UnknownName("channel", typed, "one of " + ", ".join(known), known)
    return found


def approve(desk: Desk, keys: Sequence[str], by: str, at: datetime) -> tuple[Item, ...]:
    """Let items go out when they are due; return the ones that were waiting for it.

    Edges:  what is past its use waits for nothing; whether this person may is asked before
    Errors: UnknownName
    """
    of_use = [key for key in keys if desk.store.outbox.item(key).use_by > at]
    return desk.store.outbox.mark(of_use, APPROVABLE, ItemState.APPROVED, by, at, "")


def send_again(desk: Desk, keys: Sequence[str], by: str, at: datetime) -> tuple[Item, ...]:
    """Let items that failed go out after all; return the ones that had failed and are still of use.

    Errors: UnknownName; CannotUse where one would put right what is printed
    """
    items = [desk.store.outbox.item(key) for key in keys]
    if printed := next((item.key for item in items if item.is_beyond_mending), ""):
        raise CannotUse(printed, "what is printed and cannot be put right", "an item that can still be sent")
    useful = [item.key for item in items if item.can_be_sent_again(at)]
    return desk.store.outbox.mark(useful, (ItemState.FAILED,), ItemState.APPROVED, by, at, "To be sent again.")


def open_channel(desk: Desk, channel: str, by: str, at: datetime) -> tuple[str, ClosedChannel | None]:
    """Open a channel; return its name, and how it was closed, None where it was not. Errors: UnknownName."""
    name = _channel_named(desk, channel)
    return name, desk.store.outbox.open_channel(desk.code, name, by, at)


def closed_channels(desk: Desk) -> tuple[ClosedChannel, ...]:
    """Those of the borough's channels that nothing is sent on until somebody has mended them, by name."""
    ours = {way.channel for way in desk.publicity.every}
    return tuple(one for one in desk.store.outbox.closed_channels(desk.code) if one.channel in ours)


def confirm(
    desk: Desk, keys: Sequence[str], by: str, at: datetime, note: str, evidence: Witness = NO_WITNESS
) -> tuple[Item, ...]:
    """Write down that a person saw items go out; return the ones that were out, or in that person's hands.

    Edges:  with evidence, what was confirmed before is put right by a new line, and what was handed over and then
            replaced may turn out to have gone out; nothing is written where the day is wrong for one of the items
    Errors: CannotUse, where nobody could have told of it on the day; UnknownName
    """
    if evidence == NO_WITNESS:
        return desk.store.outbox.mark(keys, CONFIRMABLE, ItemState.CONFIRMED, by, at, note)
    found = [item for item in map(desk.store.outbox.item, dict.fromkeys(keys)) if _may_be_out(item)]
    if evidence.happened_on:
        _check_day(desk, found, evidence.happened_on, at)
    may_be_out = [item.key for item in found]
    return desk.store.outbox.mark(may_be_out, KNOWN_TO_BE_OUT, ItemState.CONFIRMED, by, at, note, evidence)


def _may_be_out(item: Item) -> bool:
    """Whether it can have gone out: what was replaced can where somebody had it in hand before."""
    return item.state in KNOWN_TO_BE_OUT and (item.state is not ItemState.REPLACED or item.may_be_told)


def _check_day(desk: Desk, items: Iterable[Item], day: date, at: datetime) -> None:
    """Errors: CannotUse, where a day is still to come, or comes before the release of what an item says."""
    timezone = desk.borough.profile.timezone
    if day > (today := local_day(at, timezone)):
        raise CannotUse("--on", f"{day:%-d %B %Y}", f"a day that has come: today is {today:%-d %B %Y}")
    for item in items:
        told = (
            local_day(version.released_at, timezone)
            for version in desk.store.versions(desk.code, item.first_day)
            if version.meeting_id in item.meetings and version.is_of(item.version)
        )
        known = max(told, default=day)
        if day < known:
            wanted = f"{known:%-d %B %Y} or later: what {item.key} says was released then"
            raise CannotUse("--on", f"{day:%-d %B %Y}", wanted)


def known_of(desk: Desk, latest: Release, number: int, still: tuple[StillOpen, ...] = ()) -> Background:
    """All that words of a release are made of; of an older one in the facts of today, but for its meetings."""
    release = latest
    if number != latest.number:
        release = in_words_of(desk.store.release(desk.code, desk.period.first_day, number), latest)
    everybody = partial(attendances, desk.store, desk.borough, release)
    told = with_campaign(desk.in_languages(release), desk.campaign, of=latest)
    told = replace(told, open_actions=still)
    return Background(told, desk.borough, cache(everybody), cache(partial(_said, desk)))


def _said(desk: Desk, digest: str) -> tuple[Artifact, ...]:
    return unpacked(desk.store.outbox.content(digest))


def _settings(desk: Desk, release: Release, at: datetime) -> str:
    """A digest of all but the release that decides what is to go out. A period before an election begins on a day."""
    voices = [(way.voice, way.copy) for way in desk.publicity.every]
    today, spoken = local_day(at, release.timezone), desk.in_languages(release)
    languages = (spoken.languages, spoken.reviewed_languages)
    held, care = sorted(_held(desk)), care_on(desk.borough, today)
    officers = contacts_now(desk.borough, EVER) if desk.publicity.writes_to_officers else ()
    still = _open_actions(desk, at)
    return joined(WORDS, voices, languages, desk.borough.elections, care, held, officers, desk.campaign, still)


def _open_actions(desk: Desk, at: datetime) -> tuple[StillOpen, ...]:
    """What officers are told that panels still wait for. Edges: nothing is read where nobody writes to officers"""
    return open_actions(desk.store, desk.borough.profile, at) if desk.publicity.writes_to_officers else ()
