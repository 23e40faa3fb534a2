"""The public site's pages: one function from a release to finished HTML. Words and layout are in templates/site."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from publishers import addresses, templating, wording
from publishers.artifact import Artifact
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
class Site:
    """What every page of one release shares. `style` and `icon` are paths."""

    release: Release
    terms: tuple[views.Term, ...]
    style: str
    icon: str


def publish(release: Release) -> tuple[Artifact, ...]:
    """Return every page of the site, its style sheet and its icon.

    Errors: FileNotFoundError where the style sheet was never compiled
    """
    style, icon = _style_sheet(), _icon()
    site = Site(release, views.glossary(release.acronyms), style.path, icon.path)
    return (style, icon, *(_drawn(site, page) for page in _pages(release)))


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
    release, to = site.release, _links_from(page.path, site.release.site_url)
    html = templating.render(
        page.template,
        page=page,
        release=release,
        terms=site.terms,
        wards=release.ward_by_code,
        period=views.period(release),
        released_on=release.released_at.astimezone(ZoneInfo(release.timezone)),
        what_it_is=wording.WHAT_IT_IS,
        at=addresses,
        views=views,
        to=to,
        explain=partial(views.explained, terms=site.terms, glossary_link=to(addresses.GLOSSARY_PAGE)),
        canonical=addresses.absolute(release.site_url, page.path),
        style=to(site.style),
        icon=to(site.icon),
        **page.facts,
    )
    return Artifact(page.path, "text/html; charset=utf-8", html.encode())


def _links_from(path: str, site_url: str) -> Callable[[str], str]:
    return partial(rooted, site_url) if path == NOT_FOUND_PAGE else partial(relative, path)


def _pages(release: Release) -> Iterator[Page]:
    yield _home(release)
    yield from (_ward(release, ward) for ward in release.wards)
    yield from (_meeting(release, meeting) for meeting in release.meetings)
    yield _changes(release)
    yield Page(
        addresses.GLOSSARY_PAGE,
        "site/glossary.html",
        "Words we use",
        "What the short names and police words on this site mean, in plain English.",
        _crumbs(),
    )
    yield Page(NOT_FOUND_PAGE, "site/404.html", "Page not found", "This page is not here.")


def _crumbs(*more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return (("All ward panels", addresses.HOME_PAGE), *more)


def _home(release: Release) -> Page:
    return Page(
        addresses.HOME_PAGE,
        "site/index.html",
        "Meet your local police team",
        wording.WHAT_IT_IS,
        facts={"months": views.by_month(release.meetings), "news": views.news(release)},
    )


def _ward(release: Release, ward: PublicWard) -> Page:
    name = wording.one_line(ward.name)
    return Page(
        addresses.ward_page(ward.slug),
        "site/ward.html",
        f"{name} ward panel",
        f"Dates, times and places of the {name} ward panel meetings in {views.period(release)}.",
        _crumbs(),
        {"ward": ward, "meetings": _meetings_of(release, ward), "neighbours": _neighbours(release, ward)},
    )


def _meeting(release: Release, meeting: ReleasedMeeting) -> Page:
    ward = release.ward_by_code[meeting.ward_code]
    return Page(
        addresses.meeting_page(meeting.meeting_id),
        "site/meeting.html",
        f"{wording.announced_title(meeting, ward)}, {wording.day(meeting.starts_at)}",
        f"{wording.when(meeting)}, at {wording.where(meeting.hall)}.",
        _crumbs((f"{wording.one_line(ward.name)} ward panel", addresses.ward_page(ward.slug))),
        {
            "ward": ward,
            "meeting": meeting,
            "others": tuple(other for other in _meetings_of(release, ward) if other != meeting),
            "access": wording.access_notes(meeting.hall),
            "attends": wording.who_attends(meeting.attending),
            "what_changed": wording.what_changed(meeting),
            "json_ld": structured.json_ld(meeting, ward, release),
        },
    )


def _changes(release: Release) -> Page:
    changed = (meeting for meeting in release.meetings if views.state_of(meeting))
    return Page(
        addresses.CHANGES_PAGE,
        "site/changes.html",
        "What has changed",
        "Ward panel meetings that are new, have moved or are cancelled.",
        _crumbs(),
        {
            "news": views.news(release),
            "changed": tuple(sorted(changed, key=lambda meeting: meeting.last_changed_at, reverse=True)),
        },
    )


def _meetings_of(release: Release, ward: PublicWard) -> tuple[ReleasedMeeting, ...]:
    return tuple(meeting for meeting in release.meetings if meeting.ward_code == ward.code)


def _neighbours(release: Release, ward: PublicWard) -> tuple[PublicWard, ...]:
    return tuple(other for other in release.wards if other.code in ward.neighbours)
