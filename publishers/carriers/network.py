"""Keeps carriers off the machine's own network: a setting or a name server cannot lead a parcel there by mistake.

A host is looked up and every address it has is judged; what is then connected to is the very address that was judged,
so that a name which changes its address in between gains nothing.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from publishers.carriers.carrier import Closed, Outlet, TryAgain

NAT64 = IPv6Network("64:ff9b::/96")
"""Addresses of the IPv4 internet for machines that have IPv6 alone. Source: RFC 6052 2.1"""

DEFAULT_PORTS = {"http": 80, "https": 443}


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
        names = {self.host.lower(), f"{_bracketed(self.host)}:{self.port}".lower()}
        return any(allowed.strip().lower() in names for allowed in self.outlet.allowed)

    def addresses(self) -> tuple[str, ...]:
        """Look the host up and return its addresses, the one to try first in front.

        Errors: TryAgain where it has none now; Closed where one of them is not of the public internet
        """
        found = tuple(dict.fromkeys(_looked_up(self.host, self.port)))
        inside = next((address for address in found if not is_public(address)), None)
        if inside is not None and not self.is_allowed:
            raise self._refused(inside)
        return found

    def _refused(self, inside: str) -> Closed:
        seen = self.host if inside == self.host else f"{self.host} ({inside})"
        wanted = "an address on the public internet. If this one is meant, list"
        place = f"{_bracketed(self.host)}:{self.port}"
        return self.outlet.misses(self.option, seen, f'{wanted} "{place}" under `[network] allow` in borough.toml')


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _looked_up(host: str, port: int) -> Iterator[str]:
    try:
        for *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            yield str(address[0])
    except (OSError, UnicodeError) as error:
        raise TryAgain(f"{host}: found no address for this name, wanted one. Check its spelling.") from error


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
