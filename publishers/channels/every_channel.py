"""Every channel by name, and the functions that make its copy. To add a channel is to add a file and a line here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, IntEnum, auto
from functools import partial

from publishers.artifact import Artifact
from publishers.channels import tone
from publishers.channels.copy import Copy
from publishers.channels.subjects import (
    Divided,
    Division,
    ReleasePart,
    by_issue,
    by_meeting,
    by_month,
    by_quarter,
    by_ward,
)
from publishers.makers import maker
from publishers.moments import Moment
from scheduler.release.elections import neutral
from scheduler.release.value import Release


class Mending(Enum):
    """How what a channel told is put right: by telling it again, by hand over the old sheet, or not at all."""

    AGAIN = auto()
    STUCK_OVER = auto()
    NEVER = auto()


class Medium(IntEnum):
    """Where people find what a channel says, the quickest first: it comes to them, they look it up, it hangs there."""

    PHONES = 1
    PAGES = 2
    PAPER = 3


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to tell people. `told` is who hears by it; `make` is `module:function`, imported when asked for.

    Edges: `per` is what one piece of its copy is about, and `make` is given a release that holds no more than that;
           `group` is a name of borough.toml that several channels share, "" for none; `is_council` is whether it speaks
           for the council, which must say less before a poll than the police must; one that `has_moments` says
           something else at each, and its `make` is given the moment too; `mending` is how what it told is put right;
           `medium` is where people find it: in a hurry, what comes to them goes first
    """

    name: str
    told: str
    make: str
    group: str = ""
    is_council: bool = False
    per: Division = by_meeting
    has_moments: bool = False
    mending: Mending = Mending.AGAIN
    medium: Medium = Medium.PAGES


Post = partial(Channel, medium=Medium.PHONES, has_moments=True)
"""What comes to people's phones, and says something else each time."""

SOCIAL = "social"
NEWSLETTER = "newsletter"

CHANNELS: tuple[Channel, ...] = (
    Post("x", "people who follow us on X", "publishers.channels.x:copies", SOCIAL),
    Post("bluesky", "people who follow us on Bluesky", "publishers.channels.bluesky:copies", SOCIAL),
    Post("mastodon", "people who follow us on Mastodon", "publishers.channels.mastodon:copies", SOCIAL),
    Post("facebook", "people who follow us on Facebook", "publishers.channels.facebook:copies", SOCIAL),
    Post("nextdoor", "neighbours on Nextdoor", "publishers.channels.nextdoor:copies", SOCIAL),
    Post("email", "residents who asked for emails about their ward", "publishers.channels.email:copies"),
    Post("sms", "people who asked for text messages", "publishers.channels.sms:copies"),
    Post("met-engage", "people signed up to Met Engage", "publishers.channels.met_engage:copies"),
    Channel(
        "mps-ward-page", "readers of the ward's page at the Met", "publishers.channels.met_page:copies", per=by_ward
    ),
    Channel("police-uk", "readers of police.uk", "publishers.channels.police_uk:copies"),
    Channel(
        "council-page",
        "readers of the council's site",
        "publishers.channels.council:copies",
        is_council=True,
        per=by_ward,
    ),
    Channel("press", "readers of local papers", "publishers.channels.press:copies", per=by_month),
    Channel(
        "leaflet",
        "members of community groups",
        "publishers.channels.leaflet:copies",
        is_council=True,
        per=by_ward,
        medium=Medium.PAPER,
    ),
    Channel(
        "poster",
        "people who pass the halls",
        "publishers.channels.poster:copies",
        is_council=True,
        mending=Mending.STUCK_OVER,
        medium=Medium.PAPER,
    ),
    Channel(
        "magazine",
        "readers of the council's magazine",
        "publishers.channels.magazine:copies",
        is_council=True,
        per=by_quarter,
        mending=Mending.NEVER,
        medium=Medium.PAPER,
    ),
    Channel(
        "newsletter",
        "people signed up to the borough's newsletter",
        "publishers.channels.borough_newsletter:copies",
        NEWSLETTER,
        is_council=True,
        per=by_issue,
    ),
    Channel(
        "ward-newsletter",
        "people signed up to a ward's newsletter",
        "publishers.channels.ward_newsletter:copies",
        NEWSLETTER,
        is_council=True,
        has_moments=True,
    ),
    Channel("calendar", "people who share a calendar with us", "publishers.channels.calendar:copies"),
    Channel("agenda", "Public Realm officers who come", "publishers.channels.agenda:copies", medium=Medium.PHONES),
)


def named(name: str) -> tuple[Channel, ...]:
    """The channels that a name means: the one of that name, and all of the group of that name; none for any other."""
    return tuple(channel for channel in CHANNELS if name in (channel.name, channel.group or channel.name))


def publish(release: Release) -> tuple[Artifact, ...]:
    """Return the copy for every channel as files, sorted by path; where there is a poll, neutral copy beside it.

    Errors: as `copies`
    """
    quiet = copies(neutral(release)) if release.polls else ()
    twins = (replace(copy, folder="neutral") for copy in quiet)
    made = (artifact for copy in (*copies(release), *twins) for artifact in copy.artifacts)
    return tuple(sorted(made, key=lambda artifact: artifact.path))


def copies(release: Release, channels: Sequence[Channel] = CHANNELS) -> tuple[Copy, ...]:
    """Return the copy for some channels, sorted by path; for the weeks before a poll, of `elections.neutral(release)`.

    Errors: ValueError where no copy is short enough for a channel, which only a very long site_url brings about
    """
    told = Divided(release)
    made = (copy for channel in channels for part in told.by(channel.per) for copy in copies_of(channel, part))
    return tuple(sorted(made, key=lambda copy: copy.path))


def copies_of(channel: Channel, part: ReleasePart, moment: Moment = Moment.NEWS) -> Iterator[Copy]:
    """Return what a channel says of one subject at a moment.

    Errors: as `copies`; ValueError where its copy is about what `per` does not divide a release by (our bug)
    """
    subjects = channel.per(part.release)
    said_at = (moment,) if channel.has_moments else ()
    for copy in maker(channel.make)(part.release, *said_at):
        if copy.subject not in subjects:
            wanted = ", ".join(subjects)
            raise ValueError(f"channel {channel.name}: found copy about {copy.subject!r}, wanted it about {wanted}")
        if copy.subject == part.subject:  # what has left a month stands in two issues, and each has its own part
            care = tone.care(copy.texts, is_council=channel.is_council) if part.release.is_neutral else ()
            yield replace(copy, channel=channel.name, care=care)
