"""The options that several commands share, and where a command is to act."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from scheduler.period import Period, calendar_year, year_from
from scheduler.problem import PlanningProblem
from scheduler.store import Store
from wardpanels import wiring
from wardpanels.publicity.desk import Desk, open_desk
from wardpanels.terminal import advice
from wardpanels.year.planning import problem_of

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _data_option(folder: Callable[[Path | None], Path], default: str) -> Decorator:
    return click.option(
        "--data",
        "data",
        metavar="DIR",
        type=click.Path(path_type=Path),
        envvar="WARDPANELS_DATA",
        is_eager=True,  # dates are read with the borough's clock, and in the command's year
        callback=lambda ctx, param, given: folder(advice.kept(ctx, param, given)),
        help=f"The borough's folder of files. [default: {default}]",
    )


with_data: Decorator = _data_option(wiring.data_folder, "./data")
with_demo_data: Decorator = _data_option(wiring.demo_folder, "./data, or else the shipped data")
with_db: Decorator = click.option(
    "--db",
    "db",
    metavar="URL",
    envvar="WARDPANELS_DB",
    default=wiring.DEFAULT_DB,
    show_default=True,
    callback=advice.kept_in_public,
    help="Where drafts and releases are kept.",
)
_with_year: Decorator = click.option(
    "--year",
    type=click.IntRange(2000, 2999),
    metavar="YEAR",
    envvar="WARDPANELS_YEAR",
    is_eager=True,
    callback=lambda ctx, param, given: advice.kept_always(ctx, param, given or wiring.next_year()),
    help="The calendar year. [default: next year]",
)
_with_first_day: Decorator = click.option(
    "--from", "first_day", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The first day of another period."
)
with_last_day: Decorator = click.option(
    "--to",
    "last_day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Its last day. [default: twelve months after --from]",
)


def with_period(command: Callable[..., Any]) -> Callable[..., Any]:
    """Ask for a year, or for the first day of another period, and hand on `period`, to `with_last_day` if given."""

    @_with_year
    @_with_first_day
    @wraps(command)
    def asked(*, year: int, first_day: datetime | None, last_day: datetime | None = None, **rest: Any) -> Any:
        return command(period=_period(year, first_day, last_day), **rest)

    return asked


def _period(year: int, first_day: datetime | None, last_day: datetime | None) -> Period:
    if first_day is None:
        return calendar_year(year)
    return Period(first_day.date(), last_day.date()) if last_day else year_from(first_day.date())


with_json: Decorator = click.option("--json", "as_json", is_flag=True, help="Print the result for a script.")


@dataclass(frozen=True, slots=True)
class Where:
    """Which borough's folder, which store and which period a command is about."""

    data: Path
    db: str
    period: Period

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The store, for as long as the command needs it."""
        with wiring.store_at(self.db) as store:
            yield store

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """The period's publicity, for as long as the command needs it. Errors: UnusableData, CannotUse."""
        with self.store() as store:
            yield open_desk(store, self.data, self.period)

    def problem(self) -> PlanningProblem:
        """The period as a question, beside the stored ones. Errors: UnusableData, CannotUse."""
        with self.store() as store:
            return problem_of(self.data, self.period, store)


def with_where(command: Callable[..., Any]) -> Callable[..., Any]:
    """Ask for the folder, the store and the period, and hand them on as `where`."""

    @with_data
    @with_db
    @with_period
    @wraps(command)
    def asked(*, data: Path, db: str, period: Period, **rest: Any) -> Any:
        return command(where=Where(data, db, period), **rest)

    return asked


with_channel: Decorator = click.option("--channel", metavar="NAME", help="One channel only, as in [publicity].")
with_ward: Decorator = click.option("--ward", metavar="NAME", help="One ward only: its name, its slug or its code.")


def _somebody(_ctx: click.Context, _param: click.Parameter, given: str) -> str:
    """A name that is not blank: the ledger must say who."""
    if not given.strip():
        raise click.BadParameter("found no name, wanted who says so")
    return given.strip()


with_by: Decorator = click.option(
    "--by",
    required=True,
    metavar="WHO",
    envvar="WARDPANELS_BY",
    callback=_somebody,
    help="Who says so: it is kept in the ledger.",
)
with_handover: Decorator = click.option(
    "--handover",
    type=click.Path(path_type=Path),
    metavar="DIR",
    default="handover",
    show_default=True,
    help="The folder for what a person has to carry.",
)
