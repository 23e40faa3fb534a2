"""Turns a page into a recipe for its HTML: the digest is of exactly what its template is given."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from markupsafe import Markup

from publishers import addresses, digests, glossary, templating, ways_in, wording
from publishers.artifact import Artifact
from publishers.languages import Language
from publishers.pages import nearby, structured, views
from publishers.pages.links import relative, rooted
from publishers.pages.site import NOT_FOUND_PAGE, Assets, Facts, Page, Site
from publishers.papers.paper_words import OWNERS
from publishers.recipes import Recipe
from scheduler.release.value import ReleasedMeeting

Link = Callable[[str], str]
HTML = "text/html; charset=utf-8"
LINK = "\0"
"""Stands in a row for its link until it is known: no text of ours holds one (`wording.one_line`)."""

STYLE = "app"
STYLE_SHEET = Path(__file__).parent.parent / "static" / "app.css"


@dataclass(frozen=True, slots=True)
class Version:
    """The same page in one language. `link` is as seen from the page that shows it, `address` is on the web."""

    lang: Language
    link: str
    address: str


def static_files() -> tuple[Artifact, Artifact, Artifact]:
    """The style sheet, the icon and the script.

    Errors: FileNotFoundError where the style sheet was never compiled
    """
    if not STYLE_SHEET.is_file():
        raise FileNotFoundError(f"{STYLE_SHEET.name}: found nothing, wanted the compiled style sheet. Run: make setup")
    folder = templating.template_folder() / "site"
    icon, script = (folder / name for name in ("icon.svg", "site.js"))
    return (
        fixed_file(STYLE, "css", "text/css; charset=utf-8", STYLE_SHEET.read_bytes()),
        fixed_file("icon", "svg", "image/svg+xml", icon.read_bytes()),
        fixed_file("site", "js", "text/javascript; charset=utf-8", script.read_bytes()),
    )


def assets_of(files: Iterable[Artifact]) -> Assets:
    """Where the static files are."""
    return Assets(*(file.path for file in files))


def style_among(paths: Iterable[str]) -> str:
    """The path of the style sheet among those of a site's files."""
    return next(path for path in paths if path.startswith(f"static/{STYLE}."))


def fixed_file(stem: str, ending: str, media_type: str, content: bytes) -> Artifact:
    """A file that browsers may keep for ever: a digest is in its name, so other bytes have another name."""
    digest = hashlib.sha256(content).hexdigest()[:12]
    return Artifact(f"static/{stem}.{digest}.{ending}", media_type, content)


def digested(pages: Iterable[Page]) -> tuple[tuple[Page, str], ...]:
    """Each page with a digest of what it tells, worked out once for all languages."""
    return tuple(
        (page, digests.digest_of(page.path, page.template, page.facts, page.card, page.is_scripted)) for page in pages
    )


def recipes(site: Site, pages: Iterable[tuple[Page, str]]) -> Iterator[Recipe]:
    """The pages of one language, still to be drawn."""
    lang, frame = site.lang, site.frame
    tags = [each.tag for each in site.spoken]
    digest = digests.digest_of(frame, lang.tag, tags, site.terms, site.assets)
    shared = given(site)
    pieces = Pieces(lang, shared)
    for page, told in pages:
        if page.path == NOT_FOUND_PAGE and not lang.is_source:
            continue  # a web server has one such page for the whole site
        path = addresses.in_language(page.path, lang.tag)
        drawn = digests.joined(digest, told, site.is_draft(page.template))
        yield Recipe(path, HTML, drawn, partial(_drawn, site, page, path, pieces))


def given(site: Site) -> Facts:
    """What every template of a language is given."""
    frame, lang = site.frame, site.lang
    return {
        "release": frame,
        "terms": site.terms,
        "wards": {ward.code: ward for ward in frame.wards},
        "site_name": lang.say("%(borough)s ward panels", borough=wording.one_line(frame.borough)),
        "ways": tuple(way.html(lang, "govuk-link") for way in ways_in.ways_in(frame)),
        "for_the_deaf": ways_in.for_the_deaf_html("govuk-link", lang=lang),
        "what_it_is": wording.what_it_is(lang),
        "at": addresses,
        "menu": frame.menu,
        "views": views,
        "nearby": nearby,
        "wording": wording,
        "owners": OWNERS,
        "structured": structured,
    }


class Pieces:
    """What many pages of one language have alike, drawn once: their top, their bottom, the rows of their lists."""

    def __init__(self, lang: Language, given: Facts) -> None:
        self.given = given
        self._lang = lang
        self._drawn: dict[tuple[object, ...], Markup] = {}

    def frame(self, template: str, to: Link, shared: Link, here: str = "") -> Markup:
        """The top or the bottom of a page. It is the same for all pages that are equally deep in the folder."""
        key = (template, shared(addresses.HOME_PAGE), here)
        return self._once(key, template, to=to, shared=shared, here=here)

    def row(self, meeting: ReleasedMeeting, link: str, name_ward: bool) -> Markup:
        """A meeting in a list. Only its link differs from page to page."""
        ward = self.given["wards"][meeting.ward_code]
        facts = {"meeting": meeting, "ward": ward, "link": LINK, "name_ward": name_ward}
        key = (meeting.meeting_id, name_ward)
        return self._once(key, "site/_row.html", **facts, state=views.state_of(meeting)).replace(LINK, Markup(link))

    def _once(self, key: tuple[object, ...], template: str, **facts: object) -> Markup:
        if key not in self._drawn:
            self._drawn[key] = Markup(templating.render(template, self._lang, **self.given, **facts))
        return self._drawn[key]


def _drawn(site: Site, page: Page, path: str, pieces: Pieces) -> bytes:
    lang, site_url = site.lang, site.frame.site_url
    shared = rooted(site_url) if path == NOT_FOUND_PAGE else relative(path)
    to = partial(_link_in, lang, shared)
    words = page.words(site, page.facts)
    html = templating.render(
        page.template,
        lang,
        page=words,
        to=to,
        shared=shared,
        header=pieces.frame(
            "site/_header.html", to, shared, page.path if page.path in dict(site.frame.menu).values() else ""
        ),
        footer=pieces.frame("site/_footer.html", to, shared),
        row=pieces.row,
        canonical=addresses.absolute(site_url, path),
        card=addresses.absolute(site_url, page.card),
        versions=_versions(site, page, shared),
        is_draft=site.is_draft(page.template),
        english_link=shared(page.path),
        style=shared(site.assets.style),
        icon=shared(site.assets.icon),
        script=shared(site.assets.script) if page.is_scripted else "",
        **pieces.given,
        **page.facts,
        **words.more,
    )
    return glossary.in_html(html, site.terms, to(addresses.GLOSSARY_PAGE), lang).encode()


def _link_in(lang: Language, link: Link, path: str) -> str:
    """The link to a page or a feed of the same language."""
    return link(addresses.in_language(path, lang.tag))


def _versions(site: Site, page: Page, link: Link) -> tuple[Version, ...]:
    if page.path == NOT_FOUND_PAGE:
        return ()
    paths = ((lang, addresses.in_language(page.path, lang.tag)) for lang in site.spoken)
    return tuple(Version(lang, link(path), addresses.absolute(site.frame.site_url, path)) for lang, path in paths)
