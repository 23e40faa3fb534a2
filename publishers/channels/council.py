"""A piece of HTML for the council's own site: one ward's meetings, without scripts or styles, to paste into a page.

The picture that goes with it names the ward and no date, for a page outlives a date.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from publishers import addresses, templating, wording
from publishers.artifact import ArtifactKind
from publishers.channels import tone
from publishers.channels.copy import Copy
from publishers.channels.notices import spoken
from publishers.channels.wards import WardNotices, ward_years
from publishers.glossary import in_html, terms_of
from scheduler.release.value import Release

CHANNEL = "council-page"


def copies(release: Release) -> Iterator[Copy]:
    """Return one piece for each ward that has meetings."""
    for year in ward_years(release, spoken(release), CHANNEL):
        seen = (tone.invitation(release, year.lang), wording.title(year.ward, year.lang))
        picture = seen if year.lang.is_source else ()
        yield replace(year.copy(CHANNEL, _html(year), ArtifactKind.HTML), alt="\n".join(seen), picture=picture)


def _html(year: WardNotices) -> str:
    release, lang = year.release, year.lang
    facts = {
        "year": year,
        "wording": wording,
        "what_it_is": tone.what_it_is(release, lang),
        "draft_note": wording.draft_note(release.reviewed_languages, lang),
    }
    glossary = addresses.absolute(release.site_url, addresses.in_language(addresses.GLOSSARY_PAGE, lang.tag))
    return in_html(templating.render("copy/council.html", lang, **facts), terms_of(release.acronyms), glossary, lang)
