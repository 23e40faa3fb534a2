"""What a person does with items at the desk: looks at lists of them, holds back, lets go, rejects, takes them there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from scheduler.days import first_moment
from scheduler.errors import PanelError, StaleRevision, UnknownName
from scheduler.items import NO_WITNESS, OPEN, Item, ItemFilter, ItemGroup, ItemState, LedgerEntry, Witness
from scheduler.release.value import Release
from wardpanels.faults import CannotUse
from wardpanels.people.rights import Person, check_not_own
from wardpanels.publicity.desk import Desk, approve, confirm, latest_release, meetings_of_ward
from wardpanels.publicity.missing import missed_lately

PAGE_SIZE = 20
MOST_HOLDS = 200
"""Of a channel and some meetings: more are not looked through."""


class StaleItem(StaleRevision):
    """An item is not as it was when somebody looked at it. `why` is what happened to it since, in a sentence."""

    code = "stale-item"

    def __init__(self, key: str, why: str) -> None:
        self.key, self.why = key, why
        PanelError.__init__(self, f"{key} has changed since you looked. {why} Look at it again.")


@dataclass(frozen=True, slots=True)
class ItemsSought:
    """Which items somebody wants to see: of a channel, a ward, due on a day.

    Edges: "" and None are all; `not_to` is how the recipients begin whose items are left out, as of an `ItemFilter`
    """

    group: ItemGroup = ItemGroup.BY_HAND
    channel: str = ""
    ward: str = ""
    day: date | None = None
    page: int = 1
    not_to: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list, and how many each list has. `counts` leave out what the filters do."""

    items: tuple[Item, ...]
    counts: Mapping[ItemGroup, int]
    release: Release
    pages: int


def listed(desk: Desk, sought: ItemsSought, at: datetime) -> Listed:
    """A page of the items that somebody wants to see.

    Errors: NothingYet; UnknownName for a ward
    """
    release, wanted, outbox = latest_release(desk), _filter(desk, sought), desk.store.outbox
    place = (desk.code, desk.period.first_day)
    counts = outbox.counts(*place, wanted, at)
    pages = max(1, -(-counts[sought.group] // PAGE_SIZE))
    page = min(max(1, sought.page), pages)
    items = outbox.group(*place, sought.group, wanted, at, ((page - 1) * PAGE_SIZE, PAGE_SIZE))
    return Listed(items, counts, release, pages)


@dataclass(frozen=True, slots=True)
class DeskNow:
    """How much there is to do, and the first of what must be put right by hand."""

    counts: Mapping[ItemGroup, int]
    corrections: tuple[Item, ...]


def desk_now(desk: Desk, wards: Iterable[str], at: datetime, most: int) -> DeskNow:
    """What there is to do about some wards, or all where none is named, with at most so many corrections.

    Edges:  of what was missed, what somebody has to see to: lately, or while its meeting is still to come
    Errors: NothingYet
    """
    codes, wanted = tuple(wards), ItemFilter(by_hand=ways_by_hand(desk))
    ours: tuple[str, ...] = ()
    if codes:
        of_ward = latest_release(desk).meetings_by_ward
        ours = tuple(meeting.meeting_id for code in codes for meeting in of_ward.get(code, ()))
        wanted = replace(wanted, meetings=ours)
    missed = (one for one in missed_lately(desk, at) if not codes or not set(ours).isdisjoint(one.item.meetings))
    place, outbox = (desk.code, desk.period.first_day), desk.store.outbox
    counts = {**outbox.counts(*place, wanted, at), ItemGroup.MISSED: sum(1 for _ in missed)}
    first = outbox.group(*place, ItemGroup.BY_HAND, wanted, at, (0, most)) if counts[ItemGroup.BY_HAND] else ()
    return DeskNow(counts, tuple(each for each in first if each.is_correction))  # they stand first in their list


def _filter(desk: Desk, sought: ItemsSought) -> ItemFilter:
    since = until = None
    if sought.day:
        zone = desk.borough.profile.timezone
        since, until = first_moment(sought.day, zone), first_moment(sought.day + timedelta(days=1), zone)
    ours = meetings_of_ward(desk, sought.ward)
    return ItemFilter(ways_by_hand(desk), sought.channel, ours, since, until, sought.not_to)


def ways_by_hand(desk: Desk) -> tuple[str, ...]:
    """The channels on which a person takes things there."""
    return tuple(way.channel for way in desk.publicity.every if way.is_by_hand)


def wards_of(desk: Desk, items: Iterable[Item]) -> tuple[str, ...]:
    """The codes of the wards whose meetings items tell of. Edges: none for what tells of no meeting that is released"""
    return wards_told(latest_release(desk), items)


def wards_told(release: Release, items: Iterable[Item]) -> tuple[str, ...]:
    """The same by a release that is at hand."""
    known = release.meeting_by_id
    found = {known[meeting].ward_code for item in items for meeting in item.meetings if meeting in known}
    return tuple(sorted(found))


def items_looked_at(desk: Desk, looked_at: Mapping[str, str]) -> tuple[Item, ...]:
    """The items with these keys, of this borough and period, as somebody saw them: by key, the digest that was shown.

    Errors: UnknownName; StaleItem where one says something else by now, or was overtaken
    """
    found, others = still_as_seen(desk, looked_at)
    for item in others:
        raise StaleItem(item.key, item.note)
    return found


def still_as_seen(desk: Desk, looked_at: Mapping[str, str]) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """The same, and apart from them those that say something else by now, or were overtaken. Errors: UnknownName."""
    found = [item_here(desk, key) for key in looked_at]
    same = tuple(one for one in found if one.digest == looked_at[one.key] and one.state is not ItemState.REPLACED)
    return same, tuple(one for one in found if one not in same)


def in_its_place(desk: Desk, item: Item) -> Item | None:
    """What stands by now in the place of an item that was overtaken, None where nothing does."""
    outbox, states = desk.store.outbox, [state for state in ItemState if state is not ItemState.REPLACED]
    channels = {item.channel}
    every = outbox.items(desk.code, desk.period.first_day, states, with_letters=False, channels=channels)
    of_thread = [one for one in every if one.thread == item.thread]
    return next((one for one in of_thread if one.lead == item.lead), of_thread[-1] if of_thread else None)


def holds_of(desk: Desk, item: Item) -> tuple[LedgerEntry, ...]:
    """Each time that an item, or what stood in its place before, was held back or let go, the newest first."""
    wanted = ItemFilter(channel=item.channel, meetings=item.meetings or None)
    page = (0, MOST_HOLDS)
    lines = desk.store.outbox.happened(
        desk.code, desk.period.first_day, wanted, (ItemState.HELD, ItemState.LET_GO), page
    )
    return tuple(line for other, line in lines if other.thread == item.thread and _is_same_time(other, item))


def why_held(desk: Desk, item: Item) -> str:
    """The reason of whoever holds an item back, whatever has happened to its words since. Edges: "" for nobody"""
    if not item.is_held:
        return ""
    return next((line.note for line in holds_of(desk, item) if line.event is ItemState.HELD), item.note)


def _is_same_time(other: Item, item: Item) -> bool:
    return other.lead == item.lead or (other.is_correction and item.is_correction)


def item_here(desk: Desk, key: str) -> Item:
    """One item of this borough and period. Errors: UnknownName."""
    item = desk.store.outbox.item(key)
    if (item.borough_code, item.first_day) != (desk.code, desk.period.first_day):
        raise UnknownName("item", key, "one of this borough and year")
    return item


def approve_seen(
    desk: Desk, items: Sequence[Item], person: Person, at: datetime, *, same_may: bool
) -> tuple[Item, ...]:
    """Let items go out that this person has looked at; return the ones that waited for it.

    Errors: OwnApproval where this person changed the words of one; CannotUse
    """
    for item in items:
        check_not_own(person, item.edited_by, same_may=same_may)
    return approve(desk, [item.key for item in items], person.who, at)


def went_out(
    desk: Desk, items: Sequence[Item], by: str, at: datetime, note: str = "", evidence: Witness = NO_WITNESS
) -> tuple[Item, ...]:
    """Write down that a person took items where they belong, whether a sender had handed them over by then or not.

    Errors: CannotUse where one is not to go out yet, or nobody could have told of it on the day
    """
    for item in items:
        if why := why_not_out(desk, item, at):
            raise CannotUse(item.channel, why, "an item that is in somebody's hands, or is out")
    keys, by_hand = [item.key for item in items], ways_by_hand(desk)
    ready = [item.key for item in items if item.state in OPEN and item.channel in by_hand]
    desk.store.outbox.mark(ready, OPEN, ItemState.HANDED_OVER, by, at, "Taken by hand.")
    return confirm(desk, keys, by, at, note, evidence)


def why_not_out(desk: Desk, item: Item, at: datetime) -> str:
    """What an item is that nobody can have taken where it belongs at a moment, "" where somebody can."""
    if item.state not in OPEN:
        return ""
    if item.is_held:
        return f"an item that {item.held_by} holds back"
    if item.awaits_approval:
        return "an item that nobody has approved"
    if item.channel not in ways_by_hand(desk) or item.is_on_its_way(at):
        return "an item that the computer sends"
    return ""


def set_aside(desk: Desk, event: ItemState, keys: Sequence[str], by: str, why: str, at: datetime) -> tuple[Item, ...]:
    """Hold items back (HELD), let them go (LET_GO), or let them never go out (REJECTED); return those it was done to.

    Edges:  what is rejected does not come back in other words either, as long as the facts are the same
    Errors: CannotUse, where no reason is given and one is needed; UnknownName
    """
    for key in keys:
        desk.store.outbox.item(key)
    reason = " ".join(why.split()) or (f"{by} let it go." if event is ItemState.LET_GO else "")
    if not reason:
        raise CannotUse("the reason", "nothing", "a few words on why: others will read them")
    return desk.store.outbox.set_aside(event, keys, by, at, reason)
