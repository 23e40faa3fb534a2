"""The words of a post: short ones that give way where room is scarce, and long ones that say everything.

What the moment adds beside the facts stands in `campaign_words`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from publishers import wording
from publishers.channels import campaign_words, tone
from publishers.channels.notices import Notice, ever_shorter, first_fitting
from publishers.glossary import in_text, terms_of


def short_post(notice: Notice, fits: Callable[[str], bool], channel: str, link: str = "") -> str:
    """The longest post that fits: first the reason to come goes, or why it is off, then addresses, then ends of names.

    Errors: as `first_fitting`
    """
    shown = link or notice.link
    return first_fitting(_ever_shorter_posts(notice, shown), fits, f"copy for {channel}, {notice.meeting.meeting_id}")


def _ever_shorter_posts(notice: Notice, link: str) -> Iterator[str]:
    facts = _facts(notice)
    for line in campaign_words.lines(notice):
        told = (facts, line) if _is_changed(notice) else (line, facts)
        yield "\n\n".join((*told, link))
    for invitation in _invitations(notice):
        yield f"{facts}\n\n{invitation}\n{link}"
    for shorter in ever_shorter(notice):
        yield f"{_facts(shorter)}\n\n{link}"


def headline(notice: Notice) -> str:
    """The title, which says first of all that the meeting is cancelled, is back on, has moved or has a new place."""
    meeting, was, lang = notice.meeting, notice.moved_from, notice.lang
    title = wording.announced_title(meeting, notice.ward, lang)
    if campaign_words.is_over(notice):
        return title
    if meeting.is_back_on:
        return f"{lang.text('Back on').upper()}: {title}"
    if was is None:
        return title
    time_is_kept = (was.starts_at, was.ends_at) == (meeting.starts_at, meeting.ends_at)
    return f"{lang.text('New place' if time_is_kept else 'Moved').upper()}: {title}"


def _is_changed(notice: Notice) -> bool:
    """Whether the facts have to come first: whoever knew others must see that."""
    return not campaign_words.is_over(notice) and wording.what_changed(notice.meeting, notice.lang) != ""


def _facts(notice: Notice) -> str:
    meeting, lang = notice.meeting, notice.lang
    if campaign_words.is_over(notice):
        return f"{headline(notice)}\n{wording.day(meeting.starts_at, lang)}"
    lines = (
        headline(notice),
        wording.when(meeting, lang),
        wording.where(meeting.hall),
        wording.what_changed_and_why(meeting, lang),
    )
    return "\n".join(line for line in lines if line)


def _invitations(notice: Notice) -> tuple[str, ...]:
    if notice.meeting.is_cancelled or notice.release.is_neutral or campaign_words.has_own_words(notice):
        return ()
    return tone.what_it_is(notice.release, notice.lang), tone.invitation(notice.release, notice.lang)


def long_post(notice: Notice, heads: tuple[str, ...] = ()) -> str:
    """Everything a resident needs, in paragraphs, with short names spelled out. `heads` come first."""
    lang = notice.lang
    paragraphs = (
        *heads,
        *_held(notice),
        lang.say("More about this meeting: %(address)s", address=notice.link),
        wording.draft_note(notice.release.reviewed_languages, lang),
    )
    text = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
    return in_text(text, terms_of(notice.release.acronyms), lang) + "\n"


def _held(notice: Notice) -> tuple[str, ...]:
    """What is told of the meeting: once it is over, no more than which it was."""
    meeting, lang, why = notice.meeting, notice.lang, campaign_words.paragraphs(notice)
    if campaign_words.is_over(notice):
        return *why, lang.say("%(title)s, %(day)s", title=headline(notice), day=wording.day(meeting.starts_at, lang))
    changed = wording.what_changed_and_why(meeting, lang)
    facts = (
        f"{lang.say('When: %(when)s', when=wording.when(meeting, lang))}\n"
        f"{lang.say('Where: %(where)s', where=wording.where_among(meeting.hall, lang))}"
    )
    if meeting.is_cancelled:
        return changed, facts
    told = (facts, changed, *why) if changed else (*why, facts)
    return *told, *_coming(notice)


def _coming(notice: Notice) -> tuple[str, ...]:
    meeting, lang = notice.meeting, notice.lang
    return (
        "\n".join(wording.access_notes(meeting.hall, lang)),
        "" if campaign_words.replaces_what_it_is(notice) else tone.what_it_is(notice.release, lang),
        wording.who_attends(meeting.attending, lang),
    )
