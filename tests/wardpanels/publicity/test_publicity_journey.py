"""A comms officer's way through the command line: what is due, approve, deliver, confirm, and account for it."""

from __future__ import annotations

import csv
import json
import shutil
import signal
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.boroughs import borough
from benchmarks.folders import write_folder
from tests import shell
from tests.publishers.carriers.peers import Reply, closed_port, web_peer
from tests.wardpanels.test_journey import SETTINGS

PUBLICITY = """
[publicity]
met_engage = 14
press = "release"
facebook = 7

[channels.met-engage]
approval = true

[rights]
approve = ["Comms officer"]
"""
SIGNING_KEY = "whsec_" + "QUFB" * 8


def run(folder: Path, *typed: str, **more: str) -> subprocess.CompletedProcess[str]:
    return shell.run(folder, *typed, **SETTINGS | more)


def say(folder: Path, publicity: str) -> None:
    """Give the borough other publicity."""
    path = folder / "data" / "borough.toml"
    path.write_text(path.read_text(encoding="utf-8").partition("\n[publicity]")[0] + publicity, encoding="utf-8")


@pytest.fixture(scope="module")
def planned(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("planned")
    (folder / "data").mkdir()
    write_folder(borough(1, wards=3), folder / "data")
    say(folder, PUBLICITY)
    assert run(folder, "plan").returncode == 0
    return folder


@pytest.fixture(scope="module")
def year(planned, tmp_path_factory) -> Path:
    """A folder in which the year has been released."""
    folder = tmp_path_factory.mktemp("released")
    shutil.copytree(planned, folder, dirs_exist_ok=True)
    assert "Outbox: " in run(folder, "release").stdout
    return folder


@pytest.fixture
def released(year, tmp_path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(year, tmp_path, dirs_exist_ok=True))


def due(folder: Path, *typed: str) -> list[dict]:
    return json.loads(run(folder, "due", "--json", *typed).stdout)["items"]


def test_release_that_was_killed_before_the_outbox_fills_it_when_it_is_typed_again(planned, tmp_path):
    folder = Path(shutil.copytree(planned, tmp_path, dirs_exist_ok=True))

    killed = shell.run(folder, "release", kill=shell.Kill(door=("SqlStore.append_release", "return")), **SETTINGS)
    again, third = run(folder, "release"), run(folder, "release")

    assert killed.returncode == -signal.SIGKILL
    assert (again.returncode, "Outbox: " in again.stdout) == (0, True)
    assert (third.returncode, "Outbox: " in third.stdout) == (0, False)


def test_release_fills_the_year_and_both_lists_have_it(released):
    items = due(released)
    told = json.loads(run(released, "ledger", "--json").stdout)

    assert {item["channel"] for item in items} == {"met-engage", "press", "facebook"}
    assert sum(item["channel"] == "facebook" for item in items) == 14
    assert {line["key"] for line in told["items"]} == {item["key"] for item in items}
    assert (told["year"], told["release"]) == (2027, 1)


def test_due_shows_what_comes_first_and_can_be_narrowed(released):
    shown = run(released, "due", "--channel", "met_engage", "--until", "2027-02-28").stdout

    assert "waits for approval" in shown
    assert "facebook" not in shown
    assert all(item["due_at"] < "2027-03-01" for item in due(released, "--until", "2027-02-28"))


def test_words_of_an_item_can_be_read(released):
    key = next(item["key"] for item in due(released) if item["channel"] == "facebook")

    told = run(released, "due", "--show", key)

    assert (told.returncode, told.stdout.startswith("── copy/facebook/2027-")) == (0, True)


def test_all_of_a_channel_is_approved_at_once_and_goes_out_when_due(released):
    waiting = sum(item["awaits_approval"] for item in due(released))

    assert run(released, "approve", "--channel", "met-engage", "--by", "Comms officer").stdout == (
        f"{waiting} items are approved.\n"
    )
    assert not any(item["awaits_approval"] for item in due(released))


def test_what_is_due_by_hand_is_put_on_a_page_and_confirmed(released):
    sent = run(released, "deliver")
    key = next(item["key"] for item in due(released) if item["state"] == "handed_over")
    page = (released / "handover" / "index.html").read_text(encoding="utf-8")
    confirmed = run(released, "confirm", key, "--by", "Press officer", "--note", "sent to the paper")
    line = next(one for one in json.loads(run(released, "ledger", "--json").stdout)["items"] if one["key"] == key)

    assert (sent.returncode, "to post by hand: open handover/index.html" in sent.stdout) == (0, True)
    assert f"wardpanels confirm {key}" in page
    assert (confirmed.returncode, confirmed.stdout) == (0, "1 item is confirmed.\n")
    assert (line["state"], line["confirmed_by"], line["note"]) == ("confirmed", "Press officer", "sent to the paper")


def test_what_went_out_on_another_day_is_confirmed_with_that_day_and_a_day_to_come_is_bad_input(released):
    run(released, "deliver")
    key = next(item["key"] for item in due(released) if item["state"] == "handed_over")

    refused = run(released, "confirm", key, "--by", "Ann", "--on", "2026-11-23")
    confirmed = run(released, "confirm", key, "--by", "Ann", "--on", "22 Nov", "--evidence", "hall.jpg")

    assert (refused.returncode, refused.stderr.splitlines()[0]) == (
        2,
        "--on: found 23 November 2026, wanted a day that has come: today is 22 November 2026",
    )
    assert (confirmed.returncode, confirmed.stdout) == (0, "1 item is confirmed.\n")


def test_confirming_what_has_not_gone_out_changes_nothing_and_says_so(released):
    key = next(item["key"] for item in due(released) if item["channel"] == "facebook")

    told = run(released, "confirm", key, "--by", "Press officer")

    assert told.stdout == "0 items are confirmed. 1 did not wait for it and stay as they were.\n"


def test_unknown_key_is_bad_input_and_nothing_changes(released):
    told = run(released, "approve", "x.1", "--by", "Comms officer")

    assert (told.returncode, told.stderr.splitlines()[0]) == (
        2,
        "item: found 'x.1', wanted a key that `wardpanels due` shows",
    )


def test_ledger_goes_to_a_spreadsheet(released):
    told = run(released, "ledger", "--csv", "ledger.csv")

    rows = list(csv.DictReader((released / "ledger.csv").read_text(encoding="utf-8").splitlines()))
    assert told.stdout == f"ledger.csv holds {len(rows)} lines.\n"
    assert {row["channel"] for row in rows} == {"met-engage", "press", "facebook"}


CHRISTMAS = str(int(SETTINGS["SOURCE_DATE_EPOCH"]) + 33 * 86_400)


def test_ledger_is_proven_and_a_line_that_was_changed_is_named(released):
    noted = json.loads(run(released, "ledger", "--verify", "--json").stdout)["head"]
    whole = run(released, "ledger", "--verify", noted)
    with closing(sqlite3.connect(released / "wardpanels.db")) as database:
        database.execute("UPDATE ledger_entry SET at_utc = '2026-01-01 09:00:00' WHERE place = 3")
        database.commit()
    changed = run(released, "ledger", "--verify")

    assert (whole.returncode, whole.stderr) == (0, "")
    assert f"The head that was noted, {noted}, is among them.\nHead: {noted}\n" in whole.stdout
    assert changed.returncode == 2
    assert changed.stdout.startswith("! Line 3 (ledger_entry, ")
    assert "is not as it was written.\nThe ledger is not as it was written. Keep the database" in changed.stdout


@pytest.mark.thorough
def test_ledger_proves_what_was_told_in_time_and_counts_what_was_not(released):
    run(released, "deliver")
    in_hand = [item["key"] for item in due(released) if item["state"] == "handed_over"]
    first, *others = in_hand
    run(
        released,
        "confirm",
        first,
        "--by",
        "Ann",
        "--on",
        "today",
        "--evidence",
        "paper.pdf",
        SOURCE_DATE_EPOCH=CHRISTMAS,
    )
    late = run(released, "confirm", first, "--by", "Ann", "--on", "2026-11-23", SOURCE_DATE_EPOCH=CHRISTMAS)
    proof = json.loads(run(released, "ledger", "--proof", "--json", SOURCE_DATE_EPOCH=CHRISTMAS).stdout)
    shown = run(released, "ledger", "--proof", "--channel", "press", SOURCE_DATE_EPOCH=CHRISTMAS)

    assert (late.returncode, len(others) > 0) == (0, True)
    told = [fact for fact in proof["facts"] if fact["told_on"]]
    assert {(fact["outcome"], fact["told_on"], fact["by"], fact["reached"]) for fact in told} == {
        ("in_time", "2026-11-23", "Ann", None)
    }
    (press,) = (one for one in proof["by_channel"] if one["of"] == "press")
    assert (press["in_time"], press["late"], press["not_due"]) == (len(told), 0, 0)
    assert press["in_time"] + press["not_told"] == 14
    assert press["in_time_of_owed"] == len(told) / 14
    assert all(fact["days_before"] == fact["reached"] == 0 for fact in proof["facts"] if not fact["told_on"])
    assert shown.stdout.splitlines()[-1] == (
        f"{len(told)} of 14 that were owed by now were told in time ({100 * len(told) // 14}%): "
        f"0 late, {14 - len(told)} not told, 0 not due yet."
    )


def test_proof_goes_to_a_spreadsheet_and_can_be_narrowed_to_a_month(released):
    run(released, "ledger", "--proof", "--csv", "proof.csv")
    rows = list(csv.DictReader((released / "proof.csv").read_text(encoding="utf-8").splitlines()))
    month = rows[0]["month"]

    narrowed = json.loads(run(released, "ledger", "--proof", "--month", month, "--json").stdout)["facts"]
    refused = run(released, "ledger", "--month", month)
    wrong = run(released, "ledger", "--proof", "--month", "April")

    assert len(narrowed) == sum(row["month"] == month for row in rows) > 0
    assert {row["outcome"] for row in rows} == {"not_due"}
    assert (refused.returncode, "--month goes with --proof." in refused.stderr) == (2, True)
    assert (wrong.returncode, "Traceback" in wrong.stderr) == (2, False)


def test_unknown_channel_is_said_before_anything_is_released(planned, tmp_path):
    shutil.copytree(planned, tmp_path, dirs_exist_ok=True)
    say(tmp_path, "\n[publicity]\npigeon = 7\n")

    told, checked = run(tmp_path, "release"), run(tmp_path, "check")

    assert (checked.returncode, checked.stderr) == (told.returncode, told.stderr)
    assert (told.returncode, "publicity.pigeon: found the channel 'pigeon'" in told.stderr) == (2, True)
    assert "Traceback" not in told.stderr
    say(tmp_path, PUBLICITY)
    assert "Release 1: " in run(tmp_path, "release").stdout


def hook(channel: str, place: str) -> str:
    return f'[channels.{channel}]\ncarrier = "webhook"\nurl = "http://{place}/"\n[network]\nallow = ["{place}"]\n'


def test_channel_with_a_carrier_is_sent_and_a_failure_leaves_with_four(released):
    with web_peer(lambda request: Reply(200, b"ok")) as peer:
        say(released, f'\n[publicity]\npress = "release"\n{hook("press", peer.place)}')
        missing = run(released, "deliver")
        sent = run(released, "deliver", WARDPANELS_PRESS_SIGNING_KEY=SIGNING_KEY)

        assert (missing.returncode, "press wants WARDPANELS_PRESS_SIGNING_KEY" in missing.stderr) == (2, True)
        assert (sent.returncode, len(peer.asked) > 0, SIGNING_KEY in sent.stdout + sent.stderr) == (0, True, False)

    place = f"127.0.0.1:{closed_port()}"
    say(released, f'\n[publicity]\nleaflet = "release"\n{hook("leaflet", place)}')
    failed = run(released, "deliver", WARDPANELS_LEAFLET_SIGNING_KEY=SIGNING_KEY)
    assert (failed.returncode, "waits" in failed.stdout) == (4, True)


@pytest.mark.thorough
def test_key_that_expired_closes_its_channel_and_a_person_opens_it(released):
    key = {"WARDPANELS_PRESS_SIGNING_KEY": SIGNING_KEY}
    with web_peer(lambda request: Reply(401, b"expired")) as peer:
        say(released, f'\n[publicity]\npress = "release"\n{hook("press", peer.place)}')
        first, again = run(released, "deliver", **key), run(released, "deliver", **key)
        asked = len(peer.asked)
        shown, ledger = run(released, "due"), json.loads(run(released, "ledger", "--json").stdout)
        peer.reply = lambda request: Reply(200, b"ok")
        opened = run(released, "retry", "--channel", "Press", "--by", "Web team")
        sent = run(released, "deliver", **key)

    said = "press is closed since "
    why = "127.0.0.1 answered 401 (expired): the signing_key is wrong or has expired"
    how = "When that is mended, type: wardpanels retry --channel press"
    assert (first.returncode, again.returncode, asked) == (4, 4, 1)
    assert all(words in each.stdout for words in (said, why, how) for each in (first, again, shown))
    (alarm,) = (one for one in ledger["alarms"] if one["kind"] == "channel-closed")
    assert (alarm["subject"], alarm["sentence"].endswith(how)) == ("press", True)
    assert opened.stdout == "press is open again: what waits there is due at once.\n"
    assert (sent.returncode, len(peer.asked) > asked) == (0, True)


def test_retry_of_nothing_is_bad_input_and_says_where_to_look(released):
    refused = run(released, "retry", "--by", "Web team")

    assert refused.returncode == 2
    assert (
        "Say which: one KEY or more, or --channel NAME. To see what failed, type: wardpanels ledger" in refused.stderr
    )


def test_worker_sends_what_is_due_and_stops_when_it_is_told(released):
    with shell.begun(released, "worker", "--every", "1", **SETTINGS) as worker:
        told = [worker.stderr.readline()]
        while "handed_over" not in told[-1]:
            told.append(worker.stderr.readline())
            assert told[-1], told
        worker.send_signal(signal.SIGTERM)
        rest = worker.stderr.read()

    assert told[1].partition(" info worker: ")[2].startswith("Worker ")
    assert (worker.returncode, rest.endswith("worker: Stopped.\n")) == (0, True)
    assert any(item["state"] == "handed_over" for item in due(released))
