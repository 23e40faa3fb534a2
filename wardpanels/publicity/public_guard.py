"""What looks through the files of a desk before they are public."""

from __future__ import annotations

from collections.abc import Sequence

from wardpanels.disk.output import Guard
from wardpanels.publicity.desk import Desk, latest_release
from wardpanels.year.staff_facts import staff_facts


def guard_of(desks: Sequence[Desk]) -> Guard:
    """The guard of the files of these periods of one borough. Errors: NothingYet"""
    first, releases = desks[0], tuple(map(latest_release, desks))
    return staff_facts(first.store, first.borough.profile, first.borough.officers, releases).refuse
