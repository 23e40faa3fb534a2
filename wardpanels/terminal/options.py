"""The options that several commands share, and where a command is to act."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from scheduler.problem import PlanningProblem
from scheduler.store import Store
from wardpanels import wiring
from wardpanels.publicity.desk import Desk, open_desk
from wardpanels.terminal import advice
from wardpanels.year.planning import problem_of

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

with_data: Decorator = click.option(
    "--data",
    "data",
    metavar="DIR",
    type=click.Path(path_type=Path),
    envvar="WARDPANELS_DATA",
    is_eager=True,  # dates are read with the borough's clock, and in the command's year
    callback=lambda ctx, param, given: wiring.data_folder(advice.kept(ctx, param, given)),
    help="The borough's folder of files. [default: ./data, or else the shipped data]",
)
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
with_year: Decorator = click.option(
    "--year",
    type=click.IntRange(2000, 2999),
    metavar="YEAR",
    envvar="WARDPANELS_YEAR",
    is_eager=True,
    callback=lambda ctx, param, given: advice.kept_always(ctx, param, given or wiring.next_year()),
    help="The calendar year. [default: next year]",
)
with_json: Decorator = click.option("--json", "as_json", is_flag=True, help="Print the result for a script.")


@dataclass(frozen=True, slots=True)
class Where:
    """Which borough's folder, which store and which year a command is about."""

    data: Path
    db: str
    year: int

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The store, for as long as the command needs it."""
        with wiring.store_at(self.db) as store:
            yield store

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """The year's publicity, for as long as the command needs it. Errors: UnusableData, CannotUse."""
        with self.store() as store:
            yield open_desk(store, self.data, self.year)

    def problem(self) -> PlanningProblem:
        """The year as a question. Errors: UnusableData, CannotUse."""
        return problem_of(self.data, self.year)


def with_where(command: Callable[..., Any]) -> Callable[..., Any]:
    """Ask for the folder, the store and the year, and hand them on as `where`."""

    @with_data
    @with_db
    @with_year
    @wraps(command)
    def asked(*, data: Path, db: str, year: int, **rest: Any) -> Any:
        return command(where=Where(data, db, year), **rest)

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
