"""What travels in the wheel for the machine: secrets as files, and units that systemd takes."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tests import shell
from wardpanels import wiring

MACHINE = Path(wiring.__file__).parent / "machine"
PROGRAM = "/opt/wardpanels/now/bin/wardpanels"


def test_secrets_are_taken_from_the_folder_but_not_over_what_is_set(tmp_path, monkeypatch):
    (tmp_path / "WARDPANELS_SECRET").write_text("of the folder\n", encoding="utf-8")
    (tmp_path / "wardpanels_WARDPANELS_BACKUP_KEY").write_text("key", encoding="utf-8")
    (tmp_path / "PATH").write_text("nowhere", encoding="utf-8")
    told = {"CREDENTIALS_DIRECTORY": str(tmp_path), "WARDPANELS_SECRET": "set", "PATH": os.environ["PATH"]}
    monkeypatch.setattr(os, "environ", told)

    wiring.take_secrets()

    assert told["WARDPANELS_SECRET"] == "set"
    assert told["WARDPANELS_BACKUP_KEY"] == "key"
    assert told["PATH"] != "nowhere"


def test_folder_of_secrets_that_is_not_there_is_said(tmp_path):
    told = shell.run(tmp_path, "check", CREDENTIALS_DIRECTORY=str(tmp_path / "none"))

    assert (told.returncode, told.stderr) == (
        2,
        f"CREDENTIALS_DIRECTORY {tmp_path}/none: found no such file or directory, "
        "wanted a folder of secrets that may be read\n",
    )


def test_systemd_takes_every_unit(tmp_path):
    units = shutil.copytree(MACHINE, tmp_path / "machine")
    for unit in units.glob("*.service"):
        told = unit.read_text(encoding="utf-8")
        assert PROGRAM in told
        unit.write_text(told.replace(PROGRAM, "/bin/true"), encoding="utf-8")
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units.glob("*.service"), *units.glob("*.timer")],
        env={**os.environ, "SYSTEMD_UNIT_PATH": f"{units}:"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (verified.returncode, verified.stderr) == (0, "")
