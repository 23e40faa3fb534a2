"""A new hall and a cancellation, as four real servers have them in the end: WordPress, sshd, WebDAV and Radicale."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from publishers.carriers.carrier import Outlet
from publishers.due_times import Voice
from scheduler.items import ItemState
from scheduler.period import calendar_year
from scheduler.plan import MeetingState
from scheduler.release.making import next_release
from scheduler.store import open_store
from tests.publishers.carriers.test_caldav import radicale
from tests.publishers.carriers.test_files import Receiver, sftp, webdav
from tests.publishers.carriers.test_wordpress import to
from tests.publishers.carriers.wordpress_site import wordpress
from tests.scheduler.examples import a_borough, a_plan, utc
from wardpanels.publicity import sending
from wardpanels.publicity.address_book import AddressBook
from wardpanels.publicity.desk import Desk
from wardpanels.publicity.publicity_settings import Publicity, Way

YEAR = calendar_year(2027)
RELEASED = utc("2027-01-04 09:00")
DAY = timedelta(days=1)
FIRST = min(a_plan().meetings, key=lambda meeting: meeting.starts_at)


@dataclass(frozen=True)
class Servers:
    """What each server has to say of the first meeting, and the outlets that lead there, by channel."""

    outlets: dict[str, Outlet]
    wordpress: object
    sftp: Receiver
    webdav: Receiver
    calendar: object

    @property
    def environ(self) -> dict[str, str]:
        return {
            outlet.variable(name): secret for outlet in self.outlets.values() for name, secret in outlet.secrets.items()
        }

    def said(self) -> dict[str, str]:
        """The words that each of them shows, all in one."""
        pages = "".join(" ".join(page) for page in self.wordpress.items("pages").values())
        files = {name: b"".join(held().values()).decode() for name, held in self.held.items()}
        return {"council-page": pages, **files}

    @property
    def held(self):
        return {"police-uk": self.sftp.held, "leaflet": self.webdav.held}


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[Servers]:
    with ExitStack() as open_ones:
        enter = open_ones.enter_context
        places = [tmp_path / name for name in ("wordpress", "sftp", "webdav", "radicale")]
        for place in places:
            place.mkdir()
        site, ssh, dav = enter(wordpress(places[0])), enter(sftp(places[1])), enter(webdav(places[2]))
        calendar = enter(radicale(places[3]))
        told = {"council-page": to(site), "police-uk": ssh.outlet, "leaflet": dav.outlet, "calendar": calendar.told()}
        outlets = {name: replace(outlet, channel=name) for name, outlet in told.items()}
        yield Servers(outlets, site, ssh, dav, calendar)


@pytest.fixture
def desk(tmp_path: Path, servers: Servers) -> Iterator[Desk]:
    store = open_store(f"sqlite:///{tmp_path / 'panels.db'}")
    ways = tuple(
        Way(Voice(name, (None,)), name, replace(outlet, secrets={})) for name, outlet in servers.outlets.items()
    )
    yield Desk(store, a_borough(), Publicity(ways), YEAR)
    store.close()


def release_and_deliver(desk: Desk, servers: Servers, at: datetime, **changes: object) -> None:
    others = (meeting for meeting in a_plan().meetings if meeting != FIRST)
    plan = a_plan(replace(FIRST, **changes), *others)
    before = desk.store.latest_release(desk.code, YEAR.first_day)
    desk.store.append_release(next_release(desk.borough, plan, before, at), plan)
    post = sending.Dispatch("anna", lambda: at, servers.environ, AddressBook(desk.store, desk.borough, None))
    assert {one.event for one in sending.deliver(desk, post)} == {ItemState.ISSUED}
    assert sending.deliver(desk, post) == ()


@pytest.mark.thorough
def test_new_hall_and_a_cancellation_reach_what_four_real_servers_show(desk: Desk, servers: Servers):
    halls = {venue.venue_id: venue.name for venue in desk.borough.venues}
    (other,) = (venue_id for venue_id in halls if venue_id != FIRST.venue_id)

    release_and_deliver(desk, servers, RELEASED)
    assert all(halls[FIRST.venue_id] in words for words in servers.said().values())

    release_and_deliver(desk, servers, RELEASED + DAY, venue_id=other)
    for words in servers.said().values():
        assert halls[other] in words
    moved = servers.calendar.events()

    release_and_deliver(desk, servers, RELEASED + 2 * DAY, venue_id=other, state=MeetingState.CANCELLED)
    for words in servers.said().values():
        assert "cancelled" in words.casefold()
    off = servers.calendar.events()

    assert moved.keys() == off.keys()
    changed = {name for name in off if off[name] != moved[name]}
    assert {(moved[name][2], off[name][2]) for name in changed} == {("CONFIRMED", "CANCELLED")}
    assert len(changed) == 1
