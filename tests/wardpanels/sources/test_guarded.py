"""Whatever asks for pages stays on the public internet, by whatever name it is told, and wherever it is led."""

from __future__ import annotations

import pytest

from tests.publishers.carriers.peers import LOOPBACK, Reply, web_peer
from wardpanels.sources.open_files import fetched
from wardpanels.sources.openid import issuer_at
from wardpanels.sources.web import Asker, CannotAsk, TokenBucket

METADATA = "http://169.254.169.254/latest/meta-data/"


def an_asker(*allowed: str) -> Asker:
    return Asker(TokenBucket(lambda: 0.0, lambda _: None, burst=100), lambda _: None, lambda: 0.5, allowed=allowed)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
    ],
)
def test_page_on_this_computer_is_not_asked_for_by_any_of_its_names(host):
    with web_peer(lambda _: Reply(body="secret")) as peer:
        for ask in (an_asker().get, an_asker().look):
            with pytest.raises(CannotAsk, match="wanted an address on the public internet"):
                ask(f"http://{host}:{peer.port}/")

    assert peer.asked == []


@pytest.mark.parametrize("address", [METADATA, "http://10.0.0.1/", "http://[fe80::1]/"])
def test_private_and_link_local_addresses_are_not_asked(address):
    with pytest.raises(CannotAsk, match="wanted an address on the public internet"):
        an_asker().get(address)


def test_redirect_leads_nowhere_inside(tmp_path):
    """The first address is allowed by name; the one that it leads to is not, though it is the same computer."""
    with web_peer(lambda _: Reply(302, headers={"Location": METADATA})) as peer:
        asker = an_asker(f"{LOOPBACK}:{peer.port}")
        for ask in (asker.get, asker.look, lambda address: fetched(asker, address, tmp_path)):
            with pytest.raises(CannotAsk) as caught:
                ask(peer.url)
            assert caught.value.found == "169.254.169.254"


def test_place_that_is_listed_is_asked_and_told_its_own_name():
    with web_peer(lambda _: Reply(body="hello")) as peer:
        page = an_asker(f"localhost:{peer.port}").get(f"http://localhost:{peer.port}/")

    assert (page.content, peer.asked[0].headers["host"]) == (b"hello", f"localhost:{peer.port}")


def test_sentence_says_what_to_list():
    with pytest.raises(CannotAsk) as caught:
        an_asker().get("http://localhost:8080/panels")

    assert str(caught.value).startswith("http://localhost:8080/panels: found localhost (")
    assert str(caught.value).endswith(
        'wanted an address on the public internet. If this one is meant, list "localhost:8080" under `[network] allow` '
        "in borough.toml"
    )


def test_issuer_of_identities_inside_is_asked_where_it_is_listed_alone():
    with web_peer(lambda _: Reply(404)) as peer:
        for allowed in ((), (LOOPBACK,)):
            with pytest.raises(CannotAsk):
                issuer_at(peer.url, allowed)

    assert len(peer.asked) == 1
