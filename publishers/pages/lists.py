"""The list of all meetings, and the same list for each choice: a page of its own, so that it works without script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from publishers import addresses
from publishers.languages import to_translate
from publishers.pages import views
from publishers.pages.site import Page, Site


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind of meeting to list. `key` is its place in an address, `feed` its calendar, if it has one."""

    key: str
    heading: str
    link: str
    feed: str = ""


CHOICES = (
    Choice("evening", to_translate("Evening meetings"), to_translate("Evening"), addresses.EVENING_FEED),
    Choice("daytime", to_translate("Daytime meetings"), to_translate("Daytime"), addresses.DAYTIME_FEED),
    Choice("weekend", to_translate("Weekend meetings"), to_translate("Weekend"), addresses.WEEKEND_FEED),
    Choice(
        "step-free",
        to_translate("Meetings without steps at the door"),
        to_translate("Step-free"),
        addresses.STEP_FREE_FEED,
    ),
    Choice("hearing-loop", to_translate("Meetings with a hearing loop"), to_translate("Hearing loop")),
)
"""The three parts of the week first, then what a hall has."""


def pages(site: Site) -> Iterator[Page]:
    """The whole list, then one page a choice and one a month."""
    release, lang = site.release, site.lang
    months = views.by_month(release.meetings, lang)
    picked = tuple((choice.key, lang.say(choice.link)) for choice in CHOICES)
    named = tuple((month.anchor, month.name) for month in months)
    shared: dict[str, object] = {"picked": picked, "months_named": named}
    title = lang.say("All meetings in %(period)s", period=views.period(release, lang))
    yield _page(site, addresses.LIST_PAGE, title, months, addresses.BOROUGH_FEED, {**shared, "chosen": ""})
    for choice in CHOICES:
        held = views.by_month((one for one in release.meetings if choice.key in views.kinds(one)), lang)
        path, facts = addresses.list_of(choice.key), {**shared, "chosen": choice.key}
        yield _page(site, path, lang.say(choice.heading), held, choice.feed, facts)
    for month in months:
        heading = lang.say("Meetings in %(period)s", period=month.name)
        path, facts = addresses.list_of(month.anchor), {**shared, "chosen": month.anchor}
        yield _page(site, path, heading, (month,), "", facts)


def _page(
    site: Site, path: str, title: str, months: tuple[views.Month, ...], feed: str, facts: dict[str, object]
) -> Page:
    is_whole = path == addresses.LIST_PAGE
    above = () if is_whole else ((site.lang.say("All meetings"), addresses.LIST_PAGE),)
    summary = site.lang.say("Where and when you can meet the police in your ward: %(list)s.", list=title)
    given = {**facts, "months": months, "feed": feed, "is_whole": is_whole, "updated_on": _updated_on(site, months)}
    return Page(path, "site/find.html", title, summary, site.crumbs(*above), given, is_scripted=is_whole)


def _updated_on(site: Site, months: tuple[views.Month, ...]) -> date | None:
    """The day on which something on the list last changed; None where nothing is on it."""
    changed = [meeting.last_changed_at for month in months for meeting in month.meetings]
    return max(changed).astimezone(ZoneInfo(site.release.timezone)).date() if changed else None
