"""A release, what changed in it and what was written of it, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from publishers.wording import access_notes
from scheduler.period import Period
from scheduler.release.value import Change, ChangeKind, Release, ReleasedMeeting
from wardpanels.facts.release import before_poll
from wardpanels.terminal.words.borough import counted
from wardpanels.year.periods import typed
from wardpanels.year.publishing import COPY, NEWSLETTER, SITE, Published
from wardpanels.year.releasing import NextRelease

CHANGE_HEADS = ("What", "Meeting", "Ward", "Was", "Is now")

WRITTEN_HEADS = ("Folder", "Files", "Written now", "What")

HOLDS: Mapping[str, str] = {
    SITE: "the public site with its calendar feeds",
    NEWSLETTER: "copy for the newsletter",
    COPY: "copy for every channel",
}

CHANGE_WORDS: Mapping[ChangeKind, str] = {
    ChangeKind.NEW: "new",
    ChangeKind.MOVED: "moved",
    ChangeKind.VENUE_CHANGED: "other hall",
    ChangeKind.ACCESS_CHANGED: "other access",
    ChangeKind.NOT_HELD: "not held",
    ChangeKind.HELD: "held after all",
    ChangeKind.UPDATED: "reworded",
    ChangeKind.CANCELLED: "cancelled",
    ChangeKind.REINSTATED: "on again",
    ChangeKind.UNCHANGED: "unchanged",
}


def poll_sentences(release: Release) -> tuple[str, ...]:
    """One sentence for each poll whose quiet weeks touch the year: what is published in them must be neutral."""
    return tuple(
        f"Before the poll of {poll.polling_day:%d %b %Y} ({poll.name}), from {poll.quiet_from:%d %b %Y}: "
        f"{counted({'meetings': len(before_poll(release, poll))})}. What goes out in these weeks is worded neutrally, "
        "and a person decides."
        for poll in release.polls
    )


def change_row(release: Release, change: Change) -> tuple[str, ...]:
    """What one change tells the public."""
    ward = release.ward_by_code[change.after.ward_code].name
    shown = _ways_in if change.kind is ChangeKind.ACCESS_CHANGED else _when_and_where
    was = shown(change.before) if change.before else ""
    now = "cancelled" if change.after.is_cancelled else shown(change.after)
    return (CHANGE_WORDS[change.kind], change.after.meeting_id, ward, was, now)


def release_title(release: Release) -> str:
    """Whose release it is, and of which period."""
    return f"{release.borough}, {release.period}"


def release_sentence(made: NextRelease) -> str:
    """What became of the draft."""
    if not made.is_needed:
        return f"Nothing changed since release {made.release.number - 1}: no release was made."
    kinds = Counter(change.kind for change in made.release.changes)
    told = ", ".join(f"{kinds[kind]} {words}" for kind, words in CHANGE_WORDS.items() if kinds[kind])
    if made.is_other_facts:
        told = f"{told}, and facts beside the meetings changed" if told else "facts beside the meetings changed"
    told = told or "nothing new for the public, but other officers come"
    if not made.is_stored:
        return f"Release {made.release.number} would say: {told}. Nothing was stored."
    return f"Release {made.release.number}: {told}."


def published_sentence(published: Published) -> str:
    """Whose release of which period is public now."""
    return f"{release_title(published.release)}: release {published.release.number} is published."


def written_rows(published: Published) -> list[tuple[str, ...]]:
    """What each folder holds and how much of it is new."""
    return [
        (f"{each.folder}/", str(each.written.files), str(each.written.written), HOLDS[each.holds])
        for each in published.folders
    ]


def next_steps(period: Period, ward_slug: str) -> tuple[tuple[str, str], ...]:
    """What to type after the demo, and what for."""
    return (
        ("wardpanels serve", "look at the site in a browser"),
        (f"wardpanels show {typed(period)} --ward {ward_slug}", "see one ward's year, with the meetings' ids"),
        ("wardpanels move --help", "change a meeting by hand, then release and publish"),
        (
            f"wardpanels export {typed(period)} --to schedule.xlsx",
            "take the schedule with its staffing to a spreadsheet",
        ),
    )


def _ways_in(meeting: ReleasedMeeting) -> str:
    return f"{meeting.starts_at:%a %d %b}, {meeting.hall.name}: {'; '.join(access_notes(meeting.hall)).lower()}"


def _when_and_where(meeting: ReleasedMeeting) -> str:
    return f"{meeting.starts_at:%a %d %b %H:%M}, {meeting.hall.name}"
