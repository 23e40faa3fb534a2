"""The worker: it looks, and waits for the next look. What is to be done waits in the outbox: nothing is lost here.

APScheduler's trigger says when the next look is. It does not do the waiting: its own is by the wall clock, and deaf for
an hour when that goes back by one.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Protocol

from apscheduler.triggers.interval import IntervalTrigger

from publishers import digests
from publishers.carriers.every_carrier import BY_HAND
from scheduler.days import local_day
from scheduler.items import ItemState
from scheduler.period import Period
from scheduler.store import Store
from wardpanels import wiring
from wardpanels.alive import signature
from wardpanels.disk.waiting import clear_old, waiting_room
from wardpanels.doctor import keeping
from wardpanels.faults import TO_WHO_GOES_ON, DoubtfulClock, NothingYet, fault_of
from wardpanels.publicity import sending
from wardpanels.publicity.desk import Desk, open_desks
from wardpanels.publicity.handing_over import hand_over
from wardpanels.publicity.last_look import look
from wardpanels.publicity.publicity_settings import Way
from wardpanels.publicity.sending import Dispatch, Sent

MOST_CHANNELS_AT_ONCE = 32
ERRANDS_AT_ONCE = 1
"""How many sites are published, and hosts looked at, at a time: no channel waits for them, and a page can."""

DOCTOR, SITE = "live host", "public site"
"""The lines of the look at the host and of the daily publish: no channel has a blank in its name."""

TRIED_AGAIN = timedelta(minutes=15)
"""After how long a daily publish that came to nothing is tried again: a person's may have been under way."""


class Tell(Protocol):
    """Who is told what a worker does, and the ids of the meetings that it is about."""

    def __call__(self, what: str, *, meetings: Sequence[str] = (), is_trouble: bool = False) -> None:
        """Be told one thing."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """What a worker is given: the borough's store and folder, where hand work goes, its secrets, and whom it tells.

    Edges: `periods` looks up which periods are live at the moment: one may be released while the worker runs;
           `host_file` keeps the last look at the live host; `is_clock_right` says so of the first look; `publish`
           writes the public site for a moment and says what it did, "" where there is none; `sweep` deletes once a day
           what was kept long enough and says so
    """

    store: Store
    folder: Path
    periods: Callable[[Store], Sequence[Period]]
    handover: Path
    host_file: Path
    environ: Mapping[str, str] = field(repr=False)
    tell: Tell
    is_clock_right: bool = False
    publish: Callable[[Period, datetime], str] = lambda _period, _at: ""
    sweep: Callable[[datetime], str] = lambda _at: ""


@dataclass(frozen=True, slots=True)
class Hands:
    """The threads of a worker: those that carry, each on one channel, and those that run errands; `stopped` asks all
    that is not on its way to stay."""

    carriers: ThreadPoolExecutor
    errands: ThreadPoolExecutor
    stopped: threading.Event


def work(office: Workplace, *, every_seconds: int) -> None:
    """Send what falls due until SIGTERM or Ctrl-C, then finish what is on its way.

    Once a day, publish what is public already for that day, and look at the live host.

    Edges:  a channel that is still busy is not started again; the borough's files are read anew when they change
    Errors: as `desk.open_desk` and `sending.open_post`, before anything is sent
    """
    keep_looking(Rounds(office).look, office.tell, every_seconds=every_seconds)


def keep_looking(look: Callable[[Hands], None], tell: Tell, *, every_seconds: int) -> None:
    """Look again and again until SIGTERM or Ctrl-C, then finish what is on its way.

    Edges: an errand that has not begun by then is left for the next worker
    """
    with _until_stopped() as stopped, _hands(stopped) as hands:
        tell(f"Worker {signature().partition(' ')[0]} looks every {every_seconds} seconds. Press Ctrl-C to stop.")
        trigger, is_stopped = IntervalTrigger(seconds=every_seconds, timezone="UTC"), False
        while not is_stopped:
            began_at = wiring.now()
            look(hands)
            next_at = trigger.get_next_fire_time(began_at, wiring.now())
            is_stopped = stopped.wait(pause_seconds(wiring.now(), next_at, every_seconds))
    tell("Stopped.")


def pause_seconds(now: datetime, next_at: datetime, most_seconds: int) -> float:
    """How long to wait for a moment by the stopwatch, which no clock that is put right or wrong makes longer.

    Edges: never longer than from one look to the next
    """
    return min(max((next_at - now).total_seconds(), 0), most_seconds)


class Rounds:
    """What is kept between two looks: the borough as last read, and the lines that are busy.

    Errors: as `desk.open_desk` and `sending.open_post`
    """

    def __init__(self, office: Workplace) -> None:
        self._office = office
        self._busy: set[str] = set()
        self._turn = threading.Lock()
        digests.made_by()  # of the code that is loaded by now, not of an upgrade under a running worker
        self._read_as = wiring.stamp(office.folder)
        self._desks, self._post = self._opened()
        self._is_vouched_for, self._is_in_doubt = office.is_clock_right, False
        self._published_on: date | None = None
        self._publish_from: datetime | None = None
        self._sweep_from: datetime | None = None
        self._waits_for_release = False
        self._is_page_owed = True  # by a worker of before, perhaps, that ended between the two

    def look(self, hands: Hands) -> None:
        """Send what is due, each channel in a thread of its own; those by hand share one, for they share a page.

        Edges: what was kept long enough goes first, whatever stops the rest: uploads that wait at the console, and, by
               a clock that can be believed, what the store has of people
        """
        tell, since, is_read = self._office.tell, None, False
        with told(tell):
            clear_old(waiting_room(self._office.folder), wiring.now())
        with told(tell):
            self._read_anew()
            is_read = True
        with told(tell):
            since = self._looked()
        if since is None:
            return
        with told(tell):
            self._sweep()
        if is_read:
            with told(tell):
                self._send_if_any(hands, since)

    def _send_if_any(self, hands: Hands, since: Mapping[date, datetime]) -> None:
        """Edges: that nothing was released yet is told once"""
        try:
            self._send(hands, since)
        except NothingYet:
            if not self._waits_for_release:
                self._waits_for_release = True
                raise
        else:
            self._waits_for_release = False

    def _send(self, hands: Hands, since: Mapping[date, datetime]) -> None:
        lines: dict[str, list[tuple[Desk, Way]]] = {}
        if self._is_page_owed:
            lines[BY_HAND] = []
        for desk in self._desks:
            missed = sending.prepare(desk, since.get(desk.period.first_day), self._post.clock())
            self._tell(missed)
            if any(one.item.state is ItemState.HANDED_OVER for one in missed):
                lines.setdefault(BY_HAND, [])  # the page is laid out anew without it
            for way in sending.ways_with_work(desk, self._post.environ, self._post.clock()):
                lines.setdefault(BY_HAND if way.is_by_hand else way.channel, []).append((desk, way))
        for line, jobs in lines.items():
            self._start(hands.carriers, line, partial(self._empty, self._desks, self._post, line, jobs))
        self._start_publish(hands.errands)
        self._start_doctor(hands.errands)

    def _looked(self) -> Mapping[date, datetime] | None:
        """When each period was looked at before; None while the clock cannot be believed, which is told once."""
        try:
            since = look(self._desks, self._post.clock(), is_clock_right=self._is_vouched_for)
        except DoubtfulClock as doubt:
            if not self._is_in_doubt:
                self._office.tell(str(fault_of(doubt)), is_trouble=True)
            self._is_in_doubt = True
            return None
        self._is_vouched_for = self._is_in_doubt = False
        return since

    def _empty(self, desks: Sequence[Desk], post: Dispatch, line: str, jobs: Sequence[tuple[Desk, Way]]) -> None:
        if line == BY_HAND:
            self._is_page_owed = True  # until it is there: what is in people's hands stands nowhere else
        for desk, way in jobs:
            self._tell(sending.empty(desk, post, way))
        if line == BY_HAND:
            hand_over(desks, self._office.handover, post.clock())
            self._is_page_owed = False

    def _start_publish(self, errands: ThreadPoolExecutor) -> None:
        desk, at = self._desks[0], self._post.clock()
        today = local_day(at, desk.borough.profile.timezone)
        if self._published_on != today and (self._publish_from is None or self._publish_from <= at):
            self._publish_from = at + TRIED_AGAIN
            self._start(errands, SITE, partial(self._publish, desk.period, at, today))

    def _publish(self, period: Period, at: datetime, today: date) -> None:
        said = self._office.publish(period, at)
        self._published_on = today
        if said:
            self._office.tell(said)

    def _sweep(self) -> None:
        at = self._post.clock()
        if self._sweep_from is None or self._sweep_from <= at:
            self._sweep_from = at + TRIED_AGAIN
            if said := self._office.sweep(at):
                self._office.tell(said)

    def _start_doctor(self, errands: ThreadPoolExecutor) -> None:
        desk, at, file = self._desks[0], self._post.clock(), self._office.host_file
        site_url = desk.borough.profile.site_url
        if keeping.is_due(keeping.kept(file, site_url), site_url, at):
            self._start(errands, DOCTOR, partial(self._examine, desk, at, file))

    def _examine(self, desk: Desk, at: datetime, file: Path) -> None:
        from wardpanels.publicity.host_watch import look_at_host

        self._office.tell(look_at_host(desk, wiring.asker(desk.publicity.allowed), at, file).sentence)

    def _start(self, threads: ThreadPoolExecutor, line: str, job: Callable[[], None]) -> None:
        if self._starts(line):
            threads.submit(self._run, line, job)

    def _run(self, line: str, job: Callable[[], None]) -> None:
        try:
            with told(self._office.tell):
                job()
        finally:
            with self._turn:
                self._busy.discard(line)

    def _starts(self, line: str) -> bool:
        with self._turn:
            is_free = line not in self._busy
            self._busy.add(line)
        return is_free

    def _read_anew(self) -> None:
        """Read the borough's files again where one has changed, and look which periods are live by now."""
        stamp = wiring.stamp(self._office.folder)
        if stamp != self._read_as:
            (self._desks, self._post), self._read_as = self._opened(), stamp
            return
        known = self._desks[0]
        self._desks = tuple(replace(known, period=period) for period in self._office.periods(self._office.store))

    def _opened(self) -> tuple[tuple[Desk, ...], Dispatch]:
        office = self._office
        desks = open_desks(office.store, office.folder, office.periods(office.store))
        return desks, sending.open_post(desks[0], office.environ)

    def _tell(self, sent: Iterable[Sent]) -> None:
        for one in sent:
            became = one.event.value if one.event else "waits"
            what = f"{one.item.key} {one.item.subject}: {became}. {one.note}".rstrip()
            self._office.tell(what, meetings=one.item.meetings, is_trouble=one.is_trouble)


@contextmanager
def told(tell: Tell) -> Iterator[None]:
    """Whatever goes wrong in one look is told, and the next look comes all the same."""
    try:
        yield
    except Exception as error:  # noqa: BLE001  # a job must not end the worker: the items are safe in the outbox
        tell(str(fault_of(error, advice=TO_WHO_GOES_ON)), is_trouble=True)


@contextmanager
def _hands(stopped: threading.Event) -> Iterator[Hands]:
    carriers = ThreadPoolExecutor(MOST_CHANNELS_AT_ONCE, "carrier")
    errands = ThreadPoolExecutor(ERRANDS_AT_ONCE, "errand")
    with carriers:
        try:
            yield Hands(carriers, errands, stopped)
        finally:
            errands.shutdown(cancel_futures=True)


@contextmanager
def _until_stopped() -> Iterator[threading.Event]:
    """An event that SIGTERM and SIGINT set; what they did before comes back at the end."""
    stopped = threading.Event()
    before = {sign: signal.signal(sign, lambda *_: stopped.set()) for sign in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stopped
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)
