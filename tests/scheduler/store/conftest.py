"""What tests of stores share: addresses of new and of emptied ones of either kind."""

from __future__ import annotations

import pytest

from scheduler.store import open_store
from scheduler.store.engines import writing
from scheduler.store.tables import METADATA
from tests.scheduler.store.filled import engine_at

EMPTY = f"TRUNCATE {', '.join(METADATA.tables)} RESTART IDENTITY"


@pytest.fixture(params=["sqlite", "postgres"])
def each_url(request, new_url):
    """The address of an empty store of either kind. One in memory is the first without a file: `TestMemoryStore`."""
    return request.getfixturevalue("emptied_url") if request.param == "postgres" else new_url(request.param)


@pytest.fixture(scope="session")
def shared_url(postgres_databases):
    """The address of a store in PostgreSQL that tests share, one after the other."""
    url = next(postgres_databases)
    open_store(url).close()
    return url


@pytest.fixture
def emptied_url(shared_url):
    """The same, and nothing in it: a new one takes ten times as long."""
    with engine_at(shared_url) as engine, writing(engine) as connection:
        connection.exec_driver_sql(EMPTY)
    return shared_url


@pytest.fixture
def new_url(tmp_path, request):
    """Makes addresses of stores that are not there yet."""
    names = iter(range(100))

    def made(kind):
        if kind == "postgres":
            return next(request.getfixturevalue("postgres_databases"))
        return f"sqlite:///{tmp_path / f'panels-{next(names)}.db'}"

    return made
