"""Postfix itself, as a council's mail server is set: it knows its own people, and takes what its policy allows."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.publishers.carriers.peers import LOOPBACK, closed_port, wait_for

# Nobody counts connections: that would wait a second at each for a service that does not run here.
MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.example.org
mydestination = example.org
mynetworks =
inet_interfaces = {place}
inet_protocols = ipv4
alias_maps =
local_recipient_maps = regexp:{folder}/people
local_transport = discard
default_transport = discard
message_size_limit = 20000
smtpd_tls_security_level = none
max_use = 1
smtpd_peername_lookup = no
smtpd_client_connection_count_limit = 0
smtpd_sender_restrictions = regexp:{folder}/senders
smtpd_recipient_restrictions = regexp:{folder}/mailboxes
smtpd_relay_restrictions = permit_mynetworks, defer_unauth_destination
"""

SERVICES = """\
{place}:{port} inet n - n - - smtpd
{place}:{at_once} inet n - n - - smtpd -o smtpd_delay_reject=no
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
discard unix - - n - - discard
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
"""

MAILBOXES = {"full@": "552 5.2.2 Mailbox full", "grey@": "450 4.2.0 Come back in a while"}


@dataclass(frozen=True)
class Postfix:
    """A Postfix that runs. It knows everybody at example.org but nobody@example.org.

    At the port `at_once` it says no to a sender before it hears for whom the mail is.
    """

    port: int
    at_once: int
    folder: Path

    def refuse_senders(self, beginning: str) -> None:
        """Refuse senders whose address begins so, from the next connection on; "" refuses none."""
        rule = f"/^{beginning}/ REJECT You may not send from here\n" if beginning else ""
        (self.folder / "senders").write_text(rule, encoding="ascii")


@contextmanager
def postfix_peer(refused_senders: str = "spoofed@") -> Iterator[Postfix]:
    """A Postfix that refuses senders whose address begins so.

    Edges: root starts it and another user keeps its queue, who may not enter the tests' own folders
    """
    with TemporaryDirectory(prefix="postfix-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        folder.chmod(0o755)
        for name in ("queue", "data"):
            (folder / name).mkdir()
        peer = Postfix(closed_port(), closed_port(), folder)
        told = {"folder": folder, "place": LOOPBACK, "port": peer.port, "at_once": peer.at_once}
        (folder / "main.cf").write_text(MAIN.format(**told), encoding="ascii")
        (folder / "master.cf").write_text(SERVICES.format(**told), encoding="ascii")
        (folder / "people").write_text("if !/^nobody@/\n/@example\\.org$/ yes\nendif\n", encoding="ascii")
        answers = "".join(f"/^{name}/ {answer}\n" for name, answer in MAILBOXES.items())
        (folder / "mailboxes").write_text(answers, encoding="ascii")
        peer.refuse_senders(refused_senders)
        with _running(folder):
            wait_for(peer.port)
            yield peer


@contextmanager
def _running(folder: Path) -> Iterator[None]:
    as_root = [] if os.getuid() == 0 else ["sudo", "-n"]
    subprocess.run([*as_root, _program("postfix"), "-c", folder, "check"], check=True, capture_output=True)
    subprocess.run([*as_root, "chown", "postfix", folder / "data"], check=True)
    command = [*as_root, "/usr/lib/postfix/sbin/master", "-c", folder, "-d"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        try:
            yield
        finally:
            server.terminate()


def _program(name: str) -> str:
    found = shutil.which(name, path="/usr/sbin:/usr/bin")
    assert found, f"{name} is not here: make peers"
    return found
