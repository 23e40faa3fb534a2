"""Writes what the public reads: the site, the newsletter, and copy for every channel."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from publishers import corrections
from publishers.artifact import Artifact
from publishers.channels import every_channel
from publishers.entries import with_stamps
from publishers.every_publisher import recipes
from publishers.recipes import Recipe
from scheduler.days import local_day
from scheduler.period import Period
from scheduler.release.adjoining import with_years_beside
from scheduler.release.edition import Edition, edition_of
from scheduler.release.turns import with_campaign
from scheduler.release.value import Release
from scheduler.store import Store
from wardpanels.disk import outputs
from wardpanels.disk.output import Guard, Staged, Written, check_targets, is_free, mark_of, write_folder
from wardpanels.faults import CannotUse
from wardpanels.year.adopting import adopt
from wardpanels.year.issuing import with_papers
from wardpanels.year.promising import publication_of
from wardpanels.year.releasing import latest_release, release_before
from wardpanels.year.staff_facts import staff_facts
from wardpanels.year.telling import Telling

SITE, NEWSLETTER, COPY = outputs.SITE.name, outputs.NEWSLETTER.name, outputs.COPY.name
"""What a folder holds; no folder ever holds two of them."""


LONGEST_SILENCE = timedelta(days=400)
"""More than a year and a month between what was told last and a publish is a clock that is wrong."""

WORTH_NOTING = timedelta(days=28)
"""How long after what was written down last a publish is written down that told nothing new."""


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
    store: Store,
    telling: Telling,
    period: Period,
    at: datetime,
    folders: Folders,
    *,
    with_print: bool = True,
    is_first: bool = False,
) -> Published:
    """Write the latest release of a period, as it is told at a moment, with the years beside it.

    What goes out is held against all that was told before, and written down. A run that was killed in between is
    finished first.

    Edges:  without print, PDFs that were told go on being right, and no new ones are made
    Errors: NothingYet; CannotUse where a folder holds something else, two share files, another run writes to it, the
            clock is far past all that was told, or a file would hold something of an officer; StrangeSite, unless this
            `is_first` of the store; StalePublication; BrokenPromise
    """
    check_targets(folders.by_kind)
    release = latest_release(store, telling.profile.code, period)
    settle(store, telling.profile.code, release.timezone)
    adopt(store, release, folders.site, at, is_first=is_first)
    edition = edition_on(store, telling, release, at)
    _refuse_far_clock(edition, release)
    files: dict[str, Iterable[Artifact | Recipe]] = {
        SITE: recipes(edition, "site and print" if with_print else "site"),
        NEWSLETTER: recipes(edition, "newsletter"),
    }
    if folders.copy:
        files[COPY] = _copy(telling, release, release_before(store, release))
    guard = staff_facts(store, telling.profile, telling.staff, (release,)).refuse
    written = [WrittenFolder(folders.site, SITE, _write_site(store, edition, folders.site, files[SITE], guard))]
    written += [
        WrittenFolder(folder, holds, write_folder(folder, files[holds], outputs.BY_NAME[holds], guard))
        for holds, folder in folders.by_kind.items()
        if holds != SITE
    ]
    return Published(release, tuple(written))


def edition_on(store: Store, telling: Telling, release: Release, at: datetime) -> Edition:
    """A release as it would be published at a moment: with the years beside it, held against what was told."""
    code, today = telling.profile.code, local_day(at, telling.profile.timezone)
    told = with_papers(store, telling.profile, telling.on(told_beside(store, release, today), today), at)
    records = {meeting_id: line.record for meeting_id, line in store.records.latest(code).items()}
    not_held = {meeting_id for meeting_id, record in records.items() if record.not_held is not None}
    held = {meeting_id for meeting_id, record in records.items() if record.tells_outcome} - not_held
    register = store.promises.register(code, release.timezone)
    edition = edition_of(told, register, at, not_held=not_held, held=held, heard=store.promises.heard(code))
    return with_stamps(replace(edition, plan=telling.plan))


def _refuse_far_clock(edition: Edition, release: Release) -> None:
    """What is told cannot be taken back, and a clock that is years ahead would date it so."""
    last = max(filter(None, (edition.register.at, release.released_at)))
    if edition.now - last > LONGEST_SILENCE:
        found = f"{edition.today:%d %B %Y}, {(edition.now - last).days} days after anything was released or published"
        raise CannotUse("the clock", found, "the right time, or a new release")


def settle(store: Store, code: str, timezone: str) -> None:
    """Find out whether a publication that was begun went out, where a run was stopped before it could say so.

    Edges:  a folder that cannot be seen from here is taken to have gone out: what may have been told is kept
    Errors: CannotUse where another run is still writing to it
    """
    begun = store.promises.begun(code)
    if begun is None:
        return
    folder = Path(begun.folder)
    if not is_free(folder):
        raise CannotUse(begun.folder, "another run still writing to it", "one run at a time")
    is_out = mark_of(folder) == begun.mark if folder.parent.is_dir() else True
    if is_out:
        store.promises.told(code, begun.number, timezone)
    else:
        store.promises.drop(code, begun.number)


def _write_site(
    store: Store,
    edition: Edition,
    folder: Path,
    files: Iterable[Artifact | Recipe],
    guard: Guard,
) -> Written:
    """Write the site, and write down what it tells.

    A run with nothing new to tell begins a publication too: one that was overtaken would bring an older site back. It
    is written down about once a month, so that a year without news is not taken for a clock that is wrong.
    """
    code, begun = edition.release.borough_code, []

    def promise(staged: Staged) -> None:
        publication = publication_of(edition, staged)
        store.promises.begin(code, publication, os.path.realpath(folder), staged.mark)
        begun.append(publication)

    written = write_folder(folder, files, outputs.SITE, guard, promise)
    last = edition.register.at
    for publication in begun:
        if publication.is_empty and last and publication.at - last < WORTH_NOTING:
            store.promises.drop(code, publication.number)
        else:
            store.promises.told(code, publication.number, edition.release.timezone)
    return written


def told_beside(store: Store, release: Release, today: date) -> Release:
    """The release, with the latest ones of the other periods that the public is still or already told of."""
    code = release.borough_code
    others = (each.period.first_day for each in store.periods(code) if each.period != release.period and each.release)
    beside = (store.latest_release(code, first_day) for first_day in others)
    return with_years_beside(release, filter(None, beside), today)


def _copy(telling: Telling, release: Release, previous: Release | None) -> tuple[Artifact, ...]:
    """Copy for the whole year, with neutral copy beside it, and the pack of what must go out again by now."""

    def as_told(each: Release) -> Release:
        return with_campaign(telling.of_the_year(each), telling.campaign, of=release)

    told, before = as_told(release), as_told(previous) if previous else None
    return (*every_channel.publish(told), *corrections.publish(told, before))
