"""The list of all meetings, and the same list for each choice: a page of its own, so that it works without script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from publishers import addresses, wording
from publishers.languages import to_translate
from publishers.needs import HEARING_LOOP, STEP_FREE, checked_in, checked_sentence
from publishers.pages import views
from publishers.pages.site import Facts, Page, PageWords, Site
from publishers.pages.standing import Meetings, Stand, afterwards, next_dates, no_more, span, standing
from scheduler.release.edition import Edition
from scheduler.release.value import ReleasedMeeting


@dataclass(frozen=True, slots=True)
class ListKind:
    """One kind of meeting to list. `key` is its place in an address, `feed` its calendar, if it has one."""

    key: str
    heading: str
    link: str
    feed: str = ""


CHOICES = (
    ListKind("evening", to_translate("Evening meetings"), to_translate("Evening"), addresses.EVENING_FEED),
    ListKind("daytime", to_translate("Daytime meetings"), to_translate("Daytime"), addresses.DAYTIME_FEED),
    ListKind("weekend", to_translate("Weekend meetings"), to_translate("Weekend"), addresses.WEEKEND_FEED),
    ListKind(
        STEP_FREE,
        to_translate("Meetings without steps at the door"),
        to_translate("Step-free"),
        addresses.STEP_FREE_FEED,
    ),
    ListKind(HEARING_LOOP, to_translate("Meetings with a hearing loop"), to_translate("Hearing loop")),
)
"""The three parts of the week first, then what a hall has."""


def held(meetings: Meetings) -> tuple[ListKind, ...]:
    """The choices that leave any meeting."""
    kinds = {kind for meeting in meetings for kind in views.kinds(meeting)}
    return tuple(choice for choice in CHOICES if choice.key in kinds)


def pages(edition: Edition) -> Iterator[Page]:
    """The whole list, then one page a choice and one a month; each begins with what is to come on the edition's day."""
    release, meetings = edition.release, edition.release.meetings
    stand = standing(meetings, edition.today, release.first_day)
    shared: Facts = {
        "months_to_come": tuple(month.first_day for month in views.by_month(stand.to_come)),
        "kinds": tuple(choice.key for choice in held(stand.to_come)),
        "after": afterwards(edition),
        "checked": {},
    }
    checked = checked_in(release)
    facts: Facts = {**shared, "feed": addresses.BOROUGH_FEED, "checked": checked}
    yield _page(addresses.LIST_PAGE, _whole_words, stand, facts)
    for choice in CHOICES:
        ours = {key: found for key, found in checked.items() if key == choice.key}
        facts = {**shared, "chosen": choice.key, "heading": choice.heading, "feed": choice.feed, "checked": ours}
        yield _page(addresses.list_of(choice.key), _choice_words, stand.among(partial(_is_of, choice.key)), facts)
    for month in views.by_month(meetings):
        facts = {**shared, "chosen": month.anchor, "month": month.first_day}
        of_month = standing(month.meetings, edition.today, max(month.first_day, release.first_day))
        yield _page(addresses.list_of(month.anchor), _month_words, of_month, facts)


def _is_of(key: str, meeting: ReleasedMeeting) -> bool:
    return key in views.kinds(meeting)


def _page(path: str, words: Callable[[Site, Facts], PageWords], stand: Stand, facts: Facts) -> Page:
    is_whole = path == addresses.LIST_PAGE
    given = {"chosen": "", "feed": "", **facts, "stand": stand, "is_whole": is_whole}
    news_at = views.news_at(stand.all)
    return Page(path, "site/find.html", words, given, is_scripted=True, news_at=news_at)


def _whole_words(site: Site, facts: Facts) -> PageWords:
    days, lang = facts["stand"].days, site.lang
    title = lang.say("All meetings in %(period)s", period=span(days, lang)) if days else lang.say("All meetings")
    return _words(site, facts, title)


def _choice_words(site: Site, facts: Facts) -> PageWords:
    heading: str = facts["heading"]
    return _words(site, facts, site.lang.say(heading), *_above(site))


def _month_words(site: Site, facts: Facts) -> PageWords:
    title = site.lang.say("Meetings in %(period)s", period=wording.month(facts["month"], site.lang))
    return _words(site, facts, title, *_above(site))


def _above(site: Site) -> tuple[tuple[str, str], ...]:
    return ((site.lang.say("All meetings"), addresses.LIST_PAGE),)


def _words(site: Site, facts: Facts, title: str, *above: tuple[str, str]) -> PageWords:
    lang = site.lang
    more = {
        "picked": tuple((choice.key, lang.say(choice.link)) for choice in CHOICES),
        "months_named": tuple((views.anchor(day), wording.month(day, lang)) for day in facts["months_to_come"]),
        "months": views.by_month(facts["stand"].to_come, lang),
        "left_out": tuple(checked_sentence(key, found, lang) for key, found in facts["checked"].items()),
        "no_more": no_more(facts["after"], lang),
        "next_dates": next_dates(facts["after"], lang),
    }
    summary = lang.say("Where and when you can meet the police in your ward: %(list)s.", list=title)
    return PageWords(title, summary, site.crumbs(*above), more)
