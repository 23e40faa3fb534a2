"""`wardpanels doctor`, `worker` and `ledger` about a live host: from what is typed to what is left with."""

from __future__ import annotations

import json
import signal
from contextlib import contextmanager

import pytest

from benchmarks.boroughs import borough
from benchmarks.folders import write_folder
from publishers.artifact import Artifact
from tests import hosts, shell
from tests.publishers.carriers.peers import LOOPBACK, closed_port
from tests.thorough import some

NOW = 1_798_800_000  # 1 January 2027, 10:40 in UTC
DAY = 86_400


def run(folder, *typed, now=NOW):
    return shell.run(folder, *typed, SOURCE_DATE_EPOCH=str(now), WARDPANELS_YEAR="2027")


@pytest.fixture(scope="module")
def port():
    return closed_port()


@pytest.fixture(scope="module")
def place(tmp_path_factory, port):
    """A folder with a published year of one ward, whose site is to be at a port of this machine."""
    folder = tmp_path_factory.mktemp("doctor")
    (folder / "data").mkdir()
    write_folder(borough(1, wards=1), folder / "data")
    settings = folder / "data" / "borough.toml"
    told = settings.read_text(encoding="utf-8").splitlines()
    at_home = [f'site_url = "http://{LOOPBACK}:{port}"' if line.startswith("site_url") else line for line in told]
    settings.write_text("\n".join([*at_home, "[network]", f'allow = ["{LOOPBACK}"]']) + "\n", encoding="utf-8")
    for typed in (["plan"], ["release"], ["publish", "--no-print"]):
        done = run(folder, *typed, now=NOW - DAY)
        assert done.returncode == 0, done.stderr
    return folder


@contextmanager
def served(place, port, without=()):
    """The published site, by nginx set up as the page says."""
    site = place / "site"
    files = [path for path in sorted(site.rglob("*")) if path.is_file()]
    copied = [Artifact(path.relative_to(site).as_posix(), "", path.read_bytes()) for path in files]
    with hosts.site_folder([one for one in copied if one.path not in without]) as folder, hosts.nginx(folder, port):
        yield


def alarms(place):
    told = json.loads(run(place, "ledger", "--json").stdout)["alarms"]
    return [alarm for alarm in told if alarm["kind"].startswith("host")]


@pytest.mark.thorough
def test_host_that_is_right_leaves_with_0_and_the_ledger_has_nothing_to_say(place, port):
    with served(place, port):
        told = run(place, "doctor", f"http://{LOOPBACK}:{port}")

    assert (told.returncode, told.stderr) == (0, "")
    assert f"http://{LOOPBACK}:{port}: all " in told.stdout
    assert "wrong" not in told.stdout
    assert alarms(place) == []


def test_host_that_lost_a_file_leaves_with_4_and_the_ledger_says_so_until_it_is_right(place, port):
    with served(place, port, without=("calendar.ics", "meetings.json")):
        told = run(place, "doctor", f"http://{LOOPBACK}:{port}")

    assert told.returncode == 4
    assert "Put the whole folder site/ on the host" in told.stdout
    (alarm,) = alarms(place)
    assert (alarm["kind"], alarm["subject"]) == ("host-wrong", "answers")
    assert "On 1 January 2027 the host was wrong at" in alarm["sentence"]
    assert "calendar.ics (answers): found status 404, wanted status 200. 1 more address too." in alarm["sentence"]

    with served(place, port):
        assert run(place, "doctor", f"http://{LOOPBACK}:{port}").returncode == 0
    assert alarms(place) == []


def test_host_that_cannot_be_reached_is_an_alarm_of_its_own(place, port):
    told = run(place, "doctor", f"http://{LOOPBACK}:{port}")

    assert told.returncode == 4
    assert f"http://{LOOPBACK}:{port} could not be reached: found nothing that answers there." in told.stdout
    assert [alarm["kind"] for alarm in alarms(place)] == ["host-unreachable"]


def test_other_host_is_looked_at_and_not_kept(place, port):
    kept = (place / "host.json").read_bytes()
    with served(place, closed := closed_port()):
        told = run(place, "doctor", f"http://{LOOPBACK}:{closed}", "--json")

    facts = json.loads(told.stdout)
    assert facts["site_url"] == f"http://{LOOPBACK}:{closed}"
    assert facts["is_reached"]
    assert (place / "host.json").read_bytes() == kept


@pytest.mark.parametrize(
    "typed", some(["ftp://panels.example.org", "panels.example.org", "http://", "file:///etc/passwd"], every=2)
)
def test_address_that_is_none_is_refused_with_2(place, typed):
    told = run(place, "doctor", typed)

    assert told.returncode == 2
    assert f"URL: found '{typed}', wanted the address of the site" in told.stderr
    assert "Traceback" not in told.stderr


def test_file_that_no_look_can_be_kept_in_is_refused_with_2(place, port):
    told = run(place, "doctor", f"http://{LOOPBACK}:{port}", "--host-file", str(place / "none" / "host.json"))

    assert told.returncode == 2
    assert "wanted a file in a folder that exists" in told.stderr


def worked_until(place, said, now):
    """What a worker said until it said this; it is then stopped."""
    settings = {"SOURCE_DATE_EPOCH": str(now), "WARDPANELS_YEAR": "2027"}
    with shell.begun(place, "worker", "--every", "1", **settings) as worker:
        lines = []
        for line in worker.stderr:
            lines.append(line)
            if said in line:
                worker.send_signal(signal.SIGTERM)
        assert worker.wait() == 0
    return "".join(lines)


def test_worker_looks_once_a_day_and_goes_on_where_nobody_answers(place, port):
    (place / "host.json").unlink()
    unreached = worked_until(place, "could not be reached", NOW)
    assert "Stopped." in unreached
    assert [alarm["kind"] for alarm in alarms(place)] == ["host-unreachable"]

    with served(place, port):
        assert "checks are right" in worked_until(place, "checks are right", NOW + 3600)
        looked = json.loads((place / "host.json").read_bytes())["looked_at"]
        again = worked_until(place, "looks every", NOW + 3600 + DAY - 1)
        assert "checks are right" not in again
        assert "checks are right" in worked_until(place, "checks are right", NOW + 3600 + DAY)
    assert json.loads((place / "host.json").read_bytes())["looked_at"] > looked
    assert alarms(place) == []
