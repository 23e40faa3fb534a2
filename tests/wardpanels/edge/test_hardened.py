"""Attacks on the one server that once worked, over real sockets."""

from __future__ import annotations

import gzip
import socket
from contextlib import ExitStack
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.sansio.utils import host_is_trusted

from publishers.security_headers import TABLE, security_headers
from tests.wardpanels.edge.served_edge import ANOTHER, ask, edge, half_asked, half_sent, said_on
from tests.wardpanels.subscriptions.examples import PATH, SECRET, borough_folder, waited
from wardpanels.edge.allowances import Bounds
from wardpanels.edge.doorstep import Doorstep
from wardpanels.edge.known_hosts import host_in, known_hosts
from wardpanels.edge.receiving import answered
from wardpanels.edge.serving import EdgeSettings
from wardpanels.terminal.cli import cli

BOUNDS = Bounds(header_seconds=1, body_seconds=1, deaf_seconds=1, bodies_of_one=20, upload_bytes=200_000)
SIGN_IN = "/console/sign-in"
ATTACKERS = 400


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("edge")
    (place / "site").mkdir()
    (place / "site" / "index.html").write_text("<h1>Home</h1>" * 200, encoding="utf-8")
    (place / "site" / "big.pdf").write_bytes(bytes(12_000_000))
    borough_folder(place / "data", 25)
    return place


@pytest.fixture(scope="module")
def port(folder):
    doorstep, db = Doorstep(known_as=("Panels.Example",), proxies=1), f"sqlite:///{folder}/panels.db"
    settings = EdgeSettings(folder / "site", db, folder / "data", doorstep, bounds=BOUNDS)
    with edge(settings, {"WARDPANELS_SECRET": SECRET}) as port:
        yield port


@pytest.mark.parametrize("path", [PATH, "/", "/console", SIGN_IN, "/healthz"])
@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "localhost@evil.example", "6.6.6.6"])
def test_foreign_name_is_refused_and_led_nowhere(port, path, host):
    answer = ask(port, path, Host=host)

    assert (answer.status, answer.headers["Location"]) == (400, None)
    assert b"evil" not in answer.content


@pytest.mark.parametrize(("path", "word"), [("/healthz", b"ok\n"), ("/readyz", b"ready\n")])
def test_whoever_watches_is_told_in_a_word(port, path, word):
    answer = ask(port, path)

    assert (answer.status, answer.content, answer.headers["Cache-Control"]) == (200, word, "no-store")
    refused = ask(port, path, "POST")
    assert (refused.status, refused.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("path", ["/readyz/x", "/metrics/", "/openapi.json/x", "/healthz/x"])
def test_below_a_page_that_is_one_there_is_none(port, path):
    assert ask(port, path).status == 404


def test_two_names_at_once_are_refused(port):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as opened:
        opened.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n")
        assert said_on(opened).startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1", "panels.example:8000", "panels.example."])
def test_own_names_lead_on_by_a_path_alone(port, host):
    answer = ask(port, PATH, Host=host)

    assert (answer.status, answer.headers["Location"]) == (308, f"{PATH}/")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("http://localhost:8000/a?b=c#d", "/a?b=c#d"),
        ("http://LOCALHOST:8000//evil.example/", "/evil.example/"),
        ("http://localhost:9000/a", "http://localhost:9000/a"),
        ("https://login.example/?to=x", "https://login.example/?to=x"),
        ("/console/", "/console/"),
    ],
)
def test_address_of_ours_is_told_as_a_path(address, told):
    def leads_on(_, start):
        start("303 See Other", [("Location", address)])
        return [b""]

    assert answered(leads_on, {"HTTP_HOST": "localhost:8000"}).headers == [("Location", told)]


def test_name_that_the_site_has_is_known():
    known = known_hosts("0.0.0.0", ["https://panels.example:8443/x", ""], ["münchen.example", "::1"])

    assert known == {"localhost", "127.0.0.1", "[::1]", "panels.example", "xn--mnchen-3ya.example"}
    assert host_in("[::1]:8000") == "[::1]"


@given(st.from_regex(r"(\[[0-9a-f:.]*\]|[a-z0-9._-]{0,9})(:[0-9]{0,6})?", fullmatch=True))
def test_name_that_can_be_is_one_that_pages_know_too(header):
    """Where they differ, the console knew of no host: it refused its own forms, and led to `http:///console/`."""
    if host_in(header):
        assert host_is_trusted(header)


@pytest.mark.parametrize("name", ["ward_panels", "a b", "panels.example/console", "::1"])
def test_name_that_nobody_can_ask_by_is_refused_where_it_is_typed(name):
    told = CliRunner().invoke(cli, ["serve", "--known-as", name])

    assert (told.exit_code, f"found '{name}', wanted a name of letters" in told.output) == (2, True)


@pytest.mark.parametrize(("path", "pages"), [("/", "site"), (f"{PATH}/", "sign-up"), (SIGN_IN, "console")])
def test_every_page_says_what_the_one_table_says(port, path, pages):
    headers = ask(port, path).headers

    assert {name: headers[name] for name in TABLE if headers[name]} == security_headers(pages)


@pytest.mark.parametrize("path", ["/", SIGN_IN])
def test_pages_and_files_go_in_fewer_bytes_to_whoever_takes_them_so(port, path):
    plain, packed = ask(port, path), ask(port, path, **{"Accept-Encoding": "br, gzip"})

    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2
    assert int(packed.headers["Content-Length"]) == len(packed.content)


def test_half_sent_forms_shut_nobody_out(port):
    """Each once held a thread, and all of them everybody out."""
    with ExitStack() as stack:
        held = [stack.enter_context(half_sent(port, f"{PATH}/")) for _ in range(ATTACKERS)]
        page = ask(port, f"{PATH}/")
        form = ask(port, f"{PATH}/", "POST", "address=nobody&language=en", source=ANOTHER)
        ends = [said_on(each)[:12] for each in held]

    assert (page.status, form.status) == (200, 400)
    assert set(ends) == {b"HTTP/1.1 408", b"HTTP/1.1 503"}
    assert ends.count(b"HTTP/1.1 408") >= BOUNDS.bodies_of_one


def test_one_network_does_not_take_all_connections(folder):
    """It did, for as long as a header may take, and again at once: here that is longer than this test."""
    bounds = Bounds(header_seconds=600, connections=40, shares=4)
    with edge(EdgeSettings(folder / "site", "memory:", bounds=bounds)) as port, ExitStack() as stack:
        many = [stack.enter_context(half_asked(port, "127.0.0.1")) for _ in range(100)]
        other = ask(port, "/", source=ANOTHER)
        neighbours = [stack.enter_context(half_asked(port, ANOTHER)) for _ in range(5)]
        assert waited(lambda: sum(map(is_open, many)) == 10)

        assert other.status == 200
        assert all(map(is_open, neighbours))


def is_open(connection: socket.socket) -> bool:
    """Whether the other side has not ended a connection on which it says nothing."""
    connection.setblocking(False)
    try:
        return connection.recv(1, socket.MSG_PEEK) != b""
    except BlockingIOError:
        return True
    except ConnectionError:
        return False


def test_half_sent_header_and_idle_connection_are_ended(port):
    where = ("127.0.0.1", port)
    with socket.create_connection(where, timeout=10) as half, socket.create_connection(where, timeout=10) as idle:
        half.sendall(b"GET / HTTP/1.1\r\nHost: local")
        idle.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert said_on(half) == b""
        assert said_on(idle).count(b"HTTP/1.1 200 OK") == 2


def test_who_takes_nothing_of_an_answer_is_cut_off(port):
    with socket.socket() as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.connect(("127.0.0.1", port))
        ours = deaf.getsockname()[1]
        deaf.sendall(b"GET /big.pdf HTTP/1.1\r\nHost: localhost\r\n\r\n")
        was_held = waited(lambda: is_held(port, ours))
        assert waited(lambda: not is_held(port, ours), seconds=30)

    assert was_held


def is_held(port: int, other: int) -> bool:
    """Whether the system still has the server's side of a connection. Source: proc(5), /proc/net/tcp"""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    ends = {(int(row[1].rpartition(":")[2], 16), int(row[2].rpartition(":")[2], 16)) for row in rows if row[3] == "01"}
    return (port, other) in ends


@pytest.mark.parametrize("path", [f"{PATH}/", SIGN_IN])
@pytest.mark.parametrize("size", [300_000, 10**12])
def test_body_that_is_too_long_is_refused_before_it_is_sent(port, path, size):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as opened:
        opened.sendall(f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {size}\r\n\r\n".encode())
        assert opened.recv(12) == b"HTTP/1.1 413"


@pytest.mark.parametrize(
    ("head", "status"), [(b"Content-Length: 100", b"400"), (b"Transfer-Encoding: chunked", b"411")]
)
def test_form_that_breaks_off_is_not_taken_for_whole(port, head, status):
    """It was: half of a form is a form too. Of one without a length nobody knows whether it is whole."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as opened:
        opened.sendall(f"POST {PATH}/ HTTP/1.1\r\nHost: localhost\r\n".encode() + head + b"\r\n\r\naddress=ann%40x.org")
        opened.shutdown(socket.SHUT_WR)
        assert said_on(opened)[9:12] == status


def test_header_with_a_low_line_passes_for_no_other(port):
    """`X_Forwarded_Proto` is not `X-Forwarded-Proto`, though both would have one name in CGI."""
    body = "address=nobody%40police.example&passphrase=none"
    plain = ask(port, SIGN_IN, "POST", body, **{"Sec_Fetch_Site": "cross-site"})
    foreign = ask(port, SIGN_IN, "POST", body, **{"Sec-Fetch-Site": "cross-site"})

    assert (plain.status, foreign.status) == (422, 403)


def test_who_asks_is_what_the_web_server_in_front_says_and_nobody_before_it(port):
    """One address that makes up others before its own is counted as one."""
    form = "address=nobody&language=en"
    codes = [
        ask(port, f"{PATH}/", "POST", form.replace("nobody", f"a{number}%40x.org"), **{"X-Forwarded-For": told}).status
        for number, told in enumerate([*(f"10.0.0.{n}, 198.51.100.7" for n in range(22)), "198.51.100.8"])
    ]

    assert codes == [303] * 20 + [429] * 2 + [303]
