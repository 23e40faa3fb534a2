"""`python -m benchmarks.site`: how fast the public site is published, beside Pelican writing as many pages.

Ours is the whole use case: the register of what was told, in SQLite, read, held against the new site and written; the
newsletter's copy too. PDFs are left out, and so is the planning: the releases are made up. A life begins in a process
of its own, so that its first publication pays for what the others find ready. Pelican gets the same sentences as plain
HTML articles, its smallest theme, and no feeds, maps, cards or open data, which ours writes besides. Seconds are of all
processors together, which other programs leave alone; those on the clock are named.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import wraps
from multiprocessing import get_context
from os import getloadavg
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import click

from benchmarks.report import machine, table
from publishers import wording
from scheduler.facts import BoroughProfile, Known, Role
from scheduler.plan import MeetingState, Plan, PlanStatus
from scheduler.policy import Session
from scheduler.release.value import Access, Hall, PastFacts, PublicWard, Release, ReleasedMeeting
from scheduler.store import Store, open_store
from scheduler.store.publications import SqlPromises
from wardpanels.disk import output
from wardpanels.year import publishing
from wardpanels.year.publishing import SITE, Folders
from wardpanels.year.telling import Telling

LONDON = ZoneInfo("Europe/London")
FIRST_YEAR = 2027
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)
MEETINGS_A_WARD = 5
LANGUAGES = (("en",), ("en", "bn", "so", "ar", "it", "es"))
MOST_WARDS_IN_EVERY_LANGUAGE = 100
PHASES = ("register", "edition", "recipes", "made", "checked", "switched")
PARTS: tuple[tuple[Any, str, str], ...] = (
    (SqlPromises, "register", "register"),
    (SqlPromises, "begin", "register"),
    (SqlPromises, "told", "register"),
    (publishing, "edition_on", "edition"),
    (publishing, "recipes", "recipes"),
    (output, "all_made", "made"),
    (publishing, "publication_of", "checked"),
)
"""Which function is which part of publishing; what is in none of them is to look through the folder and to switch."""

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
    """One publication, or one run of a peer. Units: seconds on the clock, of all processors, and of those in each part.

    Edges: `parts` of a peer are not known, and empty
    """

    what: str
    clock: float
    processors: float
    pages: int
    files: int
    rewritten: int
    parts: tuple[float, ...] = ()


class Parts:
    """Counts the processors' seconds of each part of publishing; a part inside another counts for itself alone."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._inside, self._since = [PHASES[-1]], busy()

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """What happens now is of this part."""
        self._turn()
        self._inside.append(name)
        try:
            yield
        finally:
            self._turn()
            self._inside.pop()

    def _turn(self) -> None:
        now = busy()
        self.seconds[self._inside[-1]] += now - self._since
        self._since = now

    def done(self) -> tuple[float, ...]:
        """The seconds of every part so far."""
        self._turn()
        return tuple(self.seconds[name] for name in PHASES)


def busy() -> float:
    """Seconds that this process and those it started have kept processors busy."""
    used = [getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


@contextmanager
def in_parts() -> Iterator[Parts]:
    """Publish with every part timed."""
    parts = Parts()
    with ExitStack() as stack:
        for owner, name, part in PARTS:
            work = getattr(owner, name)
            stack.callback(setattr, owner, name, work)
            setattr(owner, name, _timed_part(parts, part, work))
        yield parts


def _timed_part(parts: Parts, part: str, work: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(work)
    def timed(*args: Any, **named: Any) -> Any:
        with parts.part(part):
            return work(*args, **named)

    return timed


def made_up_release(wards: int, languages: tuple[str, ...], year: int = FIRST_YEAR) -> Release:
    """A year's release of `wards` wards with five meetings each, in halls of their own."""
    public = tuple(_ward(number) for number in range(wards))
    turns = range(MEETINGS_A_WARD)
    meetings = [_meeting(year, number, ward, turn) for number, ward in enumerate(public) for turn in turns]
    return Release(
        number=1,
        released_at=_released_at(year),
        borough="Anywhere",
        borough_code="E09000099",
        site_url="https://example.org/ward-panels",
        contact_email="panels@example.org",
        timezone="Europe/London",
        languages=languages,
        first_day=date(year, 1, 1),
        last_day=date(year, 12, 31),
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


def _released_at(year: int) -> datetime:
    return datetime(year - 1, 11, 2, 9, tzinfo=UTC)


def _meeting(year: int, number: int, ward: PublicWard, turn: int) -> ReleasedMeeting:
    starts_at = datetime(year, 1, 5, 19, tzinfo=LONDON) + timedelta(days=70 * turn + number % 60)
    hall = Hall(
        f"hall-{number}-{turn % 3}",
        f"Hall {turn % 3 + 1} of {ward.name}",
        f"{number + 1} High Street",
        "E1 1AA",
        ward.lat,
        ward.lon,
        access=Access(Known.YES, Known.NO),
    )
    return ReleasedMeeting(
        meeting_id=f"{year}-{ward.code}-{turn + 1}",
        ward_code=ward.code,
        session=Session.EVENING,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=90),
        hall=hall,
        attending=(Role.SERGEANT, Role.DWO),
        state=MeetingState.CONFIRMED,
        sequence=0,
        first_released_at=_released_at(year),
        last_changed_at=_released_at(year),
    )


def with_one_move(release: Release) -> Release:
    """The next release, in which one meeting has moved by a week."""
    first, *others = release.meetings
    later = release.released_at + WEEK
    moved = replace(
        first,
        starts_at=first.starts_at + WEEK,
        ends_at=first.ends_at + WEEK,
        sequence=1,
        last_changed_at=later,
        was=PastFacts(first.starts_at, first.ends_at, first.hall),
    )
    meetings = sorted((moved, *others), key=lambda meeting: (meeting.starts_at, meeting.ward_code))
    return replace(release, number=2, released_at=later, meetings=tuple(meetings))


def lived(wards: int, languages: tuple[str, ...], years: int, folder: Path) -> Iterator[Times]:
    """Publish a year, once more, and after one move; then every year that follows, and one move in the last of them."""
    store = open_store(f"sqlite:///{folder}/panels.db")
    first = made_up_release(wards, languages)
    yield _released(store, first, folder, "first")
    yield _published(store, first, first.released_at + HOUR, folder, "again, nothing changed")
    yield _released(store, with_one_move(first), folder, "after one move")
    for year in range(FIRST_YEAR + 1, FIRST_YEAR + years):
        release = made_up_release(wards, languages, year)
        yield _released(store, release, folder, f"with year {year - FIRST_YEAR + 1}")
    if years > 1:
        yield _released(store, with_one_move(release), folder, f"one move in year {years}")
    store.close()


def _released(store: Store, release: Release, folder: Path, what: str) -> Times:
    plan = Plan(release.borough, release.borough_code, release.first_day, release.last_day,
                PlanStatus.OPTIMAL, 0, 0, {}, ())  # fmt: skip  # no meeting: nobody asks for them
    store.append_release(release, plan)
    return _published(store, release, release.released_at, folder, what)


def _published(store: Store, release: Release, at: datetime, folder: Path, what: str) -> Times:
    addresses = (release.site_url, release.contact_email)
    profile = BoroughProfile(release.borough, release.borough_code, "", *addresses, release.timezone, release.languages)
    telling, folders = Telling(profile, (), lambda told: told), Folders(folder / "site", folder / "newsletter")
    began, busy_before = perf_counter(), busy()
    with in_parts() as parts:
        published = publishing.publish(store, telling, release.period, at, folders, with_print=False)
        spent = parts.done()
    clock, processors = perf_counter() - began, busy() - busy_before
    pages = sum(1 for _ in folders.site.rglob("index.html"))
    written = next(each.written for each in published.folders if each.holds == SITE)
    return Times(what, clock, processors, pages, written.files, written.written, spent)


def pelican(release: Release, pages: int, folder: Path) -> Iterator[Times]:
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
    yield _run_pelican(folder, "Pelican, first")
    with (content / "page-0.html").open("a", encoding="utf-8") as file:
        file.write("<!-- moved -->\n")
    yield _run_pelican(folder, "Pelican, after one move")


def _run_pelican(folder: Path, what: str) -> Times:
    told = [sys.executable, "-m", "pelican", "content", "-s", "settings.py", "-o", "output", "-q"]
    before = _changed_at(folder)
    began, busy_before = perf_counter(), busy()
    subprocess.run(told, cwd=folder, check=True, capture_output=True)
    clock, processors = perf_counter() - began, busy() - busy_before
    after = _changed_at(folder)
    rewritten = sum(at != before.get(path) for path, at in after.items())
    return Times(what, clock, processors, len(after), len(after), rewritten)


def _changed_at(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in (folder / "output").rglob("*.html")}


def a_life(wards: int, languages: tuple[str, ...], years: int, *, is_beside: bool) -> tuple[Times, ...]:
    """A life of ours, with Pelican beside its first year if that is asked for."""
    with tempfile.TemporaryDirectory() as folder:
        times = tuple(lived(wards, languages, years, Path(folder)))
    if is_beside:
        with tempfile.TemporaryDirectory() as folder:
            times += tuple(pelican(made_up_release(wards, languages), times[0].pages, Path(folder)))
    return times


@click.command(help=__doc__)
@click.option("--lives", default="20:2", show_default=True, help="How many wards and for how many years, several with"
              " commas between them.")  # fmt: skip  # one option a line
@click.option("--alone", is_flag=True, help="Without Pelican.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write the tables as well.")
def main(lives: str, alone: bool, out: Path | None) -> None:
    """Time both and show the tables."""
    sections, load = [], getloadavg()[0]
    for wards, years in (map(int, life.split(":")) for life in lives.split(",")):
        for languages in LANGUAGES if wards <= MOST_WARDS_IN_EVERY_LANGUAGE else LANGUAGES[:1]:
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
                times = fresh.submit(a_life, wards, languages, years, is_beside=not alone).result()
            spoken = f"{len(languages)} language{'s' * (len(languages) > 1)}"
            sections.append(
                f"## {wards} wards, {spoken}, {years} year{'s' * (years > 1)}\n\n{table(HEADS, map(_cells, times))}"
            )
    about = "Written by `python -m benchmarks.site`. " + " ".join((__doc__ or "").split("\n\n", 1)[1].split())
    wanted = f"Processes that wanted a core: {load:.1f} when it began, {getloadavg()[0]:.1f} when it ended."
    where = f"{machine()}, folders on {file_system()}. {wanted}"
    text = "\n\n".join(("# How fast the site is published", about, where, *sections)) + "\n"
    click.echo(text)
    if out:
        out.write_text(text, encoding="utf-8")


def file_system() -> str:
    """The kind of disk that temporary folders are on, which decides how long a switch takes on the clock."""
    asked = ["stat", "--file-system", "--format=%T", tempfile.gettempdir()]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()


HEADS = ("What", "On the clock", "Processors", *(name.capitalize() for name in PHASES), "Pages", "Files", "Written")


def _cells(each: Times) -> tuple[str, ...]:
    parts = map("{:.2f}".format, each.parts) if each.parts else ("",) * len(PHASES)
    numbers = map(str, (each.pages, each.files, each.rewritten))
    return each.what, f"{each.clock:.2f}", f"{each.processors:.2f}", *parts, *numbers


if __name__ == "__main__":
    main()
