"""Whose process is dead is known for sure, or it counts as alive."""

from __future__ import annotations

import os
import subprocess
import sys

from wardpanels.alive import is_surely_gone, signature

SIGNED = "import sys; from wardpanels.alive import signature; print(signature(), flush=True); sys.stdin.read()"


def test_process_is_gone_once_it_has_ended_and_no_other_passes_for_it():
    with subprocess.Popen(
        [sys.executable, "-c", SIGNED], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        signed = process.stdout.readline().strip()
        while_alive = is_surely_gone(signed)
        process.kill()

    name, started, place = signed.split(" ")
    ours, our_start, _ = signature().split(" ")
    assert name.endswith(f":{process.pid}")
    assert (while_alive, is_surely_gone(signed)) == (False, True)
    assert is_surely_gone(f"{ours} {started}x {place}"), "its number came again, with another process"
    assert not is_surely_gone(f"{ours} {our_start} {place}")
    assert not is_surely_gone(f"{name} {started} 0123456789abcdef"), "a computer that nobody here can ask"
    assert not is_surely_gone(f"{name.partition(':')[0]}:{os.getpid()}"), "a name alone"
