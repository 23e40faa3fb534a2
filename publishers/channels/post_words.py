"""The words of a post: short ones that give way where room is scarce, and long ones that say everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from publishers import wording
from publishers.channels import tone
from publishers.channels.notices import Notice, ever_shorter, first_fitting
from publishers.glossary import in_text, terms_of


def short_post(notice: Notice, fits: Callable[[str], bool], channel: str, link: str = "") -> str:
    """The longest post that fits: first the invitation goes, then the addresses, then the ends of names.

    Errors: as `first_fitting`
    """
    shown = link or notice.link
    return first_fitting(_ever_shorter_posts(notice, shown), fits, f"copy for {channel}, {notice.meeting.meeting_id}")


def _ever_shorter_posts(notice: Notice, link: str) -> Iterator[str]:
    facts = _facts(notice)
    for invitation in _invitations(notice):
        yield f"{facts}\n\n{invitation}\n{link}"
    for shorter in ever_shorter(notice):
        yield f"{_facts(shorter)}\n\n{link}"


def headline(notice: Notice) -> str:
    """The title, which says first of all that the meeting is cancelled, is back on, has moved or has a new place."""
    meeting, was, lang = notice.meeting, notice.moved_from, notice.lang
    title = wording.announced_title(meeting, notice.ward, lang)
    if meeting.is_back_on:
        return f"{lang.text('Back on').upper()}: {title}"
    if was is None:
        return title
    time_is_kept = (was.starts_at, was.ends_at) == (meeting.starts_at, meeting.ends_at)
    return f"{lang.text('New place' if time_is_kept else 'Moved').upper()}: {title}"


def _facts(notice: Notice) -> str:
    meeting, lang = notice.meeting, notice.lang
    lines = (
        headline(notice),
        wording.when(meeting, lang),
        wording.where(meeting.hall),
        wording.what_changed(meeting, lang),
    )
    return "\n".join(line for line in lines if line)


def _invitations(notice: Notice) -> tuple[str, ...]:
    if notice.meeting.is_cancelled or notice.release.is_neutral:
        return ()
    return tone.what_it_is(notice.release, notice.lang), tone.invitation(notice.release, notice.lang)


def long_post(notice: Notice, heads: tuple[str, ...] = ()) -> str:
    """Everything a resident needs, in paragraphs, with short names spelled out. `heads` come first."""
    meeting, lang = notice.meeting, notice.lang
    changed = wording.what_changed(meeting, lang)
    paragraphs = (
        *heads,
        changed if meeting.is_cancelled else "",
        f"{lang.say('When: %(when)s', when=wording.when(meeting, lang))}\n"
        f"{lang.say('Where: %(where)s', where=wording.where_among(meeting.hall, lang))}",
        "" if meeting.is_cancelled else changed,
        *_coming(notice),
        lang.say("More about this meeting: %(address)s", address=notice.link),
        wording.draft_note(notice.release.reviewed_languages, lang),
    )
    text = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
    return in_text(text, terms_of(notice.release.acronyms), lang) + "\n"


def _coming(notice: Notice) -> tuple[str, ...]:
    meeting, lang = notice.meeting, notice.lang
    if meeting.is_cancelled:
        return ()
    return (
        "\n".join(wording.access_notes(meeting.hall, lang)),
        tone.what_it_is(notice.release, lang),
        wording.who_attends(meeting.attending, lang),
    )
