"""Publishes again what is public already, once a day: what was to come yesterday may be over today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from scheduler.period import Period
from scheduler.store import Store
from wardpanels.disk.output import mark_of
from wardpanels.evidence.going_public import publish_as_known
from wardpanels.year.publishing import Folders, Published


@dataclass(frozen=True, slots=True)
class PublicFolders:
    """What a worker keeps up to date, and how it was published."""

    folders: Folders
    with_print: bool

    def publish(self, store: Store, data: Path, period: Period, at: datetime) -> str:
        """Publish the newest release of a period again, and say in a sentence what that changed.

        Edges:  "" where nothing was ever published into the folder: the first time is for a person
        Errors: as `going_public.publish_as_known`
        """
        if not mark_of(self.folders.site):
            return ""
        return _said(publish_as_known(store, data, period, at, self.folders, with_print=self.with_print))


def _said(published: Published) -> str:
    site = published.folders[0]
    return f"{site.folder}: published for today. {site.written.written:,} of {site.written.files:,} files written."
