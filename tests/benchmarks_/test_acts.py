"""The commands that are killed: every one that writes."""

from __future__ import annotations

from benchmarks.acts import ACTS, KILLED_BY_TESTS, READING
from wardpanels.terminal.cli import COMMANDS


def test_every_command_is_killed_or_only_reads_or_is_killed_by_a_test():
    killed = {act.words.split()[0] for act in ACTS}

    assert sorted([*killed, *READING, *KILLED_BY_TESTS]) == sorted(COMMANDS)
