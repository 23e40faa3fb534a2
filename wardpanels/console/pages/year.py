"""The year: every ward with its meetings, as a list and, where there is room, as wards by weeks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from scheduler.clusters import clusters
from scheduler.errors import UnknownName, some_of
from scheduler.facts import Borough
from scheduler.period import Period
from scheduler.policy import Session
from scheduler.year_marks import Behind, MarkedDays, marked_days, week_of, weeks_of
from scheduler.year_strips import mondays
from wardpanels.console import wording_of_a_year as words
from wardpanels.console.form_reading import page_of
from wardpanels.console.request import Request, Route, Screen
from wardpanels.console.wording_for_staff import Names
from wardpanels.faults import NothingYet
from wardpanels.people.rights import Act
from wardpanels.year.attention import attention
from wardpanels.year.seeing import SeenMeeting, YearSeen, year_as_drafted, year_as_released
from wardpanels.year.seeking import OWN, TROUBLED, FoundWard, Sought, SoughtBeside, found

MOST_LINKS = 200
"""Wards and meetings on a page, each of which is a link: with those around it a page stays below 250."""
FIELDS = ("ward", "cluster", "hall", "officer", "state", "session")
DRAFT, RELEASED = "draft", "released"


@dataclass(frozen=True, slots=True)
class Chip:
    """One meeting: where it leads, its line, its week and day of the month, and how it is drawn."""

    meeting_id: str
    line: str
    week: int
    day: int
    classes: str


@dataclass(frozen=True, slots=True)
class WardRow:
    """One ward with its meetings."""

    name: str
    slug: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """One choice of a list: its value in the address, and its text."""

    value: str
    text: str


def year(asked: Request) -> Screen:
    """The page. Errors: UnknownName for a choice that there is not; NotAllowed for officers, who are staff's alone."""
    borough, period = asked.borough, asked.period
    sought = Sought(**{name: asked.query.get(name, "").strip() for name in FIELDS})
    if sought.officer:
        asked.check(Act.SEE_STAFF)
    groups = _clusters(asked, borough)
    facts: dict[str, object] = {"period": period, "seen": None, "clusters": groups, **_choices(asked)}
    try:
        seen = _seen(asked, borough, period)
    except NothingYet:
        return Screen("year", f"The year {period}", facts, "year")
    beside = SoughtBeside(asked.person.ward_codes, _troubled(asked, seen) if sought.state == TROUBLED else ())
    wards = found(borough, seen.meetings, sought, beside)
    pages = _pages(wards)
    number = page_of(asked.query.get("page", "") or "1", len(pages))
    facts |= {"seen": seen, "sentence": words.year_sentence(seen), "sought": _sought(sought, groups)}
    facts |= {"told": words.found_words(wards), "page": number, "pages": len(pages), "query": _query(asked)}
    facts |= _drawn(asked, borough, period, pages[number - 1])
    return Screen("year", f"The year {period}", facts, "year")


def _seen(asked: Request, borough: Borough, period: Period) -> YearSeen:
    shown = asked.query.get("shown", "") or DRAFT
    if shown not in (DRAFT, RELEASED):
        raise UnknownName("plan", shown, f"{DRAFT} or {RELEASED}", (DRAFT, RELEASED))
    read = year_as_drafted if shown == DRAFT else year_as_released
    return read(asked.store, borough, period, asked.at)


def _troubled(asked: Request, seen: YearSeen) -> frozenset[str]:
    needs = attention(asked.problem, seen.plan, asked.at)
    return frozenset(each.meeting.meeting_id for each in needs.troubled)


def _pages(wards: Sequence[FoundWard]) -> list[tuple[FoundWard, ...]]:
    """The wards by page: as many whole ones as there is room for. Edges: one empty page where there is none."""
    pages: list[tuple[FoundWard, ...]] = [()]
    room = MOST_LINKS
    for each in wards:
        links = 1 + len(each.meetings)
        if links > room and pages[-1]:
            pages.append(())
            room = MOST_LINKS
        pages[-1] = (*pages[-1], each)
        room -= links
    return pages


def _query(asked: Request) -> str:
    """What was asked for, without the page: to be followed by another page's number."""
    kept = ((name, asked.query.get(name, "")) for name in (*FIELDS, "shown", "period"))
    return urlencode([(name, value) for name, value in kept if value])


def _sought(sought: Sought, known: Iterable[FilterChoice]) -> str:
    """What is looked for, in words; "" where all is shown."""
    chosen = next((each.text for each in known if each.value == sought.cluster), sought.cluster)
    return words.sought_words(sought, chosen if sought.cluster else "")


def _clusters(asked: Request, borough: Borough) -> list[FilterChoice]:
    """The wards that go together, somebody's own first. Edges: none where all of them do, or no two."""
    known = clusters(borough)
    groups = known if 1 < len(known) < len(borough.wards) else ()
    own = [FilterChoice(OWN, "My wards")] if asked.person.ward_codes else []
    return [*own, *(FilterChoice(each[0].slug, some_of([ward.name for ward in each], 2)) for each in groups)]


def _choices(asked: Request) -> dict[str, object]:
    known = asked.house.periods()
    periods = sorted({asked.period, *(each.period for each in known.stored)})
    return {
        "in_period": "" if asked.period == known.current else f"?period={asked.period.first_day}",
        "chosen": asked.query,
        "states": [FilterChoice(value, text) for value, text in words.STATES.items()],
        "sessions": [FilterChoice(each.value, words.SESSIONS[each].capitalize()) for each in Session],
        "periods": [FilterChoice(each.first_day.isoformat(), str(each)) for each in periods],
    }


def _drawn(asked: Request, borough: Borough, period: Period, wards: Sequence[FoundWard]) -> dict[str, object]:
    """The wards of one page, and what lies behind their meetings."""
    names, marked = Names(borough), marked_days(borough, period)
    rows = [
        WardRow(each.ward.name, each.ward.slug, tuple(_chip(seen, names, period) for seen in each.meetings))
        for each in wards
    ]
    drawn = {name for row in rows for chip in row.chips for name in chip.classes.split()}
    return {
        "rows": rows,
        "weeks": len(mondays(period)),
        "months": [(week_of(period, month.first_day), f"{month.first_day:%B}"[:3]) for month in period.months()],
        "now": week_of(period, asked.today) if asked.today in period else 0,
        "bands": weeks_of(period, marked),
        "legend": [(name, text) for name, text in words.MARKS.items() if name in drawn],
        "behind": [(kind, words.BEHIND[kind], _lines(marked, kind)) for kind in Behind if _lines(marked, kind)],
    }


def _chip(seen: SeenMeeting, names: Names, period: Period) -> Chip:
    meeting = seen.meeting
    day, drawn = meeting.held_on, " ".join(words.classes(seen))
    return Chip(meeting.meeting_id, words.line(seen, names), week_of(period, day), day.day, drawn)


def _lines(marked: Sequence[MarkedDays], kind: Behind) -> list[str]:
    return [words.marked_line(each) for each in marked if each.kind is kind]


ROUTES = (Route("/year", year, Act.SEE),)
