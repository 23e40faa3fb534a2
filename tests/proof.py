"""Proof of docs/run.md: a stranger with a bare Debian and a wheel gets to services that run, and back.

Every command of the page is typed there in its order, and in between somebody looks. `make proof` runs it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from scheduler.store.tables import LAYOUT
from tests.bare_debian import PAGE, ROOT, Machine, Typed, booted, typed
from tests.proof_of_image import KEEP, prove_image

BASE = os.environ.get("BARE_DEBIAN")
"""An archive of a bare Debian to take, or to make where it is not there yet, so that the next proof is sooner."""

READY = (
    'for n in $(seq 50); do python3 -c "import urllib.request as u;'
    " print(u.urlopen('http://127.0.0.1:8000/readyz').status)\" 2>/dev/null && break; sleep 0.2; done"
)
THROUGH_NGINX = (
    'python3 -c "import ssl, urllib.request as u; c = ssl._create_unverified_context();'
    " r = u.Request('https://127.0.0.1/', headers={'Host': 'panels.example.org'});"
    ' print(u.urlopen(r, context=c).status)"'
)
"""The proof's certificate is of its own making, so nobody is asked whether it is trusted."""
OLD, NEW = "0.1.0", "0.2.0"
NEWER_LAYOUT = f"{int(LAYOUT) + 1:04}"
STEP = f"scheduler/store/migrations/versions/{NEWER_LAYOUT}_of_the_proof.py"
STEP_TOLD = f"""
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "{NEWER_LAYOUT}", "{LAYOUT}", None, None


def upgrade() -> None:
    op.create_table("of_the_proof", sa.Column("word", sa.String(16), primary_key=True))
"""

BY_MAIL = """
[channels.press]
carrier = "smtp"
host = "127.0.0.1"
port = "2525"
security = "none"
sender = "panels@example.org"
to = "press@example.org"

[network]
allow = ["127.0.0.1"]
"""
"""The press gets mail: its receiver does not tell a second try from a second mail."""

POST_OFFICE = (
    "systemd-run -q --unit post-office -p StandardOutput=append:/srv/mails "
    "python3 -u -W ignore -m smtpd -n -c DebuggingServer 127.0.0.1:2525"
)
SENT = """
before=0
for n in $(seq 30); do
    now=$(grep -c Message-ID /srv/mails) && test $now = $before && break
    before=$now; sleep 8
done
echo $now mails
"""
"""How many mails came in, once no more come for a while."""
COUNTED = "/srv/counted"


def wheels(folder: Path) -> list[Path]:
    """The wheel of this tree, and the same as the next version, whose database has a newer layout."""
    uv = Path(sys.executable).parent / "uv"
    build = [uv, "build", "-q", "--wheel", "--no-build-isolation", "--python", sys.executable, "-o", folder, ROOT]
    subprocess.run(build, check=True)
    (old,) = folder.glob("*.whl")
    new = folder / old.name.replace(OLD, NEW)
    with zipfile.ZipFile(old) as read, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as written:
        for each in read.infolist():
            written.writestr(each.filename.replace(f"-{OLD}.", f"-{NEW}."), _newer(each.filename, read.read(each)))
        written.writestr(STEP, STEP_TOLD)
    return [old, new]


def _newer(name: str, content: bytes) -> bytes:
    """A file of the wheel as the next version has it."""
    if name.endswith("/METADATA"):
        return content.replace(f"\nVersion: {OLD}".encode(), f"\nVersion: {NEW}".encode())
    if name.endswith("/RECORD"):
        lines = [line.split(b",")[0] + b",," for line in content.replace(OLD.encode(), NEW.encode()).splitlines()]
        return b"\n".join([*lines, f"{STEP},,".encode()])
    if name == "scheduler/store/tables.py":
        return content.replace(f'LAYOUT = "{LAYOUT}"'.encode(), f'LAYOUT = "{NEWER_LAYOUT}"'.encode())
    return content


def prove(machine: Machine) -> None:
    """Type the page, and look after each part of it. Errors: SystemExit, with the command and what it said."""
    before = ""
    for command in typed(PAGE.read_text(encoding="utf-8")):
        if command.heading != before and before:
            look(machine, before)
        before = command.heading
        begun = time.monotonic()
        said = machine.type(command)
        print(f"{time.monotonic() - begun:6.1f} s  {'#' if command.by_root else '$'} {command.line[:90]}", flush=True)
        if said.returncode or command.shown.strip("…") not in said.stdout:
            raise SystemExit(f"{command}\nleft with {said.returncode} and said\n{said.stdout}{said.stderr}")
        if command.line == "wardpanels doctor":
            print(said.stdout)
    look(machine, before)


def look(machine: Machine, heading: str) -> None:
    """See that what a part of the page promises is so."""
    if heading in BETWEEN:
        BETWEEN[heading](machine)
    if heading in ("Start", "A web server in front", "Bring a backup back", "Upgrade", "Roll back", "PostgreSQL"):
        for unit in ("wardpanels-edge", "wardpanels-worker"):
            is_so(machine, f"systemctl is-active {unit}", "active")
        is_so(machine, READY, "200")


def the_press_gets_mail(machine: Machine) -> None:
    """Something goes out of itself from now on."""
    settings = machine.root / "var/lib/wardpanels/data/borough.toml"
    told = settings.read_text(encoding="utf-8").replace("\npress = 14", '\npress = "release"')
    settings.write_text(told + BY_MAIL, encoding="utf-8")
    is_so(machine, POST_OFFICE, "")


def killed_worker_comes_back(machine: Machine) -> None:
    """A worker that is killed outright is there again, and what it had not sent goes out."""
    is_so(machine, "systemctl kill -s KILL wardpanels-worker; sleep 4; systemctl is-active wardpanels-worker", "active")
    is_so(machine, SENT, "12 mails")


def answers_through_nginx(machine: Machine) -> None:
    """Whoever asks nginx gets the site."""
    is_so(machine, THROUGH_NGINX, "200")


def new_version_sends(machine: Machine) -> None:
    """The new version runs on the new layout, and sends what the old one will know nothing of."""
    is_so(machine, "/opt/wardpanels/now/bin/wardpanels --version", NEW)
    for line in (
        "wardpanels doctor",
        "wardpanels cancel 2027-E05009317-1 --why hall",
        "wardpanels release --year 2027",
    ):
        is_so(machine, line, f"layout {NEWER_LAYOUT}" if line.endswith("doctor") else "", by_root=False)
    is_so(machine, "systemctl restart wardpanels-worker", "")
    is_so(machine, f"({SENT}) | tee {COUNTED}", "mails")


def old_version_sends_nothing_twice(machine: Machine) -> None:
    """The old version runs on its own layout, and not a mail came in since."""
    is_so(machine, "/opt/wardpanels/now/bin/wardpanels --version", OLD)
    is_so(machine, "wardpanels doctor", f"layout {LAYOUT}", by_root=False)
    is_so(machine, "wardpanels deliver", "", by_root=False)
    is_so(machine, f"({SENT}) | cmp - {COUNTED} && cat {COUNTED}", "mails")
    is_so(machine, KEEP, "")


BETWEEN: Mapping[str, Callable[[Machine], None]] = {
    "The borough": the_press_gets_mail,
    "Start": killed_worker_comes_back,
    "A web server in front": answers_through_nginx,
    "Upgrade": new_version_sends,
    "Roll back": old_version_sends_nothing_twice,
}
"""Who does what, and looks, after a part of the page."""


def is_so(machine: Machine, line: str, wanted: str, *, by_root: bool = True) -> None:
    """Stop where a command does not say what is wanted."""
    said = machine.type(Typed("", by_root, line, ""))
    if said.returncode or wanted not in said.stdout:
        journal = machine.run("journalctl", "-n", "60", "--no-pager").stdout
        raise SystemExit(f"{line}\nfound {said.stdout}{said.stderr}\nwanted {wanted}\n{journal}")


if __name__ == "__main__":
    with TemporaryDirectory() as built, booted(Path(BASE) if BASE else None) as machine:
        for wheel in wheels(Path(built)):
            machine.root.joinpath("srv", wheel.name).write_bytes(wheel.read_bytes())
        prove(machine)
        prove_image(machine, machine.root / "srv" / f"wardpanels-{OLD}-py3-none-any.whl")
        print("Proven.")
