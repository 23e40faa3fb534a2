"""The public site's pages: one function from a release to finished HTML. Words and layout are in templates/site."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from publishers import addresses, glossary, languages, templating, wording
from publishers.artifact import Artifact
from publishers.languages import Language
from publishers.pages import structured, views
from publishers.pages.links import relative, rooted
from scheduler.release import PublicWard, Release, ReleasedMeeting

NOT_FOUND_PAGE = "404.html"
STYLE_SHEET = Path(__file__).parent.parent / "static" / "app.css"


@dataclass(frozen=True, slots=True)
class Page:
    """One page before it is drawn. `crumbs` are (text, path) of the pages above it; `facts` are for its template."""

    path: str
    template: str
    title: str
    summary: str
    crumbs: tuple[tuple[str, str], ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Version:
    """The same page in one language. `link` is as seen from the page that shows it, `address` is on the web."""

    lang: Language
    link: str
    address: str


@dataclass(frozen=True, slots=True)
class Site:
    """What every page of one release in one language shares. `style` and `icon` are paths."""

    release: Release
    lang: Language
    spoken: tuple[Language, ...]
    terms: tuple[glossary.Term, ...]
    style: str
    icon: str


def publish(release: Release) -> tuple[Artifact, ...]:
    """Return every page of the site in every language, its style sheet and its icon.

    Errors: FileNotFoundError where the style sheet was never compiled
    """
    style, icon = _style_sheet(), _icon()
    spoken, terms = languages.spoken(release.languages), glossary.terms_of(release.acronyms)
    sites = (Site(release, lang, spoken, terms, style.path, icon.path) for lang in spoken)
    return (style, icon, *(_drawn(site, page) for site in sites for page in _pages(site)))


def _style_sheet() -> Artifact:
    if not STYLE_SHEET.is_file():
        raise FileNotFoundError(f"{STYLE_SHEET.name}: found nothing, wanted the compiled style sheet. Run: make setup")
    return _static("app", "css", "text/css; charset=utf-8", STYLE_SHEET.read_bytes())


def _icon() -> Artifact:
    return _static("icon", "svg", "image/svg+xml", templating.render("site/icon.svg").encode())


def _static(stem: str, ending: str, media_type: str, content: bytes) -> Artifact:
    # The digest in the name lets web servers keep the file for ever: other bytes have another name.
    digest = hashlib.sha256(content).hexdigest()[:12]
    return Artifact(f"static/{stem}.{digest}.{ending}", media_type, content)


def _drawn(site: Site, page: Page) -> Artifact:
    release, lang = site.release, site.lang
    path = addresses.in_language(page.path, lang.tag)
    shared = _links_from(path, release.site_url)
    to = partial(_link_in, lang, shared)
    html = templating.render(
        page.template,
        lang,
        page=page,
        release=release,
        terms=site.terms,
        wards=release.ward_by_code,
        period=views.period(release, lang),
        released_on=release.released_at.astimezone(ZoneInfo(release.timezone)),
        what_it_is=wording.what_it_is(lang),
        at=addresses,
        views=views,
        to=to,
        shared=shared,
        canonical=addresses.absolute(release.site_url, path),
        versions=_versions(site, page, shared),
        is_draft=not lang.is_source and lang.tag not in release.reviewed_languages,
        english_link=shared(page.path),
        style=shared(site.style),
        icon=shared(site.icon),
        **page.facts,
    )
    told = glossary.in_html(html, site.terms, to(addresses.GLOSSARY_PAGE), lang)
    return Artifact(path, "text/html; charset=utf-8", told.encode())


def _links_from(path: str, site_url: str) -> Callable[[str], str]:
    return partial(rooted, site_url) if path == NOT_FOUND_PAGE else partial(relative, path)


def _link_in(lang: Language, link: Callable[[str], str], path: str) -> str:
    """The link to a page or a feed of the same language."""
    return link(addresses.in_language(path, lang.tag))


def _versions(site: Site, page: Page, link: Callable[[str], str]) -> tuple[Version, ...]:
    if page.path == NOT_FOUND_PAGE:
        return ()
    paths = ((lang, addresses.in_language(page.path, lang.tag)) for lang in site.spoken)
    return tuple(Version(lang, link(path), addresses.absolute(site.release.site_url, path)) for lang, path in paths)


def _pages(site: Site) -> Iterator[Page]:
    yield _home(site)
    yield from (_ward(site, ward) for ward in site.release.wards)
    yield from (_meeting(site, meeting) for meeting in site.release.meetings)
    yield _changes(site)
    say = site.lang.say
    yield Page(
        addresses.GLOSSARY_PAGE,
        "site/glossary.html",
        say("Words we use"),
        say("What the short names and police words on this site mean, in plain English."),
        _crumbs(site),
    )
    if site.lang.is_source:  # a web server has one such page for the whole site
        yield Page(NOT_FOUND_PAGE, "site/404.html", say("Page not found"), say("This page is not here."))


def _crumbs(site: Site, *more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return ((site.lang.say("All ward panels"), addresses.HOME_PAGE), *more)


def _home(site: Site) -> Page:
    release, lang = site.release, site.lang
    return Page(
        addresses.HOME_PAGE,
        "site/index.html",
        lang.say("Meet your local police team"),
        wording.what_it_is(lang),
        facts={"months": views.by_month(release.meetings, lang), "news": views.news(release, lang)},
    )


def _ward(site: Site, ward: PublicWard) -> Page:
    release, lang, name = site.release, site.lang, wording.one_line(ward.name)
    return Page(
        addresses.ward_page(ward.slug),
        "site/ward.html",
        lang.say("%(ward)s ward panel", ward=name),
        lang.say(
            "Dates, times and places of the %(ward)s ward panel meetings in %(period)s.",
            ward=name,
            period=views.period(release, lang),
        ),
        _crumbs(site),
        {"ward": ward, "meetings": _meetings_of(release, ward), "neighbours": _neighbours(release, ward)},
    )


def _meeting(site: Site, meeting: ReleasedMeeting) -> Page:
    release, lang = site.release, site.lang
    ward = release.ward_by_code[meeting.ward_code]
    panel = lang.say("%(ward)s ward panel", ward=wording.one_line(ward.name))
    title, day = wording.announced_title(meeting, ward, lang), wording.day(meeting.starts_at, lang)
    return Page(
        addresses.meeting_page(meeting.meeting_id),
        "site/meeting.html",
        lang.say("%(title)s, %(day)s", title=title, day=day),
        lang.say("%(held)s.", held=wording.held(meeting, lang)),
        _crumbs(site, (panel, addresses.ward_page(ward.slug))),
        {
            "ward": ward,
            "meeting": meeting,
            "others": tuple(other for other in _meetings_of(release, ward) if other != meeting),
            "access": wording.access_notes(meeting.hall, lang),
            "attends": wording.who_attends(meeting.attending, lang),
            "what_changed": wording.what_changed(meeting, lang),
            "json_ld": structured.json_ld(meeting, ward, release, lang),
        },
    )


def _changes(site: Site) -> Page:
    release, lang = site.release, site.lang
    changed = (meeting for meeting in release.meetings if views.state_of(meeting))
    return Page(
        addresses.CHANGES_PAGE,
        "site/changes.html",
        lang.say("What has changed"),
        lang.say("Ward panel meetings that are new, have moved or are cancelled."),
        _crumbs(site),
        {
            "news": views.news(release, lang),
            "changed": tuple(sorted(changed, key=lambda meeting: meeting.last_changed_at, reverse=True)),
        },
    )


def _meetings_of(release: Release, ward: PublicWard) -> tuple[ReleasedMeeting, ...]:
    return tuple(meeting for meeting in release.meetings if meeting.ward_code == ward.code)


def _neighbours(release: Release, ward: PublicWard) -> tuple[PublicWard, ...]:
    return tuple(other for other in release.wards if other.code in ward.neighbours)
