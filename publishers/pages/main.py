"""The pages that most people come for: the front page, each ward, each meeting; what has changed, and the words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from publishers import addresses, postcodes, wording
from publishers.pages import lists, living, nearby, views
from publishers.pages.papered import papers_of
from publishers.pages.site import NOT_FOUND_PAGE, Facts, Page, PageWords, Site
from publishers.pages.standing import (
    NO_MEETINGS,
    OUTCOME_WORDS,
    HowItWent,
    Meetings,
    Stand,
    afterwards,
    by_ward,
    next_dates,
    no_more,
    span,
    standing,
)
from publishers.pages.way_there import way_to
from scheduler.days import local_day
from scheduler.facts import Role
from scheduler.release.edition import Edition, last_kind
from scheduler.release.grading import is_as_first_told
from scheduler.release.promises import News
from scheduler.release.value import PublicWard, Release, ReleasedMeeting

SOONEST = 6
"""How many meetings the front page shows."""


def pages(edition: Edition, *, is_printed: bool) -> Iterator[Page]:
    """The pages of an edition, as of its day. Where it is printed too, those of wards and meetings lead to the PDFs."""
    release = edition.release
    stand = standing(release.meetings, edition.today, release.first_day)
    yield _home(edition, stand)
    of_wards, wards, firsts = by_ward(release, edition.today), edition.ward_by_code, nearby.firsts(stand.to_come)
    before = living.before(edition)
    for ward in release.wards:
        yield _ward(edition, ward, of_wards, firsts, is_printed=is_printed)
    kept = {meeting.meeting_id for meeting in edition.kept}
    for meeting in edition.meetings:
        is_ours = is_printed and meeting.meeting_id not in kept
        of_ward = of_wards.get(meeting.ward_code, NO_MEETINGS)
        facts = _meeting_facts(edition, meeting, of_ward, before[meeting.ward_code])
        yield _meeting(wards[meeting.ward_code], meeting, of_ward, {**facts, "is_printed": is_ours})
    yield _changes(edition)
    yield Page(addresses.GLOSSARY_PAGE, "site/glossary.html", _glossary_words)
    yield Page(NOT_FOUND_PAGE, "site/404.html", _not_found_words)


def _home(edition: Edition, stand: Stand) -> Page:
    release = edition.release
    facts = {
        "has_news": any(_is_to_come(each, stand) for each in edition.latest),
        "postcode": _a_postcode(release),
        "outwards": tuple(postcodes.by_outward(release.postcodes)),
        "kinds": tuple((choice.key, choice.heading) for choice in lists.held(stand.to_come)),
        "soonest": tuple(meeting for meeting in stand.to_come if not meeting.is_off)[:SOONEST],
        "days": stand.days,
        "after": afterwards(edition),
    }
    return Page(addresses.HOME_PAGE, "site/index.html", _home_words, facts, is_scripted=True)


def _is_to_come(news: News, stand: Stand) -> bool:
    """Whether a piece of news is shown, and of a meeting that is still to come."""
    ids = {meeting.meeting_id for meeting in news.meetings}
    return news.kind in views.CHANGE_HEADINGS and any(meeting.meeting_id in ids for meeting in stand.to_come)


def _a_postcode(release: Release) -> str:
    """One of the borough's own postcodes, for an example, "" where none is known."""
    return next((f"{area.outward} {area.inward.split()[0]}" for area in release.postcodes if area.inward), "")


def _home_words(site: Site, facts: Facts) -> PageWords:
    say = site.lang.say
    title = say("Meet your local police team")
    return PageWords(title, wording.what_it_is(site.lang), more=_span_words(site, facts))


def _span_words(site: Site, facts: Facts) -> Facts:
    """What a page says of the time of its meetings, and of the time after them."""
    lang, days, after = site.lang, facts["days"], facts["after"]
    return {
        "span": span(days, lang) if days else "",
        "no_more": no_more(after, lang),
        "next_dates": next_dates(after, lang),
    }


def _ward(
    edition: Edition, ward: PublicWard, of_wards: Mapping[str, Stand], firsts: nearby.Firsts, *, is_printed: bool
) -> Page:
    release, stand = edition.release, of_wards[ward.code]
    asked = tuple(priority for priority in release.priorities if priority.ward_code == ward.code)
    facts = {
        "ward": views.without_boundary(ward),
        "stand": stand,
        "way": way_to(stand.next_on.hall, release.stations, ward) if stand.next_on else None,
        "days": stand.days,
        "after": afterwards(edition),
        "offers": nearby.offers(ward, stand.next_on, firsts),
        "beside": nearby.beside(ward, release.wards, of_wards),
        "roles": _roles(stand.to_come or stand.over),
        "priorities": tuple(sorted(asked, key=lambda one: (one.agreed_on, one.priority), reverse=True)),
        "has_priorities": bool(release.priorities),
        "has_postcodes": bool(release.postcodes),
        "signposts": tuple(sign for sign in release.signposts if sign.contact),
        "is_printed": is_printed,
    }
    path, card = addresses.ward_page(ward.slug), addresses.ward_card(ward.slug)
    return Page(path, "site/ward.html", _ward_words, facts, card, is_scripted=True, news_at=views.news_at(stand.all))


def _ward_words(site: Site, facts: Facts) -> PageWords:
    name = wording.one_line(facts["ward"].name)
    summary = site.lang.say("When and where the next %(ward)s ward panel meetings are.", ward=name)
    return PageWords(site.panel(facts["ward"]), summary, site.crumbs(), _span_words(site, facts))


def _roles(meetings: Meetings) -> tuple[Role, ...]:
    """Who comes to the ward's meetings: to all of them, or to some."""
    return tuple(sorted({role for meeting in meetings for role in meeting.attending}))


def _meeting_facts(edition: Edition, meeting: ReleasedMeeting, of_ward: Stand, before: living.OnRecord) -> Facts:
    """How a meeting stands, and what is known from before it or since."""
    became = living.how_it_went(edition, meeting)
    is_to_come = became is HowItWent.TO_COME
    return {
        "papers": papers_of(edition, meeting.meeting_id),
        "became": became,
        "known": before if is_to_come else living.after(edition, meeting),
        "next_on": None if is_to_come else of_ward.next_on,
        "others": tuple(other for other in of_ward.to_come if is_to_come and other is not meeting),
        "after": afterwards(edition),
        "is_next": of_ward.next_on is meeting,
        "way": way_to(meeting.hall, edition.release.stations, edition.ward_by_code[meeting.ward_code])
        if is_to_come and not meeting.is_off
        else None,
    }


def _meeting(ward: PublicWard, meeting: ReleasedMeeting, of_ward: Stand, known: Facts) -> Page:
    facts = {"ward": views.without_boundary(ward), "meeting": meeting, **known}
    path, card = addresses.meeting_page(meeting.meeting_id), addresses.ward_card(ward.slug)
    news_at = views.news_at((meeting, *of_ward.all))
    return Page(path, "site/meeting.html", _meeting_words, facts, card, is_scripted=True, news_at=news_at)


def _meeting_words(site: Site, facts: Facts) -> PageWords:
    lang, ward, meeting, last = site.lang, facts["ward"], facts["meeting"], facts["known"].last
    title, day = wording.announced_title(meeting, ward, lang), wording.day(meeting.starts_at, lang)
    return PageWords(
        lang.say("%(title)s, %(day)s", title=title, day=day),
        lang.say("%(held)s.", held=wording.held(meeting, lang)),
        site.crumbs((site.panel(ward), addresses.ward_page(ward.slug))),
        {
            "no_more": no_more(facts["after"], lang),
            "over_words": {each.value: lang.say(said) for each, said in OUTCOME_WORDS.items()},
            "last_words": lang.say(living.LAST_WORDS[last.became], day=wording.day(last.on, lang)) if last else "",
        },
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
        "days": standing(release.meetings, release.first_day, release.first_day).days,
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
    told = views.told(facts["latest"], now, wards, facts["timezone"], lang)
    so_far = tuple(
        views.row(last_kind(each), each, local_day(each.last_changed_at, facts["timezone"]), wards, lang)
        for each in facts["changed"]
    )
    return PageWords(
        say("What has changed"),
        say("Ward panel meetings that are new, have moved or are cancelled."),
        site.crumbs(),
        {"news": told, "so_far": so_far, "span": span(facts["days"], lang) if facts["days"] else ""},
    )


def _glossary_words(site: Site, _: Facts) -> PageWords:
    say = site.lang.say
    summary = say("What the short names and police words on this site mean, in plain English.")
    return PageWords(say("Words we use"), summary, site.crumbs())


def _not_found_words(site: Site, _: Facts) -> PageWords:
    return PageWords(site.lang.say("Page not found"), site.lang.say("This page is not here."))
