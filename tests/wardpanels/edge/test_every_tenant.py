"""Many boroughs behind one server: each under its own name, its people nobody elsewhere, its trouble its own."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.boroughs import tiny_borough, write_folder
from scheduler.store import open_store
from tests.console.borough import NOW, sign_in, sign_up
from tests.wardpanels.edge.served_edge import ask, edge
from tests.wardpanels.subscriptions.examples import waited
from wardpanels.console.guard import SESSION
from wardpanels.edge.doorstep import Doorstep
from wardpanels.edge.every_tenant import EveryTenant
from wardpanels.edge.serving import EdgeSettings
from wardpanels.terminal import cli

CODES = {"ashby": "E09000001", "birch": "E09000002", "cove": "E09000003"}


class Folders:
    """A folder of boroughs, and the folder of their sites."""

    def __init__(self, place: Path) -> None:
        self.boroughs, self.out = place / "boroughs", place / "out"
        self.db = f"sqlite:///{place}/panels.db"
        self.settings = EdgeSettings(
            self.out, self.db, doorstep=Doorstep(known_as=("watch.example",)), boroughs=self.boroughs
        )

    def add(self, name: str, site_url: str = "", code: str = "") -> Path:
        """One borough more, whose site says its name."""
        made = tiny_borough(1)
        told = replace(
            made.profile, name=name, code=code or CODES[name], site_url=site_url or f"https://{name}.example/"
        )
        write_folder(replace(made, profile=told), self.boroughs / name)
        site = self.out / name / "site"
        site.mkdir(parents=True, exist_ok=True)
        (site / "index.html").write_text(name, encoding="utf-8")
        return self.boroughs / name


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path)


def test_each_is_asked_for_by_its_own_name_and_its_people_are_nobody_elsewhere(folders):
    for name in ("ashby", "birch"):
        folders.add(name)
    (folders.boroughs / "spoilt").mkdir()
    (folders.boroughs / "spoilt" / "borough.toml").write_text("name = 'Spoilt'\n", encoding="utf-8")
    with closing(open_store(folders.db)) as store:
        sign_up(store, CODES["ashby"], [])
        cookie = f"{SESSION}={sign_in(store, CODES['ashby'], 'administrator')}"

    with edge(folders.settings, {"SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}) as port:
        assert waited(lambda: ask(port, "/readyz", Host="localhost").content == b"boroughs served: 2\n", seconds=60)
        sites = [ask(port, "/", Host=f"{name}.example").content for name in ("ashby", "birch")]
        at_home, abroad = (
            ask(port, "/console/people", Host=f"{name}.example", Cookie=cookie) for name in ("ashby", "birch")
        )
        watched = [ask(port, "/healthz", Host=name).status for name in ("watch.example", "birch.example")]
        metrics = ask(port, "/metrics", Host="birch.example")
        nobody = [ask(port, "/", Host=name).status for name in ("cove.example", "localhost")]

    assert sites == [b"ashby", b"birch"]
    assert at_home.status == 200
    assert (abroad.status, abroad.headers["Location"]) == (303, "/console/sign-in?to=/console/people")
    assert watched == [200, 200]
    assert b"wardpanels_health" in metrics.content
    assert nobody == [400, 404]


@pytest.fixture
def store():
    with closing(open_store("memory:")) as store:
        yield store


@pytest.fixture
def every(folders, store):
    tenants = EveryTenant(folders.settings, store, os.environ)
    yield tenants
    tenants.close()


def named(every: EveryTenant) -> set[str]:
    """The boroughs' names that are answered now."""
    every.look()
    return {name for name in every.by_name if name.endswith(".example")} - {"watch.example"}


def test_folder_that_comes_goes_or_is_called_otherwise_is_noticed(folders, every):
    ashby = folders.add("ashby")
    found = [named(every)]
    birch = folders.add("birch")
    found.append(named(every))
    folders.add("ashby", site_url="https://ASHBY.police.example:8443/panels/")
    found.append(named(every))
    (ashby / "borough.toml").write_text("spoilt", encoding="utf-8")
    found.append(named(every))
    shutil.rmtree(birch)
    found.append(named(every))

    assert found == [
        {"ashby.example"},
        {"ashby.example", "birch.example"},
        {"ashby.police.example", "birch.example"},
        {"ashby.police.example", "birch.example"},
        {"ashby.police.example"},
    ]


@pytest.mark.parametrize(
    "claim", [{"site_url": "https://ashby.example:8443/birch/"}, {"code": CODES["ashby"]}], ids=["name", "code"]
)
def test_name_or_code_of_another_is_had_by_neither_unless_it_has_it_already(folders, store, every, claim, caplog):
    folders.add("ashby")
    alone = named(every)
    folders.add("birch", **claim)
    beside = named(every), named(every)
    afresh = EveryTenant(folders.settings, store, os.environ)

    assert alone == {"ashby.example"}
    assert beside == (alone, alone)
    assert named(afresh) == set()
    told = [each.getMessage() for each in caplog.records if "which another has too" in each.getMessage()]
    assert [each.partition(":")[0] for each in told] == ["birch", "ashby", "birch"], "each once of each server"


@pytest.mark.parametrize("site_url", ["http://localhost:8000/", "https://watch.example/"])
def test_name_of_the_machine_is_no_boroughs(folders, every, site_url):
    folders.add("ashby", site_url=site_url)
    front = every.by_name["localhost"]

    assert named(every) == set()
    assert every.by_name["localhost"] is every.by_name["watch.example"] is front


def test_boroughs_are_not_served_from_among_their_data(folders, capsys):
    folders.add("ashby")
    code = cli.run(["serve-all", "--boroughs", str(folders.boroughs), "--out", str(folders.boroughs / "ashby")])

    assert code == 2
    assert str(folders.boroughs / "ashby") in capsys.readouterr().err
