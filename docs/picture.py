"""Takes the pictures of these pages anew: the site of `make demo` on a desk and on a phone, one ward's campaign, and
the console in March.

To run it: `make picture`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from PIL import Image
from playwright.sync_api import Browser, Playwright, sync_playwright

HERE = Path(__file__).parent
SITE = HERE.parent / "site"
PICTURE = HERE / "site.png"
HEIGHT = 775  # cuts no line of text in two
VIEWS = (("", 1080), ("wards/limehouse/", 390))
"""What is looked at, and on how wide a screen."""

EDGE, GROUND = 24, "#d5dbdd"
CONSOLE_COLOURS = 14
COLOURS = 48  # so few that letters are still smooth, and the file stays below 60 kB


CAMPAIGN, WARD = HERE / "campaign.png", "limehouse"
CARDS = ("mastodon", "bluesky", "x", "bluesky", "x", "sms", "bluesky")
"""Whose card is shown of each moment of a campaign, from the first to the last."""

CONSOLE, CONSOLE_HEIGHT = HERE / "console.png", 700

CARD, A_ROW, FEW_COLOURS = 320, 4, 6
HIDE_OTHERS = """(part, channel) => part.querySelectorAll("article").forEach(
    card => card.hidden = card.querySelector("h3").textContent !== channel)"""


def main() -> None:
    """Take both pictures."""
    picture_of_the_site()
    picture_of_a_campaign()
    picture_of_the_console()


def picture_of_the_console() -> None:
    """Look at the year as a planner sees it, and at Today as a sergeant does, in a borough that was released for it."""
    with TemporaryDirectory() as folder:
        look = [sys.executable, "-m", "tests.console.look", "--in", f"{folder}/borough", "--to", folder]
        for path, who, width in (("/year", "planner", "1080"), ("/", "sergeant", "390")):
            subprocess.run([*look, path, "--as", who, "--width", width], check=True, cwd=HERE.parent)
        shots = [Image.open(f"{folder}/{name}").convert("RGB") for name in ("year-1080.png", "today-390.png")]
    cut = [shot.crop((0, 0, shot.width, min(shot.height, CONSOLE_HEIGHT))) for shot in shots]
    side_by_side(cut).quantize(CONSOLE_COLOURS, dither=Image.Dither.NONE).save(CONSOLE, optimize=True)


def picture_of_a_campaign() -> None:
    """Look at the sheet that `wardpanels preview` writes, at one channel a moment, in rows."""
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        sheet = Path(folder) / "sheet.html"
        preview = [sys.executable, "-m", "wardpanels", "preview", WARD, "--year", "2027", "--to", str(sheet)]
        subprocess.run(preview, check=True, stdout=subprocess.DEVNULL)
        chromium = launched(playwright)
        page = chromium.new_page(viewport={"width": CARD, "height": HEIGHT})
        page.goto(sheet.as_uri())
        shots = []
        for section, channel in zip(page.locator("section").all(), CARDS, strict=True):
            section.evaluate(HIDE_OTHERS, channel)
            shots.append(Image.open(BytesIO(section.screenshot())).convert("RGB"))
        chromium.close()
    rows = [side_by_side(shots[first : first + A_ROW]) for first in range(0, len(shots), A_ROW)]
    whole = Image.new("RGB", (rows[0].width, sum(row.height for row in rows)), GROUND)
    for number, row in enumerate(rows):
        whole.paste(row, (0, sum(above.height for above in rows[:number])))
    whole.quantize(FEW_COLOURS, dither=Image.Dither.NONE).save(CAMPAIGN, optimize=True)


def picture_of_the_site() -> None:
    """Look at the pages of the site in a browser, and put what is seen side by side."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(SITE))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        screens = looked_at(f"http://127.0.0.1:{server.server_port}")
        server.shutdown()
    side_by_side(screens).quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURE, optimize=True)


def launched(playwright: Playwright) -> Browser:
    """The browser that `make peers` installs."""
    return playwright.chromium.launch(executable_path=shutil.which("chromium-headless-shell"), args=["--no-sandbox"])


def looked_at(address: str) -> list[Image.Image]:
    """What a person sees of each page without scrolling."""
    with sync_playwright() as playwright:
        chromium = launched(playwright)
        shots = []
        for path, width in VIEWS:
            page = chromium.new_page(viewport={"width": width, "height": HEIGHT})
            page.goto(f"{address}/{path}")
            shots.append(Image.open(BytesIO(page.screenshot())).convert("RGB"))
        chromium.close()
    return shots


def side_by_side(screens: list[Image.Image]) -> Image.Image:
    """The screens in a row, on a plain ground."""
    wide = sum(screen.width + EDGE for screen in screens) + EDGE
    whole = Image.new("RGB", (wide, max(screen.height for screen in screens) + 2 * EDGE), GROUND)
    left = EDGE
    for screen in screens:
        whole.paste(screen, (left, EDGE))
        left += screen.width + EDGE
    return whole


if __name__ == "__main__":
    main()
