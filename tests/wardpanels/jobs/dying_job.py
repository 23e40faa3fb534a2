"""The process of a job that is killed outright at a door: arguments are the door's full name, call or return, a job."""

from __future__ import annotations

import sys

from tests.shell import Kill
from wardpanels.jobs.run import main

if __name__ == "__main__":
    name, event, number = sys.argv[1:]
    Kill(door=(name, event)).wait_for()
    sys.exit(main([number]))
