"""A release, and what was written of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.facts import Election
from scheduler.release.elections import poll_after
from scheduler.release.value import Release

if TYPE_CHECKING:
    from wardpanels.disk.output import Written
    from wardpanels.year.publishing import Published
    from wardpanels.year.releasing import Made


def release_facts(made: Made) -> dict[str, Any]:
    """A release for a script."""
    release = made.release
    return {
        "number": release.number if made.is_needed else release.number - 1,
        "is_news": made.is_news,
        "is_other_facts": made.is_other_facts,
        "is_stored": made.is_stored,
        "changes": [{"kind": change.kind.value, "meeting_id": change.after.meeting_id} for change in release.changes],
        "polls": [
            {
                "name": poll.name,
                "quiet_from": poll.quiet_from.isoformat(),
                "polling_day": poll.polling_day.isoformat(),
                "meetings": before_poll(release, poll),
            }
            for poll in release.polls
        ],
    }


def before_poll(release: Release, poll: Election) -> list[str]:
    """The ids of the meetings in a poll's quiet weeks."""
    held = (meeting for meeting in release.meetings if not meeting.is_cancelled)
    return [meeting.meeting_id for meeting in held if poll_after((poll,), meeting.held_on)]


def published_facts(
    published: Published, site: Path, newsletter: Path, copy: Sequence[tuple[Path, Written]] = ()
) -> dict[str, Any]:
    """What was published, for a script."""
    folders = ((site, published.site), (newsletter, published.newsletter), *copy)
    return {
        "release": published.release.number,
        "folders": {str(folder): asdict(written) for folder, written in folders},
    }
