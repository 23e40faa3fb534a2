"""What no tool asks of a page: that what it offers is not over, that its links say where they lead, that focus is seen.

Each look returns findings in words, with the piece of the page that they are of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from tests.wardpanels.year.crawled import Shown, dead_links

SHOWN = "const shown = one => one.checkVisibility({visibilityProperty: true}) && one.getClientRects().length;"

LOOK = f"""([tag, direction, coming]) => {{
  {SHOWN}
  const found = [], root = document.documentElement, now = Date.now();
  const say = (what, one) => found.push([what, one ? one.outerHTML.slice(0, 200) : ""]);
  if (root.lang !== tag || root.dir !== direction) say(`language ${{root.lang}}, direction ${{root.dir}}`);

  const heads = [...document.querySelectorAll("main h1, main h2, main h3, main h4, main h5, main h6")].filter(shown);
  if (document.querySelectorAll("h1").length !== 1) say("not one main heading");
  heads.forEach((one, at) => {{
    if (at && one.tagName[1] - heads[at - 1].tagName[1] > 1) say("heading skips a level", one);
    if (!one.textContent.trim()) say("empty heading", one);
  }});

  const ids = [...document.querySelectorAll("[id]")].map(one => one.id);
  new Set(ids.filter((id, at) => ids.indexOf(id) !== at)).forEach(id => say(`id twice: ${{id}}`));

  const where = new Map();
  const links = [...document.querySelectorAll("a[href]")].filter(one => shown(one) && !one.closest("[aria-hidden]"));
  for (const one of links) {{
    const name = (one.getAttribute("aria-label") || one.textContent).replace(/\\s+/g, " ").trim();
    if (!name && !one.querySelector("title, [alt]")) say("link without a name", one);
    if (where.has(name) && where.get(name) !== one.href) say(`one name, two targets: ${{name}}`, one);
    where.set(name, one.href);
    const target = one.getAttribute("href");
    if (target.startsWith("#") && !document.getElementById(target.slice(1))) say("leads nowhere on the page", one);
  }}

  const isOver = one => Date.parse(one.dataset.ends) <= now;
  for (const one of document.querySelectorAll("[data-ends]:not([data-help]):not(details *)"))
    if (isOver(one) && shown(one)) say("over, and among what is to come", one);
  for (const one of links) {{
    const [id] = /[0-9]{{4}}-[A-Z0-9]+-[0-9]+/.exec(one.getAttribute("href")) || [];
    const isOffer = /[.](ics|pdf)$/.test(one.pathname);
    if (isOffer && id && !/minutes|agenda/.test(one.pathname) && !coming.includes(id)) say("offers what is over", one);
  }}
  for (const one of document.querySelectorAll("[hidden]")) if (shown(one)) say("hidden, and seen", one);
  return found;
}}"""
"""Given the language, its direction, and the ids of the meetings that are still to come."""

FOCUS = f"""() => {{
  {SHOWN}
  const marks = one => {{
    const style = getComputedStyle(one);
    return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.backgroundColor].join();
  }};
  const every = [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex]")]
    .filter(one => shown(one) && one.tabIndex >= 0 && !one.disabled);
  const found = [];
  for (const one of every) {{
    document.activeElement.blur();
    const before = marks(one);
    one.focus({{focusVisible: true}});
    if (document.activeElement !== one) found.push(["cannot be focused", one.outerHTML.slice(0, 200)]);
    else if (marks(one) === before && !(one.type === "checkbox" && one.closest(".govuk-checkboxes")))
      found.push(["focus is not seen", one.outerHTML.slice(0, 200)]);
    if (one.tabIndex > 0) found.push(["out of the order of the page", one.outerHTML.slice(0, 200)]);
  }}
  document.activeElement.blur();
  return found;
}}"""
"""Each stop of the keyboard, one after another. A check box of the house is drawn by what stands before its label."""

Finding = tuple[str, str]


def seen(page: Page, tag: str, coming: tuple[str, ...]) -> list[Finding]:
    """What is wrong with a page in a language, where these meetings are still to come."""
    direction = "rtl" if tag == "ar" else "ltr"
    return [(what, piece) for what, piece in page.evaluate(LOOK, [tag, direction, list(coming)])]


def unfocused(page: Page) -> list[Finding]:
    """Where the keyboard cannot go, or cannot be seen to be."""
    return [(what, piece) for what, piece in page.evaluate(FOCUS)]


def crawled(site: Path) -> Iterator[tuple[str, Finding]]:
    """What is wrong among the pages of a whole site, and on which: dead links, and titles that two of them have."""
    html = {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in site.rglob("*.html")}
    pages = {path: Shown(text) for path, text in html.items()}
    for path, link in dead_links(site, pages):
        yield path, ("dead link", link)
    titled = defaultdict(list)
    for path, page in pages.items():
        if not page.sends_on:
            titled[page.title].append(path)
    for title, paths in titled.items():
        if len(paths) > 1:
            yield paths[0], (f"{len(paths)} pages have this title", title)
