"""What the publishers' tests share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def golden() -> Callable[[str, bytes], bytes]:
    """The kept bytes of a golden file. `ACCEPT_GOLDEN=1 pytest ...` keeps the new ones; review them with `git diff`."""

    def kept(name: str, made: bytes) -> bytes:
        if os.environ.get("ACCEPT_GOLDEN"):
            GOLDEN.mkdir(exist_ok=True)
            (GOLDEN / name).write_bytes(made)
        return (GOLDEN / name).read_bytes()

    return kept
