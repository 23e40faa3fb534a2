"""Processes that send one form to the console each, until somebody kills them.

Run it, and write lines of JSON to its standard input: `{"folder", "url", "key", "path", "form"}`. For each it forks a
process that says `ready PID` once the console is there, sends the form and says `sent STATUS`; when it is dead,
`dead PID` is said. (A fork takes a hundredth of the time of a new interpreter.)
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from scheduler.store import open_store
from tests.console.borough import house_in
from tests.console.conftest import Seat
from wardpanels.console import guard
from wardpanels.console.app import application


@contextmanager
def seat_at(folder: Path, url: str, key: str) -> Iterator[Seat]:
    """Somebody in front of the console of a folder, whose store is at an address of its own."""
    store = open_store(url)
    client = application(replace(house_in(folder, store), db=url)).test_client()
    client.set_cookie(guard.SESSION, key)
    yield Seat(client)
    store.close()


def _send(folder: str, url: str, key: str, path: str, form: dict[str, list[str]]) -> None:
    with seat_at(Path(folder), url, key) as seat:
        _say(f"ready {os.getpid()}")
        answer = seat.send(path, **form)
        _say(f"sent {answer.status_code}")


def _say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def main() -> None:
    """Fork a process for each line. All that a form needs is imported with the console."""
    gc.freeze()
    for line in sys.stdin:
        process = os.fork()
        if not process:
            _send(**json.loads(line))
            os._exit(0)
        os.waitpid(process, 0)
        _say(f"dead {process}")


if __name__ == "__main__":
    main()
