"""No setting leads a parcel inside the borough's network, however the address is written, unless it is listed."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishers.carriers.carrier import Closed, TryAgain
from publishers.carriers.network import Endpoint, is_public, web_place
from tests.publishers.carriers.examples import outlet

# Source: the IANA registries of special-purpose addresses (RFC 6890 and after), and multicast; checked 25 November 2026
INSIDE_4 = (
    *map(IPv4Network, ("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12")),
    *map(IPv4Network, ("192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24")),
    *map(IPv4Network, ("224.0.0.0/4", "240.0.0.0/4")),
)
INSIDE_6 = (
    *map(IPv6Network, ("::1/128", "::/128", "2001:db8::/32", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8")),
)
OUTSIDE_4 = (*map(IPv4Network, ("1.0.0.0/8", "8.0.0.0/8", "81.0.0.0/8", "151.101.0.0/16", "212.0.0.0/8")),)
OUTSIDE_6 = (*map(IPv6Network, ("2606::/16", "2a00::/12", "2c0f:fb50::/32")),)


def in_any(networks):
    """Addresses of any of some networks."""
    return st.sampled_from(networks).flatmap(lambda network: st.ip_addresses(network=network))


def place(host: str, port: int = 443, allowed: tuple[str, ...] = ()) -> Endpoint:
    return Endpoint(outlet("webhook", allowed=allowed, url="https://www.example.org"), "url", host, port)


@given(in_any(INSIDE_4))
def test_inner_ipv4_address_is_refused_however_it_is_written(address: IPv4Address):
    number = int(address)
    parts = [(number >> shift) & 255 for shift in (24, 16, 8, 0)]
    written = (
        str(address),
        str(number),
        hex(number),
        ".".join(map(hex, parts)),
        ".".join(f"0{part:o}" for part in parts),
        f"{parts[0]}.{number & 0xFFFFFF}",
        f"::ffff:{address}",
        str(IPv6Address((0x2002 << 112) | (number << 80))),
        str(IPv6Address((0x64FF9B << 96) | number)),
    )

    for host in written:
        with pytest.raises(Closed, match=r"wanted an address on the public internet"):
            place(host).addresses()


@given(in_any(INSIDE_6))
def test_inner_ipv6_address_is_not_public(address: IPv6Address):
    assert not is_public(str(address))


@given(in_any(OUTSIDE_4))
def test_outer_ipv4_address_is_reached_as_it_is(address: IPv4Address):
    assert place(str(address)).addresses() == (str(address),)
    assert is_public(f"64:ff9b::{address}")


@given(in_any(OUTSIDE_6))
def test_outer_ipv6_address_is_public(address: IPv6Address):
    assert is_public(str(address))


@given(in_any(INSIDE_4 + INSIDE_6))
def test_listed_address_may_be_reached(address):
    assert place(str(address), allowed=(str(address),)).is_allowed


def test_name_that_leads_inside_is_refused_with_what_to_list():
    with pytest.raises(Closed) as closed:
        place("localhost", 8443).addresses()

    assert str(closed.value) in {
        f"[channels.council-page] url: found localhost ({inside}), wanted an address on the public internet. If this "
        'one is meant, list "localhost:8443" under `[network] allow` in borough.toml'
        for inside in ("127.0.0.1", "::1")
    }


def test_name_with_one_inner_address_among_outer_ones_is_refused(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", (address, 443)) for address in MIXED])

    with pytest.raises(Closed, match=r"found www.example.org \(10.0.0.5\)"):
        place("www.example.org").addresses()


MIXED = ("93.184.215.14", "10.0.0.5")


@pytest.mark.parametrize(
    ("allowed", "port", "is_allowed"),
    [
        (("intranet.example",), 443, True),
        (("INTRANET.example",), 8443, True),
        (("intranet.example:8443",), 8443, True),
        (("intranet.example:8443",), 443, False),
        (("example",), 443, False),
        ((), 443, False),
    ],
)
def test_host_is_allowed_at_the_port_that_is_listed(allowed, port, is_allowed):
    assert place("intranet.example", port, allowed).is_allowed is is_allowed


def test_listed_ipv6_address_takes_brackets_before_its_port():
    assert place("::1", 8443, ("[::1]:8443",)).is_allowed


def test_name_that_nobody_knows_may_be_known_later():
    with pytest.raises(TryAgain) as later:
        place("no-such-host.invalid").addresses()

    assert str(later.value) == "no-such-host.invalid: found no address for this name, wanted one. Check its spelling."


WANTED = ", wanted a web address such as https://www.example.org/"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("www.example.org", f"'www.example.org'{WANTED}"),
        ("ftp://www.example.org", f"'ftp://www.example.org'{WANTED}"),
        ("file:///etc/passwd", f"'file:///etc/passwd'{WANTED}"),
        ("https://", f"'https://'{WANTED}"),
        ("https://www.example.org:port", f"'https://www.example.org:port'{WANTED}"),
        (" https://www.example.org", f"' https://www.example.org'{WANTED}"),
        ("https://[::1", f"'https://[::1'{WANTED}"),
        ("https://ann:secret@www.example.org", "a name or password in the address, wanted them in their own settings"),
        (
            "http://8.8.8.8/hook",
            "'http://8.8.8.8/hook', wanted https, since what is sent there is secret. If http is meant, list '8.8.8.8' "
            "under `[network] allow` in borough.toml",
        ),
    ],
)
def test_address_that_cannot_be_used_is_told(url, told):
    with pytest.raises(Closed) as closed:
        web_place(outlet("webhook", url=url), "url", url)

    assert str(closed.value) == f"[channels.council-page] url: found {told}"


def test_http_is_for_listed_hosts():
    found = web_place(outlet("webhook", allowed=("127.0.0.1:8080",)), "url", "http://127.0.0.1:8080/hook")

    assert (found.host, found.port) == ("127.0.0.1", 8080)


def test_networks_of_these_tests_are_apart():
    inside = [ip_network(network) for network in (*INSIDE_4, *INSIDE_6)]

    assert not [pair for pair in ((a, b) for a in inside for b in (*OUTSIDE_4, *OUTSIDE_6)) if _overlap(*pair)]


def _overlap(one, other) -> bool:
    return one.version == other.version and one.overlaps(other)
