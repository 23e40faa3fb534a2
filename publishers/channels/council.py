"""A piece of HTML for the council's own site: one ward's meetings, without scripts or styles, to paste into a page."""

from __future__ import annotations

from collections.abc import Iterator

from publishers import addresses, templating, wording
from publishers.channels.notices import Copy, spoken
from publishers.channels.wards import WardYear, ward_years
from publishers.glossary import in_html, terms_of
from scheduler.release import Release

CHANNEL = "council-page"


def copies(release: Release) -> Iterator[Copy]:
    """Return one piece for each ward that has meetings."""
    for year in ward_years(release, spoken(release)):
        yield year.copy(CHANNEL, _html(year), "html", "text/html")


def _html(year: WardYear) -> str:
    release, lang = year.release, year.lang
    facts = {
        "year": year,
        "wording": wording,
        "draft_note": wording.draft_note(release.reviewed_languages, lang),
    }
    glossary = addresses.absolute(release.site_url, addresses.in_language(addresses.GLOSSARY_PAGE, lang.tag))
    return in_html(templating.render("copy/council.html", lang, **facts), terms_of(release.acronyms), glossary, lang)
