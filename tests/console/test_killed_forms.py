"""Whoever sends a form is killed in the middle of it: kept is the old state or the new, and the page says which."""

from __future__ import annotations

import json
import os
import random  # noqa: TID251 - the instants of the kills: seeded, so the same on every run
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from io import BytesIO
from itertools import count
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from sqlalchemy import Select, Table, select

from scheduler.account import StaffSession
from scheduler.records import MeetingRecord
from scheduler.store import Store, copy_store, open_store
from scheduler.store.columns import METADATA
from scheduler.store.engines import open_engine
from tests.console.borough import NOW, SMALL, YEAR, make_released, publicise, sign_in, url_of
from tests.console.conftest import Seat
from tests.console.crawling import Page
from tests.console.dying_console import seat_at
from tests.thorough import DATABASES, enough, some
from wardpanels import wiring
from wardpanels.console.screens import BASE
from wardpanels.people.tokens import digest_of
from wardpanels.year.recording import Account, record_meeting

ROOT = Path(__file__).parents[2]
KILLS = enough(1, 11)
"""How often each form is killed: a move and the list of items in a file, or thoroughly each on both databases, some
300 in all.
"""
CODE, WARD = SMALL.profile.code, SMALL.wards[0]
PASSING = {"act", "act_end", "chain_head", "session", "try", "away"}
"""Tables of who came and what they tried, and of where those lines end: a form that was broken off is begun there."""
IN_STEPS = {"/publicity"}
"""Takes items from the list first, and then confirms them: what was broken off between is on the list still, and the
same form sent again ends it.
"""
BY_CHANCE = re.compile(r"\b[0-9a-f]{16,64}\b")
"""Ids that were never given before."""


@dataclass(frozen=True, slots=True)
class Place:
    """A folder, its store, and the key of an administrator who is signed in there."""

    folder: Path
    url: str
    key: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as its page has it, filled in: where it goes, and the page that says afterwards what is so."""

    path: str
    form: dict[str, list[str]]
    look: str


def filled(seat: Seat, path: str, ends: str, look: str, **typed: object) -> Sent:
    """The first form of a page whose address ends so, with what is typed in it."""
    page = Page(f"{BASE}{path}", seat.look(path).text)
    form = next(each for each in page.forms if each.is_sent and each.action.partition("?")[0].endswith(ends))
    told = {name: values for name, values in form.fields.items() if name != "token"}
    told |= {name: value if isinstance(value, list) else [str(value)] for name, value in typed.items()}
    told = {name: values for name, values in told.items() if typed.get(name, "") is not None}
    return Sent(form.action.partition("?")[0].removeprefix(BASE), told, look)


def forms_of(seat: Seat, store: Store, data: Path) -> Iterator[Sent]:
    """Every kind of form that writes, ready to be sent."""
    meetings = store.latest_release(CODE, YEAR.first_day).meetings
    over, recorded, missed = [each.meeting_id for each in meetings if each.starts_at < NOW][:3]
    coming = next(each.meeting_id for each in meetings if each.starts_at > NOW and each.ward_code == WARD.code)
    for told in (MeetingRecord(recorded, 24), MeetingRecord(missed, not_held="hall-locked")):
        record_meeting(store, SMALL, YEAR, Account(told, by="Rae Notes"), NOW)
    attendance = (data / "attendance.csv").read_bytes().replace(b",evening,", b",weekend_daytime,", 1)
    seat.send("/set-up/upload", files=[(BytesIO(attendance), "attendance.csv")])
    to_post = re.findall(r'name="item"[^>]*value="([^"]+)"', seat.look("/publicity").text)
    item = f"/publicity/{to_post[0].partition(' ')[0]}"
    day = {"first-day": 3, "first-month": 12, "first-year": 2027}

    meeting = f"/meetings/{coming}"
    yield filled(seat, meeting, "/move", meeting)
    yield filled(seat, meeting, "/pin", meeting, part="date")
    yield filled(seat, f"{meeting}/cancel", "/cancel", meeting, reason="hall-closed")
    yield filled(seat, f"/meetings/add?ward={WARD.code}", "/add", f"/wards/{WARD.slug}")
    yield filled(seat, f"/record/{over}", f"/{over}", f"/record/{over}", residents=24, priorities="Mopeds", more=None)
    yield filled(seat, f"/minutes/{recorded}", f"/{recorded}", f"/minutes/{recorded}")
    yield filled(seat, f"/debts/{missed}", f"/{missed}", "/debts", because="The panel asked for it")
    yield filled(seat, "/notes/posts", "/posts", "/notes", ward_code=WARD.code, chairs=1, vice_chairs=0, secretaries=1)
    yield filled(seat, "/publicity", "/publicity", "/publicity", item=to_post)
    yield filled(seat, f"{item}/words", "/words", item, **dict.fromkeys(("words-1", "words-2"), "Come and speak."))
    yield filled(seat, item, "/hold", item, **{"hold-why": "Wait for the hall"})
    yield filled(seat, "/people/new", "/new", "/people", name="Nia New", address="nia@police.example", roles="viewer")
    yield filled(seat, "/set-up/week/day", "/day", "/set-up", part="any", label="Fair", sure="yes", **day)
    yield filled(seat, "/set-up/upload/look", "/look", "/set-up", do="take")


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> tuple[Place, tuple[Sent, ...]]:
    """The place that the others are copies of, and what can be sent there."""
    folder = publicise(make_released(tmp_path_factory.mktemp("killed")), "x", "facebook")
    store = open_store(url_of(folder))
    place = Place(folder, url_of(folder), sign_in(store, CODE, "administrator"))
    with seat_at(*asdict(place).values()) as seat:
        forms = tuple(forms_of(seat, store, folder / "data"))
    store.close()
    return place, forms


Copied = Callable[[], Place]


@pytest.fixture
def copied(first, request, tmp_path) -> Iterator[Copied]:
    """From the first place to a copy of it, on each database."""
    place, names = first[0], (tmp_path / f"copy-{number}" for number in count())
    if request.param == "sqlite":
        yield lambda: replace(place, folder=(to := shutil.copytree(place.folder, next(names))), url=url_of(to))
        return
    server, source = request.getfixturevalue("postgres_server"), request.getfixturevalue("postgres_url")
    copy_store(place.url, source, None, NOW)
    store = open_store(source)
    who = (digest_of(place.key), "administrator", CODE)  # the same key, for what was sent waits for its session
    store.staff.sessions.add(StaffSession(*who, NOW, NOW, "127.0.0.1", "token"))
    store.close()
    with psycopg.connect(server("postgres"), autocommit=True) as connection:

        def copy() -> Place:
            to = Path(shutil.copytree(place.folder, next(names)))
            connection.execute(f'CREATE DATABASE "{to.name}" TEMPLATE "{urlsplit(source).path[1:]}"')
            return replace(place, folder=to, url=server(to.name))

        yield copy


@pytest.fixture(scope="module")
def forker() -> Iterator[subprocess.Popen[str]]:
    """What forks the processes that send."""
    command = [sys.executable, "-m", "tests.console.dying_console"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.stdin.close()


def send(forker: subprocess.Popen[str], place: Place, sent: Sent, seconds: float | None = None) -> tuple[str, float]:
    """Send a form from a process that is killed after some seconds. Return what it said, and how long it took."""
    told = {"folder": str(place.folder), "url": place.url, "key": place.key, "path": sent.path, "form": sent.form}
    forker.stdin.write(f"{json.dumps(told)}\n")
    forker.stdin.flush()
    process, begun = int(forker.stdout.readline().removeprefix("ready ")), wiring.seconds()
    if seconds is not None:
        Event().wait(seconds)
        with suppress(ProcessLookupError):  # it was done before
            os.kill(process, signal.SIGKILL)
    said = forker.stdout.readline().strip()
    took = wiring.seconds() - begun
    while said.startswith("sent") and not forker.stdout.readline().startswith("dead"):
        pass
    return said, took


def _asked(table: Table) -> Select[Any]:
    """All of a table, but for where its lines stand among those of acts."""
    return select(*(column for column in table.columns if column.name not in ("place", "link")))


def kept(place: Place) -> dict[str, Any]:
    """All that is kept, but for who came when."""
    engine = open_engine(place.url)
    with engine.connect() as connection:
        rows = {
            table.name: sorted(BY_CHANCE.sub("ID", str(tuple(row))) for row in connection.execute(_asked(table)))
            for table in METADATA.sorted_tables
            if table.name not in PASSING
        }
    engine.dispose()
    data = place.folder / "data"
    return rows | {str(file.relative_to(data)): file.read_bytes() for file in data.rglob("*.*") if file.is_file()}


def shown(place: Place, sent: Sent) -> str:
    """What the page says, without what is another each time."""
    with seat_at(*asdict(place).values()) as seat:
        answer = seat.look(sent.look)
    assert answer.status_code == 200, sent.look
    return BY_CHANCE.sub("ID", re.sub(r'value="[0-9a-f]{20,}"', "", answer.text))


@pytest.mark.parametrize("copied", DATABASES, indirect=True)
def test_form_that_is_killed_leaves_the_old_state_or_the_new_and_its_page_says_which(first, copied, forker):
    instants, (_, forms) = random.Random(20270310), first
    old, wrong = copied(), {}
    before = kept(old)
    for sent in some(forms, every=8):
        new = copied()
        said, took = send(forker, new, sent)
        pages, after = (shown(old, sent), shown(new, sent)), kept(new)
        assert said in ("sent 303", "sent 200"), sent
        assert (pages[0] != pages[1], before != after) == (True, True), sent.path
        for _ in range(KILLS):
            hit = copied()
            send(forker, hit, sent, instants.uniform(0, took))
            page, state = shown(hit, sent), kept(hit)
            if sent.path in IN_STEPS and state not in (before, after):
                send(forker, hit, sent)
                page, state = shown(hit, sent), kept(hit)
            if (state, page) not in ((before, pages[0]), (after, pages[1])):
                wrong[sent.path] = [name for name in state if state[name] not in (before.get(name), after.get(name))]

    assert wrong == {}
