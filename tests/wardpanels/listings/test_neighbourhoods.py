"""`wardpanels neighbourhoods` against a web server in the shapes of data.police.uk."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import date

import pytest

from benchmarks.boroughs import borough
from benchmarks.folders import write_folder
from scheduler.evidence.lines import NeighbourhoodSeen
from scheduler.store import open_store
from tests import shell
from tests.publishers.carriers.peers import LOOPBACK, Reply, web_peer
from tests.thorough import some

NOW = 1_798_800_000  # 1 January 2027, 10:40 in UTC
DAY = date(2027, 1, 1)
BOROUGH = borough(1, wards=2)
WARDS = BOROUGH.wards
SHOWN = [
    {"issue": "Mopeds", "issue-date": "2026-08-01T00:00:00", "action": None, "action-date": None},
    {"issue": "Lamps", "issue-date": "2026-11-20T00:00:00", "action": "Seen to", "action-date": "2026-12-01T00:00:00"},
]
TEAM = [{"name": "Ann Onymous", "rank": "PC", "bio": None, "contact_details": {}}, {"name": "B. Cee", "rank": None}]


@pytest.fixture
def folder(tmp_path):
    write_folder(BOROUGH, tmp_path / "data")
    return tmp_path


@contextmanager
def police(**answers):
    """data.police.uk. `answers` are by the last part of an address."""
    given = {"priorities": Reply(body=SHOWN), "people": Reply(body=TEAM), **answers}
    where = {"force": BOROUGH.profile.police_force, "neighbourhood": "N1"}

    def reply(request):
        path = request.path.partition("?")[0]
        return given.get(path.rpartition("/")[2], Reply(body=where))

    with web_peer(reply) as peer:
        yield peer


def asked(folder, peer, *typed):
    settings = {"SOURCE_DATE_EPOCH": str(NOW), "WARDPANELS_YEAR": "2027", "WARDPANELS_POLICE_UK": peer.url}
    settings["WARDPANELS_ALLOW"] = LOOPBACK
    return shell.run(folder, "neighbourhoods", *typed, **settings)


def noted(folder):
    store = open_store(f"sqlite:///{folder / 'wardpanels.db'}")
    lines = store.notes.lines(BOROUGH.profile.code)
    store.close()
    return [line.noted for line in lines]


def test_newest_priority_and_the_number_of_officers_are_shown_and_noted_and_no_name_is(folder):
    with police() as peer:
        told = asked(folder, peer)
        facts = json.loads(asked(folder, peer, "--json").stdout)

    assert (told.returncode, shell.without_clock(told.stderr)) == (0, "")
    assert "20 Nov 2026" in told.stdout
    assert "42" in told.stdout  # days from then to New Year's Day
    assert noted(folder) == [NeighbourhoodSeen(ward.code, DAY, date(2026, 11, 20), 2) for ward in WARDS]
    assert "Onymous" not in told.stdout + json.dumps(facts) + (folder / "wardpanels.db").read_bytes().decode("latin-1")
    assert {(one["newest_priority"], one["officers"], one["is_checked"]) for one in facts} == {("2026-11-20", 2, False)}


def test_ward_that_shows_nothing_is_told_from_one_that_cannot_be_asked(folder):
    with police(priorities=Reply(body=[]), people=Reply(body=[])) as peer:
        told = asked(folder, peer, "--ward", WARDS[0].slug)
    with police(people=Reply(404)) as peer:
        blind = asked(folder, peer, "--ward", WARDS[1].slug)

    assert (told.returncode, "none" in told.stdout) == (0, True)
    assert (blind.returncode, "found status 404" in blind.stdout) == (4, True)
    assert noted(folder) == [NeighbourhoodSeen(WARDS[0].code, DAY, None, 0)]


def test_panels_newer_priorities_are_said_to_be_missing_there(folder):
    ward = WARDS[0]
    rows = f"ward_code,agreed_on,priority\n{ward.code},2026-12-10,Bicycles\n"
    (folder / "data" / "priorities.csv").write_text(rows, encoding="utf-8")
    with police() as peer:
        told = asked(folder, peer)

    assert f"The panel agreed newer priorities than police.uk shows: {ward.name}.\n" in told.stdout


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(Reply(body="<html>"), id="a page"),
        pytest.param(Reply(body={"error": "x"}), id="no list"),
        pytest.param(Reply(500), id="broken"),
        pytest.param(Reply(body=b'[{"issue-date": "2026'), id="cut short", marks=pytest.mark.thorough),
    ],
)
def test_answer_that_cannot_be_read_is_told_and_noted_nowhere(folder, reply):
    with police(priorities=reply) as peer:
        told = asked(folder, peer)

    assert (told.returncode, "Traceback" in told.stderr, noted(folder)) == (4, False, [])
    assert told.stdout.count("found ") == len(WARDS)


@pytest.mark.parametrize("date_told", some(["2099-01-01T00:00:00", "", "2026-13-01", "soon", 7, None], every=2))
def test_priority_without_a_day_that_can_be_read_counts_for_no_day(folder, date_told):
    with police(priorities=Reply(body=[{"issue": "x", "issue-date": date_told}, "y"])) as peer:
        asked(folder, peer, "--ward", WARDS[0].slug)

    assert noted(folder) == [NeighbourhoodSeen(WARDS[0].code, DAY, None, 2)]


def test_second_look_of_a_day_is_a_line_only_where_something_changed(folder):
    one = ("--ward", WARDS[0].slug)
    with police() as peer:
        asked(folder, peer, *one)
        asked(folder, peer, *one)
    with police(people=Reply(body=[])) as peer:
        asked(folder, peer, *one)

    assert [seen.officers for seen in noted(folder)] == [2, 0]
