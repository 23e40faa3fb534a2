"""The worker: APScheduler is its clock, and only that. What is to be done waits in the outbox: nothing is lost here."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from apscheduler.schedulers.background import BackgroundScheduler

from publishers import digests
from publishers.carriers.every_carrier import BY_HAND
from scheduler.period import Period
from scheduler.store import Store
from wardpanels import wiring
from wardpanels.doctor import keeping
from wardpanels.faults import fault_of
from wardpanels.publicity import sending
from wardpanels.publicity.desk import Desk, open_desks
from wardpanels.publicity.publicity_settings import Way
from wardpanels.publicity.sending import Dispatch, Sent

MOST_CHANNELS_AT_ONCE = 32
DOCTOR = "live host"
"""The line of the look at the host: no channel has a blank in its name."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """What a worker is given: the borough's store and folder, where hand work goes, its secrets, and whom it tells.

    Edges: `periods` looks up which periods are live at the moment: one may be released while the worker runs;
           `host_file` keeps the last look at the live host
    """

    store: Store
    folder: Path
    periods: Callable[[Store], Sequence[Period]]
    handover: Path
    host_file: Path
    environ: Mapping[str, str] = field(repr=False)
    tell: Callable[[str], None]


def work(office: Workplace, *, every_seconds: int) -> None:
    """Send what falls due until SIGTERM or Ctrl-C, then finish what is on its way. Once a day, look at the live host.

    Edges:  a channel that is still busy is not started again; the borough's files are read anew when they change
    Errors: as `desk.open_desk` and `sending.open_post`, before anything is sent
    """
    rounds = _Rounds(office)
    with _until_stopped() as stopped, ThreadPoolExecutor(MOST_CHANNELS_AT_ONCE, "carrier") as threads:
        clock = BackgroundScheduler(timezone="UTC")
        once = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        clock.add_job(rounds.look, "interval", (threads,), seconds=every_seconds, **once)
        office.tell(f"Worker {wiring.worker_name()} looks every {every_seconds} seconds. Press Ctrl-C to stop.")
        rounds.look(threads)
        clock.start()
        stopped.wait()
        clock.shutdown(wait=True)
    office.tell("Stopped.")


class _Rounds:
    """What is kept between two looks: the borough as last read, and the lines that are busy."""

    def __init__(self, office: Workplace) -> None:
        self._office = office
        self._busy: set[str] = set()
        self._turn = threading.Lock()
        digests.made_by()  # of the code that is loaded by now, not of an upgrade under a running worker
        self._read_as = wiring.stamp(office.folder)
        self._desks, self._post = self._opened()

    def look(self, threads: ThreadPoolExecutor) -> None:
        """Send what is due, each channel in a thread of its own; those by hand share one, for they share a page."""
        with _told(self._office.tell):
            self._read_anew()
            lines: dict[str, list[tuple[Desk, Way]]] = {}
            for desk in self._desks:
                self._tell(sending.prepare(desk, self._post.clock()))
                for way in sending.ways_with_work(desk, self._post.clock()):
                    lines.setdefault(BY_HAND if way.is_by_hand else way.channel, []).append((desk, way))
            for line, jobs in lines.items():
                self._start(threads, line, partial(self._empty, self._desks, self._post, line, jobs))
            self._start_doctor(threads)

    def _empty(self, desks: Sequence[Desk], post: Dispatch, line: str, jobs: Sequence[tuple[Desk, Way]]) -> None:
        for desk, way in jobs:
            self._tell(sending.empty(desk, post, way))
        if line == BY_HAND:
            sending.hand_over(desks, self._office.handover)

    def _start_doctor(self, threads: ThreadPoolExecutor) -> None:
        desk, at, file = self._desks[0], self._post.clock(), self._office.host_file
        site_url = desk.borough.profile.site_url
        if keeping.is_due(keeping.kept(file, site_url), site_url, at):
            self._start(threads, DOCTOR, partial(self._examine, desk, at, file))

    def _examine(self, desk: Desk, at: datetime, file: Path) -> None:
        from wardpanels.publicity.host_watch import look_at_host

        self._office.tell(look_at_host(desk, wiring.asker(), at, file).sentence)

    def _start(self, threads: ThreadPoolExecutor, line: str, job: Callable[[], None]) -> None:
        if self._starts(line):
            threads.submit(self._run, line, job)

    def _run(self, line: str, job: Callable[[], None]) -> None:
        try:
            with _told(self._office.tell):
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
            self._office.tell(f"{one.item.key} {one.item.subject}: {became}. {one.note}".rstrip())


@contextmanager
def _told(tell: Callable[[str], None]) -> Iterator[None]:
    """Whatever goes wrong in one look is told, and the next look comes all the same."""
    try:
        yield
    except Exception as error:  # noqa: BLE001  # a job must not end the worker: the items are safe in the outbox
        tell(str(fault_of(error)))


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
