"""What the tests see of a page: where it leads, whether it fits, and what axe and the checker of the W3C say of it."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Literal

from playwright.sync_api import BrowserContext, Page

from tests.thorough import IS_THOROUGH

MODULES = Path(__file__).parents[2] / "assets" / "node_modules"
AXE = MODULES / "axe-core" / "axe.min.js"
CODESNIFFER = MODULES / "html_codesniffer" / "build" / "HTMLCS.js"
# One look at some pages is over before the second compiler of the JVM is worth its time: without it, half the time.
JAVA = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m"]
VNU = [*JAVA, "-jar", str(MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"), "--format", "json", "--stdout"]
VNU += ["--also-check-css", "--also-check-svg", "--skip-non-html"]

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
WIDTHS = (320, 1280)
PASSES_AND_FAULTS = """async standards => {
  const found = await axe.run({runOnly: standards, resultTypes: ["violations"], preload: {assets: ["media"]}});
  return [found.passes.length, found.violations.map(fault => [fault.id, fault.nodes.map(node => node.html)])];
}"""
"""Without the lists of what is right. The style sheets, not fetched anew, are read by an experimental rule alone."""

ERRORS = """() => new Promise(done => HTMLCS.process("WCAG2AA", document, () => done(
  HTMLCS.getMessages().filter(one => one.type === HTMLCS.ERROR)
    .map(one => [one.code, one.element.outerHTML?.slice(0, 200)])
)))"""
"""What HTML_CodeSniffer is sure of: its warnings ask a person to look."""

Faults = list[tuple[str, list[str]]]
Scheme = Literal["light", "dark"]


def opened(context: BrowserContext, address: str, width: int = 1280) -> tuple[Page, list[str]]:
    """The page, and every address that it asked for or complained about.

    A context keeps one page for all of these: a new one is a new process, twice the work of a visit.
    """
    page = context.pages[0] if context.pages else context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("about:blank")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda response: asked.append(f"{response.status}") if response.status >= 400 else None)
    page.on("dialog", lambda dialog: asked.append(f"dialog {dialog.message}"))
    page.goto(address, wait_until="load")
    return page, asked


def looks(page: Page, *standards: str, widths: tuple[int, ...] = WIDTHS) -> dict[int, tuple[Faults, bool]]:
    """By width: what axe finds wrong, and whether the page fits without scrolling sideways.

    Edges: axe, which takes most of the time of a visit, looks at the first width alone unless it is thorough
    """
    page.evaluate(_text_of(AXE))
    seen = {}
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        fits = page.evaluate("document.documentElement.scrollWidth") <= width
        seen[width] = (_faults(page, *standards) if IS_THOROUGH or width == widths[0] else [], fits)
    return seen


def sniffed(page: Page) -> list[tuple[str, str]]:
    """What HTML_CodeSniffer finds wrong with a page as it stands, and where."""
    page.evaluate(_text_of(CODESNIFFER))
    return [(code, html) for code, html in page.evaluate(ERRORS)]


def looks_of_mail(
    context: BrowserContext, html: str, widths: tuple[int, ...], schemes: tuple[Scheme, ...] = ("light", "dark")
) -> tuple[dict[Scheme, dict[int, tuple[Faults, bool]]], list[str]]:
    """By colour scheme the looks of a mail, and every address that it asked for.

    Without axe's best practice, which asks of a page for landmarks that mail readers put around a mail themselves.
    """
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    seen: dict[Scheme, dict[int, tuple[Faults, bool]]] = {}
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        page.set_content(html)
        seen[scheme] = looks(page, *WCAG, widths=widths)
    page.close()
    return seen, asked


def remarks(*places: Path) -> list[dict[str, str]]:
    """What the checker of the W3C says of some files, and of the HTML, CSS and SVG in some folders."""
    report = subprocess.run([*VNU, *map(str, places)], capture_output=True, text=True, check=False)
    found: list[dict[str, str]] = json.loads(report.stdout)["messages"]
    return found


def _faults(page: Page, *standards: str) -> Faults:
    """What axe finds wrong: the rule and the pieces of HTML that break it."""
    passes, found = page.evaluate(PASSES_AND_FAULTS, standards)
    assert passes > 10, "axe looked at next to nothing"
    return [(rule, pieces) for rule, pieces in found]


@cache
def _text_of(script: Path) -> str:
    return script.read_text(encoding="utf-8")
