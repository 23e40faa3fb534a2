"""The house rules that a machine can check."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PYTHON_LOCKS = ("requirements.lock", "requirements-build.lock", "requirements-dev.lock")
LOCKS = (*PYTHON_LOCKS, "assets/package-lock.json")
ROOMS = ("scheduler/*.py", "publishers/*.py", "wardpanels/*.py")
NOT_IMPORTED = {"tzdata", "psycopg"}
"""Found by name: time zones where the machine has none, and SQLAlchemy's way to PostgreSQL."""

COME_WITH_AN_EXTRA = {"aiohttp", "botocore", "httpx"}
"""Only to tell their errors, with s3fs and webdav4."""

LONGEST_MODULE = 400
LONGEST_COMMAND = 40
UNWANTED = {
    r"\bresched": "moved",
    r"\bcanceled\b|\bcanceling\b": "cancelled",
    r"\bmanager\b": "say who",
    r"\bcolor\b|\borganiz": "British spelling",
}


def tracked(*patterns: str) -> list[Path]:
    """The files that git knows."""
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("name", LOCKS)
def test_lock_names_no_package_host(name):
    text = (ROOT / name).read_text(encoding="utf-8")

    lines = [line for line in text.splitlines() if ("://" in line or '"resolved"' in line) and '"url":' not in line]
    assert lines == []


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_every_locked_requirement_has_a_hash(name):
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")

    assert [line for line in text.splitlines() if "==" in line and "--hash=sha256:" not in line] == []


def locked(name: str) -> set[str]:
    """What a lock pins, each with its version."""
    return set(re.findall(r"^[a-z][\w-]*==[^ ]+", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))


def test_tests_run_with_what_the_product_runs_with():
    assert locked("requirements.lock") < locked("requirements-dev.lock")


@pytest.mark.parametrize(("target", "takes_tools"), [("demo", False), ("test", True), ("lint", True), ("readme", True)])
def test_only_work_on_the_product_sets_up_tools(target, takes_tools):
    make = ["make", "--dry-run", "--always-make", target]
    planned = subprocess.run(make, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert "-r requirements.lock" in planned
    assert ("-r requirements-dev.lock" in planned) is takes_tools


def test_product_asks_for_what_it_imports_and_for_nothing_else():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {each for extra in declared["optional-dependencies"].values() for each in extra}
    names = {re.split(r"[^\w.-]", each)[0] for each in (*declared["dependencies"], *asked)}
    of_module = packages_distributions()
    modules = {module for path in tracked(*ROOMS) for module in imported(path)}

    used = {re.sub(r"[-_.]+", "-", name).lower() for module in modules for name in of_module.get(module, ())}

    assert names - used == NOT_IMPORTED
    assert used - names - {"wardpanels"} == COME_WITH_AN_EXTRA


def imported(path: Path) -> set[str]:
    """The outermost names of the modules that a file imports, wherever in it."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    whole = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    parts = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name.partition(".")[0] for name in whole | parts}


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_pages_use_the_words_of_the_house(page):
    text = page.read_text(encoding="utf-8").lower()

    assert [(word, wanted) for word, wanted in UNWANTED.items() if re.search(word, text)] == []


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_links_on_the_page_lead_somewhere(page):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_modules_stay_short_enough_to_read():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in tracked(*ROOMS)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_MODULE
    }
    assert long == {}


def test_a_command_parses_calls_and_shows_and_no_more():
    long = {
        f"{path.name}: {node.name}": lines
        for path in tracked("wardpanels/commands/*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and (lines := node.end_lineno - node.lineno + 1) > LONGEST_COMMAND
    }
    assert long == {}


def test_no_file_names_a_folder_of_somebodys_machine():
    own = re.compile(r"(?<![\w.])/(?:home|root|Users|work)/")
    guilty = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path != Path(__file__) and own.search(path.read_bytes().decode("utf-8", errors="ignore"))
    ]
    assert guilty == []


def test_rooms_keep_their_doors():
    run = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert run.returncode == 0, run.stdout
