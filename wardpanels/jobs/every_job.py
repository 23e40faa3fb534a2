"""Every kind of job, by its name and by what can be asked of it."""

from __future__ import annotations

from wardpanels.jobs.kind import Kind
from wardpanels.jobs.kinds import (
    ask_crimes,
    ask_neighbourhoods,
    call_off,
    compare,
    foresee,
    plan,
    publish,
    release,
    replan,
)

EVERY_JOB: tuple[Kind, ...] = (
    plan.KIND,
    replan.KIND,
    compare.KIND,
    foresee.KIND,
    release.KIND,
    publish.KIND,
    call_off.KIND,
    ask_crimes.KIND,
    ask_neighbourhoods.KIND,
)
BY_NAME = {kind.name: kind for kind in EVERY_JOB}
BY_ASKED = {kind.asked: kind for kind in EVERY_JOB}
