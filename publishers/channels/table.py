"""Every channel by name, and the functions that make copy for them. To add a channel is to add a file and a line here.

The newsletter has an outlet of its own in `publishers.table`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from publishers.artifact import Artifact
from publishers.channels.notices import Copy
from publishers.makers import maker
from scheduler.release import Release


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to tell people. `told` is who hears by it; `make` is `module:function`, imported when asked for."""

    name: str
    told: str
    make: str


CHANNELS: tuple[Channel, ...] = (
    Channel("x", "people who follow us on X", "publishers.channels.x:copies"),
    Channel("bluesky", "people who follow us on Bluesky", "publishers.channels.bluesky:copies"),
    Channel("mastodon", "people who follow us on Mastodon", "publishers.channels.mastodon:copies"),
    Channel("facebook", "people who follow us on Facebook", "publishers.channels.facebook:copies"),
    Channel("nextdoor", "neighbours on Nextdoor", "publishers.channels.nextdoor:copies"),
    Channel("sms", "people who asked for text messages", "publishers.channels.sms:copies"),
    Channel("met-engage", "people signed up to Met Engage", "publishers.channels.met_engage:copies"),
    Channel("mps-ward-page", "readers of the ward's page at the Met", "publishers.channels.met_page:copies"),
    Channel("police-uk", "readers of police.uk", "publishers.channels.police_uk:copies"),
    Channel("council-page", "readers of the council's site", "publishers.channels.council:copies"),
    Channel("press", "readers of local papers", "publishers.channels.press:copies"),
    Channel("leaflet", "members of community groups", "publishers.channels.leaflet:copies"),
    Channel("magazine", "readers of the council's magazine", "publishers.channels.magazine:copies"),
)


def publish(release: Release) -> tuple[Artifact, ...]:
    """Return the copy for every channel as files, sorted by path.

    Errors: as `copies`
    """
    return tuple(copy.artifact for copy in copies(release))


def copies(release: Release, channels: Sequence[Channel] = CHANNELS) -> tuple[Copy, ...]:
    """Return the copy for some channels, sorted by path.

    Errors: ValueError where no copy is short enough for a channel, which only a very long site_url brings about
    """
    made = (copy for channel in channels for copy in maker(channel.make)(release))
    return tuple(sorted(made, key=lambda copy: copy.path))
