"""A borough of two wards that publishes: its folder, its store, its clock, and changes that it releases."""

from __future__ import annotations

import random  # noqa: TID251 - which change comes next: seeded, so the same on every run
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess

from benchmarks.folders import write_folder
from scheduler.period import calendar_year
from scheduler.plan import MeetingState, PlannedMeeting
from scheduler.release.making import next_release
from scheduler.store import Store, open_store
from tests import shell
from tests.scheduler.examples import BOW_EAST, MILE_END, a_borough, a_meeting, a_plan, at, utc
from tests.wardpanels.year.told import assert_agree, assert_whole

NOVEMBER = utc("2026-11-28 10:00")

MEETINGS = tuple(
    a_meeting(meeting_id=f"2027-{ward}-{number}", ward_code=ward, starts_at=at(starts))
    for ward, hour in ((BOW_EAST, "19:00"), (MILE_END, "18:30"))
    for number, starts in enumerate((f"Thu 2027-03-25 {hour}", f"Thu 2027-06-24 {hour}", f"Thu 2027-10-28 {hour}"), 1)
)


@dataclass
class Place:
    """A borough of two wards in a folder, its store, and a clock."""

    folder: Path
    url: str
    store: Store
    now: datetime = NOVEMBER
    words: int = 0
    borough = a_borough()
    first_day = calendar_year(2027).first_day

    @property
    def site(self) -> Path:
        return self.folder / "site"

    def publish(self, *typed: str, kill: shell.Kill | None = None) -> CompletedProcess[str]:
        """Type the command a minute later."""
        self.now += timedelta(minutes=1)
        clock = {"SOURCE_DATE_EPOCH": str(int(self.now.timestamp())), "WARDPANELS_DB": self.url}
        return shell.run(self.folder, "publish", "--year", "2027", "--no-print", *typed, kill=kill, **clock)

    def publish_to_the_end(self, *typed: str) -> str:
        done = self.publish(*typed)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def release(self, *meetings: PlannedMeeting) -> None:
        """Release a plan of these meetings an hour later."""
        self.now += timedelta(hours=1)
        before = self.store.latest_release(self.borough.profile.code, self.first_day)
        profile = replace(self.borough.profile, contact_email=f"panels-{self.words}@example.org")
        plan = a_plan(*meetings)
        self.store.append_release(next_release(replace(self.borough, profile=profile), plan, before, self.now), plan)

    def change(self, chance: random.Random) -> str | None:
        """Release a change, and return the id of the meeting of which it is news; None where other words are none."""
        latest = self.store.latest_release(self.borough.profile.code, self.first_day)
        meetings = self.store.released_plan(latest.borough_code, self.first_day, latest.number).meetings
        chosen = chance.choice(meetings)
        kind = chance.choice(("moved", "called off", "called off", "worded")) if chosen.stands else "back on"
        if kind == "worded":
            self.words += 1
            self.release(*meetings)
            return None
        state = MeetingState.CANCELLED if kind == "called off" else MeetingState.CONFIRMED
        days = timedelta(days=chance.choice((-7, 7)) if kind == "moved" else 0)
        now = replace(chosen, state=state, starts_at=chosen.starts_at + days, ends_at=chosen.ends_at + days)
        self.release(*(now if each is chosen else each for each in meetings))
        return chosen.meeting_id

    def assert_agree(self) -> None:
        """The site and the register say the same."""
        assert_whole(self.site)
        assert_agree(self.site, self.store, self.borough.profile.code)


@contextmanager
def a_place(folder: Path, url: str) -> Iterator[Place]:
    """Release 1 is made, and nothing is published."""
    write_folder(Place.borough, folder / "data")
    settings = folder / "data" / "borough.toml"
    text = settings.read_text(encoding="utf-8").replace('["en"]', '["en", "bn"]\nunreviewed_translations = true')
    settings.write_text(text, encoding="utf-8")
    store = open_store(url)
    made = Place(folder, url, store)
    made.release(*MEETINGS)
    yield made
    store.close()
