"""Everything that is looked at, in the order of the screen. To look at more is to write a function and add a line."""

from __future__ import annotations

from wardpanels.upkeep.checks import machine_checks, sending_checks, site_checks, store_checks
from wardpanels.upkeep.health import HealthCheck

CHECKS: tuple[HealthCheck, ...] = (
    HealthCheck("disk", machine_checks.disk, "free_bytes"),
    HealthCheck("clock", machine_checks.clock, "apart_seconds"),
    HealthCheck("data", store_checks.data, is_quick=False),
    HealthCheck("database", store_checks.database, is_quick=False),
    HealthCheck("file modes", machine_checks.modes),
    HealthCheck("secrets", machine_checks.secrets),
    HealthCheck("versions", machine_checks.versions, is_quick=False),
    HealthCheck("backup", store_checks.backup, "age_seconds"),
    HealthCheck("restore drill", store_checks.drill, "age_seconds"),
    HealthCheck("to send", sending_checks.unsent, "oldest_due_seconds"),
    HealthCheck("to approve", sending_checks.unapproved, "items"),
    HealthCheck("to carry", sending_checks.uncarried, "items"),
    HealthCheck("channels", sending_checks.carriers, "closed"),
    HealthCheck("site", site_checks.site),
    HealthCheck("live host", site_checks.host, "wrong", is_quick=False),
    HealthCheck("certificate", site_checks.certificate, "left_seconds", is_quick=False),
)

QUICK: tuple[HealthCheck, ...] = tuple(check for check in CHECKS if check.is_quick)
"""Those that cost next to nothing: they may be looked at every few seconds."""
