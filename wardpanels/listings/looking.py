"""Looks around: where each ward's meetings should be listed, and what is found there.

One place that cannot be looked at stops no other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from zoneinfo import ZoneInfo

from publishers.channels.police_uk import CHANNEL
from scheduler.days import local_day
from scheduler.facts import Borough, Ward
from scheduler.items import Witness
from scheduler.names import ward_named
from scheduler.release.adjoining import with_years_beside
from scheduler.release.value import Release, ReleasedMeeting
from wardpanels.faults import CannotUse
from wardpanels.listings.neighbourhoods import FoundNeighbourhood, neighbourhood_of
from wardpanels.listings.seen import ListingPlace, Seen, Verdict, compared, is_listed_at, not_seen
from wardpanels.listings.sightings import note_sightings
from wardpanels.publicity.desk import CONFIRMABLE, Desk, confirm, latest_release
from wardpanels.sources import police_uk
from wardpanels.sources.every_source import source_at
from wardpanels.sources.listing import Listing
from wardpanels.sources.web import Asker, CannotAsk

WITH_WARD = re.compile(r"[^:/=]+=")


@dataclass(frozen=True, slots=True)
class Round:
    """One look around: how it is asked, what is looked for, and where.

    Units: `days` to come, whose meetings should be listed by now
    Edges: `police_uk` is where data.police.uk is, "" to leave it out; `pages` come on top of those in wards.csv
    """

    asker: Asker
    borough: Borough
    release: Release
    at: datetime
    days: int = 28
    police_uk: str = ""
    pages: tuple[ListingPlace, ...] = ()

    def is_soon(self, moment: datetime) -> bool:
        """Whether a moment falls in the days to come."""
        return self.at < moment <= self.at + timedelta(days=self.days)

    def meetings(self, ward: Ward | None) -> tuple[ReleasedMeeting, ...]:
        """The meetings of the days to come, and those that were to be held in them; of one ward if it is given."""
        ours = (one for one in self.release.meetings if ward is None or one.ward_code == ward.code)
        return tuple(
            one for one in ours if self.is_soon(one.starts_at) or (one.was and self.is_soon(one.was.starts_at))
        )


@dataclass(frozen=True, slots=True)
class ListingReport:
    """What a look around came to. Edges: `looked_up` are the wards whose neighbourhood was found by its place alone"""

    seen: tuple[Seen, ...]
    looked_up: tuple[FoundNeighbourhood, ...] = ()

    @property
    def is_blind(self) -> bool:
        """Whether there was something to look for and no place could be looked at."""
        return bool(self.seen) and all(one.verdict is Verdict.NOT_SEEN for one in self.seen)

    @property
    def is_all_right(self) -> bool:
        """Whether every meeting is listed rightly in every place."""
        return all(one.verdict.is_right for one in self.seen)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants looked at: pages as they typed them, the days to come, and one ward or all.

    Edges: `confirm_by` is in whose name the ledger is told of what police.uk lists rightly, "" to tell it nothing
    """

    pages: tuple[str, ...] = ()
    days: int = 28
    ward: str | None = None
    police_uk: str = ""
    confirm_by: str = ""


@dataclass(frozen=True, slots=True)
class LookedAround:
    """What was looked for, what was found, and how many items were confirmed by it."""

    release: Release
    report: ListingReport
    confirmed: int


def look_around(desks: Sequence[Desk], asker: Asker, wish: Wish, at: datetime) -> LookedAround:
    """Look at every place where the released meetings should be listed by now, and write down what was seen.

    Errors: NothingYet, UnknownName; CannotUse
    """
    borough = desks[0].borough
    first, *others = (latest_release(desk) for desk in desks)
    release = with_years_beside(first, others, local_day(at, first.timezone))
    chosen = ward_named(borough, wish.ward) if wish.ward else None
    places = tuple(place_of(borough, typed) for typed in wish.pages)
    report = look(Round(asker, borough, release, at, wish.days, wish.police_uk, places), chosen)
    note_sightings(desks[0], report.seen, at)
    confirmed = confirm_listed(desks, report, wish.confirm_by, at) if wish.confirm_by else 0
    return LookedAround(release, report, confirmed)


def place_of(borough: Borough, typed: str) -> ListingPlace:
    """The page that `WARD=ADDRESS`, or an address alone, means.

    Errors: UnknownName; CannotUse where it is no web address
    """
    named, _, address = typed.partition("=") if WITH_WARD.match(typed) else ("", "", typed)
    if not address.startswith(("http://", "https://")):
        raise CannotUse("--page", repr(typed), "a web address such as https://www.example.org/panels")
    return ListingPlace(source_at(address).name, address, ward_named(borough, named).code if named else "")


def look(look_for: Round, ward: Ward | None = None) -> ListingReport:
    """Look for the meetings in every place that is about their wards, by place and date; of one ward if it is given.

    Edges: a meeting that has moved beyond the days to come need not be listed yet, but its old day must be gone
    """
    meetings = look_for.meetings(ward)
    later = {meeting.meeting_id for meeting in meetings if not look_for.is_soon(meeting.starts_at)}
    codes = {meeting.ward_code for meeting in meetings}
    wards = [one for one in look_for.borough.wards if one.code in codes]
    looked_up: list[FoundNeighbourhood] = []
    seen: list[Seen] = []
    for place, ask in chain(_police_places(look_for, wards, looked_up), _page_places(look_for, wards)):
        wanted = [meeting for meeting in meetings if is_listed_at(place, meeting)]
        seen += _seen_at(look_for, place, ask, wanted)
    due = (one for one in seen if one.verdict is not Verdict.MISSING or one.meeting_id not in later)
    return ListingReport(tuple(due), tuple(looked_up))


def confirm_listed(desks: Sequence[Desk], report: ListingReport, by: str, at: datetime) -> int:
    """Write in the ledger that what police.uk lists rightly was seen there, and return how many items that is.

    Errors: CannotUse, where this person may not
    """
    desk, store = desks[0], desks[0].store
    ours = {way.channel for way in desk.publicity.ways if way.copy == CHANNEL}
    every = (item for each in desks for item in store.outbox.items(each.code, each.period.first_day))
    items = [item for item in every if item.channel in ours]
    confirmed = 0
    for seen in report.seen:
        if (seen.verdict, seen.source) == (Verdict.LISTED, police_uk.SOURCE):
            keys = [item.key for item in items if seen.meeting_id in item.meetings and item.state in CONFIRMABLE]
            confirmed += len(
                confirm(desk, keys, by, at, f"Listing seen at {seen.address}", Witness(shown_by=seen.address))
            )
    return confirmed


Ask = Callable[[], tuple[Listing, ...]]


def _seen_at(look_for: Round, place: ListingPlace, ask: Ask, wanted: Sequence[ReleasedMeeting]) -> tuple[Seen, ...]:
    try:
        return compared(look_for.release, place, ask(), wanted, look_for.at)
    except CannotAsk as fault:
        return not_seen(place, wanted, f"found {fault.found}", look_for.at)


def _police_places(
    look_for: Round, wards: Iterable[Ward], looked_up: list[FoundNeighbourhood]
) -> Iterator[tuple[ListingPlace, Ask]]:
    if not look_for.police_uk:
        return
    force = look_for.borough.profile.police_force
    for ward in wards:
        try:
            found = neighbourhood_of(look_for.asker, look_for.police_uk, force, ward)
        except CannotAsk as fault:
            yield ListingPlace(police_uk.SOURCE, fault.address, ward.code), partial(_raise, fault)
            continue
        looked_up += [] if found.is_checked else [found]
        address = police_uk.events_address(look_for.police_uk, force, found.neighbourhood)
        yield ListingPlace(police_uk.SOURCE, address, ward.code), partial(police_uk.listings, look_for.asker, address)


def _page_places(look_for: Round, wards: Sequence[Ward]) -> Iterator[tuple[ListingPlace, Ask]]:
    release = look_for.release
    years = sorted({release.first_day.year, release.last_day.year})
    own = (ListingPlace(source_at(address).name, address, ward.code) for ward in wards for address in ward.listed_at)
    for place in (*own, *look_for.pages):
        listings = source_at(place.address).listings
        yield place, partial(listings, look_for.asker, place.address, years, ZoneInfo(release.timezone))


def _raise(fault: CannotAsk) -> tuple[Listing, ...]:
    raise fault
