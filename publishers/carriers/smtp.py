"""Sends mail by a mail server (RFC 5321), over one connection that is kept from parcel to parcel.

SMTP knows no keys: a worker that is killed between the server's yes and the note of it sends that one mail again, under
the same Message-ID.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from dataclasses import replace
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage

from publishers.carriers.carrier import (
    Carrier,
    Closed,
    Mailbox,
    NobodyThere,
    Outlet,
    Parcel,
    Receipt,
    Refused,
    TryAgain,
)
from publishers.carriers.headers import ascii_address
from publishers.carriers.message import message_of
from publishers.carriers.network import Endpoint

PORTS = {"starttls": 587, "tls": 465, "none": 25}
SECRET = "password"
WAIT_SECONDS = 30.0
NO_SUCH_ADDRESS = re.compile(r"5\.1\.(1|2|3|6|10)\b")
"""Source: RFC 3463 3.2 and RFC 7505 4.2: no such mailbox, no such host, wrong form, moved away, takes no mail"""

OF_US = re.compile(r"5\.(7\.\d+|1\.[78])\b")
"""Source: RFC 3463 3.2 and 3.8: policy and security, and the sender's own address"""

NO_RELAY = re.compile(r"relay(ing)? (access )?(denied|not permitted|not allowed)|unable to relay", re.IGNORECASE)
"""Words by which servers say that they take mail from us for their own people alone. Postfix says so with 454 4.7.1, as
if it could pass; other 4.7.1 are greylisting, which does."""

TOO_LARGE = 552
"""A server that hears a mail's size with its sender refuses it there. Source: RFC 1870 6.1"""

OF_US_WITHOUT_MORE = frozenset({530, 534, 535, 538})
"""Codes that ask for another login. Source: RFC 4954 6"""


def open_smtp(outlet: Outlet) -> Carrier:
    """Connect to the mail server and log in.

    Errors: Closed where a setting is wrong or the server does not let us in; TryAgain where it cannot be reached
    """
    carrier = SmtpCarrier(outlet)
    carrier.connect()
    return carrier


class SmtpCarrier:
    """The way to one mail server."""

    def __init__(self, outlet: Outlet) -> None:
        self._outlet = outlet
        self._place = _place(outlet)
        self._sender = _mailbox(outlet, "sender")
        self._bounces = _mailbox(outlet, "bounces" if outlet.options["bounces"] else "sender").addr_spec
        self._server: _Server | None = None

    def connect(self) -> None:
        """Open a connection. Errors: Closed, TryAgain."""
        self._server = _logged_in(self._place, self._sender.domain)

    def carry(self, parcel: Parcel) -> Receipt:
        """Send a parcel to whom it is for. Errors: Closed, NobodyThere, Refused, TryAgain."""
        to = parcel.to or self._fixed(parcel)
        mail = message_of(parcel, self._sender, to)
        to = replace(to, address=mail["To"].addresses[0].addr_spec)
        server = self._awake()
        try:
            server.sendmail(self._bounces, [to.address], mail.as_bytes())
        except (smtplib.SMTPException, OSError) as error:
            raise self._verdict(error, to) from error
        return Receipt(f"{self._place.host} took it as {mail['Message-ID']}")

    def close(self) -> None:
        """Say goodbye to the server."""
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except (smtplib.SMTPException, OSError):
                server.close()

    def _fixed(self, parcel: Parcel) -> Mailbox:
        address = self._outlet.options["to"]
        if not address:
            raise self._outlet.misses("to", "nothing", f"an address, for {parcel.subject} is for no one person")
        return Mailbox("", address)

    def _awake(self) -> _Server:
        """The connection, opened anew where the server has ended it meanwhile."""
        try:
            if self._server is not None and self._server.noop()[0] == 250:
                return self._server
        except (smtplib.SMTPException, OSError):
            pass  # a lost connection is no news: it is what this asks
        self.close()
        self.connect()
        assert self._server is not None
        return self._server

    def _verdict(self, error: Exception, to: Mailbox) -> Exception:
        """What a failure means for the parcel."""
        if isinstance(error, smtplib.SMTPRecipientsRefused):
            return self._answered(*error.recipients[to.address], to)
        if isinstance(error, smtplib.SMTPSenderRefused) and error.smtp_code >= 500 and error.smtp_code != TOO_LARGE:
            said = self._said(error.smtp_code, error.smtp_error, to)
            return self._outlet.misses("sender", said, "an address that this server lets us send from")
        if isinstance(error, smtplib.SMTPResponseException):
            return self._answered(error.smtp_code, error.smtp_error, to)
        self.close()
        return TryAgain(f"{self._place.host}: the connection was lost")

    def _answered(self, code: int, words: bytes | str, to: Mailbox) -> Exception:
        said = self._said(code, words, to)
        if code in OF_US_WITHOUT_MORE or OF_US.match(_text(words)) or NO_RELAY.search(said):
            return Closed(_of_us(self._outlet, said))
        if code < 500:
            return TryAgain(said)
        return NobodyThere(said) if NO_SUCH_ADDRESS.match(_text(words)) else Refused(said)

    def _said(self, code: int, words: bytes | str, to: Mailbox) -> str:
        """The server's words without secrets, and without the address: the ledger keeps them."""
        told = re.sub(re.escape(to.address), "(the address)", _text(words), flags=re.IGNORECASE)
        return self._outlet.without_secrets(f"{self._place.host} answered {code} ({told})")


def _text(words: bytes | str) -> str:
    return " ".join((words.decode("utf-8", "replace") if isinstance(words, bytes) else words).split())


def _of_us(outlet: Outlet, said: str) -> str:
    """What to say where a server refuses us, and would refuse every other mail of ours as well."""
    return f"[{outlet.table}] {said}: it takes no mail from us. Ask whoever runs it."


def _place(outlet: Outlet) -> Endpoint:
    options = outlet.options
    security, port = options["security"], options["port"]
    if security not in PORTS:
        raise outlet.misses("security", repr(security), f"one of {', '.join(PORTS)}")
    if port and not port.isdecimal():
        raise outlet.misses("port", repr(port), "a number, such as 587")
    if options["username"] and not outlet.secrets.get(SECRET):
        raise outlet.misses("username", "a name without a password", f"the password in {outlet.variable(SECRET)}")
    place = Endpoint(outlet, "host", options["host"], int(port) if port else PORTS[security])
    if security == "none" and (options["username"] or not place.is_allowed):
        wanted = "starttls or tls, so that nobody on the way can read it"
        raise outlet.misses("security", "'none'", f"{wanted}. On your own network, list {place.host!r} under "
                            "`[network] allow` in borough.toml, and log in without a name")  # fmt: skip
    return place


def _mailbox(outlet: Outlet, option: str) -> Address:
    """The one name and address that an option holds. Edges: the name may be in any script, the domain too."""
    text, mail = outlet.options[option], EmailMessage()
    try:
        mail["From"] = text
        (found,) = mail["From"].addresses
        found = Address(found.display_name, addr_spec=ascii_address(found.addr_spec))
    except (MessageError, ValueError, IndexError):
        found = Address()
    if not (found.username and "." in found.domain and text.isprintable()):
        raise outlet.misses(option, repr(text), "one address such as Ward panels <panels@example.org>")
    return found


class _Server(smtplib.SMTP):
    """As the library's, but connected to the very address that was judged."""

    def __init__(self, place: Endpoint, name: str, wrap: ssl.SSLContext | None) -> None:
        self._place, self._wrap = place, wrap
        super().__init__(place.host, place.port, local_hostname=name, timeout=WAIT_SECONDS)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:  # the library's place for this
        plain = socket.create_connection((self._place.addresses()[0], port), timeout)
        return self._wrap.wrap_socket(plain, server_hostname=host) if self._wrap else plain


def _logged_in(place: Endpoint, name: str) -> _Server:
    security = place.outlet.options["security"]
    context = None if security == "none" else ssl.create_default_context()
    try:
        server = _Server(place, name, context if security == "tls" else None)
        try:
            if security == "starttls":
                _cover(server, place, context)
            _let_in(server, place)
        except BaseException:
            server.close()
            raise
    except ssl.SSLError as error:
        reason = "its certificate is not trusted, or it speaks no TLS. Ask whoever runs it."
        raise TryAgain(f"{place.host}: {reason}") from error
    except (smtplib.SMTPException, OSError) as error:
        if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500:
            said = f"{place.host} answered {error.smtp_code} ({_text(error.smtp_error)})"
            raise Closed(_of_us(place.outlet, place.outlet.without_secrets(said))) from error
        reason = getattr(error, "strerror", None) or str(error)
        raise TryAgain(f"{place.host}: could not be reached at port {place.port} ({reason.lower()})") from error
    return server


def _cover(server: _Server, place: Endpoint, context: ssl.SSLContext | None) -> None:
    try:
        server.starttls(context=context)
    except smtplib.SMTPNotSupportedError as error:
        found = f"'starttls', which {place.host} does not offer at port {place.port}"
        raise place.outlet.misses("security", found, "tls, or another port") from error


def _let_in(server: _Server, place: Endpoint) -> None:
    outlet, username = place.outlet, place.outlet.options["username"]
    if not username:
        return
    try:
        server.login(username, outlet.secrets[SECRET])
    except smtplib.SMTPNotSupportedError as error:
        raise outlet.misses("username", f"a name, which {place.host} does not ask for", "none") from error
    except smtplib.SMTPAuthenticationError as error:
        if error.smtp_code < 500:
            raise
        found = f"a login that {place.host} refuses ({error.smtp_code})"
        raise outlet.misses("username", found, f"the password renewed and set in {outlet.variable(SECRET)}") from error
