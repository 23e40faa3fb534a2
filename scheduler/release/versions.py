"""A meeting's versions: what was released of it, from one piece of news to the next. No store."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MeetingVersion:
    """What some releases in a row, from `first` to `last`, tell of a meeting.

    Units: moments are aware, UTC; `first` and `last` are numbers of releases of one period
    Edges: `facts` is as `release.grading.facts_of`, in the last of these releases; `sequence` is the meeting's; a
           meeting that is put back as it once was has another version with the same facts; `starts_at` is when it was
           to begin, also where it `is_cancelled`; `overtaken_at` is when the next version was released, None for what
           is true now
    """

    meeting_id: str
    ward_code: str
    facts: str
    sequence: int
    starts_at: datetime
    is_cancelled: bool
    first: int
    last: int
    released_at: datetime
    overtaken_at: datetime | None = None

    def is_of(self, number: int) -> bool:
        """Whether the release with this number tells it."""
        return self.first <= number <= self.last

    def is_true_at(self, moment: datetime) -> bool:
        """Whether it was released by a moment, and nothing else since."""
        return self.released_at <= moment and (self.overtaken_at is None or moment < self.overtaken_at)


def versions_of(released: Iterable[MeetingVersion]) -> tuple[MeetingVersion, ...]:
    """Join what follows each other without news between; return the versions by meeting, oldest first.

    `released` are the meetings of every release, in the order of the releases: each a version of that release alone.

    Edges: other facts with the same sequence, such as access that was checked for the first time, are no news
    """
    found: dict[str, list[MeetingVersion]] = {}
    for one in released:
        ours = found.setdefault(one.meeting_id, [])
        if ours and (ours[-1].facts == one.facts or ours[-1].sequence == one.sequence):
            ours[-1] = replace(ours[-1], facts=one.facts, sequence=one.sequence, last=one.last)
            continue
        if ours:
            ours[-1] = replace(ours[-1], overtaken_at=one.released_at)
        ours.append(one)
    return tuple(version for versions in found.values() for version in versions)
