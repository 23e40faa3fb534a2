"""The published site as the one server shows it, asked over a real socket."""

from __future__ import annotations

import gzip
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from werkzeug.serving import make_server
from werkzeug.test import Client

from wardpanels.edge.compressing import compressing
from wardpanels.edge.files import SiteFiles


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "wards").mkdir(parents=True)
    (folder / "index.html").write_text("<h1>Home</h1>", encoding="utf-8")
    (folder / "404.html").write_text("<h1>Not here</h1>", encoding="utf-8")
    (folder / "calendar.ics").write_bytes(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    (folder / "changes.atom").write_text("<feed/>", encoding="utf-8")
    (folder / ".part").write_text("half a file", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    return folder


@pytest.fixture
def address(site: Path) -> Iterator[tuple[str, int]]:
    server = make_server("127.0.0.1", 0, SiteFiles(site), threaded=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.server_address
    server.shutdown()
    server.server_close()
    thread.join()


def asked_until_it_answers(address: tuple[str, int]) -> int:
    """The status of the home page, once there is one."""
    while True:
        try:
            return ask(address, "/")[0]
        except ConnectionRefusedError:
            time.sleep(0.05)


def ask(address: tuple[str, int], path: str, method: str = "GET") -> tuple[int, str | None, bytes]:
    """Status, media type and body; the path is sent as it stands."""
    connection = http.client.HTTPConnection(*address, timeout=5)
    connection.request(method, path)
    answer = connection.getresponse()
    told = (answer.status, answer.getheader("Content-Type"), answer.read())
    connection.close()
    return told


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/calendar.ics", "text/calendar; charset=utf-8"),
        ("/changes.atom", "application/atom+xml; charset=utf-8"),
    ],
)
def test_file_is_sent_with_its_media_type(address, path, media_type):
    status, found, _ = ask(address, path)

    assert (status, found) == (200, media_type)


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/wards/",
        "/.part",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/wards/..%2f..%2fsecret.txt",
        "/..%5csecret.txt",
        "/out.txt",
        "/index.html%00.txt",
        "//etc/passwd",
    ],
)
def test_what_is_not_published_gets_the_page_for_it(address, path):
    assert ask(address, path) == (404, "text/html; charset=utf-8", b"<h1>Not here</h1>")


def test_head_of_a_miss_has_no_body(address):
    assert ask(address, "/nowhere", "HEAD") == (404, "text/html; charset=utf-8", b"")


def test_nothing_can_be_written(address):
    assert ask(address, "/index.html", "PUT")[0] == 405


def test_who_has_a_file_already_is_told_no_more(address):
    connection = http.client.HTTPConnection(*address, timeout=5)
    connection.request("GET", "/calendar.ics")
    first = connection.getresponse()
    tag = first.getheader("ETag")
    first.read()
    connection.request("GET", "/calendar.ics", headers={"If-None-Match": f'{tag}, "other"'})
    second = connection.getresponse()
    told = second.status, second.read(), second.getheader("ETag")
    connection.close()

    assert told == (304, b"", tag)


def test_serve_prints_its_address_and_leaves_quietly_on_ctrl_c(site):
    running = subprocess.Popen(
        [sys.executable, "-m", "wardpanels", "serve", str(site), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        cwd=site.parent,
    )
    told = running.stdout.readline()
    port = int(told.split("/")[2].partition(":")[2])
    status = asked_until_it_answers(("127.0.0.1", port))
    running.send_signal(signal.SIGINT)
    _, complaint = running.communicate(timeout=10)

    assert (status, complaint, running.returncode) == (200, "Stopped.\n", 0)


def test_text_goes_in_fewer_bytes_to_whoever_takes_it_so(site):
    (site / "long.html").write_text("<p>Come as you are.</p>" * 200, encoding="utf-8")
    (site / "picture.png").write_bytes(b"\x89PNG" * 1000)
    client = Client(compressing(SiteFiles(site)))
    packed = client.get("/long.html", headers={"Accept-Encoding": "gzip"})
    plain = client.get("/long.html")
    picture = client.get("/picture.png", headers={"Accept-Encoding": "gzip"})
    again = client.get("/long.html", headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]})

    assert gzip.decompress(packed.data) == plain.data
    assert (packed.headers["Vary"], plain.headers["Vary"]) == ("Accept-Encoding", "Accept-Encoding")
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 10
    assert "Content-Encoding" not in picture.headers
    assert again.status_code == 304
