"""Whether a process is there still: known by its number and by when the system says it began, never by a clock."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import subprocess
from functools import cache
from pathlib import Path
from threading import Event

from scheduler.job import Process

PROC = Path("/proc")
GONE = "ZX"
"""What Linux says of a process that has ended and that nobody has asked after yet (man7.org, proc_pid_stat(5))."""
GRACE_SECONDS = 0.5
"""How long a process that was asked to end may take over it."""


def this_process() -> Process:
    """The process that asks."""
    return Process(_place(), os.getpid(), _started(os.getpid()) or "")


def process_of(pid: int) -> Process:
    """A process of this computer. Edges: one that is gone already has no start, and is found to be gone"""
    return Process(_place(), pid, _started(pid) or "")


def is_gone(process: Process) -> bool | None:
    """Whether a process has ended; None where it is not of this place, and nobody here can know."""
    if process.place != _place():
        return None
    return not process.started or _started(process.pid) != process.started


def signature() -> str:
    """How this process signs what it takes in hand: its name, as people are told it, and what tells it from any other.

    Edges: no more than the name where the system does not tell its starts apart
    """
    process, place = this_process(), _sure_place()
    name = f"{socket.gethostname()[:64]}:{process.pid}"
    return f"{name} {process.started} {place}" if process.started and place else name


def is_surely_gone(signed: str) -> bool:
    """Whether the process that signed so has ended. Edges: False where nobody here can know, as of another computer"""
    name, _, told = signed.partition(" ")
    started, _, place = told.partition(" ")
    if not place or place != _sure_place():
        return False
    pid = int(name.rpartition(":")[2])
    # Another user's process may be hidden, and that is not gone.
    return _started(pid) != started if _read(PROC / str(pid) / "stat") else not _is_there(pid)


def end_group(process: Process) -> None:
    """End a process and all that it started: it leads its group. Edges: nothing where it is gone or of another place"""
    for number in (signal.SIGTERM, signal.SIGKILL):
        if is_gone(process) is not False:
            return
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            return
        _wait(process)


def _wait(process: Process) -> None:
    """Wait a little for a process to end. Edges: not by a clock, so that a busy computer only takes longer"""
    for _ in range(50):
        if is_gone(process) is not False:
            return
        Event().wait(GRACE_SECONDS / 50)


@cache
def _place() -> str:
    """This computer, since its last start, and the room in it whose processes are counted together."""
    known = (_read(PROC / "sys/kernel/random/boot_id"), _link(PROC / "self/ns/pid"))
    return " ".join((socket.gethostname()[:64], *filter(None, known)))


@cache
def _sure_place() -> str:
    """The place in a few letters, "" where the system does not say which of its starts this is."""
    numbers_are_ours = _link(PROC / "self") == str(os.getpid())
    is_sure = numbers_are_ours and _read(PROC / "sys/kernel/random/boot_id") and _link(PROC / "self/ns/pid")
    return hashlib.sha256(_place().encode()).hexdigest()[:16] if is_sure else ""


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _started(pid: int) -> str | None:
    """When a process of this computer began, as the system says it; None where there is none."""
    if not (PROC / "self/stat").exists():
        return _asked_of_ps(pid)
    told = _read(PROC / str(pid) / "stat")
    if not told:
        return None
    state, *rest = told.rpartition(")")[2].split()
    return None if state in GONE else rest[18]


def _asked_of_ps(pid: int) -> str | None:
    asked = ["ps", "-o", "stat=,lstart=", "-p", str(pid)]
    told = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    state, _, began = told.partition(" ")
    return began.strip() if began and state[0] not in GONE else None


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def _link(file: Path) -> str:
    try:
        return str(file.readlink())
    except OSError:
        return ""
