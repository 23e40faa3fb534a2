"""A calendar program that subscribed to the first site goes on for three years, whatever becomes of wards and halls."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import icalendar
import pytest

from benchmarks.folders import write_folder
from publishers import addresses
from scheduler.facts import Borough
from scheduler.plan import MeetingState, PlannedMeeting
from scheduler.policy import Session
from scheduler.release.making import next_release
from scheduler.store import Store, open_store
from tests import shell
from tests.browser.conftest import QuietHandler
from tests.scheduler.examples import BOW_EAST, LONDON, MILE_END, a_borough, a_library, a_meeting, a_plan, a_venue
from tests.thorough import enough
from tests.wardpanels.year.told import assert_whole

EVERY = enough(5, 1)
"""The site is published after so many steps of the story: what is released in between is told together."""

SUBSCRIBED = {
    "borough": addresses.BOROUGH_FEED,
    "reminders": addresses.with_reminders(addresses.BOROUGH_FEED),
    "bangla": f"bn/{addresses.BOROUGH_FEED}",
    "bow": addresses.ward_feed("bow-east"),
    "mile": addresses.ward_feed("mile-end"),
    "evening": addresses.EVENING_FEED,
    "daytime": addresses.DAYTIME_FEED,
    "weekend": addresses.WEEKEND_FEED,
    "centre": addresses.hall_feed("bow-centre"),
    "library": addresses.hall_feed("library"),
}
"""Addresses of the first site, by what the subscriber calls them."""

PAIR = """
[pair {name}]
a = "{name}_feed"
b = "{name}_phone"
collections = null
conflict_resolution = "a wins"

[storage {name}_feed]
type = "http"
url = "{origin}/site/{path}"

[storage {name}_phone]
type = "filesystem"
path = "{home}/{name}/"
fileext = ".ics"
"""


@dataclass
class Story:
    """A borough of two wards that changes over three years, and publishes."""

    folder: Path
    store: Store
    borough: Borough = field(default_factory=a_borough)
    languages: str = '["en", "bn"]\nunreviewed_translations = true'
    year: int = 2027

    def plan(self, year: int) -> None:
        """Four meetings a ward: the second in the day, the others in the evening; the halls in turn."""
        self.year = year
        days = ((1, 28, 19), (4, 14, 13), (7, 8, 19), (10, 21, 19))
        halls = [venue.venue_id for venue in self.borough.venues]
        self.meetings = [
            a_meeting(
                meeting_id=f"{year}-{ward.code}-{number}",
                ward_code=ward.code,
                session=Session.EVENING if hour > 17 else Session.WEEKDAY_DAYTIME,
                starts_at=datetime(year, month, day + later, hour, tzinfo=LONDON),
                venue_id=halls[(number + later) % len(halls)],
            )
            for later, ward in enumerate(self.borough.wards)
            for number, (month, day, hour) in enumerate(days, 1)
        ]

    def change(self, ward: str, number: int, **changes: object) -> None:
        """Change one meeting of the year."""
        (old,) = (each for each in self.meetings if each.meeting_id == f"{self.year}-{ward}-{number}")
        self.meetings[self.meetings.index(old)] = replace(old, **changes)

    def move(self, ward: str, number: int, moment: tuple[int, int, int]) -> None:
        """Move one to a month, a day and an hour of its year."""
        starts = datetime(self.year, *moment, tzinfo=LONDON)
        by_day = Session.WEEKEND_DAYTIME if starts.weekday() > 4 else Session.WEEKDAY_DAYTIME
        session = Session.EVENING if starts.hour > 17 else by_day
        self.change(ward, number, starts_at=starts, ends_at=starts + timedelta(minutes=90), session=session)

    def cancel(self, ward: str, number: int) -> None:
        self.change(ward, number, state=MeetingState.CANCELLED)

    def reinstate(self, ward: str, number: int) -> None:
        self.change(ward, number, state=MeetingState.CONFIRMED)

    def rename(self, name: str, slug: str) -> None:
        """Bow East gets another name and address."""
        first, *others = self.borough.wards
        self.borough = replace(self.borough, wards=(replace(first, name=name, slug=slug), *others))

    def lose_mile_end(self) -> None:
        self.borough = replace(self.borough, wards=(replace(self.borough.wards[0], neighbours=frozenset()),))

    def write_to(self, address: str) -> None:
        self.borough = replace(self.borough, profile=replace(self.borough.profile, contact_email=address))

    def drop_centre(self) -> None:
        """The Bow Centre closes: what is to come there moves to the library."""
        self.borough = replace(self.borough, venues=(a_library(),))
        self.meetings = [replace(each, venue_id="library") for each in self.meetings]

    def open_school(self) -> None:
        school = a_venue(venue_id="school", name="Bow School", postcode="E3 3QW", entrance="")
        self.borough = replace(self.borough, venues=(a_library(), school))

    def speak(self, languages: str) -> None:
        self.languages = languages

    def release(self, at: datetime) -> None:
        code, first_day, last_day = self.borough.profile.code, date(self.year, 1, 1), date(self.year, 12, 31)
        before = self.store.latest_release(code, first_day)
        old = self.store.released_plan(code, first_day, before.number).meetings if before else ()
        begun = {each.meeting_id: each for each in old if each.starts_at <= at}
        self.meetings: list[PlannedMeeting] = [begun.get(each.meeting_id, each) for each in self.meetings]
        plan = a_plan(*self.meetings, first_day=first_day, last_day=last_day)
        self.store.append_release(next_release(self.everybody(), plan, before, at), plan)

    def everybody(self) -> Borough:
        """The borough of today, with the halls that meetings of the past were in."""
        known = {venue.venue_id for venue in self.borough.venues}
        gone = {each.venue_id for each in self.meetings} - known
        return replace(self.borough, venues=(*self.borough.venues, *(a_venue() for _ in gone)))

    def publish(self, at: datetime) -> None:
        write_folder(self.borough, self.folder / "data")
        settings = self.folder / "data" / "borough.toml"
        text = settings.read_text(encoding="utf-8").replace('["en"]', self.languages)
        settings.write_text(text, encoding="utf-8")
        typed = ("publish", "--year", str(self.year), "--no-print")
        done = shell.run(self.folder, *typed, SOURCE_DATE_EPOCH=str(int(at.timestamp())))
        assert done.returncode == 0, done.stderr
        assert_whole(self.folder / "site")


Step = tuple[str, Callable[[Story], None]]
BANGLA, ENGLISH = '["en", "bn"]\nunreviewed_translations = true', '["en"]'

STEPS: tuple[Step, ...] = (
    ("2026-11-28", lambda story: story.plan(2027)),
    ("2026-12-15", lambda story: None),
    ("2027-01-10", lambda story: story.move(BOW_EAST, 1, (2, 6, 13))),
    ("2027-02-20", lambda story: story.cancel(MILE_END, 2)),
    ("2027-03-30", lambda story: story.reinstate(MILE_END, 2)),
    ("2027-04-05", lambda story: story.change(BOW_EAST, 2, venue_id="bow-centre")),
    ("2027-05-10", lambda story: story.move(MILE_END, 3, (7, 12, 13))),
    ("2027-06-20", lambda story: story.write_to("new@example.org")),
    ("2027-07-01", lambda story: story.move(MILE_END, 3, (7, 12, 19))),
    ("2027-09-15", lambda story: story.cancel(BOW_EAST, 4)),
    ("2027-11-20", lambda story: story.plan(2028)),
    ("2028-01-15", lambda story: story.rename("Bow & Fish Island", "bow-fish-island")),
    ("2028-02-15", lambda story: None),
    ("2028-03-20", lambda story: story.move(BOW_EAST, 2, (4, 20, 19))),
    ("2028-05-01", lambda story: story.speak(ENGLISH)),
    ("2028-06-10", lambda story: story.move(MILE_END, 3, (7, 9, 13))),
    ("2028-08-01", lambda story: story.drop_centre()),
    ("2028-09-10", lambda story: story.cancel(MILE_END, 4)),
    ("2028-11-20", lambda story: (story.lose_mile_end(), story.open_school(), story.plan(2029))),
    ("2029-01-20", lambda story: None),
    ("2029-03-15", lambda story: story.move(BOW_EAST, 2, (4, 16, 19))),
    ("2029-05-10", lambda story: story.speak(BANGLA)),
    ("2029-07-01", lambda story: story.rename("Bow East", "bow-east")),
    ("2029-09-01", lambda story: story.cancel(BOW_EAST, 4)),
    ("2029-11-15", lambda story: story.plan(2030)),
    ("2030-01-10", lambda story: None),
)
"""The day, and what happens on it; whatever it is, a release is made."""


@dataclass
class Subscriber:
    """A program that asks for every calendar, and keeps what it finds as files."""

    home: Path
    held: dict[tuple[str, str], tuple[int, datetime]] = field(default_factory=dict)

    @classmethod
    def of(cls, home: Path, origin: str) -> Subscriber:
        pairs = (PAIR.format(name=name, path=path, origin=origin, home=home) for name, path in SUBSCRIBED.items())
        for name in SUBSCRIBED:
            (home / name).mkdir(parents=True)
        general = f'[general]\nstatus_path = "{home}/status/"\n'
        (home / "config").write_text("".join((general, *pairs)), encoding="utf-8")
        subscriber = cls(home)
        subscriber.run("discover")
        return subscriber

    def run(self, command: str) -> None:
        told = [sys.executable, "-m", "vdirsyncer", "--config", str(self.home / "config"), command]
        done = subprocess.run(told, capture_output=True, text=True, check=False)
        assert (done.returncode, "rror" in done.stderr) == (0, False), done.stdout + done.stderr

    def sync(self, site: Path) -> None:
        """Ask again: it goes well, what is held is what is served, and no stamp of an entry fell."""
        self.run("sync")
        for name, path in SUBSCRIBED.items():
            served = entries(site / path)
            held = [entry for file in sorted((self.home / name).iterdir()) for entry in entries(file)]
            assert sorted(map(plain, held)) == sorted(map(plain, served)), name
            for entry in served:
                stamp = (int(entry.get("SEQUENCE", 0)), entry["LAST-MODIFIED"].dt)
                before = self.held.get((name, str(entry["UID"])), stamp)
                assert before[0] <= stamp[0], (name, entry)
                assert before[1] <= stamp[1], (name, entry)
                self.held[name, str(entry["UID"])] = stamp


def entries(file: Path) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")


def plain(entry: icalendar.Event) -> bytes:
    """An entry without its UID, for which the program has one of its own."""
    lines = entry.to_ical().replace(b"\r\n ", b"").split(b"\r\n")
    return b"\n".join(sorted(line for line in lines if not line.startswith(b"UID:")))


@pytest.fixture
def origin(tmp_path: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=tmp_path))
    Thread(target=server.serve_forever).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def live(folder: Path, origin: str, every: int) -> None:
    """Live through the story, and publish and ask after so many steps."""
    store = open_store(f"sqlite:///{folder / 'wardpanels.db'}")
    story, subscriber = Story(folder, store), None
    for number, (day, happens) in enumerate(STEPS):
        at = datetime.fromisoformat(f"{day} 10:00").replace(tzinfo=LONDON)
        happens(story)
        story.release(at)
        if number % every == 0 or number == len(STEPS) - 1:
            story.publish(at + timedelta(hours=1))
            subscriber = subscriber or Subscriber.of(folder / "phone", origin)
            subscriber.sync(folder / "site")
    store.close()


@pytest.mark.thorough
def test_program_that_subscribed_to_the_first_site_lives_through_three_years(tmp_path, origin):
    live(tmp_path, origin, EVERY)
