"""Manners on the web, for every carrier that uses requests: who is reached, how long we wait, what an answer means.

Nothing here sleeps or tries again: that is the outbox's part. Proxies and passwords that the machine's environment or
a .netrc file names are not used: what is connected to is the address that was judged.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.auth import HTTPBasicAuth

from publishers.carriers.answers import Answer, check
from publishers.carriers.carrier import Closed, Outlet, TryAgain
from publishers.carriers.network import DEFAULT_PORTS, Endpoint, web_place

USER_AGENT = "WardPanels/1 (+ward panel meetings)"
CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0


class Web:
    """One web server that parcels go to. `secret` names what is shown to it, for the sentence about a wrong one."""

    def __init__(self, outlet: Outlet, option: str, secret: str) -> None:
        self.outlet, self.secret = outlet, secret
        self.place = web_place(outlet, option, outlet.options[option])
        self.address = outlet.options[option]
        self.session = session(self.place)

    def below(self, path: str) -> str:
        """The address of a path below the one that was set; of no path, exactly the one that was set."""
        return self.address.rstrip("/") + path if path else self.address

    def logs_in(self, user: str) -> None:
        """Show a user's name and the secret with every request."""
        self.session.auth = HTTPBasicAuth(user.encode(), self.outlet.secrets[self.secret].encode())

    def ask(self, method: str, path: str = "", *, fine: tuple[int, ...] = (), **rest: Any) -> requests.Response:
        """Ask for a path below the address and return the answer, if it says yes or has a status that is `fine`.

        Errors: TryAgain, Closed, Refused
        """
        try:
            answer = self.session.request(method, self.below(path), **rest)
        except requests.RequestException as error:
            raise unreached(self.place.host, error) from error
        if answer.status_code not in fine:
            check(Answer(self.place.host, answer.status_code, answer.headers, answer.text), self.outlet, self.secret)
        return answer

    def json(self, method: str, path: str, *, fine: tuple[int, ...] = (), **rest: Any) -> Any:
        """The same, for an answer that is JSON.

        Errors: TryAgain, Closed, Refused
        """
        answer = self.ask(method, path, fine=fine, **rest)
        try:
            return answer.json()
        except ValueError as error:
            raise self._not_the_server(answer.headers.get("Content-Type", "nothing"), "JSON") from error

    def facts(self, method: str, path: str, names: tuple[str, ...], **rest: Any) -> dict[str, Any]:
        """The same, for a JSON object that has some names.

        Errors: TryAgain, Closed, Refused
        """
        told = self.json(method, path, **rest)
        if not isinstance(told, dict) or not all(name in told for name in names):
            raise self._not_the_server("another answer", f"one with {' and '.join(names)}")
        return told

    def _not_the_server(self, found: str, wanted: str) -> Closed:
        said = f"{self.place.host}: found {found}, wanted {wanted}"
        return Closed(f"{said}. Check the address under [{self.outlet.table}].")

    def close(self) -> None:
        """Let go of the connections."""
        self.session.close()


def unreached(host: str, error: Exception) -> TryAgain:
    """What to say of a server that gave no answer."""
    if isinstance(error, requests.exceptions.SSLError):
        return TryAgain(f"{host}: its certificate is not trusted, or it speaks no TLS. Ask whoever runs it.")
    if isinstance(error, requests.Timeout):
        return TryAgain(f"{host}: gave no answer in time")
    return TryAgain(f"{host}: could not be reached, or hung up")


def session(place: Endpoint) -> requests.Session:
    """A session that connects to judged addresses of one place alone, and follows no redirect."""
    opened = _Session()
    opened.trust_env = False
    opened.headers["User-Agent"] = USER_AGENT
    stand_guard(opened, lambda host, port: place.addresses()[0], (CONNECT_SECONDS, READ_SECONDS))
    return opened


def stand_guard(
    session: requests.Session, look: Callable[[str, int], str], timeout: tuple[float, float] | None = None
) -> None:
    """Let a session connect to judged addresses alone: `look` gives one for a host and a port, at every redirect too.

    Units:  seconds to connect, and between two parts of an answer: whatever is asked for, where they are given
    Errors: those of `look` come out of the session as they are
    """
    session.mount("https://", _JudgedAdapter(look, timeout))
    session.mount("http://", _JudgedAdapter(look, timeout))


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> str | None:
        return None  # a redirect is an answer like another: `check` says where it leads


class _JudgedAdapter(HTTPAdapter):
    """Connects to the address that was judged, while the certificate is checked against the host's name."""

    def __init__(self, look: Callable[[str, int], str], timeout: tuple[float, float] | None) -> None:
        self._look, self._timeout = look, timeout
        super().__init__()

    def send(self, request: requests.PreparedRequest, *args: Any, **rest: Any) -> requests.Response:
        if self._timeout:
            rest["timeout"] = self._timeout
        request.headers["Host"] = urlsplit(str(request.url)).netloc.rpartition("@")[2]
        return super().send(request, *args, **rest)

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> Any:
        where, how = super().build_connection_pool_key_attributes(request, verify, cert)
        name = where["host"]
        address = self._look(name, where["port"] or DEFAULT_PORTS[where["scheme"]])
        return {**where, "host": address}, {**how, "server_hostname": name, "assert_hostname": name}
