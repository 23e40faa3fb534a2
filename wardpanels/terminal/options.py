"""The options that several commands share, and where a command is to act."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, wraps
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from scheduler.facts import Role
from scheduler.period import Period, calendar_year, year_from
from scheduler.problem import PlanningProblem
from scheduler.store import Store
from wardpanels import wiring
from wardpanels.people.accounts import LONGEST_NAME
from wardpanels.publicity.desk import Desk, open_desk, open_desks
from wardpanels.terminal import advice, meant
from wardpanels.year.drafts import Signed
from wardpanels.year.periods import check_length
from wardpanels.year.planning import problem_of
from wardpanels.year.publishing import Folders

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
with_data_if_needed: Decorator = _data_option(lambda given: given or wiring.DATA, "./data")
with_demo_data: Decorator = _data_option(wiring.demo_folder, "./data, or else the shipped data")
with_db: Decorator = click.option(
    "--db",
    "db",
    metavar="URL",
    envvar="WARDPANELS_DB",
    default=wiring.DEFAULT_DB,
    show_default=True,
    is_eager=True,  # a day without its year is one of the period of a meeting that is stored
    callback=advice.kept_in_public,
    help="Where drafts and releases are kept.",
)
_with_year: Decorator = click.option(
    "--year",
    type=click.IntRange(wiring.YEARS.start, wiring.YEARS[-1]),
    metavar="YEAR",
    envvar="WARDPANELS_YEAR",
    is_eager=True,
    callback=advice.kept,
    help="The year, or the period that begins in it. [default: found from the meeting, or from today]",
)


def _day_option(option: str, name: str, told: str) -> Decorator:
    return click.option(
        option,
        name,
        type=click.DateTime(["%Y-%m-%d"]),
        metavar="DATE",
        is_eager=True,
        callback=lambda ctx, param, given: advice.kept(ctx, param, _planned_day(given)),
        help=told,
    )


def _planned_day(given: datetime | None) -> date | None:
    """A day of the years that can be planned: before and after them calendars end."""
    if given is not None and given.year not in wiring.YEARS:
        wanted = f"a day of {wiring.YEARS.start} to {wiring.YEARS[-1]}"
        raise click.BadParameter(f"found {given.date()}, wanted {wanted}")
    return given.date() if given else None


_with_first_day = _day_option("--from", "first_day", "The first day of another period.")
with_last_day = _day_option("--to", "last_day", "Its last day. [default: twelve months after --from]")


def with_period(command: Callable[..., Any]) -> Callable[..., Any]:
    """Ask for a year, or for another period, and hand on `period`: without either the next calendar year."""

    @_with_year
    @_with_first_day
    @with_last_day
    @wraps(command)
    def asked(*, year: int | None, first_day: date | None, last_day: date | None, **rest: Any) -> Any:
        _check_days(first_day, last_day)
        period = calendar_year(year or wiring.now().year + 1)
        if first_day is not None:
            period = Period(first_day, last_day) if last_day else year_from(first_day)
        check_length(period)
        return command(period=period, **rest)

    return asked


with_json: Decorator = click.option("--json", "as_json", is_flag=True, help="Print the result for a script.")


@dataclass(frozen=True, slots=True)
class Where:
    """Which borough's folder, which store and which period a command is about, looked up when it is first asked for."""

    _typed: meant.AsTyped
    _find: Callable[[], Period]

    @property
    def data(self) -> Path:
        """The borough's folder."""
        return self._typed.data

    @property
    def db(self) -> str:
        """Where the store is."""
        return self._typed.db

    @property
    def period(self) -> Period:
        """The one period. Errors: UnusableData, CannotUse."""
        return self._find()

    def periods(self, store: Store) -> tuple[Period, ...]:
        """Every period that is live today, or the one that is named. Errors: UnusableData, CannotUse."""
        return meant.every(self._typed, store)

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The store, for as long as the command needs it."""
        with wiring.store_at(self.db) as store:
            yield store

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """The period's publicity, for as long as the command needs it. Errors: UnusableData, CannotUse."""
        period = self.period
        with self.store() as store:
            yield open_desk(store, self.data, period)

    @contextmanager
    def desks(self) -> Iterator[tuple[Desk, ...]]:
        """The publicity of every live period, for as long as the command needs it. Errors: UnusableData, CannotUse."""
        with self.store() as store:
            yield open_desks(store, self.data, self.periods(store))

    def beginning(self, first_day: date) -> Where:
        """The same folder and store, in the period that begins on a day, where no other was typed."""
        if self._typed.has_period:
            return self
        typed = replace(self._typed, year=None, first_day=first_day)
        return Where(typed, cache(lambda: advice.kept_period(meant.one(typed))))

    def problem(self) -> PlanningProblem:
        """The period as a question, beside the stored ones. Errors: UnusableData, CannotUse."""
        period = self.period
        with wiring.store_if_any(self.db) as store:
            return problem_of(self.data, period, store, wiring.now())


PLACE = ("data", "db", "year", *meant.DAYS)


def _where(find: meant.Finder) -> Decorator:
    """Ask for the folder, the store and the period, and hand them on as `where`."""

    def decorated(command: Callable[..., Any]) -> Callable[..., Any]:
        @with_data
        @with_db
        @_with_year
        @_with_first_day
        @wraps(command)
        def asked(**settings: Any) -> Any:
            _check_days(settings.get("first_day"), settings.get("last_day"))
            typed = meant.typed_of(settings)
            found = cache(lambda: advice.kept_period(find(typed)))
            rest = {name: value for name, value in settings.items() if name not in PLACE}
            return command(where=Where(typed, found), **rest)

        return asked

    return decorated


with_where = _where(meant.one)
with_where_to_plan = _where(meant.to_plan)
with_where_to_release = _where(meant.to_release)

with_meeting: Decorator = click.argument("meeting", is_eager=True)  # a day without its year is one of its period
"""For commands about one meeting: `with_where` finds the period that has it."""


def _check_days(first_day: date | None, last_day: date | None) -> None:
    if last_day is not None and first_day is None:
        raise click.UsageError("--to is the last day of a period: say with --from on which day it begins.")
    # A year of the environment is only what holds where nobody types anything else.
    is_typed = click.get_current_context().get_parameter_source("year") is ParameterSource.COMMANDLINE
    if first_day is not None and is_typed:
        raise click.UsageError("--year and --from each name a period: type one of the two.")


with_channel: Decorator = click.option("--channel", metavar="NAME", help="One channel only, as in [publicity].")
with_ward: Decorator = click.option("--ward", metavar="NAME", help="One ward only: its name, its slug or its code.")


def _somebody(_ctx: click.Context, _param: click.Parameter, given: str) -> str:
    """A name that is not blank: the ledger must say who, and never forgets what it was told."""
    name = given.strip()
    if not name:
        raise click.BadParameter("found no name, wanted who says so")
    if not name.isprintable() or len(name) > LONGEST_NAME:
        raise click.BadParameter(f"found {name[:LONGEST_NAME]!r}, wanted a name of at most {LONGEST_NAME} letters")
    return name


def _somebody_or_a_key(ctx: click.Context, param: click.Parameter, given: str | None) -> str:
    """The same. Edges: "" where a key says it"""
    if given is not None:
        return _somebody(ctx, param, given)
    if wiring.typed_key():
        return ""
    raise click.MissingParameter(ctx=ctx, param=param)


def somebody_if_said(ctx: click.Context, param: click.Parameter, given: str | None) -> str:
    """The same, where it may be left out. Edges: "" where it is"""
    return "" if given is None else _somebody(ctx, param, given)


with_by: Decorator = click.option(
    "--by",
    metavar="WHO",
    envvar="WARDPANELS_BY",
    callback=_somebody_or_a_key,
    help="Who says so: it is written down, as stated and not checked. Needed without a key (WARDPANELS_KEY).",
)
with_by_if_said: Decorator = click.option(
    "--by",
    metavar="WHO",
    envvar="WARDPANELS_BY",
    callback=somebody_if_said,
    help="Who says so: it is kept, as stated and not checked. A key (WARDPANELS_KEY) says it better.",
)


def with_signature(command: Callable[..., Any]) -> Callable[..., Any]:
    """Ask who changes the draft and why, and hand on `signed`. Edges: "" where it is not said"""

    @with_by_if_said
    @click.option("--why", metavar="REASON", default="", help="The reason: it is kept with the draft.")
    @wraps(command)
    def asked(*, by: str, why: str, **rest: Any) -> Any:
        return command(signed=Signed(by, why.strip()), **rest)

    return asked


with_handover: Decorator = click.option(
    "--handover",
    type=click.Path(path_type=Path),
    metavar="DIR",
    default="handover",
    show_default=True,
    help="The folder for what a person has to carry.",
)
with_every: Decorator = click.option(
    "--every",
    "seconds",
    type=click.IntRange(1, 3600),
    metavar="SECONDS",
    default=30,
    show_default=True,
    help="How often to look.",
)
with_clock_is_right: Decorator = click.option(
    "--clock-is-right",
    "is_clock_right",
    is_flag=True,
    help="Send though nobody looked for long, or the clock was later before.",
)
with_host_file: Decorator = click.option(
    "--host-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    default="host.json",
    show_default=True,
    help="Where the last look at the live host is kept, for the ledger.",
)


def with_public(command: Callable[..., Any]) -> Callable[..., Any]:
    """Ask which public folders are kept up to date, and hand them on as `public`."""

    @click.option(
        "--site",
        type=click.Path(path_type=Path),
        metavar="DIR",
        default="site",
        show_default=True,
        help="The folder of the public site: if you published there, it is published again each day.",
    )
    @click.option(
        "--newsletter",
        type=click.Path(path_type=Path),
        metavar="DIR",
        default="newsletter",
        show_default=True,
        help="The folder of the newsletter copy.",
    )
    @wraps(command)
    def asked(*, site: Path, newsletter: Path, **rest: Any) -> Any:
        return command(public=Folders(site, newsletter), **rest)

    return asked


with_listings_file: Decorator = click.option(
    "--listings-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    default="listings.json",
    show_default=True,
    help="Where the last look at what others list is kept, for the ledger.",
)


def roles_listed(_ctx: click.Context, _param: click.Parameter, given: str | None) -> tuple[Role, ...] | None:
    """Roles with commas between them, each once, in the order of their names; None where none was given."""
    if given is None:
        return None
    names = [name.strip().casefold().replace("-", "_") for name in given.split(",") if name.strip()]
    unknown = [name for name in names if name not in set(Role)]
    if unknown or not names:
        raise click.BadParameter(f"found {', '.join(unknown) or 'none'}, wanted some of {', '.join(Role)}")
    return tuple(sorted({Role(name) for name in names}))
