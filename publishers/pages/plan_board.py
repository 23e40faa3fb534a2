"""The action plan as anybody may read it: each colour and why. No names, and nothing that staff wrote freely."""

from __future__ import annotations

from collections.abc import Iterator

from publishers import addresses
from publishers.pages.site import Facts, Page, PageWords, Site
from scheduler.evidence.day_words import day_of
from scheduler.evidence.plan_shown import PublicPlan
from scheduler.evidence.status import Colour


def pages(plan: PublicPlan | None) -> Iterator[Page]:
    """The one page, where there is a plan."""
    if plan is not None:
        counted_to = day_of(plan.counted_to) if plan.counted_to else ""
        facts = {"plan": plan, "colours": tuple(Colour), "counted_to": counted_to}
        yield Page(addresses.ACTION_PLAN_PAGE, "site/action_plan.html", _words, facts)


def _words(site: Site, _: Facts) -> PageWords:
    say = site.lang.say
    return PageWords(say("Action plan"), say("What was promised for ward panels, and what was done."), site.crumbs())
