"""What a job has done so far, by what is found in the store and in the folders: true also after it was killed."""

from __future__ import annotations

from pathlib import Path

from scheduler.job import Job
from scheduler.plan import Plan
from scheduler.release.value import Release
from scheduler.store import Draft, Store
from wardpanels.year.showing import published_release

FROZEN, FILLED, PUBLISHED, KEPT = "frozen", "outbox filled", "site published", "kept as the draft"

Step = tuple[str, bool]
"""What is done, and whether it is."""


def is_filled(store: Store, release: Release | None) -> bool:
    """Whether the outbox is filled for a release."""
    if release is None:
        return False
    found = store.outbox.filled_for(release.borough_code, release.first_day, release.released_at)
    return found is not None and found[0] == release.number


def is_published(release: Release | None, site: str) -> bool:
    """Whether the public folder shows a release."""
    shown = published_release(Path(site))
    return release is not None and shown is not None and shown.is_of(release)


def is_kept(draft: Draft | None, plan: Plan | None) -> bool:
    """Whether a plan is the draft. Edges: what either is said to cost is another question"""
    if draft is None or plan is None:
        return False
    return (draft.plan.meetings, draft.plan.planned_tiers) == (plan.meetings, plan.planned_tiers)


def kept_steps(store: Store, job: Job) -> tuple[Step, ...]:
    """Whether the plan that a job found is the draft."""
    draft = store.draft(job.borough_code, job.period.first_day)
    return ((KEPT, is_kept(draft, store.jobs.plan(job.number))),)
