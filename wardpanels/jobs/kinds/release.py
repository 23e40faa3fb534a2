"""Tells the public what the draft says by now: freezes a release, fills the outbox, publishes the site.

Each step is taken only where it was not taken yet, so that a job that was killed is finished by the next one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scheduler.items import Item
from scheduler.job import Job
from scheduler.progress import Progress
from scheduler.store import Store
from wardpanels import wiring
from wardpanels.evidence.going_public import publish_as_known
from wardpanels.facts.release import published_facts, release_facts
from wardpanels.jobs.kind import Found, JobTurn, Kind, Work
from wardpanels.jobs.steps import FILLED, FROZEN, PUBLISHED, Step, is_filled, is_published
from wardpanels.people.rights import Act
from wardpanels.publicity.announcing import announce
from wardpanels.publicity.desk import Desk, open_desk, waiting
from wardpanels.year.drafts import stored_draft
from wardpanels.year.publishing import Folders


@dataclass(frozen=True, slots=True)
class ReleaseAsked:
    """What a person saw and agreed to.

    Edges: `revision` is that of the draft that was shown; `allowed` is how many cancellations were agreed to by number;
           `before` is the number of the release that was the newest then, 0 for none
    """

    revision: int
    site: str
    newsletter: str
    before: int = 0
    allowed: int | None = None
    is_first: bool = False
    with_print: bool = True


def _run(work: Work, asked: ReleaseAsked) -> Found:
    desk, news = open_desk(work.store, work.data, work.period), work.news
    stored_draft(work.store, desk.borough, work.period, asked.revision)
    at = wiring.now()
    news.heard(Progress("Freezing the draft, and filling the outbox"))
    announced = announce(desk, at, allowed=asked.allowed, is_first=asked.is_first, frozen=lambda _: news.done(FROZEN))
    news.done(FILLED)
    news.heard(Progress("Publishing the site"))
    folders = Folders(Path(asked.site), Path(asked.newsletter))
    published = publish_as_known(work.store, work.data, work.period, at, folders, with_print=asked.with_print)
    news.done(PUBLISHED)
    told = release_facts(announced.made) | {"published": published_facts(published)}
    return Found(told | {"waiting": _waiting_facts(desk, waiting(desk, None, None, None, wiring.now()))})


def _waiting_facts(desk: Desk, items: Iterable[Item]) -> list[dict[str, Any]]:
    """What waits to go out, by channel: how much, how much of it for somebody's word, and whether by hand."""
    ways = {way.channel: way for way in desk.publicity.every}
    every, held = Counter[str](), Counter[str]()
    for item in items:
        every[item.channel] += 1
        held[item.channel] += item.awaits_approval
    return [
        {
            "channel": name,
            "told": ways[name].heard_by.told if name in ways else name,
            "items": count,
            "to_approve": held[name],
            "is_by_hand": name in ways and ways[name].is_by_hand,
        }
        for name, count in sorted(every.items())
    ]


def _steps(store: Store, job: Job) -> tuple[Step, ...]:
    release = store.latest_release(job.borough_code, job.period.first_day)
    is_frozen = release is not None and release.number > job.asked["before"]
    filled = (FILLED, is_filled(store, release)), (PUBLISHED, is_published(release, job.asked["site"]))
    return ((FROZEN, is_frozen), *((name, is_frozen and is_done) for name, is_done in filled))


KIND = Kind("release", Act.RELEASE, JobTurn.TELL, ReleaseAsked, _run, _steps)
