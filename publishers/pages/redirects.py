"""Pages that lead on: from a ward's older name to where it is now, and from a short address to a meeting's page.

Plain files cannot answer "moved for good", so a page sends the browser on (HTML's refresh), names the other address as
the right one, and holds a link for those whom nothing sends on. Calendars are repeated at the old address: see feeds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from publishers import addresses, digests, templating, wording
from publishers.artifact import Artifact
from publishers.languages import Language, spoken, to_translate
from publishers.pages.drawing import HTML
from publishers.pages.links import relative
from publishers.pages.site import Site
from publishers.recipes import Recipe
from scheduler.release.edition import Edition
from scheduler.release.value import ReleasedMeeting


def files(site: Site) -> Iterator[Artifact]:
    """One page for each older name of a ward, and one for a glossary that has no words yet."""
    for ward in site.frame.wards:
        new, panel = addresses.in_language(addresses.ward_page(ward.slug), site.lang.tag), site.panel(ward)
        says = site.lang.say("This page has a new address:")
        for slug in ward.old_slugs:
            old = addresses.in_language(addresses.ward_page(slug), site.lang.tag)
            yield Artifact(old, HTML, _leading_on(site.frame.site_url, site.lang, old, panel, says, {new: panel}))
    if addresses.GLOSSARY_PAGE in site.frame.made_of.lacks:
        yield _glossary_to_come(site)


def _glossary_to_come(site: Site) -> Artifact:
    """What stands at the glossary's address as long as there is none: others may rely on that address."""
    say, site_url = site.lang.say, site.frame.site_url
    here, home = (addresses.in_language(page, site.lang.tag) for page in (addresses.GLOSSARY_PAGE, addresses.HOME_PAGE))
    says, named = say("There are no words to explain yet."), {home: say("All ward panels")}
    return Artifact(here, HTML, _leading_on(site_url, site.lang, here, say("Words we use"), says, named))


def short_pages(edition: Edition, style: str) -> Iterator[Recipe]:
    """One page in each language for each short address, still to be made: paper leads to the page in its language.

    Edges: a page does not say when its meeting is, so that it stays as it is when the meeting moves; one that two
           meetings share has to, and people stay to read it, so it has the site's `style` sheet, by its path
    """
    by_page = _by_short_page(edition.meetings)
    for lang in spoken(edition.release.languages):
        for short, meetings in by_page.items():
            asking = style if len(meetings) > 1 else ""
            yield _short_page(edition, lang, addresses.in_language(short, lang.tag), meetings, asking)


def _short_page(edition: Edition, lang: Language, path: str, meetings: Sequence[ReleasedMeeting], style: str) -> Recipe:
    release, wards, named = edition.release, edition.ward_by_code, {}
    for one in meetings:
        text, day = wording.title(wards[one.ward_code], lang), wording.day(one.starts_at, lang)
        page = addresses.in_language(addresses.meeting_page(one.meeting_id), lang.tag)
        named[page] = f"{text}, {day}" if len(meetings) > 1 else text
    title = wording.borough_calendar(wording.one_line(release.borough), lang)
    told = (path, title, lang.say(MORE, address="").strip(), named, style)
    make = partial(_leading_on, release.site_url, lang, *told)
    return Recipe(path, HTML, digests.digest_of(release.site_url, lang.tag, *told), make)


MORE = to_translate("More about this meeting: %(address)s")


def short_addresses(meetings: Iterable[ReleasedMeeting], langs: Iterable[Language]) -> tuple[tuple[str, str], ...]:
    """The path of each short page with that of the meeting's page to which a web server may send it on, by language.

    Edges: a short page that leads to two meetings has no such pair: the page asks which
    """
    alone = [(short, found[0]) for short, found in _by_short_page(meetings).items() if len(found) == 1]
    return tuple(
        (
            addresses.in_language(short, lang.tag),
            addresses.in_language(addresses.meeting_page(one.meeting_id), lang.tag),
        )
        for lang in langs
        for short, one in alone
    )


def _by_short_page(meetings: Iterable[ReleasedMeeting]) -> Mapping[str, Sequence[ReleasedMeeting]]:
    found: dict[str, list[ReleasedMeeting]] = {}
    for meeting in meetings:
        found.setdefault(addresses.short_page(meeting.meeting_id), []).append(meeting)
    return found


def _leading_on(
    site_url: str, lang: Language, path: str, title: str, says: str, named: Mapping[str, str], style: str = ""
) -> bytes:
    """A page that leads to other pages, by path with the words of each link; with one only, it goes there by itself.

    Edges: nobody stays to look at one that goes on by itself, so it needs no style sheet
    """
    link, alone = relative(path), next(iter(named)) if len(named) == 1 else None
    html = templating.render(
        "site/moved.html",
        lang,
        title=title,
        says=says,
        links=[(link(page), text) for page, text in named.items()],
        canonical=addresses.absolute(site_url, alone) if alone else "",
        style=style and link(style),
    )
    return html.encode()
