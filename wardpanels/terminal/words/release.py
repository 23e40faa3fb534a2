"""A release, what changed in it and what was written of it, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.release.value import Change, ChangeKind, Release, ReleasedMeeting
from wardpanels.facts.release import before_poll
from wardpanels.terminal.words.borough import counted

if TYPE_CHECKING:
    from wardpanels.disk.output import Written
    from wardpanels.year.publishing import Published
    from wardpanels.year.releasing import Made

CHANGE_HEADS = ("What", "Meeting", "Ward", "Was", "Is now")

WRITTEN_HEADS = ("Folder", "Files", "Written now", "What")

CHANGE_WORDS: Mapping[ChangeKind, str] = {
    ChangeKind.NEW: "new",
    ChangeKind.MOVED: "moved",
    ChangeKind.VENUE_CHANGED: "other hall",
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
    was = _when_and_where(change.before) if change.before else ""
    now = "not held" if change.after.is_cancelled else _when_and_where(change.after)
    return (CHANGE_WORDS[change.kind], change.after.meeting_id, ward, was, now)


def release_sentence(made: Made) -> str:
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


def written_rows(
    published: Published, site: Path, newsletter: Path, copy: Sequence[tuple[Path, Written]] = ()
) -> list[tuple[str, ...]]:
    """What each folder holds and how much of it is new."""
    told = (
        (site, published.site, "the public site with its calendar feeds"),
        (newsletter, published.newsletter, "copy for the newsletter"),
        *((folder, written, "copy for every channel") for folder, written in copy),
    )
    return [(f"{folder}/", str(written.files), str(written.written), what) for folder, written, what in told]


def next_steps(year: int, ward_slug: str) -> tuple[tuple[str, str], ...]:
    """What to type after the demo, and what for."""
    return (
        ("wardpanels serve", "look at the site in a browser"),
        (f"wardpanels show --year {year} --ward {ward_slug}", "see one ward's year, with the meetings' ids"),
        ("wardpanels move --help", "change a meeting by hand, then release and publish"),
        (f"wardpanels export --year {year} --to schedule.xlsx", "take the schedule with its staffing to a spreadsheet"),
    )


def _when_and_where(meeting: ReleasedMeeting) -> str:
    return f"{meeting.starts_at:%a %d %b %H:%M}, {meeting.hall.name}"
