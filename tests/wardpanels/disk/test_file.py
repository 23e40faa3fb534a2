"""One file, wholly or not at all."""

from __future__ import annotations

import os
import resource
import signal
from pathlib import Path

import pytest

from wardpanels.disk import outputs
from wardpanels.disk.file import write_file, written_whole
from wardpanels.disk.halves import half_beside, passing_folder
from wardpanels.faults import CannotUse


def test_file_is_replaced_and_nothing_is_left_beside_it(tmp_path):
    file = tmp_path / "plan.json"
    file.write_bytes(b"old")
    file.chmod(0o640)

    write_file(file, b"new", outputs.PLAN)

    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"new", 0o640)
    assert list(tmp_path.iterdir()) == [file]


def test_half_that_a_killed_run_left_goes_with_the_next_and_one_in_hand_stays(tmp_path):
    file, left = tmp_path / "plan.json", tmp_path / ".plan.json.left.half"
    left.write_bytes(b"hal")

    with written_whole(file, 0o640) as half:
        half.write(b"first")
        write_file(file, b"second", outputs.PLAN)
        meanwhile = [path.name for path in tmp_path.iterdir()]

    assert len(meanwhile) == 2
    assert left.name not in meanwhile
    assert (file.read_bytes(), list(tmp_path.iterdir())) == (b"first", [file])


def test_half_of_a_folder_goes_too_and_what_a_link_leads_to_does_not(tmp_path):
    (tmp_path / ".data.left.half" / "deep").mkdir(parents=True)
    (tmp_path / "other").mkdir()
    (tmp_path / ".data.linked.half").symlink_to("other")

    with half_beside(tmp_path / "data", is_folder=True) as half:
        (half / "wards.csv").touch()
        half.rename(tmp_path / "data")

    assert sorted(path.name for path in tmp_path.iterdir()) == [".data.linked.half", "data", "other"]


def test_passing_folder_is_private_and_goes_with_what_a_killed_run_left(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / ".wardpanels.left.half").mkdir()

    with passing_folder() as folder:
        meanwhile, mode = list(tmp_path.iterdir()), folder.stat().st_mode & 0o777

    assert (meanwhile, mode, list(tmp_path.iterdir())) == ([folder], 0o700, [])


@pytest.mark.parametrize(
    ("before", "output", "mode"),
    [
        (None, outputs.PLAN, 0o640),
        (None, outputs.SCHEDULE, 0o600),
        (0o666, outputs.SCHEDULE, 0o600),
        (0o600, outputs.PLAN, 0o600),
    ],
)
def test_file_is_for_its_class_and_keeps_to_itself_what_it_kept(tmp_path, before, output, mode):
    file = tmp_path / "told"
    if before is not None:
        file.touch()
        file.chmod(before)

    write_file(file, b"new", output)

    assert file.stat().st_mode & 0o777 == mode


def test_public_file_by_itself_is_our_bug(tmp_path):
    with pytest.raises(ValueError, match="found one file of the site"):
        write_file(tmp_path / "index.html", b"", outputs.SITE)


def test_device_is_written_to_and_stays_a_device():
    write_file(Path("/dev/null"), b"gone", outputs.PLAN)

    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize("name", [".", "no/such/plan.json"], ids=["a folder", "a missing folder"])
def test_place_that_cannot_hold_a_file_is_named(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(CannotUse) as told:
        write_file(Path(name), b"new", outputs.PLAN)

    assert told.value.where == name


def test_disk_that_is_full_leaves_the_old_file_and_nothing_beside_it(tmp_path):
    """The file system takes no more than 4 KB of a file, as one that is full takes no more of any."""
    file = tmp_path / "plan.json"
    file.write_bytes(b"old")
    read, write = os.pipe()
    child = os.fork()
    if not child:
        try:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
            write_file(file, bytes(100_000), outputs.PLAN)
        except CannotUse as error:
            os.write(write, str(error).encode())
        finally:
            os._exit(0)
    os.close(write)
    os.waitpid(child, 0)

    with os.fdopen(read, encoding="utf-8") as told:
        assert told.read() == f"{file}: found file too large, wanted a file that can be written"
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]
