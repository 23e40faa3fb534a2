"""What a look at the machine comes to: a line for each thing that is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path

from scheduler.errors import PanelError
from scheduler.period import Period
from scheduler.store import Store, StoreBroken, open_store_as_it_is
from wardpanels import wiring
from wardpanels.faults import fault_of
from wardpanels.publicity.desk import Desk, open_desks


class Health(StrEnum):
    """How one thing is. The values never change: scripts rely on them.

    Edges: LOOK is for the next working day, ILL for now; UNKNOWN could not be looked at, or is of no matter here
    """

    WELL = "well"
    LOOK = "look"
    ILL = "ill"
    UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found of one thing. Edges: `advice` is "" where there is nothing to do; `figure` is for `/metrics`"""

    health: Health
    found: str
    advice: str = ""
    figure: float | None = None


@dataclass(frozen=True, slots=True)
class Premises:
    """What can be looked at: the borough's folder and store, the site, the machine's clock and its settings.

    Edges: `desks` are asked for once, and say the same to all: the desks, or why there are none
    """

    data: Path
    db: str
    site: Path
    host_file: Path
    environ: Mapping[str, str] = field(repr=False)
    at: datetime
    desks: Callable[[], tuple[Desk, ...]]

    @property
    def desk(self) -> Desk:
        """The desk of the first period, for what is the borough's. Errors: PanelError, where there is none."""
        return self.desks()[0]


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """One thing to look at. `name` never changes; `figure` says what its figure is, with its unit.

    Edges: one that is not quick asks the network, or reads all of the database: `/metrics` leaves it out
    """

    name: str
    ask: Callable[[Premises], Looked]
    figure: str = ""
    is_quick: bool = True

    def look(self, premises: Premises) -> Looked:
        """What is found. Edges: what cannot be looked at is not known, and the reason is said"""
        try:
            return self.ask(premises)
        except StoreBroken as broken:
            return Looked(Health.ILL, str(broken), fault_of(broken).advice)
        except PanelError as error:
            return Looked(Health.UNKNOWN, str(error).partition("\n")[0])
        except OSError as error:
            where, why = error.filename or "this computer", (error.strerror or str(error)).lower()
            return Looked(Health.UNKNOWN, f"{where}: {why}")


@dataclass(frozen=True, slots=True)
class HealthReport:
    """All that was looked at, at one moment."""

    at: datetime
    lines: tuple[tuple[HealthCheck, Looked], ...]

    @property
    def ill(self) -> tuple[tuple[HealthCheck, Looked], ...]:
        """What somebody has to see to now."""
        return tuple(line for line in self.lines if line[1].health is Health.ILL)

    @property
    def sentence(self) -> str:
        """What it comes to."""
        count = {each: sum(1 for _, line in self.lines if line.health is each) for each in Health}
        if not (count[Health.ILL] or count[Health.LOOK]):
            return "All is well." if not count[Health.UNKNOWN] else "All that could be looked at is well."
        parts = (f"{count[Health.ILL]} to see to now", f"{count[Health.LOOK]} to look at")
        return "; ".join(part for part in parts if not part.startswith("0 ")) + "."


@contextmanager
def premises_of(
    data: Path,
    db: str,
    periods: Callable[[Store], Sequence[Period]],
    site: Path,
    host_file: Path,
    environ: Mapping[str, str],
) -> Iterator[Premises]:
    """What there is to look at here. Edges: a store that cannot be opened hides nothing else, and stays as it is"""
    opened: list[Store] = []

    def desks() -> tuple[Desk, ...]:
        opened.append(open_store_as_it_is(db))
        return open_desks(opened[0], data, periods(opened[0]))

    try:
        yield Premises(data, db, site, host_file, environ, wiring.now(), _once(desks))
    finally:
        for store in opened:
            store.close()


def _once(ask: Callable[[], tuple[Desk, ...]]) -> Callable[[], tuple[Desk, ...]]:
    """The same answer each time, or the same error: a server that is away is waited for once."""

    @cache
    def asked() -> tuple[Desk, ...] | PanelError:
        try:
            return ask()
        except PanelError as error:
            return error

    def told() -> tuple[Desk, ...]:
        answer = asked()
        if isinstance(answer, PanelError):
            raise answer
        return answer

    return told


def look_at(premises: Premises, checks: Sequence[HealthCheck]) -> HealthReport:
    """Look at each of these things, in their order."""
    return HealthReport(premises.at, tuple((check, check.look(premises)) for check in checks))
