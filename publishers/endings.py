"""What is told where something ends: a ward or a hall that is no more, a language that we no longer publish in.

A calendar never ends in silence: it keeps what was told in it, and one plain entry says what happened and where to go.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from math import cos, hypot, radians

from publishers import addresses, contentlines, languages, vevents, wording
from publishers.contentlines import text, utc
from publishers.languages import Language, to_translate
from scheduler.release.edition import Edition, ended_name
from scheduler.release.value import Hall, PublicWard, Release

NEAREST = 3
"""How many wards of today are named where one is no more."""


@dataclass(frozen=True, slots=True)
class Ended:
    """One thing that is no more.

    Edges: `thing` is its name in the register, such as `wards/bow`; `title` and `words` are English sentences, whose
           places `subject` and `near` fill; `said_in` is the one language in which it is said, "" for whichever is read
    """

    thing: str
    day: date
    title: str
    words: str
    subject: str = ""
    near: tuple[str, ...] = ()
    said_in: str = ""

    def titled(self, lang: Language) -> str:
        """The title in a language."""
        spoken = self._lang(lang)
        return spoken.say(self.title, subject=self.subject)

    def said(self, lang: Language) -> str:
        """What happened, in a language, without where to go."""
        spoken = self._lang(lang)
        near = spoken.say("Wards near it: %(wards)s.", wards=spoken.joined(self.near)) if self.near else ""
        return " ".join(filter(None, (spoken.say(self.words, subject=self.subject), near)))

    def _lang(self, lang: Language) -> Language:
        return languages.once_spoken(self.said_in) if self.said_in else lang


def of_ward(edition: Edition, ward: PublicWard) -> Ended:
    """A ward that is no more, under a slug that leads nowhere else."""
    thing = f"wards/{ward.slug}"
    return Ended(
        thing,
        edition.ended_on(thing),
        to_translate("This calendar has ended: %(subject)s ward"),
        to_translate("%(subject)s is not a ward any more, so no new meetings will be added for it."),
        wording.one_line(ward.name),
        _near(edition.release, ward),
    )


def of_hall(edition: Edition, hall: Hall) -> Ended:
    """A hall where ward panels do not meet any more."""
    thing = f"halls/{hall.venue_id}"
    return Ended(
        thing,
        edition.ended_on(thing),
        to_translate("This calendar has ended: %(subject)s"),
        to_translate("Ward panels do not meet at %(subject)s any more, so no new meetings will be added."),
        wording.one_line(hall.name),
    )


def of_language(edition: Edition, tag: str) -> Ended:
    """A language that we no longer publish in."""
    thing = f"languages/{tag}"
    return Ended(
        thing,
        edition.ended_on(thing),
        to_translate("We do not write in this language any more: %(subject)s"),
        to_translate("You can go on in English. What is still here is in English."),
        languages.once_spoken(tag).name,
        said_in=tag,
    )


def of_all(edition: Edition) -> Iterator[Ended]:
    """Everything that is no more."""
    yield from (of_ward(edition, ward) for ward in edition.lost)
    yield from (of_hall(edition, hall) for hall in edition.lost_halls)
    tags = languages.withdrawn(edition.release.languages, edition.register.languages)
    yield from (of_language(edition, tag) for tag in tags)


def key(release: Release, tag: str, ended: Ended) -> str:
    """What the register calls the entry in one language."""
    return f"{tag}/{_uid(release, ended)}"


def vevent(release: Release, ended: Ended, lang: Language, at: datetime) -> bytes:
    """The plain entry, on the day it ended, as it is since `at`."""
    home = addresses.absolute(release.site_url, addresses.in_language(addresses.HOME_PAGE, lang.tag))
    go_on = lang.say("See all ward panel meetings: %(address)s", address=home)
    said = f"{ended.said(lang)}\n\n{go_on}"
    lines = contentlines.lines(
        f"UID:{_uid(release, ended)}",
        f"DTSTAMP:{utc(at)}",
        f"LAST-MODIFIED:{utc(at)}",
        f"DTSTART;VALUE=DATE:{ended.day:%Y%m%d}",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        f"SUMMARY:{text(ended.titled(lang))}",
        f"DESCRIPTION:{text(said)}",
        f"URL:{home}",
    )
    return vevents.BEGIN + lines + vevents.END


def _uid(release: Release, ended: Ended) -> str:
    return vevents.uid(release, ended_name(ended.thing))


def _near(release: Release, ward: PublicWard) -> tuple[str, ...]:
    """The wards of today whose middles are nearest to a place."""

    def far(other: PublicWard) -> float:
        return hypot(other.lat - ward.lat, (other.lon - ward.lon) * cos(radians(ward.lat)))

    return tuple(wording.one_line(other.name) for other in sorted(release.wards, key=far)[:NEAREST])
