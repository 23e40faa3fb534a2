"""The policy that is planned under: which there are, what another one would change, and taking it."""

from __future__ import annotations

from scheduler.compare import policies_of
from scheduler.errors import UnknownName, UnusableData
from scheduler.policy import USUAL, NamedPolicy
from wardpanels.console.begun_work import start
from wardpanels.console.folder_page import check_also, put, tiers_of
from wardpanels.console.job_results import newest_release
from wardpanels.console.request import Answer, Request, Route, Screen
from wardpanels.jobs.kinds.plan import PlanAsked
from wardpanels.jobs.kinds.replan import ReplanAsked
from wardpanels.people.rights import Act
from wardpanels.tidying.clash_mends import try_policy


def choose(asked: Request) -> Answer:
    """What another policy would change; then, by the second button, it is in force and the year is planned anew.

    Errors: UnknownName; NotAllowed; UnusableData, CannotUse where the settings cannot be changed so
    """
    named = _named(asked)
    trial = try_policy(asked.house.data, named.name, asked.at, check_also)
    if trial.problems:
        raise UnusableData(trial.problems)
    is_told = newest_release(asked, asked.period) > 0
    if asked.form.get("sure") != "yes":
        facts = {"policy": named, "period": asked.period, "tiers": tiers_of(asked, trial), "is_told": is_told}
        return Screen("policy_choice", f"Plan under {named.title}", facts, "plan")
    what = f"Plan under the policy {named.title}"
    asked.act(
        Act.SET_UP,
        (),
        what,
        lambda: put(asked, trial.files, what, trial.seen),
        lambda _: (asked.borough.in_force or USUAL, named.name),
    )
    return start(asked, asked.period, ReplanAsked(with_new_tiers=True) if is_told else PlanAsked())


def _named(asked: Request) -> NamedPolicy:
    known = {each.name: each for each in policies_of(asked.borough)}
    name = asked.form.get("policy", "")
    if name not in known:
        raise UnknownName("policy", name, "one of the borough's", tuple(known))
    return known[name]


ROUTES = (Route("/plan/policy", choose, Act.SET_UP, is_form=True),)
