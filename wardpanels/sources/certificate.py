"""Until when a host's certificate lasts. The host is asked as a browser would, and nothing is sent to it."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime

from publishers.carriers.network import LeadsInside, NoAddress, judged
from scheduler.errors import PanelError
from wardpanels.sources.web import CannotAsk

WAIT_SECONDS = 10


class UntrustedCertificate(PanelError):
    """Browsers turn people away from a host. `why` is what is wrong with its certificate."""

    code = "untrusted-certificate"

    def __init__(self, address: str, why: str) -> None:
        self.address, self.why = address, why
        super().__init__(f"{address}: found a certificate that no browser trusts ({why}), wanted one that they do")


def certificate_end(host: str, port: int, allowed: Sequence[str]) -> datetime:
    """The moment at which the certificate ends. `allowed` are the places of our own network that may be asked.

    Errors: CannotAsk, where nobody answers; UntrustedCertificate, where a browser would not trust who does
    """
    address = f"{host}:{port}"
    try:
        place = judged(host, port, allowed)[0]
        with (
            socket.create_connection((place, port), WAIT_SECONDS) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=host) as told,
        ):
            found = told.getpeercert() or {}
    except ssl.SSLCertVerificationError as error:
        raise UntrustedCertificate(address, error.verify_message) from error
    except NoAddress as error:
        raise CannotAsk(address, "no address of that name", "a host that answers") from error
    except LeadsInside as inside:
        raise CannotAsk(address, inside.seen, inside.wanted) from inside
    except OSError as error:
        raise CannotAsk(address, (error.strerror or str(error)).lower(), "a host that answers") from error
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(found["notAfter"])), UTC)
