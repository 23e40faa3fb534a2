"""What the templates are given: a release's meetings grouped and named, with nothing left to work out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import groupby

from publishers import addresses, feeds, needs, wording
from publishers.languages import ENGLISH, Language, to_translate
from scheduler.days import local_day
from scheduler.place import Position
from scheduler.policy import Session
from scheduler.release.edition import Edition
from scheduler.release.edition import before as before_news
from scheduler.release.grading import is_same_place, keeps_facts
from scheduler.release.promises import News
from scheduler.release.value import Change, ChangeKind, Hall, PastFacts, PublicWard, Release, ReleasedMeeting

CHANGE_HEADINGS: Mapping[ChangeKind, str] = {
    ChangeKind.CANCELLED: to_translate("Cancelled meetings"),
    ChangeKind.REINSTATED: to_translate("Meetings that are on again"),
    ChangeKind.MOVED: to_translate("Moved meetings"),
    ChangeKind.VENUE_CHANGED: to_translate("Meetings with a new place"),
    ChangeKind.ACCESS_CHANGED: to_translate("Meetings where getting in has changed"),
    ChangeKind.NOT_HELD: to_translate("Meetings that were not held"),
    ChangeKind.HELD: to_translate("Meetings that were held after all"),
    ChangeKind.NEW: to_translate("New meetings"),
}
"""What a list of changes says first: what would make somebody turn up for nothing."""


@dataclass(frozen=True, slots=True)
class State:
    """How a meeting differs from what was first announced, in one word and one colour. Never by colour alone.

    Edges: `name` is the English word; templates translate it
    """

    name: str
    colour: str


@dataclass(frozen=True, slots=True)
class NewsRow:
    """One row of a list of news: what happened, in a sentence, and on which local day it was told, if that is shown.

    Edges: `meeting` is None where it happened to all of them
    """

    sentence: str
    meeting: ReleasedMeeting | None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class NewsGroup:
    """One kind of news.

    Edges: `heading` is in English; templates translate it
    """

    heading: str
    items: tuple[NewsRow, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """The meetings of one month."""

    name: str
    first_day: date
    meetings: tuple[ReleasedMeeting, ...]

    @property
    def anchor(self) -> str:
        """Its place in an address."""
        return anchor(self.first_day)


def by_month(meetings: Iterable[ReleasedMeeting], lang: Language = ENGLISH) -> tuple[Month, ...]:
    """The meetings by calendar month; they are sorted by start already."""
    months = groupby(meetings, key=lambda meeting: meeting.held_on.replace(day=1))
    return tuple(Month(wording.month(first_day, lang), first_day, tuple(group)) for first_day, group in months)


def anchor(month: date) -> str:
    """A month as a part of an address: march-2027."""
    return f"{wording.MONTHS[month.month - 1].lower()}-{month.year}"


def news_at(meetings: Iterable[ReleasedMeeting]) -> datetime | None:
    """When the last of some meetings changed; None where there are none."""
    return max((meeting.last_changed_at for meeting in meetings), default=None)


Wards = Mapping[str, wording.NamedWard]


def by_kind(changes: Iterable[Change], wards: Wards, lang: Language) -> tuple[NewsGroup, ...]:
    """The changes by kind, in words, kinds without a change left out."""
    items = ((change.kind, NewsRow(_sentence(change, wards, lang), change.after)) for change in changes)
    return _grouped(items)


def news(edition: Edition, lang: Language = ENGLISH) -> tuple[NewsGroup, ...]:
    """The newest news of an edition by kind, each with the day it was told."""
    now, wards = edition.release.meeting_by_id, edition.release.ward_by_code
    return told(edition.latest, now, wards, edition.release.timezone, lang)


def told(
    latest: Iterable[News], now: Mapping[str, ReleasedMeeting], wards: Wards, timezone: str, lang: Language
) -> tuple[NewsGroup, ...]:
    """News by kind. `now` are the meetings as they are, which word what has not changed since."""
    items = []
    for each in latest:
        on = local_day(each.at, timezone)
        if each.is_of_all:
            items.append((each.kind, NewsRow(wording.change_of_all(each.kind, each.meetings, lang), None, on)))
            continue
        meeting = now.get(each.meetings[0].meeting_id)
        if meeting is not None:
            items.append((each.kind, row(each.kind, meeting, on, wards, lang)))
    return _grouped(items)


def row(kind: ChangeKind, meeting: ReleasedMeeting, on: date | None, wards: Wards, lang: Language) -> NewsRow:
    """What became of one meeting: what it was, what it is, and when that was told."""
    before = None if kind is ChangeKind.NEW else before_news(meeting)
    return NewsRow(_sentence(Change(kind, before, meeting), wards, lang), meeting, on)


def _sentence(change: Change, wards: Wards, lang: Language) -> str:
    return wording.change_sentence(change, wards[change.after.ward_code], lang)


def _grouped(items: Iterable[tuple[ChangeKind, NewsRow]]) -> tuple[NewsGroup, ...]:
    found: dict[ChangeKind, list[NewsRow]] = {kind: [] for kind in CHANGE_HEADINGS}
    for kind, item in items:
        if kind in found:
            found[kind].append(item)
    return tuple(NewsGroup(CHANGE_HEADINGS[kind], tuple(rows)) for kind, rows in found.items() if rows)


_NEW_ACCESS = State(to_translate("Getting in has changed"), "yellow")


def state_of(meeting: ReleasedMeeting) -> State | None:
    """The state to show beside a meeting; None where it is as first announced."""
    if meeting.is_cancelled:
        return State(to_translate("Cancelled"), "red")
    if meeting.is_not_held:
        return State(to_translate("Not held"), "red")
    if meeting.was is None:
        return None
    if meeting.is_back_on:
        return State(to_translate("Back on"), "green")
    if keeps_facts(meeting.was, meeting):
        return None
    if has_new_time(meeting):
        return State(to_translate("Moved"), "yellow")
    return State(to_translate("New place"), "yellow") if has_new_place(meeting) else _NEW_ACCESS


def has_new_time(meeting: ReleasedMeeting) -> bool:
    """Whether the last change was of the day or the time."""
    return has_new_day(meeting) or has_new_clock(meeting)


def has_new_day(meeting: ReleasedMeeting) -> bool:
    """Whether the last change was to another day."""
    return meeting.was is not None and meeting.was.starts_at.date() != meeting.starts_at.date()


def has_new_clock(meeting: ReleasedMeeting) -> bool:
    """Whether the last change was to another time of day."""
    return meeting.was is not None and _clocks(meeting.was) != _clocks(meeting)


def _clocks(facts: ReleasedMeeting | PastFacts) -> tuple[time, time]:
    return facts.starts_at.time(), facts.ends_at.time()


def has_new_place(meeting: ReleasedMeeting) -> bool:
    """Whether the last change was of the place."""
    return meeting.was is not None and not is_same_place(meeting.was.hall, meeting.hall)


def map_link(hall: Hall) -> str:
    """To a hall on a map. Edges: by its name and address where only the middle of an area is known, not its door."""
    if hall.position is Position.DOOR:
        return addresses.on_map(hall.lat, hall.lon)
    return addresses.found_on_map(wording.where(hall))


def place_of(hall: Hall) -> str:
    """The hall's name and address, in which the postcode stays on one line."""
    postcode = wording.one_line(hall.postcode)
    return wording.where(hall).replace(postcode, postcode.replace(" ", "\N{NO-BREAK SPACE}"))


def address_of(hall: Hall) -> str:
    """Where the hall is, without repeating its name."""
    return place_of(hall).removeprefix(wording.one_line(hall.name)).removeprefix(", ")


def kinds(meeting: ReleasedMeeting) -> tuple[str, ...]:
    """The lists that a meeting belongs to, by their place in an address."""
    session = ("daytime",) if meeting.session.is_daytime else ("evening",)
    weekend = ("weekend",) if meeting.session is Session.WEEKEND_DAYTIME else ()
    return session + weekend + needs.met_by(meeting.hall)


def without_boundary(ward: PublicWard) -> PublicWard:
    """The ward as a page tells of it, so that a new border makes no new page."""
    return replace(ward, boundary=())


def calendar_name(feed: str, borough: str, lang: Language) -> str:
    """What the calendar with all meetings of the borough, or with one part of them, calls itself."""
    names = {path: name for path, name, _ in feeds.PART_WORDS}
    named = wording.one_line(borough)
    return lang.say(names[feed], borough=named) if feed in names else wording.borough_calendar(named, lang)


def period(release: Release, lang: Language = ENGLISH) -> str:
    """The months a release is about: 2027, or April 2027 to March 2028."""
    first, last = release.first_day, release.last_day
    if (first.month, first.day, last.month, last.day, last.year) == (1, 1, 12, 31, first.year):
        return str(first.year)
    return months(first, last, lang)


def months(first: date, last: date, lang: Language = ENGLISH) -> str:
    """The months from one day to another: March 2027, or April 2027 to March 2028."""
    begins, ends = wording.month(first, lang), wording.month(last, lang)
    return begins if begins == ends else lang.say("%(first)s to %(last)s", first=begins, last=ends)
