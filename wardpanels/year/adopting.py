"""Takes over what a site told before there was a register: read from the site's own folder, once."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from publishers.languages import MANNERS, SOURCE
from publishers.recipes import Recipe
from scheduler.days import local_day
from scheduler.release.adjoining import with_years_beside
from scheduler.release.edition import Edition
from scheduler.release.value import Release
from scheduler.store import Store
from wardpanels.disk.output import Staged, files_of_ours, mark_of
from wardpanels.faults import StrangeSite
from wardpanels.year.periods import typed
from wardpanels.year.promising import publication_of


@dataclass(frozen=True, slots=True)
class Served:
    """What a folder says of itself: whose site it is, of which moment, and what is to be held.

    Edges: `meetings` have each meeting's id with when it begins and ends, without those that are cancelled
    """

    borough_code: str
    released_at: datetime
    meetings: tuple[tuple[str, datetime, datetime], ...]


def adopt(store: Store, release: Release, folder: Path, at: datetime, *, is_first: bool = False) -> None:
    """Write down what a folder tells, where nothing was ever written down and it is this borough's site.

    Edges:  what the store knows of its meetings is as it was released when the site was made; where the store was lost,
            the addresses and the stamps are kept all the same
    Errors: StrangeSite where the store knew nothing then, and does not have all that the site says is to come, unless
            this `is_first` of the store
    """
    code = release.borough_code
    if store.promises.last(code):
        return
    site = _site(folder)
    if site is None or site.borough_code != code:
        return
    if not is_first:
        _refuse_strange(store, release, site, folder, at)
    edition, staged = _edition(store, release, site), _staged(folder)
    tags = tuple(tag for tag in MANNERS if tag != SOURCE and any(path.startswith(f"{tag}/") for path in staged.recipes))
    told = publication_of(replace(edition, release=replace(edition.release, languages=tags)), staged)
    store.promises.begin(code, told, os.path.realpath(folder), staged.mark)
    store.promises.told(code, told.number, release.timezone)


def _site(folder: Path) -> Served | None:
    try:
        document = json.loads((folder / "meetings.json").read_bytes())
        told_at = datetime.fromisoformat(document["release"]["released_at"])
        meetings = (
            (str(each["id"]), datetime.fromisoformat(each["starts_at"]), datetime.fromisoformat(each["ends_at"]))
            for each in document["meetings"]
            if each["status"] != "cancelled"
        )
        return Served(str(document["borough"]["code"]), told_at, tuple(meetings))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _refuse_strange(store: Store, release: Release, site: Served, folder: Path, at: datetime) -> None:
    """An empty or a wrong store must not take another's site over: what residents were told would go without a word."""
    if any(_released_by(store, release.borough_code, site.released_at)):
        return
    released = (release, *_released_by(store, release.borough_code, at))
    known = {(meeting.meeting_id, meeting.starts_at) for each in released for meeting in each.meetings}
    strange = [starts for meeting_id, starts, ends in site.meetings if ends > at and (meeting_id, starts) not in known]
    if strange:
        step = f"wardpanels publish {typed(release.period)} --first"
        raise StrangeSite(str(folder), len(strange), local_day(min(strange), release.timezone), step)


def _edition(store: Store, release: Release, site: Served) -> Edition:
    """What the site told of, as far as the store knows."""
    releases = tuple(_released_by(store, release.borough_code, site.released_at))
    if not releases:
        empty = Edition.of(replace(release, meetings=(), changes=()))
        return replace(empty, at=site.released_at, now=site.released_at, news=())
    newest = max(releases, key=lambda each: (each.released_at, each.first_day))
    today = local_day(site.released_at, release.timezone)
    told = with_years_beside(newest, (each for each in releases if each is not newest), today)
    known = told.meeting_by_id
    kept = (meeting for each in releases for meeting in each.meetings if meeting.meeting_id not in known)
    return replace(Edition.of(told), at=site.released_at, now=site.released_at, kept=tuple(kept))


def _released_by(store: Store, code: str, at: datetime) -> Iterator[Release]:
    """The newest release of every period that was made by a moment."""
    for stored in store.periods(code):
        first_day = stored.period.first_day
        made = (store.release(code, first_day, number) for number in reversed(store.releases(code, first_day)))
        found = next((each for each in made if each.released_at <= at), None)
        if found:
            yield found


def _staged(folder: Path) -> Staged:
    """The folder as it is, as if it were about to go out."""
    paths = files_of_ours(folder)
    recipes = {path: Recipe(path, "", "", (folder / path).read_bytes) for path in paths}
    made = {path: recipe.make() for path, recipe in recipes.items() if path.endswith(".ics")}
    return Staged(recipes, made, mark_of(folder))
