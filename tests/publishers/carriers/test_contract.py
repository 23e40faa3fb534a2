"""What holds for every carrier that reaches over a network: where it may go, what it never shows, how it waits."""

from __future__ import annotations

import ast
import inspect
import logging
from importlib import import_module
from pathlib import Path

import pytest

from publishers import carriers
from publishers.carriers.carrier import Closed, Outlet, Refused, TryAgain
from publishers.carriers.every_carrier import BY_HAND, CARRIERS, KIND_BY_NAME, open_carrier
from tests.publishers.carriers.examples import TEXT, carried, html, meeting_ics, opened, outlet, parcel
from tests.publishers.carriers.peers import Reply, closed_port, web_peer
from tests.publishers.carriers.test_notify import API_KEY, TEMPLATE
from tests.publishers.carriers.test_posts import POST
from tests.publishers.carriers.test_webhook import SIGNING_KEY
from tests.thorough import some

HIDDEN = "s3cr3t-w0rd"
EVERYTHING = parcel(TEXT, html(), meeting_ics(), POST)

# carrier: the option that says where to, what else must be told, and the secrets
TOLD = {
    "webdav": ("url", {"user": "ann"}, {"password": HIDDEN}),
    "s3": ("endpoint", {"bucket": "panels"}, {"key_id": "AKIAEXAMPLE", "secret_key": HIDDEN}),
    "caldav": ("url", {"user": "ann"}, {"password": HIDDEN}),
    "wordpress": ("url", {"user": "ann"}, {"password": HIDDEN}),
    "notify": ("url", {"kind": "email", "template": TEMPLATE}, {"api_key": API_KEY, "to": "ann@example.org"}),
    "webhook": ("url", {}, {"signing_key": SIGNING_KEY}),
    "mastodon": ("url", {}, {"token": HIDDEN}),
    "bluesky": ("url", {"user": "panels.example"}, {"password": HIDDEN}),
}
every = pytest.mark.parametrize("carrier", TOLD)


def to(carrier: str, url: str, *allowed: str) -> Outlet:
    option, others, secrets = TOLD[carrier]
    return outlet(carrier, allowed=allowed, secrets=secrets, **{option: url}, **others)


def sftp_to(tmp_path: Path, host: str, port: int, *allowed: str) -> Outlet:
    known = tmp_path / "known_hosts"
    known.touch()
    facts = {"host": host, "port": str(port), "user": "ann", "known_hosts": str(known)}
    return outlet("sftp", allowed=allowed, secrets={"password": HIDDEN}, **facts)


def test_every_carrier_of_the_table_is_here():
    """But for the one that is no program, the one that has no network, and mail, which has its own tests."""
    apart = {kind.name for kind in CARRIERS if kind.opens.startswith("publishers.carriers.smtp")}

    assert {kind.name for kind in CARRIERS} - apart - {BY_HAND, "folder", "sftp"} == set(TOLD)


@every
@pytest.mark.parametrize("url", ["https://localhost/", "https://127.1/", "https://[::1]/", "https://169.254.169.254/"])
def test_inner_address_is_refused_at_the_start_with_the_setting_named(carrier, url):
    with pytest.raises(Closed) as closed:
        open_carrier(to(carrier, url))

    assert closed.value.reason.startswith(f"[channels.council-page] {TOLD[carrier][0]}: found ")
    assert closed.value.reason.endswith("under `[network] allow` in borough.toml")


def test_inner_sftp_server_is_refused_at_the_start(tmp_path):
    with pytest.raises(Closed, match=r"^\[channels.council-page\] host: found localhost"):
        open_carrier(sftp_to(tmp_path, "localhost", 22))


@every
def test_secrets_do_not_go_over_plain_http(carrier):
    with pytest.raises(Closed, match="wanted https, since what is sent there is secret"):
        open_carrier(to(carrier, "http://8.8.8.8/"))


@every
def test_host_that_cannot_be_found_is_named(carrier):
    with pytest.raises(TryAgain, match=r"^no-such-host\.invalid: found no address for this name"):
        open_carrier(to(carrier, "https://no-such-host.invalid/"))


@every
def test_host_that_nobody_listens_at_is_named_and_tried_again(carrier):
    place = f"127.0.0.1:{closed_port()}"

    with pytest.raises(TryAgain, match=r"^127\.0\.0\.1: could not be reached, or hung up$"):
        carried(to(carrier, f"http://{place}", place), EVERYTHING)


def test_sftp_server_that_nobody_listens_at_is_named_and_tried_again(tmp_path):
    with pytest.raises(TryAgain, match=r"^127\.0\.0\.1: could not be reached at port \d+ \(connection refused\)$"):
        open_carrier(sftp_to(tmp_path, "127.0.0.1", closed_port(), "127.0.0.1"))


@every
@pytest.mark.parametrize("status", some([301, 400, 401, 403, 404, 409, 422, 429, 500, 503], every=3))
def test_secrets_are_never_shown_whatever_the_server_echoes(carrier, status, caplog):
    """A server that answers with all it was sent, as a debugging page may."""
    caplog.set_level(logging.DEBUG)
    shown = " ".join(secret for name, secret in TOLD[carrier][2].items() if name != "to")

    def echo(_):
        return Reply(status, {"message": shown, "error": shown}, {"Location": f"https://{HIDDEN}.example/"})

    with web_peer(echo) as peer:
        told = to(carrier, peer.url, peer.place)
        with opened(told) as found, pytest.raises((Refused, TryAgain)) as failed:
            found.carry(EVERYTHING)

    logged = [record.getMessage() for record in caplog.records if record.levelno > logging.DEBUG]
    said = " ".join((str(failed.value), repr(failed.value), repr(found), repr(told), *logged))
    assert [secret for secret in shown.split() if secret in said] == []


@pytest.mark.parametrize("body", ["null", "[]", "{}", '"yes"', "5"])
@pytest.mark.parametrize("carrier", ["wordpress", "mastodon", "bluesky"])
def test_yes_in_a_shape_that_nobody_knows_closes_the_channel(carrier, body):
    """Another program at that address, which takes everything."""
    with web_peer(lambda _: Reply(200, body)) as peer, pytest.raises(Closed):
        carried(to(carrier, peer.url, peer.place), EVERYTHING)


@every
def test_carriers_do_not_sleep_or_try_again_by_themselves(carrier):
    with web_peer(lambda _: Reply(503, "", {"Retry-After": "3600"})) as peer, pytest.raises(TryAgain):
        carried(to(carrier, peer.url, peer.place), EVERYTHING)

    assert len(peer.asked) == 1


@pytest.mark.parametrize("kind", [kind for kind in CARRIERS if kind.opens], ids=lambda kind: kind.name)
def test_line_of_the_table_names_a_function_and_what_it_reads(kind):
    module, _, function = kind.opens.partition(":")
    source = ast.parse(inspect.getsource(import_module(module)))
    read = {
        node.slice.value
        for node in ast.walk(source)
        if isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Constant)
        and "options" in ast.unparse(node.value)
    }

    assert callable(getattr(import_module(module), function))
    assert read <= {option.name for option in KIND_BY_NAME[kind.name].options}


def test_no_carrier_reads_a_clock_or_sleeps():
    folder = Path(carriers.__file__).parent
    guilty = [path.name for path in folder.glob("*.py") if "import time" in path.read_text(encoding="utf-8")]

    assert guilty == []
