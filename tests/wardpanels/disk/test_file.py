"""One file, wholly or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from wardpanels.disk.file import write_file
from wardpanels.faults import CannotUse


def test_file_is_replaced_and_nothing_is_left_beside_it(tmp_path):
    file = tmp_path / "plan.json"
    file.write_bytes(b"old")
    file.chmod(0o640)

    write_file(file, b"new")

    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"new", 0o640)
    assert list(tmp_path.iterdir()) == [file]


def test_device_is_written_to_and_stays_a_device():
    write_file(Path("/dev/null"), b"gone")

    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize("name", [".", "no/such/plan.json"], ids=["a folder", "a missing folder"])
def test_place_that_cannot_hold_a_file_is_named(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(CannotUse) as told:
        write_file(Path(name), b"new")

    assert told.value.where == name
