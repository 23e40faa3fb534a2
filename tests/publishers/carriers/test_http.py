"""Manners on the web: the judged address and no other, TLS by the host's name, no redirects, no waiting."""

from __future__ import annotations

import socket
from functools import partial
from pathlib import Path

import pytest

from publishers.carriers.carrier import Closed, TryAgain
from publishers.carriers.http import Web
from tests.publishers.carriers.certificates import self_signed, tls_server
from tests.publishers.carriers.examples import outlet
from tests.publishers.carriers.peers import Reply, closed_port, web_peer

SECRETS = {"signing_key": "s3cr3t"}


def web(url: str, place: str) -> Web:
    return Web(outlet("webhook", allowed=(place,), url=url, secrets=SECRETS), "url", "signing_key")


def test_request_names_the_product_and_comes_with_no_cookie_of_the_machine():
    with web_peer(lambda _: Reply(200, {"yes": True})) as peer:
        answer = web(peer.url, peer.place).json("GET", "/there")

    asked = peer.asked[0]
    assert (answer, asked.path, asked.headers["host"]) == ({"yes": True}, "/there", peer.place)
    assert asked.headers["user-agent"] == "WardPanels/1 (+ward panel meetings)"
    assert "authorization" not in asked.headers


def test_redirect_to_another_host_is_not_followed():
    with web_peer(lambda _: Reply(200)) as other:
        elsewhere = Reply(307, headers={"Location": other.url})
        with web_peer(lambda _: elsewhere) as peer, pytest.raises(Closed) as closed:
            web(peer.url, peer.place).ask("POST", data=b"secret")

    assert other.asked == []
    assert closed.value.reason.startswith("[channels.council-page] 127.0.0.1 answered 307, which leads to")


def test_host_that_nobody_listens_at_is_named():
    place = f"127.0.0.1:{closed_port()}"

    with pytest.raises(TryAgain) as later:
        web(f"http://{place}", place).ask("GET")

    assert later.value.reason == "127.0.0.1: could not be reached, or hung up"


def test_answer_that_is_no_json_closes_the_channel():
    page = Reply(200, "<html>", {"Content-Type": "text/html"})

    with web_peer(lambda _: page) as peer, pytest.raises(Closed) as closed:
        web(peer.url, peer.place).json("GET", "/wp-json/")

    assert closed.value.reason == (
        "127.0.0.1: found text/html, wanted JSON. Check the address under [channels.council-page]."
    )


def test_name_that_changes_its_address_after_it_was_judged_leads_nowhere(monkeypatch):
    """A name server that says a public address first and this machine's own next, as in DNS rebinding."""
    answers = iter(["93.184.215.14", "127.0.0.1"])
    with web_peer(lambda _: Reply(200)) as peer:
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", (next(answers), peer.port))])
        opened = web(f"https://www.example.org:{peer.port}", "nobody.example")

        with pytest.raises(Closed, match=r"found www.example.org \(127.0.0.1\)"):
            opened.ask("GET")

    assert peer.asked == []


def test_connection_goes_to_the_judged_address_and_looks_no_name_up_again(monkeypatch):
    asked = []
    with web_peer(lambda _: Reply(200)) as peer:
        monkeypatch.setattr(socket, "getaddrinfo", partial(_here, asked, socket.getaddrinfo))
        web(f"http://panels.example:{peer.port}", "panels.example").ask("GET")

    assert asked == ["panels.example", "panels.example", "127.0.0.1"]  # at opening, before connecting, as a number
    assert peer.asked[0].headers["host"] == f"panels.example:{peer.port}"


def _here(asked, look_up, host, port, *args, **rest):
    """Looks names up, with panels.example on this machine."""
    asked.append(host)
    return look_up("127.0.0.1" if host == "panels.example" else host, port, *args, **rest)


@pytest.fixture
def names_here(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", partial(_here, [], socket.getaddrinfo))


@pytest.mark.usefixtures("names_here")
def test_certificate_is_that_of_the_hosts_name_not_of_its_address(tmp_path: Path):
    file = self_signed(tmp_path, "panels.example")
    wrap = partial(tls_server(file).wrap_socket, server_side=True)
    with web_peer(lambda _: Reply(204), wrap) as peer:
        opened = web(f"https://panels.example:{peer.port}", "panels.example")
        opened.session.verify = str(file)

        assert opened.ask("GET").status_code == 204


@pytest.mark.parametrize(("host", "is_trusted"), [("other.example", True), ("panels.example", False)])
@pytest.mark.usefixtures("names_here")
def test_certificate_of_another_or_of_nobody_we_trust_is_not_accepted(tmp_path, host, is_trusted):
    file = self_signed(tmp_path, host)
    wrap = partial(tls_server(file).wrap_socket, server_side=True, do_handshake_on_connect=False)
    with web_peer(lambda _: Reply(204), wrap) as peer:
        opened = web(f"https://panels.example:{peer.port}", "panels.example")
        if is_trusted:
            opened.session.verify = str(file)
        with pytest.raises(TryAgain) as later:
            opened.ask("GET")

    assert later.value.reason == (
        "panels.example: its certificate is not trusted, or it speaks no TLS. Ask whoever runs it."
    )
    assert peer.asked == []
