"""The tables of docs/licences.md: whose work ours stands on, read from the locks and from what is installed."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCKED = re.compile(r"^([a-z][a-z0-9-]*)==", re.MULTILINE)
NAME = re.compile(r"[\w.-]+")

USES = {
    "alembic": "brings databases of earlier versions up to date",
    "apscheduler": "the clock of `wardpanels worker`",
    "argon2-cffi": "keeps staff's passphrases so that nobody can read them back",
    "authlib": "lets staff sign in with the account that they have at work",
    "babel": "days, months and translations in every language",
    "click": "the command line",
    "cryptography": "locks backups",
    "flask": "the pages where people subscribe, and the console",
    "fsspec": "files on other machines",
    "granian": "the one web server",
    "holidays": "bank holidays",
    "icalendar": "writes and reads calendars",
    "idna": "addresses of mail in any script",
    "jinja2": "the templates of pages and mail",
    "joserfc": "checks what an issuer of accounts at work has signed",
    "markupsafe": "keeps what people typed from being taken for HTML",
    "mrml": "the layout of the newsletter",
    "msgspec": "reads plans, settings and answers strictly",
    "numba": "makes the planner's inner loops fast",
    "numpy": "the planner's tables",
    "openpyxl": "reads and writes spreadsheets",
    "ortools": "the solver under the planner",
    "pillow": "draws the pictures beside posts",
    "pyotp": "the six figures that an app shows at sign-in",
    "python-dateutil": "reads dates as people write them",
    "python-docx": "writes minutes and agendas for Word",
    "rapidfuzz": "finds the name that a misspelt one means",
    "recurring-ical-events": "expands calendars that repeat",
    "regex": "counts letters as a reader sees them",
    "requests": "asks and tells web servers",
    "rich": "tables and progress in the terminal",
    "sqlalchemy": "speaks to SQLite and PostgreSQL",
    "typst": "sets posters and flyers as PDF",
    "tzdata": "time zones where the machine has none",
    "uvloop": "waits for connections, under granian",
    "werkzeug": "reads requests and words answers, under Flask",
    "zxing-cpp": "draws QR codes",
}
"""What each package is for that pyproject.toml asks for."""

TOLD_ELSEWHERE = {"mrml": "MIT"}
"""What a package's metadata leave out. Source: the list of its parts that travels in it (`sboms`)"""


def run_time_licences() -> str:
    """Every package of the run-time lock: what we use it for, or which packages bring it."""
    locked = sorted(set(LOCKED.findall((ROOT / "requirements.lock").read_text(encoding="utf-8"))))
    ours = {_name(asked) for asked in _project()["dependencies"]}
    users = {name: [other for other in locked if name in _asks_for(other)] for name in locked}
    uses = {name: USES[name] if name in ours else f"for {_listed(users[name])}" for name in locked}
    return _table((f"`{name}`", licence(name), use) for name, use in uses.items())


def optional_licences() -> str:
    """What each extra asks for; of what those need in turn their own metadata tell."""
    rows = (
        (f"`{name}`", licence(name), f"`wardpanels[{extra}]`")
        for extra, asked in sorted(_project()["optional-dependencies"].items())
        for name in map(_name, asked)
    )
    return _table(rows)


def built_in_licences() -> str:
    """What the build puts into the wheel from npm."""
    packages = json.loads((ROOT / "assets" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    told = {name.removeprefix("node_modules/"): facts.get("license", "") for name, facts in packages.items()}
    fonts = [name for name in told if name.startswith("@expo-google-fonts/")]
    (of_fonts,) = {told[name] for name in fonts}
    names = _listed([name.partition("/")[2] for name in fonts])
    rows = (
        ("`govuk-frontend`", told["govuk-frontend"], "the style sheets of the site and the console"),
        ("`htmx.org`", told["htmx.org"], "swaps parts of the console's pages"),
        ("`@expo-google-fonts/…`", of_fonts, f"the fonts of paper and pictures: {names}"),
    )
    return _table(rows)


LICENCE_TABLES = {
    "built in licences": built_in_licences,
    "optional licences": optional_licences,
    "run time licences": run_time_licences,
}


def licence(name: str) -> str:
    """What an installed package says its licence is."""
    told = distribution(name).metadata
    kinds = [kind.rpartition(" :: ")[2] for kind in told.get_all("Classifier", []) if kind.startswith("License :: ")]
    found = told["License-Expression"] or " or ".join(kinds) or told["License"] or TOLD_ELSEWHERE.get(name)
    assert found, f"{name} names no licence"
    return str(found)


def _project() -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project


def _asks_for(name: str) -> set[str]:
    asked = distribution(name).requires or ()
    return {_name(each) for each in asked if "extra ==" not in each}


def _name(asked: str) -> str:
    found = NAME.match(asked)
    assert found, asked
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _table(rows: Iterable[tuple[str, str, str]]) -> str:
    heads = (("Package", "Licence", "What it is for"), ("---", "---", "---"))
    return "\n".join(f"| {' | '.join(row)} |" for row in (*heads, *rows))
