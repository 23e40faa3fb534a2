"""The subscription pages of a small borough, served for real, with a real mail server to send by."""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode, urlsplit

from werkzeug.serving import make_server

from scheduler.store import Store
from tests.publishers.carriers.mail_peer import MailPeer
from tests.scheduler.examples import utc
from wardpanels.subscriptions.opening import Office, asking_back, open_office
from wardpanels.subscriptions.web import application

DATA = Path(__file__).parents[3] / "data"
TOWER_HAMLETS = "E09000030"
SECRET = "0123456789abcdef0123456789abcdef"
PATH = "/ward-panels/subscribe"
BOW_EAST, MILE_END = "E05009319", "E05009327"
PUBLICITY = """
[publicity]
email = 14

[channels.email]
carrier = "smtp"
host = "localhost"
port = "{port}"
security = "none"
sender = "Ward panels <panels@example.org>"

[network]
allow = ["localhost"]
"""


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.at = utc("2027-02-01 09:00")

    def __call__(self) -> datetime:
        return self.at

    def go_on(self, **time: float) -> None:
        self.at += timedelta(**time)


@dataclass
class Answer:
    """What the pages said."""

    status: int
    headers: Mapping[str, str]
    html: str

    @property
    def heading(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.html, re.DOTALL)
        return re.sub(r"<[^>]*>", "", found[1]) if found else ""


@dataclass
class Site:
    """The running pages, and what stands behind them."""

    office: Office
    store: Store
    peer: MailPeer
    clock: Clock
    port: int = 0
    said: list[str] = field(default_factory=list)

    def ask(self, method: str, path: str, form: Mapping[str, object] | None = None, **headers: str) -> Answer:
        """Ask for a page below the pages' own path, or for a whole address."""
        target = urlsplit(path)
        where = f"{target.path if target.netloc else PATH + target.path}{f'?{target.query}' if target.query else ''}"
        body = urlencode(form, doseq=True) if form is not None else None
        told = {"Content-Type": "application/x-www-form-urlencoded", **headers} if form is not None else headers
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, where, body, told)
        answer = connection.getresponse()
        found = Answer(answer.status, dict(answer.getheaders()), answer.read().decode())
        connection.close()
        return found

    def subscribe(self, address: str = "ann@example.org", **form: object) -> Answer:
        """Send the form."""
        return self.ask("POST", "/", {"address": address, "language": "en", **form})

    def press(self, path: str) -> Answer:
        """Press the button of a page."""
        return self.ask("POST", path, self.hidden(path))

    def hidden(self, path: str) -> dict[str, str]:
        """What the button of a page sends along."""
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)">', self.ask("GET", path).html))

    def link(self, number: int) -> str:
        """The link in one of the mails, counted from 1, once it is there."""
        mail = waited(lambda: self.peer.mails[number - 1] if len(self.peer.mails) >= number else None)
        return re.search(r"http\S+/confirm/\S+", mail.get_body(("plain",)).get_content())[0]


def waited(look: Callable[[], object], seconds: float = 10) -> object:
    """What a look finds, as soon as it finds something."""
    for _ in range(int(seconds * 100)):
        if found := look():
            return found
        time.sleep(0.01)
    raise AssertionError("waited in vain")


def borough_folder(folder: Path, port: int) -> Path:
    """The shipped borough, with mail to subscribers as its only publicity."""
    folder.mkdir()
    for file in DATA.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    text = (DATA / "borough.toml").read_text(encoding="utf-8").partition("\n[publicity]")[0]
    (folder / "borough.toml").write_text(text + PUBLICITY.format(port=port), encoding="utf-8")
    return folder


@contextmanager
def pages(store: Store, folder: Path, peer: MailPeer) -> Iterator[Site]:
    """The pages, served on a port of their own."""
    clock, ids = Clock(), count(1)
    environ = {"WARDPANELS_SECRET": SECRET}
    office = open_office(store, folder, environ, clock, lambda: f"{next(ids):016x}")
    site = Site(office, store, peer, clock)
    with asking_back(office, site.said.append) as counter:
        server = make_server("127.0.0.1", 0, application(counter), threaded=True)
        site.port = server.server_port
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
