"""Works out what releasing the draft would tell to whom: as long as filling the outbox takes. It changes nothing."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from scheduler.progress import Progress
from wardpanels import wiring
from wardpanels.facts.release import release_facts
from wardpanels.jobs.kind import Found, JobTurn, Kind, Work
from wardpanels.people.rights import Act
from wardpanels.publicity.announcing import foresee_release
from wardpanels.publicity.desk import open_desk
from wardpanels.year.drafts import stored_draft


@dataclass(frozen=True, slots=True)
class ForeseeAsked:
    """Whether it would be the first release of a period that has begun."""

    is_first: bool = False


def _run(work: Work, asked: ForeseeAsked) -> Found:
    desk = open_desk(work.store, work.data, work.period)
    work.news.heard(Progress("Wording what each channel would tell"))
    revision = stored_draft(work.store, desk.borough, work.period).revision
    foreseen = foresee_release(desk, wiring.now(), is_first=asked.is_first)
    told = {"revision": revision, "number_to_type": foreseen.number_to_type}
    return Found(told | release_facts(foreseen.made) | {"channels": [asdict(each) for each in foreseen.channels]})


KIND = Kind("foresee", Act.SEE, JobTurn.LOOK, ForeseeAsked, _run)
