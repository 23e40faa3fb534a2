"""A shared calendar at a real Radicale: one resource a meeting, overwritten when it changes, kept when cancelled."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest
import requests
from radicale import Application, config

from publishers.artifact import Artifact
from publishers.carriers.carrier import Closed, Outlet, Receipt, TryAgain
from publishers.channels.every_channel import named
from publishers.pieces import pieces_of
from tests.publishers.carriers.examples import PASSWORD, TEXT, carried, meeting_ics, outlet, parcel
from tests.publishers.carriers.peers import Reply, WebPeer, web_peer, wsgi_peer
from tests.publishers.examples import a_release
from tests.publishers.ical_reader import calendar_by_ical

NAME = "2027-e05009328-1.ics"
QUERY = """<?xml version="1.0"?>
<c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">
  <d:prop><d:getetag/><c:calendar-data/></d:prop>
  <c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"/></c:comp-filter></c:filter>
</c:calendar-query>"""


@dataclass(frozen=True)
class Calendar:
    """A calendar at the server, as its owner sees it."""

    url: str
    port: int

    def told(self, password: str = PASSWORD, url: str = "") -> Outlet:
        facts = {"user": "ann", "secrets": {"password": password}}
        return outlet("caldav", allowed=(f"127.0.0.1:{self.port}",), url=url or self.url, **facts)

    def ask(self, method: str, path: str = "", **rest: object) -> requests.Response:
        answer = requests.request(method, self.url + path, auth=("ann", PASSWORD), timeout=5, **rest)
        answer.raise_for_status()
        return answer

    def events(self) -> dict[str, tuple]:
        """What a calendar program is told: name, sequence, start and status of each event, read by another library."""
        found = ElementTree.fromstring(self.ask("REPORT", data=QUERY, headers={"Depth": "1"}).content)
        data = {
            one.findtext("{DAV:}href").rpartition("/")[2]: one.findtext(
                ".//{urn:ietf:params:xml:ns:caldav}calendar-data"
            )
            for one in found.iter("{DAV:}response")
        }
        events = {name: calendar_by_ical(text).events[0] for name, text in data.items()}
        return {name: (one.sequence, f"{one.start:%d %B %H:%M}", one.status.value) for name, one in events.items()}


@contextmanager
def radicale(tmp_path: Path) -> Iterator[Calendar]:
    users = tmp_path / "users"
    users.write_text(f"ann:{PASSWORD}\n", encoding="ascii")
    settings = config.load()
    settings.update(
        {
            "auth": {"type": "htpasswd", "htpasswd_filename": str(users), "htpasswd_encryption": "plain", "delay": "0"},
            "storage": {"filesystem_folder": str(tmp_path / "radicale")},
            "logging": {"level": "error"},
        },
        "test",
    )
    with wsgi_peer(Application(settings)) as port:
        found = Calendar(f"http://127.0.0.1:{port}/ann/panels/", port)
        found.ask("MKCALENDAR")
        yield found


@pytest.fixture
def calendar(tmp_path: Path) -> Iterator[Calendar]:
    with radicale(tmp_path) as found:
        yield found


def test_meeting_is_in_the_calendar_once_however_often_it_is_carried(calendar: Calendar):
    for _ in range(2):
        receipt = carried(calendar.told(), parcel(TEXT, meeting_ics()))

    assert receipt == Receipt(calendar.url + NAME)
    assert calendar.events() == {NAME: (0, "30 March 18:30", "CONFIRMED")}


def test_moved_meeting_takes_the_place_of_the_old(calendar: Calendar):
    moved = parcel(meeting_ics(1, "20270331T183000Z"), key="2", version=2)

    carried(calendar.told(), parcel(meeting_ics()), moved)

    assert calendar.events() == {NAME: (1, "31 March 18:30", "CONFIRMED")}


def test_cancelled_meeting_stays_and_says_so(calendar: Calendar):
    cancelled = parcel(meeting_ics(1, status="CANCELLED"), key="2", version=2)

    carried(calendar.told(), parcel(meeting_ics()), cancelled)

    assert calendar.events() == {NAME: (1, "30 March 18:30", "CANCELLED")}


def test_older_state_that_comes_late_changes_nothing(calendar: Calendar):
    moved = parcel(meeting_ics(1, "20270331T183000Z"), key="2", version=2)

    receipt = carried(calendar.told(), moved, parcel(meeting_ics()))

    assert receipt == Receipt(f"a newer state is already at {calendar.url}{NAME}")
    assert calendar.events() == {NAME: (1, "31 March 18:30", "CONFIRMED")}


def test_copy_for_calendars_is_what_a_server_takes(calendar: Calendar):
    """Every meeting of a release with one moved and one cancelled, as it goes out."""
    release = a_release()
    (channel,) = named("calendar")

    made = [parcel(*one.artifacts, channel="calendar", subject=one.subject) for one in pieces_of(release, (channel,))]
    carried(calendar.told(), *made)

    assert {(name, status) for name, (_, _, status) in calendar.events().items()} == {
        (f"{meeting.meeting_id.lower()}.ics", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
        for meeting in release.meetings
    }
    assert calendar.events()["2027-e05009328-3.ics"][2] == "CANCELLED"


def test_vdirsyncer_finds_the_meeting(calendar: Calendar, tmp_path: Path):
    """An independent client of CalDAV, as a member of staff may use."""
    carried(calendar.told(), parcel(meeting_ics()))
    settings = tmp_path / "vdirsyncer"
    settings.write_text(
        f'[general]\nstatus_path = "{tmp_path}/status"\n'
        '[pair p]\na = "far"\nb = "near"\ncollections = null\n'
        f'[storage far]\ntype = "caldav"\nurl = "{calendar.url}"\nusername = "ann"\npassword = "{PASSWORD}"\n'
        f'[storage near]\ntype = "filesystem"\npath = "{tmp_path}/near"\nfileext = ".ics"\n',
        encoding="ascii",
    )
    (tmp_path / "near").mkdir()

    for command in ("discover", "sync"):
        told = [sys.executable, "-m", "vdirsyncer", "--config", str(settings), command]
        subprocess.run(told, capture_output=True, check=True, input=b"y\n" * 4)

    (held,) = (tmp_path / "near").iterdir()
    event = calendar_by_ical(held.read_text(encoding="utf-8")).events[0]
    assert (event.uid, event.summary) == ("2027-E05009328-1@e09000030.wardpanels", "Mile End ward panel meeting")


def test_wrong_password_names_the_variable(calendar: Calendar):
    with pytest.raises(Closed, match="Renew it and set WARDPANELS_COUNCIL_PAGE_PASSWORD") as closed:
        carried(calendar.told("hunter2"), parcel(meeting_ics()))

    assert "hunter2" not in str(closed.value)


def test_calendar_that_is_not_there_closes_the_channel(calendar: Calendar):
    url = f"http://127.0.0.1:{calendar.port}/ann/nowhere"

    with pytest.raises(Closed) as closed:
        carried(calendar.told(url=url), parcel(meeting_ics()))

    assert closed.value.reason == (
        f"[channels.council-page] url: found '{url}', wanted the address of a calendar that is there"
    )


def test_change_by_somebody_at_the_same_moment_is_not_written_over():
    ours = meeting_ics(1)
    there = Reply(200, meeting_ics().content, {"ETag": '"abc"'})
    with (
        web_peer(lambda asked: there if asked.method == "GET" else Reply(412)) as peer,
        pytest.raises(TryAgain) as later,
    ):
        carried(_told(peer), parcel(ours))

    assert later.value.reason == f"127.0.0.1: somebody changed {NAME} at the same moment"
    assert peer.asked[1].headers["if-match"] == '"abc"'


def test_meeting_that_appears_at_the_same_moment_is_not_written_over():
    with web_peer(lambda asked: Reply(404 if asked.method == "GET" else 412)) as peer, pytest.raises(TryAgain):
        carried(_told(peer), parcel(meeting_ics()))

    assert peer.asked[1].headers["if-none-match"] == "*"


def _told(peer: WebPeer) -> Outlet:
    return outlet("caldav", allowed=(peer.place,), url=peer.url, user="ann", secrets={"password": "x"})


def test_parcel_without_a_calendar_closes_the_channel(calendar: Calendar):
    with pytest.raises(Closed) as closed:
        carried(calendar.told(), parcel(TEXT))

    assert closed.value.reason == (
        "council-page, 2027-E05009328-1: found text/plain, wanted text/calendar. Give [channels.council-page] another "
        "carrier in borough.toml."
    )


def test_calendar_of_many_meetings_closes_the_channel(calendar: Calendar):
    event = b"BEGIN:VEVENT\r\nUID:another\r\nDTSTAMP:20270111T093000Z\r\nDTSTART:20270330T183000Z\r\nEND:VEVENT\r\n"
    many = meeting_ics().content.replace(b"END:VCALENDAR", event + b"END:VCALENDAR")

    with pytest.raises(Closed, match="found a calendar of 2 meetings, wanted one a parcel"):
        carried(calendar.told(), parcel(Artifact("calendar.ics", "text/calendar", many)))

    assert calendar.events() == {}
