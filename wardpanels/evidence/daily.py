"""Publishes again what is public already, once a day: what was to come yesterday may be over today."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from scheduler.period import Period
from scheduler.store import Store
from wardpanels.disk.output import files_of_ours, mark_of
from wardpanels.evidence.going_public import publish_as_known
from wardpanels.year.publishing import Folders

PRINTED = "print/"
"""Where a site that was published with print has its sheets."""


def publish_again(store: Store, data: Path, folders: Folders, period: Period, at: datetime) -> str:
    """Publish the newest release of a period into folders that were published to, and say in a sentence what changed.

    Edges:  "" where nothing was ever published into the site's folder: the first time is for a person; with print where
            the folder has sheets to print
    Errors: as `going_public.publish_as_known`
    """
    if not mark_of(folders.site):
        return ""
    site = publish_as_known(store, data, period, at, folders, with_print=is_printed(folders.site)).folders[0]
    return f"{site.folder}: published for today. {site.written.written:,} of {site.written.files:,} files written."


def is_printed(site: Path) -> bool:
    """Whether a site was published with sheets to print: then its pages lead to them."""
    return any(path.startswith(PRINTED) for path in files_of_ours(site))
