"""`python -m benchmarks.site`: how fast the public site is written, beside Pelican writing as many pages.

Both write to a new folder, then again after one meeting has moved. Pelican gets the same sentences as plain HTML
articles, its smallest theme, and no feeds, maps, cards or open data, which ours writes besides. PDFs are left out.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import TypeVar
from zoneinfo import ZoneInfo

import click

from benchmarks.report import machine, table
from publishers import wording
from publishers.every_publisher import recipes
from scheduler.facts import Known, Role
from scheduler.plan import MeetingState
from scheduler.policy import Session
from scheduler.release.edition import Edition
from scheduler.release.value import Hall, PastFacts, PublicWard, Release, ReleasedMeeting
from wardpanels.disk.output import write_folder

Result = TypeVar("Result")
LONDON = ZoneInfo("Europe/London")
RELEASED_AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
MEETINGS_A_WARD = 5
LANGUAGES = (("en",), ("en", "bn", "so", "ar", "it", "es"))
MOST_WARDS_IN_EVERY_LANGUAGE = 100
ARTICLE = """<html><head><title>{title}</title><meta name="date" content="2026-11-02 09:00">
<meta name="slug" content="{slug}"></head><body><p>{text}</p></body></html>
"""
SETTINGS = """
SITENAME, SITEURL, TIMEZONE, DEFAULT_LANG, THEME = "Ward panels", "https://example.org", "Europe/London", "en", "simple"
PATH, DELETE_OUTPUT_DIRECTORY = "content", False
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
ARTICLE_SAVE_AS, ARTICLE_URL = "{slug}/index.html", "{slug}/"
DIRECT_TEMPLATES = ["index"]
"""


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds to write a site for the first time and after one move, its files, and the files written again."""

    name: str
    first: float
    again: float
    pages: int
    files: int
    rewritten: int


def made_up_release(wards: int, languages: tuple[str, ...]) -> Release:
    """A release of `wards` wards with five meetings each, in halls of their own."""
    public = tuple(_ward(number) for number in range(wards))
    meetings = [_meeting(number, ward, turn) for number, ward in enumerate(public) for turn in range(MEETINGS_A_WARD)]
    return Release(
        number=1,
        released_at=RELEASED_AT,
        borough="Anywhere",
        borough_code="E09000099",
        site_url="https://example.org/ward-panels",
        contact_email="panels@example.org",
        timezone="Europe/London",
        languages=languages,
        first_day=date(2027, 1, 1),
        last_day=date(2027, 12, 31),
        wards=public,
        meetings=tuple(sorted(meetings, key=lambda meeting: (meeting.starts_at, meeting.ward_code))),
        board=(),
        acronyms=(),
        changes=(),
    )


def _ward(number: int) -> PublicWard:
    east, north = -0.2 + 0.02 * (number % 40), 51.4 + 0.02 * (number // 40)
    corners = ((east, north), (east + 0.02, north), (east + 0.02, north + 0.02), (east, north + 0.02), (east, north))
    name = f"Ward {number + 1}"
    code = f"E{number:08}"
    return PublicWard(code, name, f"ward-{number + 1}", north + 0.01, east + 0.01, (), boundary=(corners,))


def _meeting(number: int, ward: PublicWard, turn: int) -> ReleasedMeeting:
    starts_at = datetime(2027, 1, 5, 19, tzinfo=LONDON) + timedelta(days=70 * turn + number % 60)
    hall = Hall(
        f"hall-{number}-{turn % 3}",
        f"Hall {turn % 3 + 1} of {ward.name}",
        f"{number + 1} High Street",
        "E1 1AA",
        ward.lat,
        ward.lon,
        Known.YES,
        Known.NO,
        Known.UNKNOWN,
        "",
    )
    return ReleasedMeeting(
        meeting_id=f"2027-{ward.code}-{turn + 1}",
        ward_code=ward.code,
        session=Session.EVENING,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=90),
        hall=hall,
        attending=(Role.SERGEANT, Role.DWO),
        state=MeetingState.CONFIRMED,
        sequence=0,
        first_released_at=RELEASED_AT,
        last_changed_at=RELEASED_AT,
    )


def with_one_move(release: Release) -> Release:
    """The next release, in which one meeting has moved by a week."""
    first, *others = release.meetings
    later = release.released_at + timedelta(days=7)
    week = timedelta(days=7)
    moved = replace(
        first,
        starts_at=first.starts_at + week,
        ends_at=first.ends_at + week,
        sequence=1,
        last_changed_at=later,
        was=PastFacts(first.starts_at, first.ends_at, first.hall),
    )
    meetings = sorted((moved, *others), key=lambda meeting: (meeting.starts_at, meeting.ward_code))
    return replace(release, number=2, released_at=later, meetings=tuple(meetings))


def ours(release: Release, folder: Path) -> Times:
    """Write the whole site, then again after one move."""
    first, written = _timed(lambda: write_folder(folder / "site", recipes(Edition.of(release), "site")))
    moved = with_one_move(release)
    again, rewritten = _timed(lambda: write_folder(folder / "site", recipes(Edition.of(moved), "site")))
    pages = sum(1 for _ in (folder / "site").rglob("index.html"))
    name = f"Ward Panels, {len(release.languages)} language{'s' * (len(release.languages) > 1)}"
    return Times(name, first, again, pages, written.files, rewritten.written)


def pelican(release: Release, pages: int, folder: Path) -> Times:
    """Let Pelican write as many pages from the same sentences, then again after one of them has changed."""
    content = folder / "content"
    content.mkdir()
    (folder / "settings.py").write_text(SETTINGS, encoding="utf-8")
    wards = release.ward_by_code
    for number in range(pages - 1):  # and its index
        meeting = release.meetings[number % len(release.meetings)]
        title, text = wording.title(wards[meeting.ward_code]), f"{wording.held(meeting)}. {wording.WHAT_IT_IS}"
        page = ARTICLE.format(title=title, slug=f"page-{number}", text=text)
        (content / f"page-{number}.html").write_text(page, encoding="utf-8")
    first, _ = _timed(lambda: _run_pelican(folder))
    before = {path: path.stat().st_mtime_ns for path in (folder / "output").rglob("*.html")}
    with (content / "page-0.html").open("a", encoding="utf-8") as file:
        file.write("<!-- moved -->\n")
    again, _ = _timed(lambda: _run_pelican(folder))
    rewritten = sum(path.stat().st_mtime_ns != before.get(path) for path in (folder / "output").rglob("*.html"))
    return Times("Pelican", first, again, len(before), len(before), rewritten)


def _run_pelican(folder: Path) -> None:
    told = [sys.executable, "-m", "pelican", "content", "-s", "settings.py", "-o", "output", "-q"]
    subprocess.run(told, cwd=folder, check=True, capture_output=True)


def _timed(work: Callable[[], Result]) -> tuple[float, Result]:
    began = perf_counter()
    result = work()
    return perf_counter() - began, result


@click.command(help=__doc__)
@click.option("--wards", default="20", show_default=True, help="How many wards, several with commas between them.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write the table as well.")
def main(wards: str, out: Path | None) -> None:
    """Time both and show the table."""
    rows = []
    for count in map(int, wards.split(",")):
        for languages in LANGUAGES if count <= MOST_WARDS_IN_EVERY_LANGUAGE else LANGUAGES[:1]:
            release = made_up_release(count, languages)
            with tempfile.TemporaryDirectory() as folder:
                ours_times = ours(release, Path(folder))
            with tempfile.TemporaryDirectory() as folder:
                rows += [(count, each) for each in (ours_times, pelican(release, ours_times.pages, Path(folder)))]
    heads = ("Wards", "Who", "First, seconds", "After one move, seconds", "Pages", "Files", "Files written again")
    cells = [_cells(count, each) for count, each in rows]
    about = "Written by `python -m benchmarks.site`. " + " ".join((__doc__ or "").split("\n\n", 1)[1].split())
    text = f"# How fast the site is written\n\n{about}\n\n{machine()}\n\n{table(heads, cells)}\n"
    click.echo(text)
    if out:
        out.write_text(text, encoding="utf-8")


def _cells(count: int, each: Times) -> tuple[str, ...]:
    numbers = map(str, (each.pages, each.files, each.rewritten))
    return str(count), each.name, f"{each.first:.2f}", f"{each.again:.2f}", *numbers


if __name__ == "__main__":
    main()
