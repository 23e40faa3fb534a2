"""A bare Debian with its own systemd, in namespaces of this machine: what docs/run.md says is typed there.

`make proof` runs it. It needs root, mmdebstrap, and the package hosts that this machine's own clients are set up with.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.pages import BLOCK

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "run.md"
PACKAGES = "systemd,systemd-sysv,dbus,python3,ca-certificates"
THIS_MACHINES = ("resolv.conf", "hosts", "pip.conf", "ssl/certs/ca-certificates.crt")
"""Files of /etc by which this machine reaches its package hosts."""

BOOT = """
mount --bind {root} {root}
cd {root}
mount -t proc proc proc
mount -t sysfs sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
for each in run dev tmp; do mount -t tmpfs $each $each; done
for each in null zero full random urandom tty; do touch dev/$each; mount --bind /dev/$each dev/$each; done
mkdir dev/shm dev/pts
mount -t tmpfs shm dev/shm
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
mkdir -p old
pivot_root . old
umount -l old
mount --make-rshared /
exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --log-target=console
"""


@dataclass(frozen=True)
class Typed:
    """One command of the page: under which heading, by whom, and the first line that it is to print."""

    heading: str
    by_root: bool
    line: str
    shown: str


def typed(page: str) -> list[Typed]:
    """Every command of a page, in its order."""
    found = []
    for section in re.split(r"^## ", page, flags=re.MULTILINE)[1:]:
        heading = section.partition("\n")[0]
        for block in BLOCK.findall(section):
            _, *parts = re.split(r"^([#$]) (.+)\n", block, flags=re.MULTILINE)
            for prompt, line, shown in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
                found.append(Typed(heading, prompt == "#", line, shown.partition("\n")[0]))
    return found


@dataclass(frozen=True)
class Machine:
    """A Debian that is up: `pid` is its systemd, as this machine counts; `base` is the archive that it came from."""

    pid: int
    root: Path
    base: Path

    def type(self, command: Typed) -> subprocess.CompletedProcess[str]:
        """What its user would see who types that."""
        words = ["sh", "-c", command.line] if command.by_root else ["su", "-", "wardpanels", "-c", command.line]
        return self.run(*words)

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """What a command says there."""
        entered = ["nsenter", "-t", str(self.pid), "-a", "-r", "-w", "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"]
        typed_there = [*entered, "DEBIAN_FRONTEND=noninteractive", *words]
        return subprocess.run(typed_there, capture_output=True, text=True, check=False, timeout=900)


@contextmanager
def booted(base: Path | None) -> Iterator[Machine]:
    """A fresh Debian, from an archive of one where that is given."""
    with TemporaryDirectory(prefix="bare-debian-") as name:
        root = Path(name) / "root"
        root.mkdir()
        if base is None or not base.is_file():
            archive = base or Path(name) / "base.tar"
            sources = "/etc/apt/sources.list.d/debian.sources"
            subprocess.run(
                ["mmdebstrap", "--quiet", "--variant=minbase", f"--include={PACKAGES}", "bookworm", archive, sources],
                check=True,
            )
            base = archive
        subprocess.run(["tar", "xf", base, "-C", root], check=True)
        for each in THIS_MACHINES:
            if Path("/etc", each).exists():
                shutil.copyfile(Path("/etc", each), root / "etc" / each)
        entered = ["unshare", "--mount", "--pid", "--fork", "--ipc", "--uts", "--cgroup", "--kill-child"]
        with subprocess.Popen(
            [*entered, "sh", "-ec", BOOT.format(root=root)],
            stdin=subprocess.DEVNULL,
            stdout=(Path(name) / "console").open("w"),
            stderr=subprocess.STDOUT,
        ) as boot:
            try:
                yield Machine(_child_of(boot.pid), root, base)
            finally:
                boot.kill()


def _child_of(pid: int) -> int:
    """The systemd that it became, once it answers."""
    for _ in range(100):
        time.sleep(0.2)
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            up = subprocess.run(
                ["nsenter", "-t", child, "-a", "-r", "-w", "systemctl", "is-system-running"],
                capture_output=True,
                text=True,
                check=False,
            )
            if up.stdout.strip() in ("running", "degraded"):
                return int(child)
    raise SystemExit("The Debian did not come up.")
