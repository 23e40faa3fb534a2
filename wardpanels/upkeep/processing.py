"""The record of processing as it stands: what is held of whom, under a borough's choices, and what of it goes next."""

from __future__ import annotations

from pathlib import Path

from scheduler.store import Store
from wardpanels.people.holdings import HOLDINGS, Holding
from wardpanels.people.retention import Retention, read_retention
from wardpanels.upkeep.sweeping import next_to_go
from wardpanels.year.reading import profile_of

Record = tuple[tuple[Holding, tuple[str, ...]], ...]
"""Each kind of what is held, and sentences of what goes next of it."""


def record_of(store: Store | None, folder: Path | None) -> Record:
    """The record of a borough.

    Edges:  without a folder, how long is what a borough has that chose nothing; without a folder or a store nothing is
            said of what goes next
    Errors: UnusableData
    """
    retention = read_retention(folder) if folder else Retention()
    goes = next_to_go(store, profile_of(folder), retention) if store and folder else {}
    return tuple((each.under(retention), tuple(goes[name] for name in each.kept if name in goes)) for each in HOLDINGS)
