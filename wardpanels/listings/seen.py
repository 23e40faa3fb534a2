"""Whether meetings are listed elsewhere as they were released: the comparison, without any asking.

What others list is a `Listing`; what is found of a meeting in one place is a `Seen`, which the ledger can keep.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from publishers import wording
from scheduler.release.value import Hall, Release, ReleasedMeeting
from wardpanels.sources.listing import Listing

FURTHEST = timedelta(days=31)
"""How far from its true day a listing may be and still be taken for that meeting."""

OFF = re.compile(r"\b(?:cancel|postpone|called off|will not be held)", re.IGNORECASE)
OLD = re.compile(r"\b(?:moved|instead|no longer|was to be|previously)\b", re.IGNORECASE)
WORD = re.compile(r"[^\W_]+")
PLAIN_WORDS = frozenset({"the", "and", "of", "at", "in"})


class Verdict(StrEnum):
    """What is found of a meeting in one place.

    Edges: STALE still tells of a meeting that is off, or of the day it has left; GONE is a cancelled meeting that is
           listed no more, as it should be
    """

    LISTED = "listed"
    WRONG = "listed wrongly"
    MISSING = "missing"
    STALE = "stale"
    GONE = "gone, rightly"
    NOT_SEEN = "not looked at"

    @property
    def is_right(self) -> bool:
        """Whether nobody has to do anything."""
        return self in (Verdict.LISTED, Verdict.GONE)


@dataclass(frozen=True, slots=True)
class ListingPlace:
    """Where meetings should be listed. Edges: a place of the whole borough has no `ward_code`"""

    source: str
    address: str
    ward_code: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found of one meeting in one place. Edges: `differs` has a sentence for each thing that is wrong"""

    meeting_id: str
    ward_code: str
    source: str
    address: str
    verdict: Verdict
    looked_at: datetime
    differs: tuple[str, ...] = ()


def compared(
    release: Release,
    place: ListingPlace,
    listings: Sequence[Listing],
    meetings: Iterable[ReleasedMeeting],
    at: datetime,
) -> tuple[Seen, ...]:
    """Return what a place says of each of some meetings of the release, in their order."""
    return tuple(_Ward(release, place, listings, meeting).seen(at) for meeting in meetings)


def not_seen(place: ListingPlace, meetings: Iterable[ReleasedMeeting], why: str, at: datetime) -> tuple[Seen, ...]:
    """Return that a place could not be looked at, for each meeting."""
    return tuple(_seen(place, meeting, Verdict.NOT_SEEN, at, (why,)) for meeting in meetings)


def is_listed_at(place: ListingPlace, meeting: ReleasedMeeting) -> bool:
    """Whether a place is about a meeting's ward."""
    return place.ward_code in ("", meeting.ward_code)


@dataclass(frozen=True, slots=True)
class _Ward:
    """One meeting, and all that a place says."""

    release: Release
    place: ListingPlace
    listings: Sequence[Listing]
    meeting: ReleasedMeeting

    def seen(self, at: datetime) -> Seen:
        verdict, differs = self._off() if self.meeting.is_cancelled else self._on()
        return _seen(self.place, self.meeting, verdict, at, differs)

    def _off(self) -> tuple[Verdict, tuple[str, ...]]:
        if any(not _says_off(listing) for listing in self._on_its_day()):
            return Verdict.STALE, ("state: found it listed, wanted it cancelled",)
        return Verdict.GONE, ()

    def _on(self) -> tuple[Verdict, tuple[str, ...]]:
        told = sorted((tuple(self._differs(listing)) for listing in self._on_its_day()), key=len)
        if not told:
            return self._on_another_day()
        if told[0]:
            return Verdict.WRONG, told[0]
        old = self._still_on_its_old_day()
        if old:
            return Verdict.STALE, (f"date: also found {wording.day(old.day)}, wanted it taken down",)
        return Verdict.LISTED, ()

    def _on_its_day(self) -> Iterator[Listing]:
        return (one for one in self.listings if one.day == self.meeting.held_on and self._is_about(one))

    def _on_another_day(self) -> tuple[Verdict, tuple[str, ...]]:
        taken = {one.held_on for one in self.release.meetings if one.ward_code == self.meeting.ward_code}
        near = [one for one in self.listings if one.day not in taken and self._is_ours(one) and self._stands(one)]
        listing = min(near, key=self._days_off, default=None)
        if listing is None or self._days_off(listing) > FURTHEST:
            return Verdict.MISSING, ()
        wanted = wording.day(self.meeting.held_on)
        return Verdict.WRONG, (f"date: found {wording.day(listing.day)}, wanted {wanted}", *self._differs(listing))

    def _still_on_its_old_day(self) -> Listing | None:
        was = self.meeting.was
        if was is None or was.starts_at.date() == self.meeting.held_on:
            return None
        old = (one for one in self.listings if one.day == was.starts_at.date() and self._stands(one))
        return next((one for one in old if self._is_ours(one) or is_named(was.hall, one.text)), None)

    def _stands(self, listing: Listing) -> bool:
        """Whether a listing asks people to come: a day alone in a text, such as that of its last change, does not."""
        is_whole = listing.start is not None or is_named(self.meeting.hall, listing.text)
        return is_whole and not _says_off(listing) and not OLD.search(listing.text)

    def _days_off(self, listing: Listing) -> timedelta:
        return abs(listing.day - self.meeting.held_on)

    def _is_about(self, listing: Listing) -> bool:
        """Whether a listing of the right day is this meeting, and not a surgery or a street briefing."""
        same_time = listing.start == self.meeting.starts_at.time()
        return self._is_of_ward(listing) and (same_time or self._is_ours(listing))

    def _is_ours(self, listing: Listing) -> bool:
        """Whether a listing of any day tells of a panel meeting of this ward."""
        is_panel = "panel" in listing.text.casefold()
        return self._is_of_ward(listing) and (is_panel or is_named(self.meeting.hall, listing.text))

    def _is_of_ward(self, listing: Listing) -> bool:
        if self.place.ward_code:
            return True
        ward = self.release.ward_by_code[self.meeting.ward_code]
        return _words(ward.name) <= _words(listing.text)

    def _differs(self, listing: Listing) -> Iterator[str]:
        meeting = self.meeting
        if _says_off(listing):
            yield "state: found it cancelled, wanted it to be held"
        if listing.start != meeting.starts_at.time():
            found = f"{listing.start:%H:%M}" if listing.start else "none"
            yield f"time: found {found}, wanted {meeting.starts_at:%H:%M}"
        if not is_named(meeting.hall, listing.text):
            yield f"hall: found {listing.place or 'no such name'}, wanted {wording.where(meeting.hall)}"


def is_named(hall: Hall, text: str) -> bool:
    """Whether a text names a hall: by its postcode, or by every word of its name but the smallest."""
    postcode = "".join(hall.postcode.casefold().split())
    name = _words(hall.name)
    return bool(postcode and postcode in "".join(text.casefold().split())) or bool(name and name <= _words(text))


def _words(text: str) -> frozenset[str]:
    return frozenset(WORD.findall(text.casefold().replace("’", "").replace("'", ""))) - PLAIN_WORDS


def _says_off(listing: Listing) -> bool:
    return listing.is_cancelled or bool(OFF.search(listing.text))


def _seen(
    place: ListingPlace, meeting: ReleasedMeeting, verdict: Verdict, at: datetime, differs: tuple[str, ...]
) -> Seen:
    return Seen(meeting.meeting_id, meeting.ward_code, place.source, place.address, verdict, at, differs)
