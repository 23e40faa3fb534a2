"""The pages that most people come for: the front page, each ward, each meeting; what has changed, and the words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from publishers import addresses, wording
from publishers.pages import lists, views
from publishers.pages.papered import papers_of
from publishers.pages.site import NOT_FOUND_PAGE, Facts, Page, PageWords, Site
from scheduler.days import local_day
from scheduler.facts import Role
from scheduler.release.edition import Edition, last_kind
from scheduler.release.grading import is_as_first_told
from scheduler.release.value import PublicWard, Release, ReleasedMeeting

Meetings = tuple[ReleasedMeeting, ...]
Papers = tuple[tuple[str, str], ...]
"""The names of papers, in English, and their pages."""


def pages(edition: Edition, *, is_printed: bool) -> Iterator[Page]:
    """The pages of an edition. Where it is printed as well, the pages of wards and meetings lead to the PDFs.

    Edges: a meeting that is kept has its page, without the ward's other meetings: they are on the ward's page
    """
    release = edition.release
    yield _home(edition)
    by_ward, wards = release.meetings_by_ward, release.ward_by_code
    for ward in release.wards:
        yield _ward(release, ward, by_ward[ward.code], is_printed=is_printed)
    for meeting in release.meetings:
        issued = papers_of(edition, meeting.meeting_id)
        yield _meeting(wards[meeting.ward_code], meeting, by_ward[meeting.ward_code], issued, is_printed=is_printed)
    known = edition.ward_by_code
    for meeting in edition.kept:
        issued = papers_of(edition, meeting.meeting_id)
        yield _meeting(known[meeting.ward_code], meeting, (meeting,), issued, is_printed=False)
    yield _changes(edition)
    yield Page(addresses.GLOSSARY_PAGE, "site/glossary.html", _glossary_words)
    yield Page(NOT_FOUND_PAGE, "site/404.html", _not_found_words)


def _home(edition: Edition) -> Page:
    release = edition.release
    kinds = tuple((choice.key, choice.heading) for choice in lists.held(release.meetings))
    facts = {"has_news": bool(edition.latest), "postcode": _a_postcode(release), "kinds": kinds}
    return Page(addresses.HOME_PAGE, "site/index.html", _home_words, facts, is_scripted=True)


def _a_postcode(release: Release) -> str:
    """One of the borough's own postcodes, for an example, "" where none is known."""
    return next((f"{area.outward} {area.inward.split()[0]}" for area in release.postcodes if area.inward), "")


def _home_words(site: Site, _: Facts) -> PageWords:
    return PageWords(site.lang.say("Meet your local police team"), wording.what_it_is(site.lang))


def _ward(release: Release, ward: PublicWard, meetings: Meetings, *, is_printed: bool) -> Page:
    asked = tuple(priority for priority in release.priorities if priority.ward_code == ward.code)
    facts = {
        "ward": views.without_boundary(ward),
        "meetings": meetings,
        "neighbours": tuple(other.code for other in release.wards if other.code in ward.neighbours),
        "roles": _roles(meetings),
        "priorities": tuple(sorted(asked, key=lambda one: (one.agreed_on, one.priority), reverse=True)),
        "has_priorities": bool(release.priorities),
        "signposts": tuple(sign for sign in release.signposts if sign.contact),
        "is_printed": is_printed,
    }
    path, card = addresses.ward_page(ward.slug), addresses.ward_card(ward.slug)
    return Page(path, "site/ward.html", _ward_words, facts, card, is_scripted=True, news_at=views.news_at(meetings))


def _ward_words(site: Site, facts: Facts) -> PageWords:
    summary = site.lang.say(
        "Dates, times and places of the %(ward)s ward panel meetings in %(period)s.",
        ward=wording.one_line(facts["ward"].name),
        period=views.period(site.frame, site.lang),
    )
    return PageWords(site.panel(facts["ward"]), summary, site.crumbs())


def _roles(meetings: Meetings) -> tuple[Role, ...]:
    """Who comes to the ward's meetings: to all of them, or to some."""
    return tuple(sorted({role for meeting in meetings for role in meeting.attending}))


def _meeting(
    ward: PublicWard, meeting: ReleasedMeeting, of_ward: Meetings, papers: Papers, *, is_printed: bool
) -> Page:
    facts = {
        "ward": views.without_boundary(ward),
        "meeting": meeting,
        "papers": papers,
        "others": tuple(other for other in of_ward if other is not meeting),
        "is_printed": is_printed,
    }
    path = addresses.meeting_page(meeting.meeting_id)
    card = addresses.ward_card(ward.slug)
    return Page(path, "site/meeting.html", _meeting_words, facts, card, news_at=views.news_at(of_ward))


def _meeting_words(site: Site, facts: Facts) -> PageWords:
    lang, ward, meeting = site.lang, facts["ward"], facts["meeting"]
    title, day = wording.announced_title(meeting, ward, lang), wording.day(meeting.starts_at, lang)
    return PageWords(
        lang.say("%(title)s, %(day)s", title=title, day=day),
        lang.say("%(held)s.", held=wording.held(meeting, lang)),
        site.crumbs((site.panel(ward), addresses.ward_page(ward.slug))),
    )


def _changes(edition: Edition) -> Page:
    release = edition.release
    changed = (each for each in release.meetings if views.state_of(each) and not is_as_first_told(each))
    facts = {
        "latest": edition.latest,
        "timezone": release.timezone,
        "now": tuple(release.meeting_by_id[one] for one in sorted(_told_of(edition) & release.meeting_by_id.keys())),
        "is_first": edition.is_first,
        "updated_on": local_day(_updated_at(edition), release.timezone),
        "changed": tuple(sorted(changed, key=lambda meeting: meeting.last_changed_at, reverse=True)),
    }
    news_at = views.news_at(release.meetings)
    return Page(addresses.CHANGES_PAGE, "site/changes.html", _changes_words, facts, news_at=news_at)


def _told_of(edition: Edition) -> set[str]:
    return {meeting.meeting_id for each in edition.latest for meeting in each.meetings}


def _updated_at(edition: Edition) -> datetime:
    """When there was last news; the release itself is, where nobody was told of anything before."""
    return max((each.at for each in edition.latest), default=edition.release.released_at)


def _changes_words(site: Site, facts: Facts) -> PageWords:
    lang, say, wards = site.lang, site.lang.say, {ward.code: ward for ward in site.frame.wards}
    now = {meeting.meeting_id: meeting for meeting in facts["now"]}
    so_far = tuple(
        views.row(last_kind(each), each, local_day(each.last_changed_at, facts["timezone"]), wards, lang)
        for each in facts["changed"]
    )
    return PageWords(
        say("What has changed"),
        say("Ward panel meetings that are new, have moved or are cancelled."),
        site.crumbs(),
        {"news": views.told(facts["latest"], now, wards, facts["timezone"], lang), "so_far": so_far},
    )


def _glossary_words(site: Site, _: Facts) -> PageWords:
    say = site.lang.say
    summary = say("What the short names and police words on this site mean, in plain English.")
    return PageWords(say("Words we use"), summary, site.crumbs())


def _not_found_words(site: Site, _: Facts) -> PageWords:
    return PageWords(site.lang.say("Page not found"), site.lang.say("This page is not here."))
