"""A job, for a script."""

from __future__ import annotations

from typing import Any

from scheduler.job import Job


def job_facts(job: Job) -> dict[str, Any]:
    """A job as JSON's own types. Moments are in UTC."""
    return {
        "number": job.number,
        "kind": job.kind,
        "first_day": job.period.first_day.isoformat(),
        "last_day": job.period.last_day.isoformat(),
        "by": job.by,
        "asked": job.asked,
        "asked_at": job.asked_at.isoformat(),
        "state": job.state.value,
        "progress": job.progress,
        "said": job.said,
        "result": job.result,
        "ended_at": job.ended_at.isoformat() if job.ended_at else None,
    }
