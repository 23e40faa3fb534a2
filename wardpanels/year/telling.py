"""How a borough's releases are told: in which languages, and where a poll is near in neutral words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scheduler.evidence.plan_shown import PublicPlan
from scheduler.facts import BoroughProfile, Election, Officer
from scheduler.reading.borough import read_elections, read_officers
from scheduler.release.campaign import USUAL, CampaignChoices
from scheduler.release.elections import told_on, with_polls
from scheduler.release.value import Release
from wardpanels.year import reading, translations
from wardpanels.year.campaigning import read_campaign


@dataclass(frozen=True, slots=True)
class Telling:
    """What is not frozen with a release, and decides how it is told: the languages, polls and campaign of today.

    Edges: `in_languages` gives a release the languages that may go out today; `plan` is what the site says of the
           action plan, None where it says nothing; of `staff` nothing is told: they are who is looked for
    """

    profile: BoroughProfile
    elections: tuple[Election, ...]
    in_languages: Callable[[Release], Release]
    campaign: CampaignChoices = USUAL
    plan: PublicPlan | None = None
    staff: tuple[Officer, ...] = ()

    def of_the_year(self, release: Release) -> Release:
        """The release as it is told over the whole year, with every poll that is known today."""
        return with_polls(self.in_languages(release), self.elections)

    def on(self, release: Release, day: date) -> Release:
        """The release as it is told on one day: neutral where that is in the quiet weeks before a poll."""
        return told_on(self.of_the_year(release), day)


def telling_of(folder: Path) -> Telling:
    """Read what decides the telling, and no more: a slip in another file stops no news.

    Errors: UnusableData, CannotUse
    """
    profile = reading.profile_of(folder)
    chooser, campaign = translations.chooser(folder, profile), read_campaign(folder)
    return Telling(profile, read_elections(folder), chooser, campaign, staff=read_officers(folder))
