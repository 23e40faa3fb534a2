"""A release, and what was written of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from scheduler.facts import Election
from scheduler.release.elections import poll_after
from scheduler.release.value import Release
from wardpanels.year.publishing import Published
from wardpanels.year.releasing import NextRelease


def release_facts(made: NextRelease) -> dict[str, Any]:
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
        "calls": [
            {"meeting_id": call.meeting.meeting_id, "venue_id": call.venue.venue_id, "ask_hall": call.question}
            for call in made.calls
        ],
    }


def before_poll(release: Release, poll: Election) -> list[str]:
    """The ids of the meetings in a poll's quiet weeks."""
    held = (meeting for meeting in release.meetings if not meeting.is_cancelled)
    return [meeting.meeting_id for meeting in held if poll_after((poll,), meeting.held_on)]


def published_facts(published: Published) -> dict[str, Any]:
    """What was published, for a script."""
    return {
        "release": published.release.number,
        "folders": {str(each.folder): asdict(each.written) for each in published.folders},
    }
