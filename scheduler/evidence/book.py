"""The evidence book: every measure, in the order of the recommendations.

To add one, write its class in `scheduler/evidence/measures/` and list it here. The register, the page, the report, the
docs and `action_plan.csv` know a measure by its name.
"""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.evidence.measure import Measure
from scheduler.evidence.measures.police_came import InspectorCame, SergeantAndWardOfficer

MEASURES: tuple[Measure, ...] = (
    SergeantAndWardOfficer(),
    InspectorCame(),
)

MEASURE_BY_NAME: Mapping[str, Measure] = {measure.name: measure for measure in MEASURES}
