"""Newsletters: an HTML part through MJML and a plain text part that says the same, in every language.

Here is how a mail is made, and the one that tells of a whole release. The issues of each month and each meeting are
channels: `publishers.channels.borough_newsletter` and `ward_newsletter`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

import mrml

from publishers import addresses, languages, templating, wording
from publishers.artifact import Artifact
from publishers.channels import tone
from publishers.glossary import in_html, in_text, terms_of
from publishers.languages import ENGLISH, Language, to_translate
from publishers.marks import marked
from publishers.pages import views
from publishers.pages.standing import Stand, afterwards, is_over, no_more, standing
from scheduler.release.edition import Edition
from scheduler.release.value import ChangeKind, Release, ReleasedMeeting

CHANNEL = "newsletter"
HTML_PART = "newsletter.html"
TEXT_PART = "newsletter.txt"
COUNTED = {
    to_translate("%(number)s cancelled"): (ChangeKind.CANCELLED,),
    to_translate("%(number)s moved"): (ChangeKind.MOVED, ChangeKind.VENUE_CHANGED),
    to_translate("%(number)s with other access"): (ChangeKind.ACCESS_CHANGED,),
    to_translate("%(number)s back on"): (ChangeKind.REINSTATED,),
    to_translate("%(number)s new"): (ChangeKind.NEW,),
}
"""What the subject line counts, most urgent first."""


def publish(release: Release) -> tuple[Artifact, ...]:
    """Return both parts of the mail that tells of a release that nobody was told of before, in every language."""
    return issue(Edition.of(release))


def issue(edition: Edition) -> tuple[Artifact, ...]:
    """Return both parts of the mail that tells of an edition, in every language, English at the root."""
    told = _still_of_use(edition)
    return tuple(part for lang in languages.spoken(edition.release.languages) for part in _both(told, lang))


def _both(edition: Edition, lang: Language) -> tuple[Artifact, ...]:
    release = edition.release
    stand = standing(release.meetings, edition.today, release.first_day)
    period = _months(release, stand, edition.today, lang)
    told = listing(release, lang, stand.to_come, views.news(edition, lang), period)
    facts = {**told, "subject": subject(release, lang, period), "has_head": True}
    if stand.over:
        facts["nothing"] = no_more(afterwards(edition), lang)
    html, text = mail("newsletter", release, lang, facts, CHANNEL)
    return (
        Artifact(addresses.in_language(HTML_PART, lang.tag), "text/html; charset=utf-8", html.encode()),
        Artifact(addresses.in_language(TEXT_PART, lang.tag), "text/plain; charset=utf-8", text.encode()),
    )


def _still_of_use(edition: Edition) -> Edition:
    """An edition without the news of what is over, but whether it was held: nobody can go there any more."""
    release, today = edition.release, edition.today

    def is_told(kind: ChangeKind, meetings: Iterable[ReleasedMeeting]) -> bool:
        known = (release.meeting_by_id.get(each.meeting_id, each) for each in meetings)
        return kind in (ChangeKind.NOT_HELD, ChangeKind.HELD) or not all(is_over(each, today) for each in known)

    changes = tuple(each for each in release.changes if is_told(each.kind, (each.after,)))
    latest = tuple(each for each in edition.latest if is_told(each.kind, each.meetings))
    return replace(edition, release=replace(release, changes=changes), latest=latest)


def _months(release: Release, stand: Stand, today: date, lang: Language) -> str:
    """The months whose meetings are listed: the whole period until one is over."""
    if not stand.over:
        return views.period(release, lang)
    first = stand.to_come[0].held_on if stand.to_come else min(today, release.last_day)
    return views.months(first, release.last_day, lang)


def mail(template: str, release: Release, lang: Language, facts: Mapping[str, object], channel: str) -> tuple[str, str]:
    """A template of templates/newsletter as an HTML part and a text part, short names spelled out in both.

    Its links to pages count the visits that come by `channel`.

    Edges: `facts` hold the `subject`; where they also have `has_head`, the text part begins with it and the preheader
    """
    filled, terms = {**_frame(release, lang, channel), **facts}, terms_of(release.acronyms)
    text = in_text(templating.render(f"newsletter/{template}.txt", lang, **filled), terms, lang)
    html = html_of(templating.render(f"newsletter/{template}.mjml", lang, **filled))
    return in_html(html, terms, _address(release, lang, addresses.GLOSSARY_PAGE), lang), text


def listing(
    release: Release,
    lang: Language,
    meetings: Iterable[ReleasedMeeting],
    news: tuple[views.NewsGroup, ...],
    period: str,
) -> dict[str, object]:
    """What a mail with a list of meetings is made of, beside its subject."""
    return {
        "news": news,
        "months": views.by_month(meetings, lang),
        "period": period,
        "nothing": lang.say("No meetings have been set yet."),
        "has_head": False,
        "wards": release.ward_by_code,
    }


def subject(release: Release, lang: Language = ENGLISH, period: str = "") -> str:
    """The subject line: what has changed since it was told of before, or else what the mail holds.

    Edges: without a `period`, it holds the meetings of the whole of the release's
    """
    told = counted((change.kind for change in release.changes), lang)
    if told:
        return lang.say("%(name)s: %(news)s", name=name(release, lang), news=told)
    return meetings_in(release, lang, period or views.period(release, lang))


def name(release: Release, lang: Language) -> str:
    """What the borough's newsletter is called."""
    return lang.say("%(borough)s ward panels", borough=wording.one_line(release.borough))


def meetings_in(release: Release, lang: Language, period: str) -> str:
    """The subject of a mail that brings no news."""
    return lang.say("%(name)s: meetings in %(period)s", name=name(release, lang), period=period)


def counted(kinds: Iterable[ChangeKind], lang: Language) -> str:
    """How many changes there are, most urgent first: 1 cancelled, 2 moved; "" for none."""
    found = tuple(kinds)
    numbers = ((said, sum(kind in wanted for kind in found)) for said, wanted in COUNTED.items())
    return lang.comma.join(lang.say(said, number=number) for said, number in numbers if number)


def _frame(release: Release, lang: Language, channel: str) -> dict[str, object]:
    """What stands in every mail."""
    return {
        "release": release,
        "preheader": tone.preheader(release, lang),
        "invitation": tone.invitation(release, lang),
        "what_it_is": tone.what_it_is(release, lang),
        "draft_note": wording.draft_note(release.reviewed_languages, lang),
        "english_page": marked(_address(release, ENGLISH, addresses.HOME_PAGE), channel),
        "at": addresses,
        "page": lambda path: marked(_address(release, lang, path), channel),
    }


def _address(release: Release, lang: Language, path: str) -> str:
    return addresses.absolute(release.site_url, addresses.in_language(path, lang.tag))


# mrml 0.2 writes the title of a mail as its label as Rust shows text to programmers: the vowel signs of Bengali as
# \u{9be}, which a screen reader would spell out.
SPELT_LABEL = re.compile(r'(?<=<div aria-label=")[^"]*')
SPELT = re.compile(r"(?<!\\)\\u\{([0-9a-f]{1,6})\}")


def html_of(mjml: str) -> str:
    """A finished mail of MJML."""
    # No fonts: by default mrml links to a font host. No includes: its loader could otherwise reach the network.
    parsing = mrml.ParserOptions(include_loader=mrml.noop_loader())
    html = str(mrml.to_html(mjml, parsing, mrml.RenderOptions(disable_comments=True, fonts={})).content)
    return SPELT_LABEL.sub(lambda label: SPELT.sub(lambda spelt: chr(int(spelt[1], 16)), label[0]), html)
