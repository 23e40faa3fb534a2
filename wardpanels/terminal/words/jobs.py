"""Jobs, in words."""

from __future__ import annotations

from scheduler.job import Job, JobState

JOB_HEADS = ("Job", "What", "Of", "By", "Asked (UTC)", "State", "How far")


def job_row(job: Job) -> tuple[str, ...]:
    """One job in a list."""
    asked = f"{job.asked_at:%d %b %Y %H:%M}"
    return str(job.number), job.kind, str(job.period), job.by, asked, job.state.value, job.said or _how_far(job)


def stopped_sentence(job: Job) -> str:
    """What became of a job that somebody wanted stopped."""
    if job.state is JobState.STOPPED:
        return f"Job {job.number} ({job.kind} of {job.period}) is stopped. What it had stored by then is kept."
    return f"Job {job.number} had ended before: {job.state.value}."


def _how_far(job: Job) -> str:
    known = job.progress
    if not job.is_under_way:
        return "; ".join(known.get("steps", ()))
    figures = [f"{name} {known[name]:,}" for name in ("cost", "bound") if known.get(name) is not None]
    return "; ".join(filter(None, (*known.get("steps", ()), known.get("stage", "").lower(), *figures)))
