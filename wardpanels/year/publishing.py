"""Writes what the public reads: the site, the newsletter, and copy for every channel."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from publishers import corrections
from publishers.artifact import Artifact
from publishers.channels import every_channel
from publishers.every_publisher import recipes
from publishers.recipes import Recipe
from scheduler.days import local_day
from scheduler.period import Period
from scheduler.release.adjoining import with_years_beside
from scheduler.release.value import Release
from scheduler.store import Store
from wardpanels.disk.output import Written, check_targets, write_folder
from wardpanels.year.releasing import latest_release, release_before
from wardpanels.year.telling import Telling

SITE, NEWSLETTER, COPY = "site", "newsletter", "copy"
"""What a folder holds; no folder ever holds two of them."""


@dataclass(frozen=True, slots=True)
class Folders:
    """Where what is published goes. Edges: without `copy`, no copy for the other channels is written."""

    site: Path
    newsletter: Path
    copy: Path | None = None

    @property
    def by_kind(self) -> dict[str, Path]:
        """The folders by what they hold, in the order of writing."""
        known = {SITE: self.site, NEWSLETTER: self.newsletter}
        return known | {COPY: self.copy} if self.copy else known


@dataclass(frozen=True, slots=True)
class WrittenFolder:
    """One folder that was written, what it holds, and how much of it is new."""

    folder: Path
    holds: str
    written: Written


@dataclass(frozen=True, slots=True)
class Published:
    """The release that is public now, and what was written of it."""

    release: Release
    folders: tuple[WrittenFolder, ...]


def publish(
    store: Store, telling: Telling, period: Period, at: datetime, folders: Folders, *, with_print: bool = True
) -> Published:
    """Write the latest release of a period, as it is told at a moment, with the years beside it.

    Edges:  without print, PDFs of an earlier release go too: a poster that is out of date is worse than none
    Errors: NothingYet; CannotUse where a folder holds something else, or two share files
    """
    check_targets(folders.by_kind)
    release = latest_release(store, telling.profile.code, period)
    today = local_day(at, telling.profile.timezone)
    told = telling.on(told_beside(store, release, today), today)
    files: dict[str, Iterable[Artifact | Recipe]] = {
        SITE: recipes(told, "site and print" if with_print else "site"),
        NEWSLETTER: recipes(told, "newsletter"),
    }
    if folders.copy:
        files[COPY] = _copy(telling, release, release_before(store, release))
    written = [
        WrittenFolder(folder, holds, write_folder(folder, files[holds], holds))
        for holds, folder in folders.by_kind.items()
    ]
    return Published(release, tuple(written))


def told_beside(store: Store, release: Release, today: date) -> Release:
    """The release, with the latest ones of the other periods that the public is still or already told of."""
    code = release.borough_code
    others = (each.period.first_day for each in store.periods(code) if each.period != release.period and each.release)
    beside = (store.latest_release(code, first_day) for first_day in others)
    return with_years_beside(release, filter(None, beside), today)


def _copy(telling: Telling, release: Release, previous: Release | None) -> tuple[Artifact, ...]:
    """Copy for the whole year, with neutral copy beside it, and the pack of what must go out again by now."""
    told = telling.of_the_year(release)
    before = telling.of_the_year(previous) if previous else None
    return (*every_channel.publish(told), *corrections.publish(told, before))
