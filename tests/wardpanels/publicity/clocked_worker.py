"""`wardpanels worker` by a clock that stands in a file, so that it can be put back and on while the worker runs."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from wardpanels import wiring
from wardpanels.terminal import cli


def main(clock: Path, *typed: str) -> int:
    """Be the worker whose clock is that file."""
    wiring.now = lambda: datetime.fromisoformat(clock.read_text(encoding="utf-8"))
    return cli.run(["worker", *typed])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
