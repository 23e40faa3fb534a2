"""The report to the board as linked pages: from each colour to its promises, to what shows them, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from publishers import templating, wording
from publishers.artifact import Artifact
from publishers.equality_note import equality_note
from publishers.languages import ENGLISH
from publishers.pages.drawing import static_files
from publishers.plan_charts import measures_chart, residents_chart
from publishers.wording import one_line
from scheduler.evidence.day_words import day_of, moved_words
from scheduler.evidence.plan_shown import PlanShown, SourceShown, Use
from scheduler.evidence.status import Colour, Judged, Kept

HTML = "text/html; charset=utf-8"
FRAME = "report/_frame.html"
INDEX, STATED, SOURCES, FIGURES, EQUALITY = "index.html", "stated.html", "sources.html", "figures.html", "equality.html"
NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]")


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A page before it is drawn. `facts` are what its template is given beside the plan.

    Edges: `items` are the long list that it is about, which may be shown in parts: promises or sources
    """

    path: str
    template: str
    title: str
    items: tuple[Judged, ...] | tuple[SourceShown, ...] = ()
    facts: Callable[[], Mapping[str, object]] = dict


UseLink = Callable[[Use], str]
SourceLink = Callable[[str], str]


def pages(plan: PlanShown) -> Iterator[Artifact]:
    """Yield the style sheet and every page: the plan, a page for each measure and each meeting, notes, figures.

    Edges:  links lead inside the folder only; same plan, same bytes
    Errors: FileNotFoundError where the style sheet was never compiled
    """
    style = static_files()[0]
    yield style
    for page in every_page(plan):
        up = "../" * page.path.count("/")
        html = _drawn(plan, page, FRAME, up, style=style.path)
        yield Artifact(page.path, HTML, html.encode())


def every_page(plan: PlanShown) -> Iterator[ReportPage]:
    """Yield every page, still to be drawn."""
    yield ReportPage(
        INDEX, "index", f"Action plan on {day_of(plan.as_of)}", facts=lambda: {"chart": measures_chart(plan)}
    )
    for measure in plan.measures:
        title = of_words(measure.name)
        yield ReportPage(measure_page(measure.name), "measure", title, measure.judged, _only("measure", measure))
    for meeting in plan.meetings:
        path, title = meeting_page(meeting.meeting_id), one_line(meeting.name)
        yield ReportPage(path, "meeting", title, facts=_only("meeting", meeting))
    yield ReportPage(STATED, "stated", "What was stated")
    yield ReportPage(SOURCES, "sources", "Notes and statements", other_sources(plan))
    yield ReportPage(FIGURES, "figures", "The year in figures", facts=lambda: {"chart": residents_chart(plan)})
    yield ReportPage(EQUALITY, "equality", "The equality note", facts=lambda: {"note": equality_note(plan)})


def _only(name: str, fact: object) -> Callable[[], Mapping[str, object]]:
    return lambda: {name: fact}


def part_of(plan: PlanShown, page: ReportPage, up: str, use_link: UseLink, source_link: SourceLink) -> str:
    """The HTML of a page without what is around it, for a page that stands elsewhere: `up` is where the report is."""
    return _drawn(plan, page, "report/_alone.html", up, use_link=use_link, source_link=source_link)


def other_sources(plan: PlanShown) -> tuple[SourceShown, ...]:
    """What shows facts and is of no one meeting."""
    return tuple(each for each in plan.sources if not each.meeting_id)


def measure_page(name: str) -> str:
    """Where a measure's promises are."""
    return f"measures/{_file_name(name)}.html"


def meeting_page(meeting_id: str) -> str:
    """Where all that is promised and known of a meeting is."""
    return f"meetings/{_file_name(meeting_id)}.html"


def anchor(key: str) -> str:
    """What a promise or a source is called inside its page."""
    return "-".join(key.split())


def source_link(plan: PlanShown, source: str) -> str:
    """Where a source is looked up."""
    of = plan.source_by_name[source]
    page = meeting_page(of.meeting_id) if of.meeting_id else SOURCES
    return f"{page}#{quote(anchor(source))}"


def use_link(plan: PlanShown, use: Use) -> str:
    """Where a promise stands that something counts in."""
    page = measure_page(use.of) if use.of in plan.measure_by_name else STATED
    return f"{page}#{quote(anchor(use.key))}"


def of_words(name: str) -> str:
    """A measure's or an action's name, as a reader sees it."""
    return name.replace("_", " ").capitalize() if "_" in name else f"Action {name}"


def _file_name(name: str) -> str:
    return NOT_IN_NAMES.sub("-", name)


def _drawn(plan: PlanShown, page: ReportPage, frame: str, up: str, **facts: object) -> str:
    given = {**_given(plan), **page.facts(), **facts}
    return templating.render(
        f"report/{page.template}.html",
        ENGLISH,
        frame=frame,
        is_file=frame == FRAME,
        up=up,
        title=page.title,
        items=page.items,
        **given,
    )


def _given(plan: PlanShown) -> dict[str, object]:
    """What every page is given."""
    return {
        "plan": plan,
        "colours": tuple(Colour),
        "every_kept": tuple(Kept),
        "meeting_pages": {meeting.meeting_id for meeting in plan.meetings},
        "measure_page": measure_page,
        "meeting_page": meeting_page,
        "source_link": partial(source_link, plan),
        "use_link": partial(use_link, plan),
        "of_words": of_words,
        "anchor": anchor,
        "day_of": day_of,
        "roles": wording.ROLES,
        "moved": moved_words,
    }
