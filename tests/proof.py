"""Proof of docs/run.md: a stranger with a bare Debian and a wheel gets to services that run, and back.

Every command of the page is typed there in its order, and in between somebody looks. `make proof` runs it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bare_debian import PAGE, ROOT, Machine, Typed, booted, typed

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


def wheels(folder: Path) -> list[Path]:
    """The wheel of this tree, and the same as the next version."""
    uv = Path(sys.executable).parent / "uv"
    build = [uv, "build", "-q", "--wheel", "--no-build-isolation", "--python", sys.executable, "-o", folder, ROOT]
    subprocess.run(build, check=True)
    (old,) = folder.glob("*.whl")
    new = folder / old.name.replace(OLD, NEW)
    with zipfile.ZipFile(old) as read, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as written:
        for each in read.infolist():
            content = read.read(each)
            if each.filename.endswith("/METADATA"):
                content = content.replace(f"\nVersion: {OLD}".encode(), f"\nVersion: {NEW}".encode())
            if each.filename.endswith("/RECORD"):
                content = b"\n".join(
                    line.split(b",")[0] + b",," for line in content.replace(OLD.encode(), NEW.encode()).splitlines()
                )
            written.writestr(each.filename.replace(f"-{OLD}.", f"-{NEW}."), content)
    return [old, new]


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
    if heading == "Start":
        killed_worker_comes_back(machine)
    if heading in ("Start", "A web server in front", "Bring a backup back", "Upgrade", "Roll back", "PostgreSQL"):
        for unit in ("wardpanels-edge", "wardpanels-worker"):
            is_so(machine, f"systemctl is-active {unit}", "active")
        is_so(machine, READY, "200")
    if heading == "A web server in front":
        is_so(machine, THROUGH_NGINX, "200")
    version = {"Upgrade": NEW, "Roll back": OLD}.get(heading)
    if version:
        is_so(machine, "/opt/wardpanels/now/bin/wardpanels --version", version)


def killed_worker_comes_back(machine: Machine) -> None:
    """A worker that is killed outright is there again."""
    is_so(machine, "systemctl kill -s KILL wardpanels-worker; sleep 4; systemctl is-active wardpanels-worker", "active")


def is_so(machine: Machine, line: str, wanted: str) -> None:
    """Stop where a command does not say what is wanted."""
    said = machine.type(Typed("", True, line, ""))
    if wanted not in said.stdout.split() and wanted not in said.stdout:
        journal = machine.run("journalctl", "-n", "60", "--no-pager").stdout
        raise SystemExit(f"{line}\nfound {said.stdout}{said.stderr}\nwanted {wanted}\n{journal}")


if __name__ == "__main__":
    with TemporaryDirectory() as built, booted(Path(BASE) if BASE else None) as machine:
        for wheel in wheels(Path(built)):
            machine.root.joinpath("srv", wheel.name).write_bytes(wheel.read_bytes())
        prove(machine)
        print("Proven.")
