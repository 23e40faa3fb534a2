"""Newsletter copy, ready to paste: an HTML part through MJML and a plain text part that says the same."""

from __future__ import annotations

from functools import partial

import mrml

from publishers import addresses, languages, templating, wording
from publishers.artifact import Artifact
from publishers.glossary import in_html, in_text, terms_of
from publishers.languages import ENGLISH, Language, to_translate
from publishers.pages import views
from scheduler.release import ChangeKind, Release

HTML_PART = "newsletter.html"
TEXT_PART = "newsletter.txt"
COUNTED = {
    to_translate("%(number)s cancelled"): (ChangeKind.CANCELLED,),
    to_translate("%(number)s moved"): (ChangeKind.MOVED, ChangeKind.VENUE_CHANGED),
    to_translate("%(number)s back on"): (ChangeKind.REINSTATED,),
    to_translate("%(number)s new"): (ChangeKind.NEW,),
}
"""What the subject line counts, most urgent first."""


def publish(release: Release) -> tuple[Artifact, ...]:
    """Return both parts of the newsletter in every language, English at the root."""
    return tuple(part for lang in languages.spoken(release.languages) for part in _parts(release, lang))


def _parts(release: Release, lang: Language) -> tuple[Artifact, ...]:
    facts, terms = _facts(release, lang), terms_of(release.acronyms)
    text = in_text(templating.render("newsletter/newsletter.txt", lang, **facts), terms, lang)
    mail = _mail(templating.render("newsletter/newsletter.mjml", lang, **facts))
    mail = in_html(mail, terms, _address(release, lang, addresses.GLOSSARY_PAGE), lang)
    return (
        Artifact(addresses.in_language(HTML_PART, lang.tag), "text/html; charset=utf-8", mail.encode()),
        Artifact(addresses.in_language(TEXT_PART, lang.tag), "text/plain; charset=utf-8", text.encode()),
    )


def subject(release: Release, lang: Language = ENGLISH) -> str:
    """The subject line: what has changed since the release before, or else what the mail holds."""
    name = lang.say("%(borough)s ward panels", borough=wording.one_line(release.borough))
    changes = () if release.number == 1 else release.changes
    counts = {said: sum(change.kind in kinds for change in changes) for said, kinds in COUNTED.items()}
    told = [lang.say(said, number=count) for said, count in counts.items() if count]
    if told:
        return lang.say("%(name)s: %(news)s", name=name, news=", ".join(told))
    return lang.say("%(name)s: meetings in %(period)s", name=name, period=views.period(release, lang))


def _facts(release: Release, lang: Language) -> dict[str, object]:
    return {
        "release": release,
        "subject": subject(release, lang),
        "preheader": lang.say("Meet your local police team: where and when."),
        "news": views.news(release, lang),
        "months": views.by_month(release.meetings, lang),
        "period": views.period(release, lang),
        "wards": release.ward_by_code,
        "what_it_is": wording.what_it_is(lang),
        "draft_note": wording.draft_note(release.reviewed_languages, lang),
        "english_page": addresses.absolute(release.site_url, addresses.HOME_PAGE),
        "at": addresses,
        "page": partial(_address, release, lang),
        "views": views,
    }


def _address(release: Release, lang: Language, path: str) -> str:
    return addresses.absolute(release.site_url, addresses.in_language(path, lang.tag))


def _mail(mjml: str) -> str:
    # No fonts: by default mrml links to a font host. No includes: its loader could otherwise reach the network.
    parsing = mrml.ParserOptions(include_loader=mrml.noop_loader())
    return str(mrml.to_html(mjml, parsing, mrml.RenderOptions(disable_comments=True, fonts={})).content)
