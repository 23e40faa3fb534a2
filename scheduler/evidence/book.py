"""The evidence book: every measure, in the order of the recommendations.

To add one, write its class in `scheduler/evidence/measures/` and list it here. The register, the page, the report, the
docs and `action_plan.csv` know a measure by its name.
"""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.evidence.measure import Measure
from scheduler.evidence.measures.board_meetings import BoardInEvening, YouthCame, YouthInvited
from scheduler.evidence.measures.decisions import ActionsDone, ActionsOwned, ThreePriorities
from scheduler.evidence.measures.listed import RightOnPoliceUk
from scheduler.evidence.measures.meetings_held import DaytimeAtWeekend, HallsVaried, MeetingsHeld
from scheduler.evidence.measures.neighbourhood import OfficersListed, PrioritiesShown, PrioritiesUpdated
from scheduler.evidence.measures.officers_came import InspectorCame, PublicRealmCame, SergeantAndWardOfficer
from scheduler.evidence.measures.panel_posts import ChairFilled, SecretaryFilled, ViceChairFilled
from scheduler.evidence.measures.papers import BriefingReady, MinutesInTime, PublicRealmAgenda
from scheduler.evidence.measures.short_names import AcronymsExplained
from scheduler.evidence.measures.told import CorrectedAtOnce, InMagazine, ToldByCouncil, ToldByPolice

MEASURES: tuple[Measure, ...] = (
    ChairFilled(),
    ViceChairFilled(),
    SecretaryFilled(),
    MeetingsHeld(),
    DaytimeAtWeekend(),
    HallsVaried(),
    PublicRealmCame(),
    PublicRealmAgenda(),
    YouthInvited(),
    YouthCame(),
    BoardInEvening(),
    ToldByCouncil(),
    InMagazine(),
    ToldByPolice(),
    RightOnPoliceUk(),
    CorrectedAtOnce(),
    MinutesInTime(),
    ThreePriorities(),
    ActionsOwned(),
    ActionsDone(),
    SergeantAndWardOfficer(),
    InspectorCame(),
    BriefingReady(),
    AcronymsExplained(),
    PrioritiesUpdated(),
    PrioritiesShown(),
    OfficersListed(),
)

MEASURE_BY_NAME: Mapping[str, Measure] = {measure.name: measure for measure in MEASURES}
