"""Proof of the Containerfile: a user who is not root makes the image of it by buildah, and what runs of it answers.

No registry is asked for Debian's own image: a bare Debian takes its name. `make proof` runs this last.
"""

from __future__ import annotations

import json
import shlex
import shutil
from pathlib import Path
from typing import Any

from tests.bare_debian import THIS_MACHINES, Machine

BUILDER = "builder"
BUILDAH = "buildah --storage-driver vfs"
ROOM = "/srv/image"
"""Where the wheel and the Containerfile lie side by side."""

KEEP = f"""
mkdir -p {ROOM} /srv/secrets
cp /etc/wardpanels/machine/Containerfile {ROOM}/
cp /etc/wardpanels/secrets/* /srv/secrets/
cp /var/lib/wardpanels/backups/before-*.backup /srv/kept.backup
chmod -R a+rX /srv/secrets /srv/kept.backup
"""
"""What the image is given later, of a machine that is to go."""

INSTALLED = f"""
apt-get install -y -q --no-install-recommends buildah uidmap
useradd --create-home {BUILDER}
"""

BASE = f"""
bare=$({BUILDAH} from scratch)
{BUILDAH} add -q $bare /srv/base.tar /
{BUILDAH} commit -q $bare docker.io/library/debian:bookworm-slim
{BUILDAH} rm $bare
"""


def prove_image(machine: Machine, wheel: Path) -> None:
    """Build it, bring the backup back in it, and ask it. Errors: SystemExit, with what was said."""
    shutil.copyfile(machine.base, machine.root / "srv" / "base.tar")
    shutil.copyfile(wheel, machine.root / ROOM.strip("/") / wheel.name)
    _said(machine, INSTALLED, "root")
    _said(machine, BASE)
    hosts = " ".join(
        f"-v /etc/{each}:/etc/{each}:ro" for each in THIS_MACHINES if (machine.root / "etc" / each).exists()
    )
    _said(machine, f"{BUILDAH} bud -q --pull-never --isolation chroot --format docker {hosts} -t panels {ROOM}")
    config = _config(machine)
    _wanted(config["User"], "wardpanels")
    _said(machine, f"{BUILDAH} from --pull-never --name running panels")
    entry = [*config["Entrypoint"], *config["Cmd"]]
    program = shlex.join(config["Entrypoint"])
    _wanted(_within(machine, "id -un"), "wardpanels")
    for words in (
        "restore --from /srv/kept.backup",
        "ledger --verify",
        "plan --no-store --year 2027",
        "publish --no-print",
    ):
        _within(machine, f"{program} {words}")
    served = f"{BUILDAH} run --isolation chroot {GIVEN} running -- {shlex.join(entry)}"
    _said(machine, f"systemd-run -q --unit of-the-image su - {BUILDER} -c {shlex.quote(served)}", "root")
    asked = "import urllib.request as u; print(u.urlopen('http://127.0.0.1:8000/readyz').status)"
    tried = f'for n in $(seq 100); do python3 -c "{asked}" 2>/dev/null && break; sleep 0.5; done'
    _wanted(_said(machine, tried), "200")


GIVEN = "-v /srv/secrets:/run/secrets:ro -v /srv/kept.backup:/srv/kept.backup:ro"


def _within(machine: Machine, line: str) -> str:
    return _said(machine, f"{BUILDAH} run --isolation chroot {GIVEN} running -- {line}")


def _config(machine: Machine) -> dict[str, Any]:
    """What the image says of how it is run."""
    told: dict[str, Any] = json.loads(_said(machine, f"{BUILDAH} inspect --type image panels"))
    return dict(told["Docker"]["config"])


def _said(machine: Machine, line: str, who: str = BUILDER) -> str:
    done = machine.run("su", "-", who, "-c", f"set -e\n{line}")
    if done.returncode:
        raise SystemExit(f"{line}\nleft with {done.returncode} and said\n{done.stdout}{done.stderr}")
    return done.stdout.strip()


def _wanted(found: str, wanted: str) -> None:
    if found != wanted:
        raise SystemExit(f"The image: found {found!r}, wanted {wanted!r}")
