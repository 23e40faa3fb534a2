"""The table of publishers, and everything the site gets from it."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from publishers import every_publisher
from publishers.artifact import Artifact
from publishers.every_publisher import Publisher, artifacts
from tests.publishers.examples import a_release

ROOT = Path(__file__).parents[2]


def twin(_release) -> tuple[Artifact, ...]:
    return (Artifact("b.txt", "text/plain", b"b"), Artifact("a.txt", "text/plain", b"a"))


TWIN = Publisher("twin", ("site",), "tests.publishers.test_every_publisher:twin")


def test_artifacts_are_sorted_by_path(monkeypatch):
    monkeypatch.setattr(every_publisher, "PUBLISHERS", (TWIN,))

    assert [artifact.path for artifact in artifacts(a_release(), "site")] == ["a.txt", "b.txt"]


def test_outlet_gets_its_own_publishers_only(monkeypatch):
    monkeypatch.setattr(every_publisher, "PUBLISHERS", (TWIN,))

    assert artifacts(a_release(), "newsletter") == ()


def test_path_made_twice_is_refused(monkeypatch):
    monkeypatch.setattr(every_publisher, "PUBLISHERS", (TWIN, replace(TWIN, name="other")))

    with pytest.raises(ValueError, match=re.escape("publisher other: found 'b.txt' made twice, wanted it once")):
        artifacts(a_release(), "site")


@pytest.mark.parametrize("outlet", ["site", "newsletter"])
def test_only_address_anywhere_is_the_contact(outlet):
    seen = set()
    for artifact in artifacts(a_release(contact_email="the.only@example.org"), outlet):
        unfolded = artifact.content.replace(b"\r\n ", b"")
        seen |= set(re.findall(rb"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", unfolded))

    # A UID has the shape of an address and is none: nobody's name is in it.
    assert {one for one in seen if not one.endswith(b".wardpanels")} <= {b"the.only@example.org"}


def test_site_paths_are_relative_and_plain():
    for artifact in artifacts(a_release(), "site"):
        assert re.fullmatch(r"[\w.-]+(/[\w.-]+)*", artifact.path), artifact.path
        assert ".." not in artifact.path.split("/")


def test_same_release_gives_the_same_artifacts():
    assert artifacts(a_release(), "site") == artifacts(a_release(), "site")


PUBLISHING = """
import sys
from publishers import every_publisher
from tests.publishers.examples import a_release
for outlet in ("site", "newsletter"):
    every_publisher.artifacts(a_release(), outlet)
print(sorted({"numba", "numpy", "ortools", "sqlalchemy", "scheduler.opening"} & set(sys.modules)))
"""


def test_publishing_imports_neither_the_solver_nor_the_store():
    told = subprocess.run([sys.executable, "-c", PUBLISHING], cwd=ROOT, check=True, capture_output=True, text=True)

    assert told.stdout.strip() == "[]"
