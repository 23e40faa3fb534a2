"""The one guard of what goes out: no setting, page or name server leads us to the machine's own network by mistake.

Carriers stand behind it, and so does whatever asks for listings, files and identities (`wardpanels.sources`).

A host is looked up and every address it has is judged; what is then connected to is the very address that was judged,
so that a name which changes its address in between gains nothing.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from publishers.carriers.carrier import Outlet, TryAgain

NAT64 = IPv6Network("64:ff9b::/96")
"""Addresses of the IPv4 internet for machines that have IPv6 alone. Source: RFC 6052 2.1"""

DEFAULT_PORTS = {"http": 80, "https": 443}


class LeadsInside(Exception):
    """A name leads to an address that is not of the public internet, and is not among those that may be reached."""

    def __init__(self, host: str, port: int, inside: str) -> None:
        self.seen = host if inside == host else f"{host} ({inside})"
        self.wanted = (
            f'an address on the public internet. If this one is meant, list "{_bracketed(host)}:{port}" under '
            "`[network] allow` in borough.toml"
        )
        super().__init__(f"{self.seen}: wanted {self.wanted}")


class NoAddress(Exception):
    """A name has no address now."""


def is_among(allowed: Iterable[str], host: str, port: int) -> bool:
    """Whether a place is listed, as HOST or HOST:PORT."""
    names = {host.lower(), f"{_bracketed(host)}:{port}".lower()}
    return any(each.strip().lower() in names for each in allowed)


def judged(host: str, port: int, allowed: Iterable[str]) -> tuple[str, ...]:
    """Look a host up and return its addresses, the one to try first in front: connect to that, and look up no more.

    Edges:  a name may be a number in any form that this computer's own look-up knows, such as 2130706433
    Errors: NoAddress; LeadsInside, where one of them is not of the public internet and the place is not `allowed`
    """
    found = tuple(dict.fromkeys(_looked_up(host, port)))
    inside = next((address for address in found if not is_public(address)), None)
    if inside is not None and not is_among(allowed, host, port):
        raise LeadsInside(host, port, inside)
    return found


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where an outlet's option leads: a host and a port."""

    outlet: Outlet
    option: str
    host: str
    port: int

    @property
    def is_allowed(self) -> bool:
        """Whether the borough lists this place among those of its own network that may be reached."""
        return is_among(self.outlet.allowed, self.host, self.port)

    def addresses(self) -> tuple[str, ...]:
        """Look the host up and return its addresses, the one to try first in front.

        Errors: TryAgain where it has none now; Closed where one of them is not of the public internet
        """
        try:
            return judged(self.host, self.port, self.outlet.allowed)
        except NoAddress as error:
            raise TryAgain(f"{self.host}: found no address for this name, wanted one. Check its spelling.") from error
        except LeadsInside as error:
            raise self.outlet.misses(self.option, error.seen, error.wanted) from error


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _looked_up(host: str, port: int) -> Iterator[str]:
    try:
        for *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            yield str(address[0])
    except (OSError, UnicodeError) as error:
        raise NoAddress(host) from error


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet: not of this machine, a private network, a link or a group.

    Edges: an IPv6 address that stands for an IPv4 one is judged by that one
    """
    parsed = _meant(ip_address(address.partition("%")[0]))
    return parsed.is_global and not (
        parsed.is_multicast or parsed.is_reserved or getattr(parsed, "is_site_local", False)
    )


def _meant(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else address)


def web_place(outlet: Outlet, option: str, url: str) -> Endpoint:
    """Judge the web address that an option holds or stands for, before anything is sent there.

    Errors: Closed where it is no web address, where it leads inside, or where secrets would go out unencrypted;
            TryAgain where its host cannot be found
    """
    place = _parsed(outlet, option, url)
    if urlsplit(url).scheme == "http" and not place.is_allowed:
        wanted = f"https, since what is sent there is secret. If http is meant, list {place.host!r}"
        raise outlet.misses(option, repr(url), f"{wanted} under `[network] allow` in borough.toml")
    place.addresses()
    return place


def _parsed(outlet: Outlet, option: str, url: str) -> Endpoint:
    wanted = outlet.misses(option, repr(url), "a web address such as https://www.example.org/")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise wanted from error
    if "@" in parts.netloc:
        raise outlet.misses(option, "a name or password in the address", "them in their own settings")
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or url != url.strip():
        raise wanted
    return Endpoint(outlet, option, parts.hostname, port or DEFAULT_PORTS[parts.scheme])
