"""Until when a host's certificate lasts. The host is asked as a browser would, and nothing is sent to it."""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime

from scheduler.errors import PanelError
from wardpanels.sources.web import CannotAsk

WAIT_SECONDS = 10


class UntrustedCertificate(PanelError):
    """Browsers turn people away from a host. `why` is what is wrong with its certificate."""

    code = "untrusted-certificate"

    def __init__(self, address: str, why: str) -> None:
        self.address, self.why = address, why
        super().__init__(f"{address}: found a certificate that no browser trusts ({why}), wanted one that they do")


def certificate_end(host: str, port: int) -> datetime:
    """The moment at which the certificate ends.

    Errors: CannotAsk, where nobody answers; UntrustedCertificate, where a browser would not trust who does
    """
    address = f"{host}:{port}"
    try:
        with (
            socket.create_connection((host, port), WAIT_SECONDS) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=host) as told,
        ):
            found = told.getpeercert() or {}
    except ssl.SSLCertVerificationError as error:
        raise UntrustedCertificate(address, error.verify_message) from error
    except OSError as error:
        raise CannotAsk(address, (error.strerror or str(error)).lower(), "a host that answers") from error
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(found["notAfter"])), UTC)
