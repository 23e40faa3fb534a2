"""Writes what the public reads: the site, the newsletter, and copy for every channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.release.adjoining import with_years_beside
from scheduler.release.value import Release

if TYPE_CHECKING:
    from scheduler.store import Store
    from wardpanels.disk.output import Written


@dataclass(frozen=True, slots=True)
class Published:
    """What was written, and where."""

    release: Release
    site: Written
    newsletter: Written


def publish(release: Release, told: Release, site: Path, newsletter: Path, *, with_print: bool = True) -> Published:
    """Write the public site, with its posters unless told otherwise, and the newsletter copy.

    `told` is `release` with the years beside it (`told_beside`); both in the languages of today.

    Edges:  without print, PDFs of an earlier release go too: a poster that is out of date is worse than none
    Errors: CannotUse where a folder holds something else, or the two share files
    """
    from publishers.every_publisher import (
        recipes,  # the templates take a while to import: only what is released pays it
    )
    from wardpanels.disk.output import check_targets, write_folder

    check_targets({"site": site, "newsletter": newsletter})
    return Published(
        release,
        site=write_folder(site, recipes(told, "site and print" if with_print else "site"), "site"),
        newsletter=write_folder(newsletter, recipes(told, "newsletter"), "newsletter"),
    )


def told_beside(store: Store, release: Release, today: date) -> Release:
    """The release, with the latest ones of the years beside it that the public is still or already told of."""
    year = release.first_day.year
    beside = (store.latest_release(release.borough_code, other) for other in (year - 1, year + 1))
    return with_years_beside(release, filter(None, beside), today)


def publish_copy(release: Release, previous: Release | None, folder: Path) -> Written:
    """Write the copy of every channel, and beside it the pack of what must go out again since the release before."""
    from publishers import corrections
    from publishers.channels import every_channel
    from wardpanels.disk.output import write_folder

    return write_folder(folder, (*every_channel.publish(release), *corrections.publish(release, previous)), "copy")
