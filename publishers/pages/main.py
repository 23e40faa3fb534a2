"""The pages that most people come for: the front page, each ward, each meeting; what has changed, and the words."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from publishers import addresses, wording
from publishers.pages import views
from publishers.pages.site import NOT_FOUND_PAGE, Page, Site
from scheduler.facts import Role
from scheduler.release import PublicWard, Release, ReleasedMeeting


def pages(site: Site) -> Iterator[Page]:
    """The pages of one language."""
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
        site.crumbs(),
    )
    if site.lang.is_source:  # a web server has one such page for the whole site
        yield Page(NOT_FOUND_PAGE, "site/404.html", say("Page not found"), say("This page is not here."))


def _home(site: Site) -> Page:
    release, lang = site.release, site.lang
    return Page(
        addresses.HOME_PAGE,
        "site/index.html",
        lang.say("Meet your local police team"),
        wording.what_it_is(lang),
        facts={"has_news": bool(views.news(release, lang)), "outwards": _outwards(release)},
        is_scripted=True,
    )


def _outwards(release: Release) -> tuple[str, ...]:
    return tuple(sorted({area.outward for area in release.postcodes}))


def _ward(site: Site, ward: PublicWard) -> Page:
    release, lang, meetings = site.release, site.lang, site.meetings_by_ward[ward.code]
    panel = site.panel(ward)
    asked = tuple(priority for priority in release.priorities if priority.ward_code == ward.code)
    return Page(
        addresses.ward_page(ward.slug),
        "site/ward.html",
        panel,
        lang.say(
            "Dates, times and places of the %(ward)s ward panel meetings in %(period)s.",
            ward=wording.one_line(ward.name),
            period=views.period(release, lang),
        ),
        site.crumbs(),
        {
            "ward": views.without_boundary(ward),
            "meetings": meetings,
            "neighbours": tuple(other.code for other in release.wards if other.code in ward.neighbours),
            "roles": _roles(meetings),
            "priorities": tuple(sorted(asked, key=lambda one: (one.agreed_on, one.priority), reverse=True)),
            "signposts": release.signposts,
        },
        card=addresses.ward_card(ward.slug),
        is_scripted=True,
    )


def _roles(meetings: tuple[ReleasedMeeting, ...]) -> tuple[Role, ...]:
    """Who comes to the ward's meetings: to all of them, or to some."""
    return tuple(sorted({role for meeting in meetings for role in meeting.attending}))


def _meeting(site: Site, meeting: ReleasedMeeting) -> Page:
    lang = site.lang
    ward = site.ward_by_code[meeting.ward_code]
    title, day = wording.announced_title(meeting, ward, lang), wording.day(meeting.starts_at, lang)
    return Page(
        addresses.meeting_page(meeting.meeting_id),
        "site/meeting.html",
        lang.say("%(title)s, %(day)s", title=title, day=day),
        lang.say("%(held)s.", held=wording.held(meeting, lang)),
        site.crumbs((site.panel(ward), addresses.ward_page(ward.slug))),
        {
            "ward": views.without_boundary(ward),
            "meeting": meeting,
            "others": tuple(other for other in site.meetings_by_ward[ward.code] if other != meeting),
        },
        card=addresses.ward_card(ward.slug),
    )


def _changes(site: Site) -> Page:
    release, lang = site.release, site.lang
    changed = (meeting for meeting in release.meetings if views.state_of(meeting))
    return Page(
        addresses.CHANGES_PAGE,
        "site/changes.html",
        lang.say("What has changed"),
        lang.say("Ward panel meetings that are new, have moved or are cancelled."),
        site.crumbs(),
        {
            "news": views.news(release, lang),
            "is_first": release.number == 1,
            "released_on": released_on(release),
            "changed": tuple(sorted(changed, key=lambda meeting: meeting.last_changed_at, reverse=True)),
        },
    )


def released_on(release: Release) -> object:
    """The local time of the release, to be shown as a day."""
    return release.released_at.astimezone(ZoneInfo(release.timezone)).date()
