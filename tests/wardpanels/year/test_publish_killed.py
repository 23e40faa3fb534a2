"""Publishing is killed outright, again and again: the site is whole, and what was told is told once and for good."""

from __future__ import annotations

import random  # noqa: TID251 - the instants of the kills: seeded, so the same on every run
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import cycle
from pathlib import Path

import pytest

from scheduler.plan import MeetingState
from tests import shell
from tests.thorough import DATABASES, enough, some
from tests.wardpanels.year.publishing import MEETINGS, Place, a_place
from tests.wardpanels.year.told import assert_whole, entries_of, files_of, news_of

KILLED = -9
ROUNDS = enough(3, 40)
STEPS, SECONDS = 4000, 0.4
"""About as many steps, and as long, as publishing takes: what is killed later than at its end is not killed."""

DOORS = (
    ("_put_in_place", "call"),
    ("SqlPromises.told", "call"),
    ("SqlPromises.begin", "return"),
    ("exchange", "return"),
    ("hear", "return"),
    ("SqlPromises.begin", "call"),
    ("Staging.repeat", "return"),
    ("flush", "return"),
    ("write_folder", "return"),
    ("hear", "call"),
    ("SqlPromises.told", "return"),
    ("all_made", "return"),
    ("_write_site", "return"),
)
"""Where what is on the disk or in the store has just become another, or is about to."""

MENDING = (("settle", "call"), ("is_free", "return"), ("SqlPromises.drop", "return"), ("settle", "return"))
"""The same where a run finds out what became of the one before."""


@pytest.fixture
def in_sqlite(tmp_path) -> Iterator[Place]:
    with a_place(tmp_path, f"sqlite:///{tmp_path / 'panels.db'}") as made:
        yield made


@pytest.fixture
def in_postgres(tmp_path, postgres_url) -> Iterator[Place]:
    with a_place(tmp_path, postgres_url) as made:
        yield made


@pytest.fixture(params=DATABASES)
def place(request) -> Place:
    return request.getfixturevalue(f"in_{request.param}")


@dataclass
class Held:
    """What became of a process that was held up."""

    told: str = ""
    returncode: int | None = None


@dataclass
class Instants:
    """When to kill next: in turn at a door, after some steps and after some time."""

    chance: random.Random
    doors: Iterator[tuple[str, str]] = field(default_factory=lambda: cycle(DOORS))
    mending: Iterator[tuple[str, str]] = field(default_factory=lambda: cycle((*MENDING, *DOORS)))

    def next(self, number: int) -> shell.Kill:
        if number % 3 == 0:
            return shell.Kill(door=next(self.doors))
        if number % 3 == 1:
            return shell.Kill(step=self.chance.randrange(STEPS))
        return shell.Kill(seconds=self.chance.uniform(0, SECONDS))


def live_through(place: Place, rounds: int, seed: int) -> dict[str, int]:
    """Change, publish and be killed, publish to the end, and so on; return how it went."""
    chance = random.Random(seed)
    instants = Instants(random.Random(seed + 1))
    went = {"killed": 0, "killed once out": 0, "killed once begun": 0, "killed while mending": 0}
    for number in range(rounds):
        changed = place.change(chance) if number else None
        before = (files_of(place.site), entries_of(place.site), news_of(place.site))
        is_killed = place.publish(kill=instants.next(number)).returncode == KILLED
        is_out = files_of(place.site) != before[0]
        begun = place.store.promises.begun(place.borough.profile.code)
        assert_whole(place.site)
        out = (entries_of(place.site), news_of(place.site)) if is_out else None
        went["killed"] += is_killed
        went["killed once out"] += is_killed and is_out
        went["killed once begun"] += is_killed and begun is not None
        if number % 4 == 3:
            door = next(instants.mending)
            went["killed while mending"] += place.publish(kill=shell.Kill(door=door)).returncode == KILLED
            assert_whole(place.site)
        place.publish_to_the_end()
        place.assert_agree()
        if number:
            assert_told_once(place.site, changed, before[1], before[2])
        if out:
            assert (entries_of(place.site), news_of(place.site)) == out, "what was out was told again"
    return went


def assert_told_once(site: Path, changed: str | None, entries: dict, news: tuple[str, ...]) -> None:
    """One piece of news, of the meeting that changed; no other entry's SEQUENCE is another; no stamp fell."""
    assert set(news) <= set(news_of(site))
    assert len(news_of(site)) == len(news) + (changed is not None)
    now = entries_of(site)
    assert now.keys() == entries.keys()
    for name, entry in now.items():
        meeting_id = name.partition("/")[2].partition("@")[0]
        is_news = changed is not None and meeting_id.lower() == changed.lower()
        assert entry.sequence == entries[name].sequence + is_news, name
        assert (entry.modified_at > entries[name].modified_at) == (entry.shown != entries[name].shown), name


@contextmanager
def held_up(place: Place, door: tuple[str, str], *typed: str) -> Iterator[Held]:
    """Another process that publishes, and stands still at a door; it goes on when what is done meanwhile is done."""
    words = ["publish", "--year", "2027", "--no-print", *typed]
    settings = {"WARDPANELS_DB": place.url, "SOURCE_DATE_EPOCH": str(int(place.now.timestamp()))}
    with shell.begun(place.folder, *words, kill=shell.Kill(door=door, by=signal.SIGSTOP), **settings) as process:
        assert process.is_stopped(), process.stderr.read()
        held = Held()
        try:
            yield held
        finally:
            process.send_signal(signal.SIGCONT)
        held.told = shell.without_clock(process.stderr.read())
        held.returncode = process.wait()


def test_register_and_site_agree_however_publishing_is_killed(place):
    went = live_through(place, ROUNDS, seed=4)
    assert went["killed"] >= ROUNDS // 2


@pytest.mark.parametrize("door", some(DOORS, every=13))
def test_what_is_told_is_told_once_when_publishing_is_killed_at_the_door(in_sqlite, door):
    place = in_sqlite
    place.publish_to_the_end()
    before, files = (entries_of(place.site), news_of(place.site)), files_of(place.site)
    moved, *others = MEETINGS
    place.release(replace(moved, state=MeetingState.CANCELLED), *others)

    assert place.publish(kill=shell.Kill(door=door)).returncode == KILLED
    assert_whole(place.site)
    is_out, out = files_of(place.site) != files, entries_of(place.site)
    place.publish_to_the_end()

    place.assert_agree()
    assert_told_once(place.site, moved.meeting_id, *before)
    assert not is_out or entries_of(place.site) == out, "what was out was told again"


def test_what_never_went_out_is_nothing_to_take_back(place):
    place.publish_to_the_end()
    before = entries_of(place.site), news_of(place.site)
    moved, *others = MEETINGS
    place.release(replace(moved, state=MeetingState.CANCELLED), *others)

    assert place.publish(kill=shell.Kill(door=("_put_in_place", "call"))).returncode == KILLED
    place.release(*MEETINGS)
    place.publish_to_the_end()

    place.assert_agree()
    assert (entries_of(place.site), news_of(place.site)) == before


def test_run_is_refused_while_another_is_putting_its_site_in_place(place):
    with held_up(place, ("_put_in_place", "call")) as other:
        for site in ("site", "another"):
            refused = place.publish("--to", site)
            assert refused.returncode == 2
            assert refused.stderr == f"{place.site}: found another run still writing to it, wanted one run at a time\n"

    assert (other.returncode, other.told) == (0, "")
    place.assert_agree()
    assert not (place.folder / "another").exists()


def test_run_that_was_overtaken_is_refused(place):
    with held_up(place, ("edition_on", "return")) as other:
        place.publish_to_the_end()

    assert other.returncode == 2
    assert other.told == "publication 1: found another run that publishes. Repeat the command.\n"
    place.assert_agree()


def test_run_that_was_overtaken_and_has_nothing_to_tell_brings_no_older_site_back(place):
    place.publish_to_the_end()
    moved, *others = MEETINGS
    with held_up(place, ("edition_on", "return")) as other:
        place.release(replace(moved, state=MeetingState.CANCELLED), *others)
        place.publish_to_the_end()

    assert other.returncode == 2
    place.assert_agree()
