"""The report to the board as linked pages: from each colour to its promises, to what shows them, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from urllib.parse import quote

from publishers import templating, wording
from publishers.artifact import Artifact
from publishers.equality_note import equality_note
from publishers.languages import ENGLISH
from publishers.pages.drawing import static_files
from publishers.plan_charts import measures_chart, residents_chart
from scheduler.evidence.day_words import day_of, moved_words
from scheduler.evidence.plan_shown import PlanShown, Use
from scheduler.evidence.status import Colour, Kept

HTML = "text/html; charset=utf-8"
INDEX, STATED, SOURCES = "index.html", "stated.html", "sources.html"
NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]")


def pages(plan: PlanShown) -> Iterator[Artifact]:
    """Yield the style sheet and every page: the plan, a page for each measure and each meeting, notes, figures.

    Edges:  links lead inside the folder only; same plan, same bytes
    Errors: FileNotFoundError where the style sheet was never compiled
    """
    style = static_files()[0]
    yield style
    draw = partial(_drawn, plan, style.path)
    yield draw(INDEX, "index", chart=measures_chart(plan))
    for measure in plan.measures:
        yield draw(measure_page(measure.name), "measure", measure=measure)
    for meeting in plan.meetings:
        yield draw(meeting_page(meeting.meeting_id), "meeting", meeting=meeting)
    yield draw(STATED, "stated")
    yield draw(SOURCES, "sources")
    yield draw("figures.html", "figures", chart=residents_chart(plan))
    yield draw("equality.html", "equality", note=equality_note(plan))


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


def _drawn(plan: PlanShown, style: str, path: str, template: str, **facts: object) -> Artifact:
    up = "../" * path.count("/")
    html = templating.render(f"report/{template}.html", ENGLISH, **_given(plan), up=up, style=style, **facts)
    return Artifact(path, HTML, html.encode())


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
