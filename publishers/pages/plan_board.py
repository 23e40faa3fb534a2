"""The action plan as anybody may read it: each colour and why. No names, and nothing that staff wrote freely."""

from __future__ import annotations

from collections.abc import Iterator

from publishers import addresses
from publishers.languages import to_translate
from publishers.pages.site import Facts, Page, PageWords, Site
from scheduler.evidence.plan_shown import PublicPlan
from scheduler.evidence.status import Colour

COLOURS = (
    to_translate("Red"),
    to_translate("Amber"),
    to_translate("Green"),
    to_translate("Grey"),
    to_translate("Off target"),
    to_translate("Close to its target"),
    to_translate("On target"),
    to_translate("Nothing due yet"),
)
"""The names of the colours and what they mean, as the scheduler has them, for the catalogues."""


def pages(plan: PublicPlan | None) -> Iterator[Page]:
    """The one page, where there is a plan."""
    if plan is not None:
        facts = {"plan": plan, "colours": tuple(Colour)}
        yield Page(addresses.ACTION_PLAN_PAGE, "site/action_plan.html", _words, facts)


def _words(site: Site, _: Facts) -> PageWords:
    say = site.lang.say
    return PageWords(say("Action plan"), say("What was promised for ward panels, and what was done."), site.crumbs())
