"""The published site as the one server shows it, asked over a real socket."""

from __future__ import annotations

import gzip
import os
import re
import signal
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from tests.wardpanels.edge.served_edge import ask, edge, wait_until_it_answers
from wardpanels.edge.compressing import takes_gzip
from wardpanels.edge.files import SiteFiles
from wardpanels.edge.known_hosts import host_in
from wardpanels.edge.serving import EdgeSettings


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served") / "site"
    (folder / "wards").mkdir(parents=True)
    (folder / "index.html").write_text("<h1>Home</h1>", encoding="utf-8")
    (folder / "404.html").write_text("<h1>Not here</h1>", encoding="utf-8")
    (folder / "calendar.ics").write_bytes(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    (folder / "changes.atom").write_text("<feed/>", encoding="utf-8")
    (folder / "long.html").write_text("<p>Come as you are.</p>" * 200, encoding="utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG" * 1000)
    (folder / "big.pdf").write_bytes(bytes(range(256)) * 10_000)
    (folder / ".part").write_text("half a file", encoding="utf-8")
    (folder.parent / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "out.txt").symlink_to(folder.parent / "secret.txt")
    return folder


@pytest.fixture(scope="module")
def port(site):
    with edge(EdgeSettings(site, "memory:")) as port:
        yield port


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/calendar.ics", "text/calendar; charset=utf-8"),
        ("/changes.atom", "application/atom+xml; charset=utf-8"),
    ],
)
def test_file_is_sent_with_its_media_type(port, path, media_type):
    answer = ask(port, path)

    assert (answer.status, answer.headers["Content-Type"]) == (200, media_type)


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
def test_what_is_not_published_gets_the_page_for_it(port, path):
    answer = ask(port, path)

    assert (answer.status, answer.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert answer.content == b"<h1>Not here</h1>"


def test_head_of_a_miss_has_no_body(port):
    answer = ask(port, "/nowhere", "HEAD")

    assert (answer.status, answer.headers["Content-Length"], answer.content) == (404, "17", b"")


def test_long_file_is_sent_whole(port):
    whole, head = ask(port, "/big.pdf"), ask(port, "/big.pdf", "HEAD")

    assert whole.content == bytes(range(256)) * 10_000
    assert (whole.headers["Content-Length"], head.headers["Content-Length"], head.content) == (
        "2560000",
        "2560000",
        b"",
    )


def test_nothing_can_be_written(port):
    refused = ask(port, "/index.html", "PUT")

    assert (refused.status, refused.headers["Allow"]) == (405, "GET, HEAD")


def test_folder_without_its_slash_leads_on_by_a_path_alone(port):
    answer = ask(port, "/wards")

    assert (answer.status, answer.headers["Location"]) == (301, "/wards/")


def test_who_has_a_file_already_is_told_no_more(port):
    tag = ask(port, "/calendar.ics").headers["ETag"]
    again = ask(port, "/calendar.ics", **{"If-None-Match": f'{tag}, "other"'})

    assert (again.status, again.content, again.headers["ETag"]) == (304, b"", tag)


def test_who_knows_no_tag_is_told_no_more_by_the_time_of_the_file(port):
    first = ask(port, "/calendar.ics")
    told = {"If-Modified-Since": first.headers["Last-Modified"]}

    statuses = [ask(port, "/calendar.ics", **headers).status for headers in (told, told | {"If-None-Match": '"other"'})]

    assert statuses == [304, 200]


def test_text_goes_in_fewer_bytes_to_whoever_takes_it_so(port):
    packed = ask(port, "/long.html", **{"Accept-Encoding": "gzip"})
    plain = ask(port, "/long.html", **{"Accept-Encoding": "gzip;q=0"})
    picture = ask(port, "/picture.png", **{"Accept-Encoding": "gzip"})
    again = ask(port, "/long.html", **{"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]})

    assert gzip.decompress(packed.content) == plain.content
    assert (packed.headers["Vary"], plain.headers["Vary"]) == ("Accept-Encoding", "Accept-Encoding")
    assert int(packed.headers["Content-Length"]) == len(packed.content) < len(plain.content) / 10
    assert "Content-Encoding" not in picture.headers
    assert again.status == 304


def test_file_that_is_written_anew_or_taken_away_is_told_so(tmp_path):
    site = SiteFiles(tmp_path)
    feed = tmp_path / "feed.ics"
    found = []
    for content in (b"one", b"another", None):
        feed.write_bytes(content) if content else feed.unlink()
        found.append((site.reply("GET", "/feed.ics", {}).status, site.reply("GET", "/feed.ics", {}).body))

    assert found == [(200, b"one"), (200, b"another"), (404, b"")]


def test_nobody_has_one_file_kept_under_many_names(tmp_path):
    """Without an account: each `a//b`, `a///b` was kept for itself, its own length not counted, until no memory was."""
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "index.html").write_text("<p>Here</p>" * 200, encoding="utf-8")
    site = SiteFiles(tmp_path)
    paths = ["/m/", "/m/index.html", "//m/"]

    assert [site.reply("GET", path, {}).status for path in paths] == [200] * 3
    tracemalloc.start()
    for number in range(300):
        path = f"/m{'/' * (number + 2)}index.html"
        assert site.reply("GET", path, {}).status == 404
        assert site.reply("GET", f"/{'a/' * (30_000 + number)}", {}).status == 404
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 1_000_000


@pytest.mark.parametrize("asked", [takes_gzip, host_in], ids=["encoding", "host"])
def test_long_header_is_not_kept(asked):
    tracemalloc.start()
    for number in range(300):
        assert not asked("a" * (100_000 + number))
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 1_000_000


def test_another_folder_in_its_place_is_served_at_once(tmp_path):
    """As publishing does it: a path that leads elsewhere is another file, though the one of before is still there."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(name, encoding="utf-8")
    link = tmp_path / "site"
    site, found = SiteFiles(link), []
    for name in ("one", "two"):
        link.unlink(missing_ok=True)
        link.symlink_to(tmp_path / name)
        found.append(site.reply("GET", "/", {}).body)

    assert found == [b"one", b"two"]


def test_serve_prints_its_address_and_leaves_quietly_on_ctrl_c(site):
    running = subprocess.Popen(
        [sys.executable, "-m", "wardpanels", "serve", str(site), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        cwd=site.parent,
    )
    port = int(re.search(r":(\d+)/", running.stdout.readline())[1])
    wait_until_it_answers(port)
    status = ask(port, "/").status
    running.send_signal(signal.SIGINT)
    _, complaint = running.communicate(timeout=30)

    assert (status, complaint, running.returncode) == (200, "Stopped.\n", 0)
