"""What tests of stores share: addresses of new ones of either kind."""

from __future__ import annotations

import pytest


@pytest.fixture
def new_url(tmp_path, request):
    """Makes addresses of stores that are not there yet."""
    names = iter(range(100))

    def made(kind):
        if kind == "postgres":
            return next(request.getfixturevalue("postgres_databases"))
        return f"sqlite:///{tmp_path / f'panels-{next(names)}.db'}"

    return made
