"""A worker's looks, one after the other: what stops one part of a look holds up no other, and is made good."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event

import pytest

from scheduler.store import Store, open_store
from scheduler.subscriber import Interest
from tests import shell
from tests.wardpanels.test_store_command import CODE, a_borough
from wardpanels.publicity.worker import Hands, Rounds, Workplace
from wardpanels.terminal.meant import AsTyped, every
from wardpanels.upkeep.sweeping import sweep_and_tell

NOVEMBER = datetime.fromisoformat("2026-11-28T10:00+00:00")
DAY = timedelta(days=1)


@dataclass
class Office:
    """A borough with its store, and a worker that looks whenever it is told to."""

    folder: Path
    store: Store
    clock: pytest.MonkeyPatch
    said: list[str] = field(default_factory=list)
    rounds: Rounds | None = None

    def look(self, at: datetime) -> None:
        """Look at a moment, and wait until all that was begun is done."""
        self.clock.setenv("SOURCE_DATE_EPOCH", str(int(at.timestamp())))
        self.rounds = self.rounds or Rounds(self._workplace())
        with ThreadPoolExecutor() as carriers, ThreadPoolExecutor() as errands:
            self.rounds.look(Hands(carriers, errands, Event()))

    def _workplace(self) -> Workplace:
        data = self.folder / "data"
        return Workplace(
            store=self.store,
            folder=data,
            periods=partial(every, AsTyped(data, "")),
            handover=self.folder / "handover",
            host_file=self.folder / "host.json",
            environ={},
            tell=lambda what, **_: self.said.append(what),
            sweep=partial(sweep_and_tell, self.store, data),
        )


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    a_borough(tmp_path)
    with closing(open_store(f"sqlite:///{tmp_path / 'panels.db'}")) as store:
        yield Office(tmp_path, store, monkeypatch)


def typed(office: Office, *words: str, at: datetime = NOVEMBER) -> int:
    clock = {"SOURCE_DATE_EPOCH": str(int(at.timestamp())), "WARDPANELS_DB": f"sqlite:///{office.folder}/panels.db"}
    return shell.run(office.folder, *words, **clock).returncode


def release_posters(office: Office) -> None:
    """Release a year of which people carry posters."""
    settings = office.folder / "data" / "borough.toml"
    by_hand = settings.read_text(encoding="utf-8").replace("[publicity]\n", '[publicity]\nposter = "release"\n')
    settings.write_text(by_hand, encoding="utf-8")
    assert (typed(office, "plan"), typed(office, "release")) == (0, 0)


@pytest.mark.parametrize("by", ["worker", "deliver"])
def test_nobodys_data_are_kept_for_longer_where_there_is_nothing_to_send(office: Office, by: str) -> None:
    """Before the first release, and between two years: it never came to that part of the look."""
    office.store.subscribers.ask(CODE, "ann@example.org", Interest(), "a1", NOVEMBER, DAY)

    for day in range(12):
        at = NOVEMBER + day * DAY
        assert by == "worker" or typed(office, "deliver", at=at) == 2
        if by == "worker":
            office.look(at)
            office.look(at + timedelta(hours=1))

    assert office.store.subscribers.find("a1") is None
    assert [said for said in office.said if "found no release" in said] == office.said[:1]


def test_what_people_carry_is_laid_out_once_it_can_be(office: Office) -> None:
    """Where the page could not be written, what was in people's hands stood nowhere until the next item fell due."""
    release_posters(office)
    (office.folder / "handover").write_text("a file", encoding="utf-8")
    office.look(NOVEMBER)
    (office.folder / "handover").unlink()

    office.look(NOVEMBER + timedelta(minutes=1))

    assert (office.folder / "handover" / "index.html").is_file()
    assert any("handover" in said for said in office.said)


def test_worker_lays_out_what_one_of_before_had_no_time_for(office: Office) -> None:
    release_posters(office)
    office.look(NOVEMBER)
    page = office.folder / "handover" / "index.html"
    page.unlink()

    office.rounds = None
    office.look(NOVEMBER + timedelta(minutes=1))

    assert page.is_file()
