"""Who is on duty is called for each new trouble, and once a day while it lasts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from benchmarks.boroughs import borough
from benchmarks.folders import write_folder
from scheduler.period import calendar_year
from scheduler.store import open_store
from tests.publishers.carriers.peers import Reply, web_peer
from tests.wardpanels.publicity.delivering_worker import SIGNING_KEY
from tests.wardpanels.upkeep.test_health import NOW, PUBLICITY
from wardpanels.publicity.desk import open_desks
from wardpanels.upkeep.calling import call_about
from wardpanels.upkeep.health import Health, HealthCheck, HealthReport, Looked, Premises

ENVIRON = {"WARDPANELS_DUTY_SIGNING_KEY": SIGNING_KEY}


@pytest.fixture
def calls():
    return []


@pytest.fixture
def premises(tmp_path, calls):
    def reply(request):
        calls.append(request.json)
        return Reply(200, b"heard")

    (tmp_path / "data").mkdir()
    write_folder(borough(1, wards=3), tmp_path / "data")
    settings = tmp_path / "data" / "borough.toml"
    plain = settings.read_text(encoding="utf-8").partition("\n[publicity]")[0]
    store = open_store(f"sqlite:///{tmp_path / 'panels.db'}")
    with web_peer(reply) as peer:
        settings.write_text(plain + PUBLICITY.format(folder=tmp_path, duty=peer.place), encoding="utf-8")
        desks = open_desks(store, tmp_path / "data", (calendar_year(2027),))

        def at(moment):
            return Premises(tmp_path / "data", "", tmp_path, tmp_path / "host.json", {}, moment, lambda: desks)

        yield at
    store.close()


def report(at, **found):
    lines = {name: Looked(health, "found so") for name, health in found.items()}
    return HealthReport(at, tuple((HealthCheck(name, lambda _: None), line) for name, line in lines.items()))


def called(premises, hours, **found):
    at = NOW + timedelta(hours=hours)
    told = call_about(premises(at), report(at, **found), ENVIRON)
    return told is not None and told.is_done


def test_each_new_trouble_is_told_once_and_again_after_a_day(premises, calls):
    ill = Health.ILL

    told = [
        called(premises, 0, disk=Health.WELL, site=Health.LOOK),
        called(premises, 1, disk=ill),
        called(premises, 2, disk=ill),
        called(premises, 3, disk=ill, site=ill),
        called(premises, 4, site=ill),
        called(premises, 27, site=ill),
        called(premises, 28, site=Health.WELL),
        called(premises, 29, site=ill),
    ]

    assert told == [False, True, False, True, False, True, False, True]
    assert len(calls) == 4
    assert "- disk: found so." in str(calls[0])
    assert "disk" in calls[1]["artifacts"][0]["text"]
