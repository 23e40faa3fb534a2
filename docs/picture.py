"""Takes the README's picture anew: the site of `make demo`, on a desk and on a phone. To run it: `make picture`."""

from __future__ import annotations

import shutil
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread

from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
SITE = HERE.parent / "site"
PICTURE = HERE / "site.png"
HEIGHT = 775  # cuts no line of text in two
VIEWS = (("", 1080), ("wards/limehouse/", 390))
"""What is looked at, and on how wide a screen."""

EDGE, GROUND = 24, "#d5dbdd"
COLOURS = 64  # so few that letters are still smooth, and the file stays below 60 kB


def main() -> None:
    """Look at the pages of the site in a browser, and put what is seen side by side."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(SITE))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        screens = looked_at(f"http://127.0.0.1:{server.server_port}")
        server.shutdown()
    side_by_side(screens).quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURE, optimize=True)


def looked_at(address: str) -> list[Image.Image]:
    """What a person sees of each page without scrolling."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
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
    whole = Image.new("RGB", (wide, HEIGHT + 2 * EDGE), GROUND)
    left = EDGE
    for screen in screens:
        whole.paste(screen, (left, EDGE))
        left += screen.width + EDGE
    return whole


if __name__ == "__main__":
    main()
