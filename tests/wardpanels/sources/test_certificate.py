"""Until when a certificate lasts, as a browser would see it; the server is real."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from datetime import UTC
from threading import Thread

import pytest

from tests.publishers.carriers.certificates import LASTS, self_signed, tls_server
from tests.publishers.carriers.peers import closed_port
from wardpanels.sources.certificate import UntrustedCertificate, certificate_end
from wardpanels.sources.web import CannotAsk

HOST = "localhost"


@contextmanager
def answering(file):
    """A server that shakes hands and says no more."""
    with socket.create_server((HOST, 0)) as server:

        def answer():
            plain, _ = server.accept()
            with plain:
                try:
                    tls_server(file).wrap_socket(plain, server_side=True).close()
                except OSError:  # it was not trusted
                    return

        answers = Thread(target=answer)
        answers.start()
        yield server.getsockname()[1]
        answers.join()


def test_certificate_that_is_trusted_tells_its_end(tmp_path, monkeypatch):
    file = self_signed(tmp_path, HOST)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))

    with answering(file) as port:
        end = certificate_end(HOST, port, (HOST,))

    assert end == LASTS[1].replace(tzinfo=UTC)


@pytest.mark.parametrize("of", [HOST, "other.example.org"])
def test_certificate_that_no_browser_takes_is_not_waited_out(of, tmp_path, monkeypatch):
    file = self_signed(tmp_path, of)
    if of != HOST:
        monkeypatch.setenv("SSL_CERT_FILE", str(file))

    with answering(file) as port, pytest.raises(UntrustedCertificate) as caught:
        certificate_end(HOST, port, (HOST,))

    assert str(caught.value).startswith(f"{HOST}:{port}: found a certificate that no browser trusts (")


def test_host_that_does_not_answer_or_is_our_own_is_said_so():
    port = closed_port()

    with pytest.raises(CannotAsk, match="wanted a host that answers"):
        certificate_end(HOST, port, (HOST,))
    with pytest.raises(CannotAsk, match="wanted an address on the public internet"):
        certificate_end(HOST, port, ())
