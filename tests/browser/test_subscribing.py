"""A real program subscribes over HTTP, and hears of a move and of a cancellation."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import icalendar

from publishers import feeds
from scheduler.plan import MeetingState
from scheduler.release.value import Release
from tests.publishers.examples import a_release, moved

CONFIG = """
[general]
status_path = "{home}/status/"

[pair ward]
a = "feed"
b = "phone"
collections = null
conflict_resolution = "a wins"

[storage feed]
type = "http"
url = "{address}"

[storage phone]
type = "filesystem"
path = "{home}/phone/"
fileext = ".ics"
"""


def put(folder: Path, release: Release) -> None:
    """Put the feeds where the web server finds them."""
    for artifact in feeds.publish(release):
        path = folder / "subscribed" / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.content)


def synced(home: Path) -> dict[str, tuple[str, str]]:
    """What the phone holds after it asked: the start and the state of each meeting."""
    told = [sys.executable, "-m", "vdirsyncer", "--config", str(home / "config")]
    for command in ("sync",) if (home / "status").exists() else ("discover", "sync"):
        subprocess.run([*told, command], check=True, capture_output=True, text=True)
    found = {}
    for path in (home / "phone").glob("*.ics"):
        (vevent,) = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
        meeting_id = str(vevent["URL"]).split("/")[-2]  # vdirsyncer puts a UID of its own in the place of ours
        found[meeting_id] = (f"{vevent['DTSTART'].dt:%Y-%m-%d %H:%M}", str(vevent["STATUS"]))
    return found


def test_vdirsyncer_hears_of_a_move_and_of_a_cancellation(origin: str, folder: Path, tmp_path: Path) -> None:
    before = a_release()
    after = moved(before, "2027-E05009317-3", "Mon 2027-11-01 19:00")
    first, *others = after.meetings
    after = replace(after, meetings=(replace(first, state=MeetingState.CANCELLED, sequence=1), *others))
    (tmp_path / "phone").mkdir()
    address = f"{origin}/subscribed/wards/bow-east/calendar.ics"
    (tmp_path / "config").write_text(CONFIG.format(home=tmp_path, address=address), encoding="utf-8")

    put(folder, before)
    subscribed = synced(tmp_path)
    put(folder, after)
    heard = synced(tmp_path)

    assert subscribed == {
        "2027-E05009317-1": ("2027-03-25 19:00", "CONFIRMED"),
        "2027-E05009317-2": ("2027-04-24 11:00", "CONFIRMED"),
        "2027-E05009317-3": ("2027-10-28 19:00", "CONFIRMED"),
        "2027-E05009317-4": ("2027-12-02 19:00", "CONFIRMED"),
    }
    assert heard == {
        **subscribed,
        "2027-E05009317-1": ("2027-03-25 19:00", "CANCELLED"),
        "2027-E05009317-3": ("2027-11-01 19:00", "CONFIRMED"),
    }
