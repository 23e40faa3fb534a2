"""Counts, from web servers' logs, the visits that our links and codes brought. No cookie, no script, nobody named."""

from __future__ import annotations

import gzip
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, cast
from zoneinfo import ZoneInfo

from scheduler.facts import BoroughProfile
from scheduler.store import Store
from scheduler.visited import Visited
from wardpanels.faults import CannotUse
from wardpanels.publicity.marked_pages import MarkedPages
from wardpanels.publicity.server_log import Asked, reader, whole_lines
from wardpanels.year.showing import newest_releases

GZIP = b"\x1f\x8b"
STDIN = "-"
MOST_TOLD = 5
"""So many lines of a log that could not be read are told by number."""

MOST_STEPS = 4
"""As often as this a visitor may be led on: to https, to the right host, to the folder, to the page."""


@dataclass(slots=True)
class LogRead:
    """How the reading of one log went. `untidy` are the first lines that could not be read, counted from 1.

    Edges: `nameless` are visits of which the log does not say which program asked; `led_on` are requests that were sent
           on to another address, by no program that says so
    """

    name: str
    lines: int = 0
    untidy_lines: int = 0
    untidy: list[int] = field(default_factory=list)
    by_programs: int = 0
    nameless: int = 0
    led_on: int = 0
    days: set[date] = field(default_factory=set)

    def miss(self) -> None:
        """The line just counted could not be read."""
        self.untidy_lines += 1
        if len(self.untidy) < MOST_TOLD:
            self.untidy.append(self.lines)


@dataclass(frozen=True, slots=True)
class CountedVisits:
    """What was read in one go: a line that stands in several logs is counted once."""

    logs: tuple[LogRead, ...]
    visits: Mapping[Visited, int]

    @property
    def days(self) -> frozenset[date]:
        """The days of which any line was read."""
        return frozenset(day for log in self.logs for day in log.days)

    @property
    def is_losing_marks(self) -> bool:
        """Whether so many were led on, and so few arrived with their mark, that a server must be dropping it."""
        return sum(log.led_on for log in self.logs) > MOST_STEPS * sum(self.visits.values())


def read_logs(store: Store, profile: BoroughProfile, logs: Sequence[Path], stdin: BufferedReader) -> CountedVisits:
    """Count the visits in some logs and write the counts down; `-` is standard input.

    Edges:  what was counted before is not counted again: see `Visits.note`
    Errors: CannotUse for what cannot be opened, is no log or was never published; then nothing is written
    """
    releases = newest_releases(store, profile.code)
    if not releases:
        raise CannotUse("--db", f"no release of {profile.name}", "the store that the site was published from")
    pages, read = MarkedPages(profile.site_url, releases), reader(ZoneInfo(profile.timezone))
    found: dict[bytes, tuple[Visited, int]] = {}
    told = []
    for path in logs:
        with opened(path, stdin) as log:
            result, lines = LogRead(str(path)), Counter[tuple[bytes, Visited]]()
            lines.update(_marked(log, result, read, pages))
        for (line, visited), count in lines.items():
            found[line] = (visited, max(count, found.get(line, (visited, 0))[1]))
        told.append(result)
    visits: Counter[Visited] = Counter()
    for visited, count in found.values():
        visits[visited] += count
    reading = CountedVisits(tuple(told), dict(sorted(visits.items())))
    store.visits.note(profile.code, reading.days, reading.visits)
    return reading


def _marked(
    log: BinaryIO, result: LogRead, read: Callable[[bytes], Asked | None], pages: MarkedPages
) -> Iterator[tuple[bytes, Visited]]:
    """Each line that is a person's visit, as a digest that is forgotten at the end. Errors: CannotUse for no log."""
    for line in whole_lines(log):
        result.lines += 1
        asked = None if line is None else read(line)
        if line is None or asked is None:
            result.miss()
            continue
        result.days.add(asked.day)
        visited = pages.visited(asked)
        if visited is None:
            result.led_on += pages.is_led_on(asked) and not asked.is_by_program
            continue
        is_by_program = asked.is_by_program
        if is_by_program:
            result.by_programs += 1
            continue
        result.nameless += is_by_program is None
        yield blake2b(line, digest_size=16).digest(), visited
    if result.untidy_lines == result.lines > 0:
        wanted = "a web server's log in the Common or Combined Log Format"
        raise CannotUse(result.name, "no line of one", wanted)


@contextmanager
def opened(path: Path, stdin: BufferedReader) -> Iterator[BinaryIO]:
    """A log to read, unpacked where it is gzip, whatever it is called. Errors: CannotUse."""
    if path.is_dir():
        raise CannotUse(str(path), "a folder", "a log that can be read")
    try:
        with _file(path, stdin) as file:
            yield cast(BinaryIO, gzip.GzipFile(fileobj=file)) if file.peek(2)[:2] == GZIP else file
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise CannotUse(str(path), "a gzip file that is cut off or damaged", "a whole one") from error
    except OSError as error:
        raise CannotUse(str(path), (error.strerror or str(error)).lower(), "a log that can be read") from error


def _file(path: Path, stdin: BufferedReader) -> AbstractContextManager[BufferedReader]:
    return nullcontext(stdin) if str(path) == STDIN else path.open("rb")
