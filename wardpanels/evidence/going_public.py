"""What the site says of the action plan, worked out when the site is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from publishers import addresses, plan_data
from scheduler.errors import UnusableData
from scheduler.evidence.action_plan import plan_report
from scheduler.evidence.plan_shown import PublicPlan
from scheduler.period import Period
from scheduler.store import Store
from wardpanels.evidence.gathering import gathered
from wardpanels.evidence.plan_showing import public_plan
from wardpanels.faults import CannotUse
from wardpanels.publicity.desk import Desk, open_desk
from wardpanels.year.publishing import Folders, Published, publish
from wardpanels.year.telling import telling_of


def plan_on(desk: Desk, at: datetime) -> PublicPlan | None:
    """What anybody may read of the plan once a site is out that is published at a moment; None where there is none.

    Edges: it counts what that site tells itself, or else it would be one publish behind
    """
    if not desk.borough.actions:
        return None
    return public_plan(plan_report(replace(gathered(desk), publishing_at=at).known(at)))


def plan_to_publish(store: Store, folder: Path, period: Period, at: datetime, site: Path) -> PublicPlan | None:
    """The same of the borough in a folder.

    Edges: where its files cannot be read, what the site says already: a slip in a file stops no news
    """
    try:
        desk = open_desk(store, folder, period)
    except (UnusableData, CannotUse):
        told = site / addresses.ACTION_PLAN_JSON
        return plan_data.read(told.read_bytes()) if told.is_file() else None
    return plan_on(desk, at)


def publish_as_known(
    store: Store,
    data: Path,
    period: Period,
    at: datetime,
    folders: Folders,
    *,
    with_print: bool = True,
    is_first: bool = False,
) -> Published:
    """Publish the newest release of a period with all that decides how it is told today, the action plan included.

    Errors: UnusableData, CannotUse; as `publishing.publish`
    """
    telling = telling_of(data)
    telling = replace(telling, plan=plan_to_publish(store, data, period, at, folders.site))
    return publish(store, telling, period, at, folders, with_print=with_print, is_first=is_first)
