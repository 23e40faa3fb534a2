"""Mail to the residents who asked for it: for each meeting and language a subject, plain text and the same as HTML."""

from __future__ import annotations

from collections.abc import Iterator

from publishers import addresses, templating, ways_in, wording
from publishers.artifact import ArtifactKind
from publishers.channels import campaign_words, tone
from publishers.channels.copy import Copy
from publishers.channels.notices import Notice, notices, spoken
from publishers.channels.post_words import headline, long_post
from publishers.glossary import in_html, terms_of
from publishers.languages import Language, to_translate
from publishers.letters import STOP_LINK
from publishers.moments import Moment
from publishers.newsletter import html_of
from publishers.pages import views
from scheduler.release.value import Release

CHANNEL = "email"
SAFETY = (
    to_translate("If someone is in danger or a crime is happening now, call 999."),
    to_translate("For anything else, call 101."),
    to_translate("Please do not report a crime by answering this email."),
)
WHY = to_translate("You get this email because you asked us for news of ward panel meetings.")


def copies(release: Release, moment: Moment = Moment.NEWS) -> Iterator[Copy]:
    """Return the three parts of one mail for each meeting and language."""
    for notice in notices(release, spoken(release), CHANNEL, moment):
        yield notice.copy(CHANNEL, f"{subject(notice)}\n", ArtifactKind.SUBJECT)
        yield notice.copy(CHANNEL, _text(notice))
        yield notice.copy(CHANNEL, _html(notice), ArtifactKind.HTML)


def subject(notice: Notice) -> str:
    """What the mail is about: first of all that a meeting is off or has moved, then when it is."""
    day = wording.day(notice.meeting.starts_at, notice.lang)
    return notice.lang.say("%(title)s, %(day)s", title=headline(notice), day=day)


def safety(lang: Language) -> str:
    """What to do instead of writing to us, in an emergency and otherwise."""
    return " ".join((*map(lang.say, SAFETY), ways_in.for_the_deaf(lang)))


def _text(notice: Notice) -> str:
    say = notice.lang.say
    agenda = [f"* {wording.one_line(item)}" for item in _agenda(notice)]
    paragraphs = (
        headline(notice),
        long_post(notice).rstrip(),
        "\n".join((say("Agenda"), *agenda)) if agenda else "",
        f"{say('Save this one date')}: {_at(notice, _feed(notice))}" if _is_to_come(notice) else "",
        safety(notice.lang),
        f"{say(ways_in.HELP)} {ways_in.text_of(notice.release, notice.lang)}",
        f"{say(WHY)} {say('Stop these emails')}: {STOP_LINK}",
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph) + "\n"


def _html(notice: Notice) -> str:
    release, meeting, lang = notice.release, notice.meeting, notice.lang
    mjml = templating.render(
        "mail/meeting.mjml",
        lang,
        release=release,
        subject=subject(notice),
        preheader=_preheader(notice),
        headline=headline(notice),
        meeting=meeting,
        place=views.place_of(meeting.hall),
        changed="" if campaign_words.is_over(notice) else wording.what_changed_and_why(meeting, lang),
        access_notes=wording.access_notes(meeting.hall, lang),
        agenda=_agenda(notice),
        who=wording.who_attends(meeting.attending, lang),
        campaign=campaign_words.paragraphs(notice),
        is_to_come=_is_to_come(notice),
        what_it_is="" if campaign_words.replaces_what_it_is(notice) else tone.what_it_is(release, lang),
        draft_note=wording.draft_note(release.reviewed_languages, lang),
        link=notice.link,
        calendar_link=_at(notice, _feed(notice)),
        english_page=addresses.absolute(release.site_url, addresses.meeting_page(meeting.meeting_id)),
        stop_link=STOP_LINK,
        why=lang.say(WHY),
    )
    return in_html(html_of(mjml), terms_of(release.acronyms), _at(notice, addresses.GLOSSARY_PAGE), lang)


def _preheader(notice: Notice) -> str:
    """The line that a mail reader shows beside the subject, which has the day."""
    meeting, lang = notice.meeting, notice.lang
    if campaign_words.is_over(notice):
        return " ".join(campaign_words.paragraphs(notice))
    return lang.say(
        "%(when)s, at %(where)s", when=wording.time_of_day(meeting, lang), where=wording.where(meeting.hall)
    )


def _agenda(notice: Notice) -> tuple[str, ...]:
    return notice.meeting.agenda if _is_to_come(notice) else ()


def _is_to_come(notice: Notice) -> bool:
    return not (notice.meeting.is_cancelled or campaign_words.is_over(notice))


def _feed(notice: Notice) -> str:
    return addresses.meeting_feed(notice.meeting.meeting_id)


def _at(notice: Notice, path: str) -> str:
    return addresses.absolute(notice.release.site_url, addresses.in_language(path, notice.lang.tag))
