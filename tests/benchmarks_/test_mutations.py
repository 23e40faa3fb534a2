"""Spoilt folders: a sample of those that `python -m benchmarks.mutations` reads, each within its bounds."""

import subprocess
import sys

import pytest

from benchmarks.mutants import mutant
from tests.thorough import enough, some

SAMPLE = enough(20, 1000)


def test_same_seed_spoils_a_folder_the_same_way():
    assert mutant(7) == mutant(7) != mutant(8)


@pytest.mark.parametrize("first", some([100_000, 200_000], every=2))
def test_spoilt_folder_ends_in_words_within_its_bounds(first):
    command = (sys.executable, "-m", "benchmarks.mutations", f"--first={first}", f"--count={SAMPLE // 2}")

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "; 0 ended badly." in done.stdout
