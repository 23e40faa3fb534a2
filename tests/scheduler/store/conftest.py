"""What tests of stores share: addresses of new ones of either kind."""

from __future__ import annotations

import pytest


@pytest.fixture(params=["sqlite", "postgres"])
def each_url(request, new_url):
    """The address of a new store of either kind. One in memory is the first without a file: see `TestMemoryStore`."""
    return new_url(request.param)


@pytest.fixture
def new_url(tmp_path, request):
    """Makes addresses of stores that are not there yet."""
    names = iter(range(100))

    def made(kind):
        if kind == "postgres":
            return next(request.getfixturevalue("postgres_databases"))
        return f"sqlite:///{tmp_path / f'panels-{next(names)}.db'}"

    return made
