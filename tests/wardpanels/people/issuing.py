"""A place on this computer where people have an account at work."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import DEVNULL, PIPE

ISSUER = """
import sys
from oidc_provider_mock import run_server_in_thread
with run_server_in_thread(require_nonce=True) as server:
    print(server.server_port, flush=True)
    sys.stdin.read()
"""


@contextmanager
def issuer_here() -> Iterator[str]:
    """Its address, for as long as it is there."""
    # A process of its own: it uses what its libraries call outdated, and here a warning is an error.
    command = [sys.executable, "-W", "ignore", "-c", ISSUER]
    with subprocess.Popen(command, text=True, stdin=PIPE, stdout=PIPE, stderr=DEVNULL) as process:
        yield f"http://localhost:{int(process.stdout.readline())}"
        process.stdin.close()
