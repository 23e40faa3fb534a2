"""A real mail server on this machine, which keeps what it is sent and answers as it is told."""

from __future__ import annotations

import email
import email.policy
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

LOOPBACK = "127.0.0.1"
OK = "250 OK"


@dataclass
class MailPeer:
    """A mail server's handler. `answers` are what it says instead of yes, to an address or to the mail itself."""

    answers: dict[str, str] = field(default_factory=dict)
    to_mail: list[str] = field(default_factory=list)
    login: tuple[str, str] = ("", "")
    refuses_login_with: str = ""
    port: int = 0
    sessions: set[int] = field(default_factory=set)
    envelopes: list[Envelope] = field(default_factory=list)
    greeted: list[str] = field(default_factory=list)

    @property
    def mails(self) -> list[EmailMessage]:
        return [email.message_from_bytes(one.original_content, policy=email.policy.default) for one in self.envelopes]

    async def handle_EHLO(self, server, session: Session, envelope, hostname: str, responses: list[str]) -> list[str]:
        self.greeted.append(hostname)
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope: Envelope, address: str, options: list[str]) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.mail_from = address
        return OK

    async def handle_RCPT(self, server, session, envelope: Envelope, address: str, options: list[str]) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return OK

    async def handle_DATA(self, server, session: Session, envelope: Envelope) -> str:
        if self.to_mail:
            return self.to_mail.pop(0)
        self.sessions.add(id(session))
        self.envelopes.append(envelope)
        return OK

    def authenticate(self, server, session, envelope, mechanism: str, told: Any) -> AuthResult:
        if self.refuses_login_with:
            return AuthResult(success=False, handled=False, message=self.refuses_login_with)
        given = (told.login.decode(), told.password.decode()) if isinstance(told, LoginPassword) else ("", "")
        return AuthResult(success=given == self.login, handled=given == self.login)


@contextmanager
def mail_peer(peer: MailPeer, context: ssl.SSLContext | None = None, *, is_wrapped: bool = False) -> Iterator[MailPeer]:
    """A running mail server. With a context it offers STARTTLS and asks for it, or is `is_wrapped` from the start."""
    facts: dict[str, Any] = {"hostname": LOOPBACK, "port": 0, "server_hostname": "mail.example.org"}
    if peer.login != ("", ""):
        # aiosmtpd sees no TLS that was there before it.
        facts |= {
            "authenticator": peer.authenticate,
            "auth_required": not is_wrapped,
            "auth_require_tls": not is_wrapped,
        }
    if context and is_wrapped:
        facts["ssl_context"] = context
    elif context:
        facts |= {"tls_context": context, "require_starttls": True}
    controller = _Controller(peer, **facts)
    controller.start()
    peer.port = controller.server.sockets[0].getsockname()[1]
    try:
        yield peer
    finally:
        controller.stop()


class _Controller(Controller):
    def _trigger_server(self) -> None:
        """Knock at the port that was taken: the library would knock at port 0, or show a server's certificate."""
        with socket.create_connection(self.server.sockets[0].getsockname()):
            self._factory_invoked.wait(self.ready_timeout)
