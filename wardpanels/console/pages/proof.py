"""The action plan and what it rests on: the report to the board, page by page, and its files to take away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from publishers.plan_report import (
    INDEX,
    SOURCES,
    ReportPage,
    every_page,
    other_sources,
    part_of,
    source_link,
    use_link,
)
from scheduler.errors import UnknownName
from scheduler.evidence.plan_shown import PlanShown, Use
from wardpanels.console.form_reading import FormRead, page_of
from wardpanels.console.request import Answer, Attachment, Redirect, Request, Route, Screen
from wardpanels.console.screens import BASE
from wardpanels.evidence.plan_showing import plan_shown
from wardpanels.evidence.reporting import Report, report_on
from wardpanels.facts.report_files import FILES, report_file, report_zip
from wardpanels.people.rights import Act

MOST_ROWS = 40
MOST_MEETINGS = 120
"""Of so many each has a link on the first page; of more it would be a list that nobody reads."""
ZIP = "report.zip"


# Not slotted: where a promise stands is looked up for many links, and worked out once.
@dataclass(frozen=True)
class ProofLinks:
    """Where the parts of a report are that is shown page by page, long lists in pages of their own."""

    plan: PlanShown
    up: str

    def use(self, use: Use) -> str:
        """Where a promise stands that something counts in."""
        path, _, place = use_link(self.plan, use).partition("#")
        return f"{path}{self._paged(self._promises.get((use.of, use.key), 0))}#{place}"

    def source(self, source: str) -> str:
        """Where a source is looked up."""
        path, _, place = source_link(self.plan, source).partition("#")
        number = self._others.get(source, 0) if path == SOURCES else 0
        return f"{path}{self._paged(number)}#{place}"

    @staticmethod
    def _paged(place: int) -> str:
        return f"?page={place // MOST_ROWS + 1}" if place >= MOST_ROWS else ""

    @cached_property
    def _promises(self) -> Mapping[tuple[str, str], int]:
        return {
            (measure.name, judged.promise.key): place
            for measure in self.plan.measures
            for place, judged in enumerate(measure.judged)
        }

    @cached_property
    def _others(self) -> Mapping[str, int]:
        return {each.source: place for place, each in enumerate(other_sources(self.plan))}


def look(asked: Request) -> Answer:
    """The plan now, or a part of it."""
    return _answer(asked, asked.house.report(asked.period), f"{BASE}/proof/")


def look_back(asked: Request) -> Answer:
    """The plan as it was known at the end of a day, or a part of it."""
    day = _day(asked)
    stored = [each.period for each in asked.house.periods().stored if day in each.period]
    if not stored:
        raise UnknownName("day", f"{day}", "one of a period that is planned")
    report = report_on(asked.house.desk(stored[-1]), asked.at, day)
    return _answer(asked, report, f"{BASE}/proof/at/{day}/")


def look_since(asked: Request) -> Answer:
    """The plan now with what changed since a day, or a part of it."""
    day = _day(asked)
    if day == asked.today:
        raise UnknownName("day", f"{day}", "one before today")
    report = report_on(asked.house.desk(asked.period), asked.at, since=day)
    return _answer(asked, report, f"{BASE}/proof/since/{day}/")


def choose_day(asked: Request) -> Answer:
    """The way to the plan as it was on a day that was typed, or to what changed since it."""
    form = FormRead(asked.query)
    wanted = "since" if "since-day" in asked.query else "on"
    day = form.day(wanted, "The day", is_needed=True)
    if day and day > asked.today - (wanted == "since") * timedelta(days=1):
        sentence = "It has to be a day that has come." if wanted == "on" else "It has to be a day before today."
        form.refuse([(wanted, sentence)])
    if day is None or form.wrong:
        facts = {"typed": form.typed, "wrong": form.wrong, "wanted": wanted}
        return Screen("proof_day", "Error: another day", facts, "proof", 422)
    return Redirect(f"/proof/{'at' if wanted == 'on' else 'since'}/{day}/{INDEX}")


def _day(asked: Request) -> date:
    """The day that the address names. Errors: UnknownName for none, or one that has not come"""
    typed = asked.given["day"]
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise UnknownName("day", typed, "a day such as 2027-03-22") from None
    if day > asked.today:
        raise UnknownName("day", typed, "one that has come")
    return day


def _answer(asked: Request, report: Report, up: str) -> Answer:
    path = asked.given.get("page", INDEX)
    if path == ZIP:
        return Attachment(report_zip(report), "application/zip", _named(report, ZIP))
    plan = plan_shown(report)
    if path in FILES:
        file = report_file(report, plan, path)
        return Attachment(file.content, file.media_type, _named(report, path))
    page = next((each for each in every_page(plan) if each.path == path), None)
    if page is None:
        raise UnknownName("part of the report", path, "one that its first page leads to")
    return _screen(asked, plan, page, up)


def _screen(asked: Request, plan: PlanShown, page: ReportPage, up: str) -> Screen:
    pages = max(1, -(-len(page.items) // MOST_ROWS))
    number = page_of(asked.query.get("page", "1"), pages)
    first = (number - 1) * MOST_ROWS
    shown = replace(page, items=page.items[first : first + MOST_ROWS])
    if len(plan.meetings) > MOST_MEETINGS and page.path == INDEX:
        plan = replace(plan, meetings=())
    links = ProofLinks(plan, up)
    facts = {
        "body": part_of(plan, shown, up, links.use, links.source),
        "is_first": page.path == INDEX,
        "number": number,
        "pages": pages,
        "up": up,
        "as_of": plan.as_of,
        "typed": {},
        "wrong": {},
    }
    return Screen("proof", page.title, facts, "proof")


def _named(report: Report, name: str) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{stem}-{report.plan.year.as_of}.{ending}"


ROUTES = (
    Route("/proof", look, Act.SEE),
    Route("/proof/day", choose_day, Act.SEE),
    Route("/proof/<path:page>", look, Act.SEE),
    Route("/proof/at/<day>/<path:page>", look_back, Act.SEE),
    Route("/proof/since/<day>/<path:page>", look_since, Act.SEE),
)
