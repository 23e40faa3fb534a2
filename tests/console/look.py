"""Take pictures of pages of the console, to look at them: `python -m tests.console.look --to DIR /year /plan …`.

The shipped borough's year is planned and released once, and kept in the folder `--in` for the next time.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import launched
from tests.console.borough import NOW, WHO, make_released
from tests.console.served import served
from tests.scheduler.examples import utc
from wardpanels import wiring
from wardpanels.console.screens import BASE


def main() -> None:
    """Take them."""
    asked = argparse.ArgumentParser()
    asked.add_argument("paths", nargs="+")
    asked.add_argument("--to", type=Path, default=Path("pictures"))
    asked.add_argument("--in", dest="folder", type=Path, default=Path("/tmp/console-look"))
    asked.add_argument("--as", dest="who", choices=WHO, default="administrator")
    asked.add_argument("--at", default=f"{NOW:%Y-%m-%d %H:%M}", help="UTC")
    asked.add_argument("--width", type=int, nargs="*", default=[360, 1280])
    asked.add_argument("--no-script", action="store_true")
    told = asked.parse_args()
    if not (told.folder / "wardpanels.db").exists():
        told.folder.mkdir(parents=True, exist_ok=True)
        make_released(told.folder, wiring.shipped_data())
    at = utc(told.at)
    told.to.mkdir(parents=True, exist_ok=True)
    with served(told.folder, lambda: at) as console, sync_playwright() as playwright:
        browser = launched(playwright)
        for width in told.width:
            size = {"width": width, "height": 900}
            context = console.seen_by(browser, told.who, viewport=size, java_script_enabled=not told.no_script)
            page = context.new_page()
            page.on("console", lambda message: print("console:", message.text))  # noqa: T201
            for path in told.paths:
                answer = page.goto(f"{BASE}{path}")
                name = path.strip("/").replace("/", "_").replace("?", "_") or "today"
                page.screenshot(path=told.to / f"{name}-{width}.png", full_page=True)
                print(f"{name}-{width}.png", answer.status if answer else "")  # noqa: T201
        browser.close()


if __name__ == "__main__":
    main()
