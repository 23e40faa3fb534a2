"""What tests of stores share: addresses of new and of emptied ones of either kind."""

from __future__ import annotations

import pytest

from scheduler.store import open_store
from scheduler.store.engines import writing
from scheduler.store.tables import METADATA
from tests.scheduler.store.filled import engine_at

EMPTY = "; ".join(f"DELETE FROM {table.name}" for table in reversed(METADATA.sorted_tables))


@pytest.fixture(params=["sqlite", "postgres"])
def each_url(request, new_url):
    """The address of an empty store of either kind. One in memory is the first without a file: `TestMemoryStore`."""
    return request.getfixturevalue("emptied_url") if request.param == "postgres" else new_url(request.param)


@pytest.fixture(scope="session")
def shared(postgres_databases):
    """The address of a store in PostgreSQL that tests share, one after the other, and an engine on it."""
    url = next(postgres_databases)
    open_store(url).close()
    with engine_at(url) as engine:
        yield url, engine


@pytest.fixture
def emptied_url(shared):
    """The same address, and nothing there: a new store takes twenty times as long."""
    url, engine = shared
    with writing(engine) as connection:
        connection.exec_driver_sql(EMPTY)
    return url


@pytest.fixture
def new_url(tmp_path, request):
    """Makes addresses of stores that are not there yet."""
    names = iter(range(100))

    def made(kind):
        if kind == "postgres":
            return next(request.getfixturevalue("postgres_databases"))
        return f"sqlite:///{tmp_path / f'panels-{next(names)}.db'}"

    return made
