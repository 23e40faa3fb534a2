"""Lighthouse's four marks of a page, asked of a copy that stands outside this tree: it is 190 MB, and no test needs it.

npm install --ignore-scripts --prefix FOLDER lighthouse@12.8.2
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

from tests.browser.conftest import FLAGS

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
WANTED = 95
PHONE_UP_TO = 768
"""Units: pixels: wider pages are judged as a desk's screen sees them."""


def marks(home: Path, address: str, width: int) -> tuple[dict[str, int], list[str]]:
    """The marks out of 100 by category, and what lost some.

    `home` is the folder that Lighthouse was installed into.

    :raises CalledProcessError: Lighthouse could not load the page
    """
    phone = width <= PHONE_UP_TO
    command = ["node", str(home / "node_modules" / "lighthouse" / "cli" / "index.js"), address, "--quiet"]
    command += ["--output=json", "--output-path=stdout", f"--only-categories={','.join(CATEGORIES)}"]
    command += [f"--chrome-flags=--headless {' '.join(FLAGS)}", *([] if phone else ["--preset=desktop"])]
    screen = {"width": width, "height": 800, "deviceScaleFactor": 2 if phone else 1, "mobile": str(phone).lower()}
    command += [f"--screenEmulation.{name}={value}" for name, value in screen.items()]
    told = {**os.environ, "CHROME_PATH": shutil.which("chromium-headless-shell") or ""}
    said = json.loads(subprocess.run(command, env=told, check=True, capture_output=True, text=True).stdout)
    found = {name: round(100 * (each["score"] or 0)) for name, each in said["categories"].items()}
    weighed = {ref["id"] for each in said["categories"].values() for ref in each["auditRefs"] if ref["weight"]}
    lost = [said["audits"][name] for name in weighed if (said["audits"][name]["score"] or 1) < 1]
    lost += [said["audits"][name] for name in weighed if said["audits"][name]["score"] == 0]
    return found, sorted({f"{each['title']} {each.get('displayValue', '')}".strip() for each in lost})
