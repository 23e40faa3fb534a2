"""What the public was told: every address, every calendar entry with its stamps, every slug, every piece of news.

The register is what all publications so far come to. A publication is added when it went out, and never edited. No
clock, no store.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from scheduler.release.value import ChangeKind, Hall, PublicWard, ReleasedMeeting

SECOND = timedelta(seconds=1)
"""What calendars and feeds can tell apart: their stamps have no finer parts."""


SITE = "site"
"""Who hears what is published: whoever follows the site or a calendar."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a calendar, or one entry in one language, showed when it was last told, and since when.

    Units: `modified_at` is aware UTC, whole seconds
    Edges: `made_from` is a digest of all that it is made of: the same, and it need not be made to know it; `shown` is
           one of its bytes without stamps; `sequence` is an entry's, 0 for a calendar
    """

    made_from: str
    shown: str
    modified_at: datetime
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class News:
    """One piece of news, as it was told: of a meeting, or of all meetings of a period that it happened to at once.

    Units: `at` is when it was published
    Edges: `name` is this news' and no other's, ever; `meetings` are as they were told then
    """

    name: str
    at: datetime
    kind: ChangeKind
    meetings: tuple[ReleasedMeeting, ...]

    @property
    def is_of_all(self) -> bool:
        """Whether it is one piece for every meeting of a period."""
        return len(self.meetings) > 1


@dataclass(frozen=True, slots=True)
class Publication:
    """What one publication told that had not been told like that before.

    Units: `number` counts a borough's publications from 1; `at` is aware UTC, whole seconds
    Edges: `addresses` are paths in the site's folder; `stamps` go by `language/uid` for an entry and by its path for a
           calendar; `members` are, by the English path of a feed, the ids of meetings that it held; `wards` go by slug;
           `ended` are the days on which something was first told to be no more, by the
           name of its plain entry
    """

    number: int
    at: datetime
    addresses: tuple[str, ...] = ()
    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    meetings: tuple[ReleasedMeeting, ...] = ()
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wards: Mapping[str, PublicWard] = field(default_factory=dict)
    halls: tuple[Hall, ...] = ()
    languages: tuple[str, ...] = ()
    ended: Mapping[str, date] = field(default_factory=dict)
    news: tuple[News, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it told nothing that was not told before."""
        return self == Publication(self.number, self.at)


@dataclass(frozen=True, slots=True)
class Register:
    """All that the public of a borough was ever told, as it was told last. Fields are as in a publication.

    Edges: `number` and `at` are those of the last publication, 0 and None before the first
    """

    number: int = 0
    at: datetime | None = None
    addresses: frozenset[str] = frozenset()
    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    meetings: Mapping[str, ReleasedMeeting] = field(default_factory=dict)
    members: Mapping[str, frozenset[str]] = field(default_factory=dict)
    wards: Mapping[str, PublicWard] = field(default_factory=dict)
    halls: Mapping[str, Hall] = field(default_factory=dict)
    languages: frozenset[str] = frozenset()
    ended: Mapping[str, date] = field(default_factory=dict)
    news: tuple[News, ...] = ()


def later(at: datetime, than: datetime) -> datetime:
    """A moment after another one: `at`, unless the clock was set back."""
    return max(at, than + SECOND)


def register_of(publications: tuple[Publication, ...]) -> Register:
    """What some publications, oldest first, come to."""
    addresses: set[str] = set()
    members: dict[str, set[str]] = {}
    stamps: dict[str, Stamp] = {}
    meetings: dict[str, ReleasedMeeting] = {}
    wards: dict[str, PublicWard] = {}
    halls: dict[str, Hall] = {}
    languages: set[str] = set()
    ended: dict[str, date] = {}
    news: list[News] = []
    for each in publications:
        addresses.update(each.addresses)
        languages.update(each.languages)
        stamps.update(each.stamps)
        meetings.update((meeting.meeting_id, meeting) for meeting in each.meetings)
        for feed, ids in each.members.items():
            members.setdefault(feed, set()).update(ids)
        wards.update(each.wards)
        halls.update((hall.venue_id, hall) for hall in each.halls)
        for thing, day in each.ended.items():
            ended.setdefault(thing, day)
        news += each.news
    last = publications[-1] if publications else None
    return Register(
        last.number if last else 0,
        last.at if last else None,
        frozenset(addresses),
        stamps,
        meetings,
        {feed: frozenset(ids) for feed, ids in members.items()},
        wards,
        halls,
        frozenset(languages),
        ended,
        tuple(news),
    )
