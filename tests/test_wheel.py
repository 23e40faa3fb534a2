"""The wheel is whole: installed where there is no Node and no checkout, it runs the demo."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from benchmarks.boroughs import borough as a_borough
from benchmarks.folders import write_folder

ROOT = Path(__file__).parents[1]
SHIPPED = "from wardpanels import wiring; print(wiring.demo_folder(None))"
UV = Path(sys.executable).parent / "uv"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel of this tree."""
    out = tmp_path_factory.mktemp("dist")
    run(UV, "build", "-q", "--wheel", "--no-build-isolation", "--python", sys.executable, "-o", out, ROOT, cwd=out)
    return next(out.glob("wardpanels-*.whl"))


def run(*command: object, cwd: Path, **environment: str) -> str:
    """What a command prints; it must succeed."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("WARDPANELS_", "PYTHON"))}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**plain, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_wheel_holds_templates_data_style_sheets_and_fonts_but_no_tests_and_no_packages_of_others(wheel):
    whole = zipfile.ZipFile(wheel)
    names = set(whole.namelist())

    assert {
        "publishers/static/app.css",
        "publishers/static/console.css",
        "publishers/static/htmx.js",
        "publishers/static/fonts/NotoSans_600SemiBold.ttf",
        "publishers/static/fonts/NotoSansBengali_700Bold.ttf",
        "publishers/static/fonts/noto-sans-bengali.LICENSE.txt",
        "publishers/templates/console/console.js",
        "publishers/templates/newsletter/newsletter.mjml",
        "publishers/templates/site/meeting.html",
        "wardpanels/terminal/cli.py",
    } <= names
    for file in (ROOT / "data").glob("*.*"):
        assert whole.read(f"wardpanels/data/{file.name}") == file.read_bytes()
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"scheduler", "publishers", "wardpanels"}
    assert [name for name in names if "node_modules" in name or "/tests/" in name] == []


def test_wheel_says_whose_work_it_stands_on(wheel):
    whole = zipfile.ZipFile(wheel)
    (named,) = (name for name in whole.namelist() if "/sboms/" in name)
    told = whole.read(named).decode()
    bill = json.loads(told)
    by_ref = {each["bom-ref"]: each for each in (bill["metadata"]["component"], *bill["components"])}
    pinned = re.findall(r"^([a-z][\w-]*)==([^ ]+)", whole.read("wardpanels/requirements.lock").decode(), re.MULTILINE)

    assert faults_of(told) is None
    assert named.endswith(".dist-info/sboms/wardpanels.cdx.json")
    needed = {ref for ref, each in by_ref.items() if ref.startswith("pkg:pypi/") and "scope" not in each}
    assert needed - {bill["metadata"]["component"]["bom-ref"]} == {f"pkg:pypi/{n}@{v}" for n, v in pinned}
    assert [ref for ref, each in by_ref.items() if "licenses" not in each and "scope" not in each] == []
    assert reached(bill) == set(by_ref)
    assert {"govuk-frontend", "htmx.org", "psycopg"} <= {each["name"] for each in by_ref.values()}
    notice = whole.read("publishers/static/NOTICE.txt").decode()
    assert "govuk-frontend " in notice
    assert "Zero-Clause BSD" in notice
    assert [
        name for name in ("LICENSE", "docs/licences.md") if not [n for n in whole.namelist() if f"licenses/{name}" in n]
    ] == []


def reached(bill) -> set[str]:
    """What leads from the product, package by package, to all that it is made of."""
    uses = {each["ref"]: each["dependsOn"] for each in bill["dependencies"]}
    found, waiting = set(), [bill["metadata"]["component"]["bom-ref"]]
    while waiting:
        ref = waiting.pop()
        waiting += [] if ref in found else uses.get(ref, [])
        found.add(ref)
    return found


@pytest.mark.thorough
def test_wheel_runs_the_demo_in_an_empty_folder_without_node(wheel, tmp_path):
    home, empty, borough = tmp_path / "env", tmp_path / "empty", a_borough(1, wards=3)
    empty.mkdir()
    write_folder(borough, tmp_path / "data")
    run(UV, "venv", "-q", "--python", sys.executable, home, cwd=tmp_path)
    locked = ("-c", ROOT / "requirements.lock")
    run(UV, "pip", "install", "-q", "--python", home / "bin" / "python", *locked, wheel, cwd=tmp_path)

    shipped = run(home / "bin" / "python", "-c", SHIPPED, cwd=empty).strip()
    known = run(home / "bin" / "wardpanels", "tiers", "--data", shipped, cwd=empty, PATH=str(home / "bin"))
    told = run(home / "bin" / "wardpanels", "demo", "--data", tmp_path / "data", cwd=empty, PATH=str(home / "bin"))

    assert "Limehouse " in known
    assert "Proven optimal" in told
    assert {"site", "newsletter", "wardpanels.db"} <= {path.name for path in empty.iterdir()}
    for name in (
        "index.html",
        "calendar.ics",
        f"wards/{borough.wards[0].slug}/index.html",
        "meetings.json",
        "404.html",
    ):
        assert (empty / "site" / name).is_file(), name


def faults_of(bill: str) -> object:
    """What the schema of CycloneDX finds wrong. Imported here: its grammars take a tenth of reading all tests."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    return JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill)
