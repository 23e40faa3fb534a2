"""What travels in the wheel for the machine: secrets as files, and units that systemd takes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests import shell
from wardpanels import wiring
from wardpanels.terminal import cli

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


def typed_by_units() -> Iterator[tuple[str, list[str]]]:
    """What each unit, and the container, types after the program's name."""
    for unit in sorted(MACHINE.glob("*.service")):
        (line,) = re.findall(rf"^ExecStart=.*{PROGRAM} ([^'\n]*)", unit.read_text(encoding="utf-8"), re.MULTILINE)
        yield unit.name, re.sub(r'"[^"]*"', "FILE", line).split()
    yield "Containerfile", json.loads(dict(image_steps())["CMD"])
    yield "Containerfile, of the worker", ["worker"]


def image_steps() -> list[tuple[str, str]]:
    """The steps of the Containerfile, by what each does."""
    told = (MACHINE / "Containerfile").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split(" ", 1)) for line in told if line and not line.startswith("#")]


@pytest.mark.parametrize("words", [pytest.param(words, id=name) for name, words in typed_by_units()])
def test_program_takes_what_a_unit_types(words):
    name, *rest = words
    context = click.Context(cli.cli)
    command = cli.cli.get_command(context, name)

    assert command.make_context(name, rest, parent=context)


def test_image_is_built_and_run_by_a_user_without_rights():
    steps = image_steps()
    names = [name for name, _ in steps]
    last_user = dict(steps)["USER"]
    by_root = steps[: names.index("USER")]

    assert set(names) <= {"FROM", "RUN", "COPY", "USER", "WORKDIR", "ENV", "VOLUME", "EXPOSE", "ENTRYPOINT", "CMD"}
    assert last_user == "wardpanels"
    assert any(f"useradd --system --user-group --home-dir /var/lib/{last_user}" in told for _, told in by_root)
    assert not any("pip" in told for _, told in by_root)


def test_image_installs_and_runs_as_the_page_says():
    page = (shell.ROOT / "docs" / "run.md").read_text(encoding="utf-8")
    steps = image_steps()
    installed = [told for name, told in steps if name == "RUN" and "pip install" in told]

    assert json.loads(dict(steps)["ENTRYPOINT"]) == [PROGRAM]
    assert len(installed) == 2
    for told in installed:
        typed = (
            told.replace("--no-cache-dir", "-q")
            .replace("/now/", "/0.1.0/")
            .replace("-*.whl", "-0.1.0-py3-none-any.whl")
        )
        assert f"$ {typed.replace('/now/', '/0.1.0/')}\n" in page


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
