"""What the templates are given: a release's meetings grouped and named, with nothing left to work out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from publishers import wording
from scheduler.facts import Acronym
from scheduler.release import ChangeKind, Hall, PastFacts, Release, ReleasedMeeting

CHANGE_HEADINGS: Mapping[ChangeKind, str] = {
    ChangeKind.CANCELLED: "Cancelled meetings",
    ChangeKind.REINSTATED: "Meetings that are on again",
    ChangeKind.MOVED: "Moved meetings",
    ChangeKind.VENUE_CHANGED: "Meetings with a new place",
    ChangeKind.UPDATED: "Meetings with new details",
    ChangeKind.NEW: "New meetings",
}
"""What a list of changes says first: what would make somebody turn up for nothing."""


@dataclass(frozen=True, slots=True)
class State:
    """How a meeting differs from what was first announced, in one word and one colour. Never by colour alone."""

    name: str
    colour: str


@dataclass(frozen=True, slots=True)
class News:
    """One kind of change since the release before. `items` pair a meeting with the sentence that says what happened."""

    heading: str
    items: tuple[tuple[ReleasedMeeting, str], ...]


@dataclass(frozen=True, slots=True)
class Month:
    """The meetings of one month. `anchor` is safe in an address."""

    name: str
    anchor: str
    meetings: tuple[ReleasedMeeting, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of the glossary. `anchor` is safe in an address and its own."""

    acronym: str
    anchor: str
    expansion: str
    plain_english: str


def by_month(meetings: Iterable[ReleasedMeeting]) -> tuple[Month, ...]:
    """The meetings by calendar month; they are sorted by start already."""
    months = groupby(meetings, key=lambda meeting: (meeting.held_on.year, meeting.held_on.month))
    return tuple(
        Month(f"{wording.MONTHS[month - 1]} {year}", f"{wording.MONTHS[month - 1].lower()}-{year}", tuple(group))
        for (year, month), group in months
    )


def news(release: Release) -> tuple[News, ...]:
    """What has changed since the release before, by kind, kinds without a change left out.

    Edges: the first release has no news, for all of it is new
    """
    if release.number == 1:
        return ()
    wards = release.ward_by_code
    told: dict[ChangeKind, list[tuple[ReleasedMeeting, str]]] = {kind: [] for kind in CHANGE_HEADINGS}
    for change in release.changes:
        if change.kind in told:
            sentence = wording.change_sentence(change, wards[change.after.ward_code])
            told[change.kind].append((change.after, sentence))
    return tuple(News(CHANGE_HEADINGS[kind], tuple(items)) for kind, items in told.items() if items)


def state_of(meeting: ReleasedMeeting) -> State | None:
    """The state to show beside a meeting; None where it is as first announced."""
    if meeting.is_cancelled:
        return State("Cancelled", "red")
    if meeting.was is None:
        return None
    if has_new_time(meeting):
        return State("Moved", "yellow")
    return State("New place", "yellow") if has_new_place(meeting) else State("New details", "grey")


def has_new_time(meeting: ReleasedMeeting) -> bool:
    """Whether the last change was of the day or the time."""
    return has_new_day(meeting) or has_new_clock(meeting)


def has_new_day(meeting: ReleasedMeeting) -> bool:
    """Whether the last change was to another day."""
    return meeting.was is not None and meeting.was.starts_at.date() != meeting.starts_at.date()


def has_new_clock(meeting: ReleasedMeeting) -> bool:
    """Whether the last change was to another time of day."""
    return meeting.was is not None and time_of_day(meeting.was) != time_of_day(meeting)


def has_new_place(meeting: ReleasedMeeting) -> bool:
    """Whether the last change was of the place."""
    return meeting.was is not None and wording.where(meeting.was.hall) != wording.where(meeting.hall)


def time_of_day(facts: ReleasedMeeting | PastFacts) -> str:
    """The times alone, in words: 7pm to 8:30pm."""
    return f"{wording.clock(facts.starts_at)} to {wording.clock(facts.ends_at)}"


def place_of(hall: Hall) -> str:
    """The hall's name and address, in which the postcode stays on one line."""
    postcode = wording.one_line(hall.postcode)
    return wording.where(hall).replace(postcode, postcode.replace(" ", "\N{NO-BREAK SPACE}"))


def address_of(hall: Hall) -> str:
    """Where the hall is, without repeating its name."""
    return place_of(hall).removeprefix(wording.one_line(hall.name)).removeprefix(", ")


def period(release: Release) -> str:
    """The months a release is about: 2027, or April 2027 to March 2028."""
    first, last = release.first_day, release.last_day
    if (first.month, first.day, last.month, last.day, last.year) == (1, 1, 12, 31, first.year):
        return str(first.year)
    return f"{wording.MONTHS[first.month - 1]} {first.year} to {wording.MONTHS[last.month - 1]} {last.year}"


def glossary(acronyms: Iterable[Acronym]) -> tuple[Term, ...]:
    """The glossary in the order of the alphabet, each entry with an anchor of its own."""
    entries = sorted(acronyms, key=lambda entry: (entry.acronym.casefold(), entry.expansion))
    anchors: dict[str, int] = {}
    terms = []
    for entry in entries:
        stem = re.sub(r"[^a-z0-9]+", "-", entry.acronym.casefold()).strip("-") or "word"
        anchors[stem] = anchors.get(stem, 0) + 1
        anchor = f"term-{stem}" if anchors[stem] == 1 else f"term-{stem}-{anchors[stem]}"
        acronym, expansion, plain = map(wording.one_line, (entry.acronym, entry.expansion, entry.plain_english))
        terms.append(Term(acronym, anchor, expansion, plain))
    return tuple(terms)


def explained(text: str, terms: Iterable[Term], glossary_link: str) -> Markup:
    """The text, escaped, in which each acronym in brackets that the glossary has becomes a link to its entry."""
    anchors = {f"({term.acronym})": term for term in reversed(tuple(terms))}
    if not anchors:
        return escape(text)
    pieces = re.split("(" + "|".join(map(re.escape, sorted(anchors, key=len, reverse=True))) + ")", text)
    return Markup("").join(_linked(anchors[piece], glossary_link) if piece in anchors else piece for piece in pieces)


def _linked(term: Term, glossary_link: str) -> Markup:
    link = '(<a class="govuk-link" href="{}#{}">{}</a>)'
    return Markup(link).format(glossary_link, term.anchor, term.acronym)
