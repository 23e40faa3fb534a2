"""The house rules that a machine can check."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import networkx
import pytest

ROOT = Path(__file__).parents[1]
PYTHON_LOCKS = ("requirements.lock", "requirements-extras.lock", "requirements-build.lock", "requirements-dev.lock")
LOCKS = (*PYTHON_LOCKS, "assets/package-lock.json")
ROOMS = ("scheduler/*.py", "publishers/*.py", "wardpanels/*.py")
NOT_IMPORTED = {"tzdata", "uvloop"}
"""Found by name: time zones where the machine has none, and what granian waits by."""

COME_WITH_AN_EXTRA = {"aiohttp", "botocore", "httpx"}
"""Only to tell their errors, with s3fs and webdav4."""

SUBJECTS = (
    "scheduler/evidence",
    "wardpanels/commands",
    "wardpanels/console/pages",
    "wardpanels/people",
    "wardpanels/facts",
    "wardpanels/jobs/kinds",
    "wardpanels/terminal/words",
    "wardpanels/sources",
    "publishers/carriers",
    "publishers/channels",
)
"""Rooms whose files are named for what they are about: one subject may stand in several of them."""

LONGEST_MODULE = 400
LONGEST_COMMAND = 40
IMPORT = (ast.Import, ast.ImportFrom)
HEAVY = {
    "numba": "a second to import, and it compiles",
    "ortools": "a second",
    "sqlalchemy": "half a second",
    "alembic": "half a second",
    "typst": "it starts threads that no fork survives",
    "PIL": "draws, which few commands do",
    "rich": "for tables on a terminal alone",
    "openpyxl": "half a second",
    "docx": "a quarter of a second",
    "holidays": "a quarter of a second",
    "recurring_ical_events": "a quarter of a second, for calendars alone",
    "requests": "a third of a second, for those who ask others",
    "fcntl": "not on every system",
    "distributed": "an extra that may be missing",
    "psycopg": "an extra that may be missing",
}
UNWANTED = {
    r"\bresched": "moved",
    r"\bcanceled\b|\bcanceling\b": "cancelled",
    r"\bmanager\b": "say who",
    r"\bcolor\b|\borganiz": "British spelling",
}


NAMING = (ast.FunctionDef, ast.ClassDef, ast.arg)
UNWANTED_NAMES = (
    "resched",
    "cancel(ed|ing)",
    "organiz",
    "manager",
    "helper",
    "utils?$",
    "processor",
    "service",
    "misc",
)


def tracked(*patterns: str) -> list[Path]:
    """The files that git knows."""
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


WRITES = re.compile(
    r"\.write_(?:bytes|text)\(|\bopen\([^)\n]*[\"'][wxa]b?[\"']|\bos\.open\(|\.touch\(|NamedTemporaryFile\(|\bwritten_whole\("
)
WRITE_FOR_THEMSELVES = {
    "publishers/carriers/folder.py": "a folder of somebody else's program, of their choosing",
    "scheduler/store/engines.py": "the database: its owner's alone",
    "wardpanels/console/pages/begin.py": "a passing folder, which goes again",
    "wardpanels/sources/open_files.py": "a download that is not whole yet",
    "wardpanels/terminal/cli.py": "a device",
    "wardpanels/tidying/clash_mends.py": "a passing folder, which goes again",
    "wardpanels/tidying/upload_trial.py": "a passing folder, which goes again",
    "wardpanels/upkeep/backing_up.py": "a backup, with the mode of its class",
    "wardpanels/upkeep/bringing_back.py": "a borough's folder as it was, its owner's alone",
}


def test_nothing_is_written_without_saying_who_may_read_it():
    writers = {
        str(path.relative_to(ROOT))
        for path in tracked(*ROOMS)
        if path.parent != ROOT / "wardpanels" / "disk" and WRITES.search(path.read_text(encoding="utf-8"))
    }

    assert writers == WRITE_FOR_THEMSELVES.keys()


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
    assert locked("requirements.lock") < locked("requirements-extras.lock") < locked("requirements-dev.lock")


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
    modules = {module for path in tracked(*ROOMS) for module in packages_of(path)}

    used = {re.sub(r"[-_.]+", "-", name).lower() for module in modules for name in of_module.get(module, ())}

    assert names - used == NOT_IMPORTED
    assert used - names - {"wardpanels"} == COME_WITH_AN_EXTRA


def packages_of(path: Path) -> set[str]:
    """The outermost names of the modules that a file imports, wherever in it."""
    return {name.partition(".")[0] for name in imported(parsed(path))}


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


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes_of(tree: ast.AST) -> list[ast.AST]:
    """All of a piece of code, walked once."""
    return list(ast.walk(tree))


def modules() -> dict[str, ast.Module]:
    """Every module of ours by its dotted name."""
    paths = tracked(*ROOMS)
    named = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in paths}
    return {name.removesuffix(".__init__"): parsed(path) for name, path in named.items()}


def imported(tree: ast.AST) -> Iterator[str]:
    """What a piece of code imports, each name as deep as it may be a module."""
    for node in nodes_of(tree):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{each.name}" for each in node.names)
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names)


def known_as(name: str, ours: Collection[str]) -> str:
    """The module of ours that an imported name is, or is in; "" for somebody else's."""
    return next((known for known in (name, name.rpartition(".")[0]) if known in ours), "")


def leads_to(pieces: Mapping[str, Iterable[ast.AST]]) -> networkx.DiGraph:
    """Which module leads to which, by these pieces of each."""
    graph = networkx.DiGraph()
    for name, each in ((name, each) for name, nodes in pieces.items() for node in nodes for each in imported(node)):
        known = known_as(each, pieces) or each
        if known != name:
            graph.add_edge(name, known)
    return graph


def test_no_module_leads_back_to_itself():
    graph = leads_to({name: [tree] for name, tree in modules().items()})

    assert [sorted(circle) for circle in networkx.strongly_connected_components(graph) if len(circle) > 1] == []


def test_imports_stand_at_the_top_but_for_what_is_heavy_or_may_be_missing():
    ours = modules()
    at_once = leads_to({name: [node for node in tree.body if isinstance(node, IMPORT)] for name, tree in ours.items()})

    @cache
    def is_heavy(name: str) -> bool:
        known = known_as(name, ours) or name
        reached = {known} | (networkx.descendants(at_once, known) if known in at_once else set())
        return any(each == heavy or each.startswith(f"{heavy}.") for each in reached for heavy in HEAVY)

    light = [
        f"{name}.{function.name}: {each}"
        for name, tree in ours.items()
        for function in nodes_of(tree)
        if isinstance(function, ast.FunctionDef)
        for each in imported(function)
        if not is_heavy(each)
    ]
    assert light == []


def test_names_in_the_code_use_the_words_of_the_house_too():
    unwanted = re.compile("|".join(UNWANTED_NAMES), re.IGNORECASE)
    names = {
        f"{module}: {name}"
        for module, tree in modules().items()
        for node in nodes_of(tree)
        for name in (getattr(node, "arg", None), getattr(node, "name", None), module.rpartition(".")[2])
        if isinstance(node, NAMING) and name and unwanted.search(name)
    }
    assert names == set()


def test_two_files_with_one_name_are_about_one_thing():
    named: dict[str, list[str]] = {}
    for path in tracked(*ROOMS):
        folder = str(path.relative_to(ROOT).parent)
        if path.name != "__init__.py" and folder not in SUBJECTS:
            named.setdefault(path.name, []).append(folder)

    assert {name: folders for name, folders in named.items() if len(folders) > 1} == {}


def test_two_classes_with_one_name_do_not_exist():
    named: dict[str, list[str]] = {}
    for module, tree in modules().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                named.setdefault(node.name, []).append(module)

    assert {name: found for name, found in named.items() if len(found) > 1} == {}


def test_a_command_parses_calls_and_shows_and_no_more():
    long = {
        f"{path.name}: {node.name}": lines
        for path in tracked("wardpanels/commands/*.py")
        for node in nodes_of(parsed(path))
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
