"""Real commands and a real worker live through clocks that are wrong, and through a cancellation on the day."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from benchmarks.boroughs import borough
from benchmarks.folders import write_folder
from tests import shell
from wardpanels.disk.waiting import keep_waiting, still_waiting, waiting_room

PUBLICITY = "\n[publicity]\nmet_engage = 14\nfacebook = 7\n\n[channels.met-engage]\napproval = true\n"
WRITE_DOWN = "2026-12-10 10:00"


def at(folder: Path, moment: str, *typed: str) -> subprocess.CompletedProcess[str]:
    """A command typed at a moment in London."""
    local = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/London"))
    return shell.run(folder, *typed, SOURCE_DATE_EPOCH=str(int(local.timestamp())), WARDPANELS_YEAR="2027")


@pytest.fixture(scope="module")
def year(tmp_path_factory) -> Path:
    """A folder in which 2027 has been released."""
    folder = tmp_path_factory.mktemp("jumps")
    (folder / "data").mkdir()
    write_folder(borough(1, wards=3), folder / "data")
    settings = folder / "data" / "borough.toml"
    settings.write_text(settings.read_text(encoding="utf-8").partition("\n[publicity]")[0] + PUBLICITY, "utf-8")
    for step in ("plan", "release"):
        assert at(folder, "2026-11-28 10:00", step).returncode == 0
    return folder


@pytest.fixture
def released(year, tmp_path) -> Path:
    return Path(shutil.copytree(year, tmp_path, dirs_exist_ok=True))


def first_meeting(folder: Path) -> dict:
    shown = json.loads(at(folder, "2026-11-28 10:00", "show", "--json").stdout)
    return min(shown, key=lambda meeting: meeting["starts_at"])


def ledger(folder: Path, moment: str) -> dict:
    return json.loads(at(folder, moment, "ledger", "--json").stdout)


def test_year_ahead_is_refused_in_one_sentence_and_costs_nothing(released):
    before = ledger(released, "2026-11-28 10:00")["items"]

    ahead = at(released, "2027-11-28 10:00", "deliver")

    assert (ahead.returncode, ahead.stdout) == (2, "")
    assert ahead.stderr == (
        "the clock: found 28 November 2027, wanted a day from 27 November 2026 to 7 January 2027, because the newest "
        "release is of 28 November 2026. Nothing was sent\n"
        "Put the clock right. If it is right, type the command again with --clock-is-right\n"
    )
    assert ledger(released, "2026-11-28 10:00")["items"] == before


def test_year_ahead_that_somebody_vouched_for_is_trouble_and_can_be_taken_back(released):
    before = ledger(released, "2026-11-28 10:00")["items"]

    ahead = at(released, "2027-11-28 10:00", "deliver", "--clock-is-right")
    back = at(released, "2026-11-28 11:00", "deliver", "--clock-is-right")

    assert (ahead.returncode, "missed" in ahead.stdout) == (4, True)
    assert {line["state"] for line in ledger(released, "2027-11-28 10:00")["items"]} >= {"missed"}
    assert (back.returncode, "Nothing was due." in back.stdout) == (0, True)
    now_held = {line["key"] for line in ledger(released, "2026-11-28 11:00")["items"] if line["state"] == "handed_over"}
    assert [line for line in ledger(released, "2026-11-28 11:00")["items"] if line["key"] not in now_held] == [
        line for line in before if line["key"] not in now_held
    ]


def test_what_is_missed_is_the_first_line_of_due_and_leaves_the_ledger_with_4(released):
    held_on = first_meeting(released)["starts_at"][:10]
    moment = f"{held_on} 23:00"

    due = at(released, moment, "due")
    strict = at(released, moment, "ledger", "--strict")
    delivered = at(released, moment, "deliver", "--clock-is-right")

    unapproved, unsent = "Nobody approved it in time: met-engage", "Nothing was sending when it was due: facebook"
    assert re.match(rf"\d+ missed\. {unapproved} \d+\. {unsent} \d+\.\n", due.stdout)
    assert (strict.returncode, " was missed. " in strict.stdout) == (4, True)
    assert delivered.returncode == 4
    assert at(released, "2026-11-28 10:00", "ledger", "--strict").returncode == 0


def test_cancellation_on_the_day_stands_first_with_the_hours_left_and_what_is_past_use_is_gone(released):
    meeting = first_meeting(released)
    day = meeting["starts_at"][:10]
    starts_at = datetime.fromisoformat(meeting["starts_at"])
    afternoon = starts_at.replace(hour=starts_at.hour - 2)
    for moment in (WRITE_DOWN, f"{day} 00:30"):
        at(released, moment, "approve", "--channel", "met-engage", "--by", "Ann")
        at(released, moment, "deliver")
    now = f"{afternoon:%Y-%m-%d %H:%M}"

    at(released, now, "cancel", meeting["id"])
    assert at(released, now, "release").returncode == 0
    at(released, now, "deliver")
    page = (released / "handover" / "index.html").read_text(encoding="utf-8")
    due = at(released, now, "due").stdout

    cards = page.split("<article")[1:]
    are_corrections = ["puts right what was said before" in card for card in cards]
    assert are_corrections == sorted(are_corrections, reverse=True)
    assert "CANCELLED" in cards[0]
    assert "<strong>2 hours left</strong>" in cards[0]
    rows = [line for line in due.splitlines() if " days before" in line or "a correction" in line]
    assert "a correction" in rows[0]
    assert "2 hours" in rows[0]
    of_use = {line["key"] for line in ledger(released, now)["items"] if line["state"] == "handed_over"}
    assert set(re.findall(r"wardpanels confirm (\S+) ", page)) == of_use


@pytest.mark.thorough
def test_meeting_that_was_held_is_not_said_to_be_cancelled_when_another_is(released):
    shown = json.loads(at(released, "2026-11-28 10:00", "show", "--json").stdout)
    first, *_, last = sorted(shown, key=lambda meeting: meeting["starts_at"])
    after = f"{first['starts_at'][:10]} 23:30"
    at(released, after, "cancel", last["id"])
    assert at(released, after, "release").returncode == 0

    lines = ledger(released, after)["items"]

    assert {(line["state"], line["note"]) for line in lines if line["meeting_id"] == first["id"]} == {
        ("missed", "Nothing was sending when it was due."),
        ("missed", "Nobody approved it in time."),
    }
    cancelled = {line["meeting_id"] for line in lines if "cancelled" in line["note"] or "differently" in line["note"]}
    assert cancelled <= {last["id"]}


@contextmanager
def clocked(folder: Path, moment: str):
    """A worker that runs, its clock, and what it says line by line."""
    clock = folder / "clock.txt"
    clock.write_text(moment, encoding="utf-8")
    command = [sys.executable, "-m", "tests.wardpanels.publicity.clocked_worker", str(clock), "--every", "1"]
    settings = shell.environment(WARDPANELS_YEAR="2027", PYTHONPATH=str(shell.ROOT))
    with subprocess.Popen(command, cwd=folder, env=settings, stderr=subprocess.PIPE, text=True) as worker:

        def put(other: str) -> None:
            clock.with_suffix(".new").write_text(other, encoding="utf-8")
            clock.with_suffix(".new").replace(clock)

        yield worker, put
        worker.send_signal(signal.SIGTERM)
        worker.stderr.read()
    assert worker.returncode == 0


def until(worker, words: str) -> list[str]:
    told = [worker.stderr.readline()]
    while words not in told[-1]:
        assert told[-1], told
        told.append(worker.stderr.readline())
    return told


@pytest.mark.thorough
def test_worker_is_not_deaf_when_the_clock_goes_back_and_waits_while_it_cannot_be_believed(released):
    due_at = min(line["due_at"] for line in ledger(released, WRITE_DOWN)["items"] if line["channel"] == "facebook")
    day, room = due_at[:10], waiting_room(released / "data")
    for name, sent_at in (("old", "08:00"), ("new", "09:00")):
        sent = datetime.fromisoformat(f"{day}T{sent_at}:00+00:00")
        keep_waiting(room, name, [("halls.csv", b"name\n")], sent)
    new = still_waiting(room, "new", sent)
    with clocked(released, f"{day}T09:30:00+00:00") as (worker, put):
        until(worker, "handed_over")
        assert [each / "sent" for each in room.iterdir()] == [new.folder]  # what waited for an hour is gone
        put(f"{day}T08:30:00+00:00")  # an hour back: it looks all the same, and takes up what changes
        settings = released / "data" / "borough.toml"
        settings.write_text(
            settings.read_text("utf-8").replace("facebook = 7", 'facebook = 7\npress = "release"'), "utf-8"
        )
        until(worker, "press.")
        put("2028-06-01T09:00:00+00:00")
        doubted = until(worker, "the clock: found 1 June 2028")
        put(f"{day}T09:31:00+00:00")
        settings.write_text(settings.read_text("utf-8").replace("press =", 'x = "release"\npress ='), "utf-8")
        told = until(worker, "x.")

    assert not [line for line in (*doubted, *told) if "missed" in line]
    assert sum("the clock:" in line for line in (*doubted, *told)) == 1
