"""The proof: of each version of a meeting and each channel, whether it was told in time. It reads, and decides nothing.

What is promised and what was told is taken from the outbox and its ledger, so that a channel that is retired, or whose
settings are other ones by now, still answers for what it said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from publishers.channels.police_uk import CHANNEL
from scheduler.proof import (
    ChannelFact,
    Pledge,
    Share,
    Told,
    facts,
    pledges_of,
    pledges_of_site,
    shares,
    told_in,
    told_on_site,
    told_on_site_at,
)
from scheduler.release.promises import SITE
from scheduler.release.value import PublicWard
from scheduler.release.versions import MeetingVersion
from wardpanels.publicity.desk import Desk, choice, fill, latest_release, records_of
from wardpanels.publicity.due import Selection


@dataclass(frozen=True, slots=True)
class Proof:
    """The facts that somebody asked for, the wards by code, and the channels whose words police.uk lists."""

    facts: tuple[ChannelFact, ...]
    wards: Mapping[str, PublicWard]
    listed_by: frozenset[str] = frozenset()

    def by_channel(self) -> tuple[Share, ...]:
        """The shares of each channel."""
        return shares(self.facts, lambda fact: fact.channel)

    def by_ward(self) -> tuple[Share, ...]:
        """The shares of each ward."""
        return shares(self.facts, self.ward_of)

    def by_month(self) -> tuple[Share, ...]:
        """The shares of each month in which the meetings were to be."""
        return shares(self.facts, month_of)

    def all(self) -> Share:
        """The shares of everything."""
        found = shares(self.facts, lambda fact: "all")
        return found[0] if found else Share("all", 0, 0, 0, 0)

    def ward_of(self, fact: ChannelFact) -> str:
        """The name of the ward of a meeting."""
        return self.wards[fact.version.ward_code].name


def read_proof(desks: Sequence[Desk], chosen: Selection, month: str, at: datetime) -> Proof:
    """Bring the outbox up to date and read what it proves of a channel, a ward and a month, or of all of them.

    Units: `month` is such as "2027-04", "" for every month

    Errors: NothingYet, UnknownName
    """
    is_site = (chosen.channel or "").casefold() == SITE
    wanted = [choice(desk, None if is_site else chosen.channel, chosen.ward) for desk in desks]
    wards: dict[str, PublicWard] = {}
    found: list[ChannelFact] = []
    for desk, is_wanted in zip(desks, wanted, strict=True):
        fill(desk, at)
        versions = desk.store.versions(desk.code, desk.period.first_day)
        wards |= latest_release(desk).ward_by_code
        found += (
            fact
            for fact in channel_facts(desk, versions, at)
            if is_wanted(fact.channel, (fact.version.meeting_id,))
            and month in ("", month_of(fact))
            and (fact.channel == SITE or not is_site)
        )
    listed_by = (way.channel for way in desks[0].publicity.every if way.copy == CHANNEL)
    return Proof(tuple(found), wards, frozenset(listed_by))


@dataclass(frozen=True, slots=True)
class ToldAndOwed:
    """All that every channel told and was to tell of a period, whenever it was written down."""

    told: tuple[Told, ...] = ()
    owed: tuple[Pledge, ...] = ()


def channel_facts(
    desk: Desk, versions: Sequence[MeetingVersion], at: datetime, known: ToldAndOwed | None = None
) -> tuple[ChannelFact, ...]:
    """What each channel told of some versions of meetings, as it was written down by a moment.

    Edges: `known` is what `told_and_owed` read of all versions; without it the store is read
    """
    known = known or told_and_owed(desk, versions)
    unmended = {voice.channel for voice in desk.publicity.voices if not voice.is_mended}
    by_then = (each for each in known.told if each.written_at <= at)
    return facts(versions, by_then, known.owed, desk.borough.profile.timezone, at, unmended)


def told_and_owed(desk: Desk, versions: Sequence[MeetingVersion], publishing_at: datetime | None = None) -> ToldAndOwed:
    """What every channel told and was to tell; the site too, where the borough has one that is published from here.

    Edges: `publishing_at` is the moment at which the site is about to go out, so that it counts itself
    """
    records, timezone = records_of(desk), desk.borough.profile.timezone
    told, owed = list(told_in(records, timezone)), list(pledges_of(records))
    publications = desk.store.promises.publications(desk.code, timezone)
    told += told_on_site(publications, versions, timezone)
    if publishing_at:
        told += told_on_site_at(publishing_at, versions, timezone)
    if publications or publishing_at:
        owed += pledges_of_site(versions)
    return ToldAndOwed(tuple(told), tuple(owed))


def month_of(fact: ChannelFact) -> str:
    """The month in which a meeting was to be, such as 2027-04."""
    return f"{fact.held_on:%Y-%m}"
