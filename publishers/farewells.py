"""What is at an address that was told and that nothing of today has: never nothing.

A ward's older names have the same files as its newest. Else a page says that it has ended and leads on; a calendar has
one plain entry; a code leads to the page as before; a picture, a sheet or data are the nearest that there is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from publishers import addresses, contentlines, digests, endings, feeds, languages, templating
from publishers.endings import Ended
from publishers.languages import SOURCE, to_translate
from publishers.makers import maker
from publishers.pages import passing_on
from publishers.pages.drawing import HTML, style_among
from publishers.pages.links import relative
from publishers.recipes import Recipe
from scheduler.release.edition import Edition

NOTHING = b"{}\n"
GONE = to_translate("This page has ended")
WHY = to_translate("What was here is not kept any more.")


def addresses_told(edition: Edition) -> frozenset[str]:
    """Every address that was told; and in each language the page of a ward that is no more, for others link to it."""
    pages = [addresses.ward_page(ward.slug) for ward in edition.lost]
    tags = [lang.tag for lang in languages.spoken(edition.release.languages)]
    return edition.register.addresses.union(addresses.in_language(page, tag) for page in pages for tag in tags)


def farewell(edition: Edition, path: str, made: Mapping[str, Recipe]) -> Recipe:
    """Return what is at an address that was told before. `made` are the files of today, by path."""
    tag, plain = _parted(edition, path)
    after = _successor(edition, plain)
    is_page = path.endswith(".html")
    for other in (addresses.in_language(after, tag), after):
        if other in made and other != path and not is_page:
            recipe = made[other]
            return replace(recipe, path=path)
    if is_page:
        leading = (_next(edition, tag, plain, after, made), style_among(made))
        return _page(edition, path, tag, _ended(edition, tag, plain), *leading)
    return _file(edition, path, tag, plain, made)


def _file(edition: Edition, path: str, tag: str, plain: str, made: Mapping[str, Recipe]) -> Recipe:
    if path.endswith(".ics"):
        return _calendar(edition, path, tag, _ended(edition, tag, plain))
    if path.endswith(".pdf"):
        sheet: Recipe = maker("publishers.printed:ended")(edition, path)
        return sheet
    if path.endswith(".svg"):
        page = addresses.absolute(edition.release.site_url, addresses.ward_page(_slug(plain)))
        return Recipe(path, "image/svg+xml", digests.digest_of("qr", page), partial(passing_on.code_of, page))
    if path.endswith(".json"):
        return Recipe(path, "application/json", digests.digest_of("ended", path), lambda: NOTHING)
    stands_in = made[addresses.BOROUGH_CARD if path.endswith(".png") else addresses.ROBOTS]
    if path.endswith(".png"):
        return replace(stands_in, path=path)
    home = addresses.absolute(edition.release.site_url, addresses.HOME_PAGE)
    return Recipe(path, "text/plain; charset=utf-8", digests.digest_of("ended", home), lambda: f"{home}\n".encode())


def _parted(edition: Edition, path: str) -> tuple[str, str]:
    """The language of a path, and the path without it."""
    tag = languages.tag_of(path, edition.release.languages, edition.register.languages)
    return tag, path if tag == SOURCE else path.removeprefix(f"{tag}/")


def _successor(edition: Edition, path: str) -> str:
    """The same path under the newest name of the ward that it names; the path itself where it names none."""
    slug = _slug(path)
    wards = edition.release.wards
    new = next((ward.slug for ward in wards if slug in ward.old_slugs), slug)
    return path.replace(slug, new, 1) if slug else path


def _slug(path: str) -> str:
    parts = path.removeprefix("reminders/").split("/")
    if parts[0] == "wards" and len(parts) > 2:
        return parts[1]
    slug = parts[-1].rpartition("-")[0]
    return slug if path in addresses.ward_sheets(slug) else ""


def _ended(edition: Edition, tag: str, path: str) -> Ended:
    """What has ended at a path."""
    if tag in languages.withdrawn(edition.release.languages, edition.register.languages):
        return endings.of_language(edition, tag)
    lost = next((ward for ward in edition.lost if ward.slug == _slug(path)), None)
    if lost:
        return endings.of_ward(edition, lost)
    return Ended(path, edition.ended_on(path), GONE, WHY)


def _next(edition: Edition, tag: str, path: str, after: str, made: Mapping[str, Recipe]) -> str:
    """The page to go on to: in the same language, where there is one."""
    here = addresses.in_language(path, tag)
    above = (addresses.POSTCODES_PAGE,) if path.startswith("postcodes/") else ()
    above = (*above, addresses.LIST_PAGE) if path.startswith("find/") else above
    same = [addresses.in_language(each, tag) for each in (after, *above)]
    wanted = [*same, after, *above, addresses.in_language(addresses.HOME_PAGE, tag), addresses.HOME_PAGE]
    found: str = next(each for each in wanted if each in made and each != here)
    return found


def _page(edition: Edition, path: str, tag: str, ended: Ended, onward: str, style: str) -> Recipe:
    facts = {
        "title": ended.titled(languages.once_spoken(tag)),
        "said": ended.said(languages.once_spoken(tag)),
        "link": relative(path)(onward),
        "style": relative(path)(style),
        "canonical": addresses.absolute(edition.release.site_url, onward),
    }
    return Recipe(path, HTML, digests.digest_of("ended", tag, facts), partial(_drawn, tag, facts))


def _drawn(tag: str, facts: Mapping[str, object]) -> bytes:
    return templating.render("site/ended.html", languages.once_spoken(tag), **facts).encode()


def _calendar(edition: Edition, path: str, tag: str, ended: Ended) -> Recipe:
    """A calendar of which nothing is known but that it was told."""
    made_at = edition.register.stamps[path].modified_at if path in edition.register.stamps else edition.at
    release, lang = edition.release, languages.once_spoken(tag)
    frame = contentlines.lines("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{feeds.PRODUCT}")
    content = b"".join((frame, endings.vevent(release, ended, lang, made_at), b"END:VCALENDAR\r\n"))
    return Recipe(path, feeds.MEDIA_TYPE, digests.digest_of(content.decode()), lambda: content)
