"""Frames a borough's facts and some rules as the question of a period, and frames it anew where a fact is another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from scheduler.calendar_quarters import quarters
from scheduler.edges import edges
from scheduler.facts import Borough, PlannedTier, Role
from scheduler.period import Period
from scheduler.plan import Plan, PlannedMeeting
from scheduler.problem import AnyRule, PlanningProblem, Sitting, WardView, once_a_problem
from scheduler.tiers import Standing, standings, tiers_of


def framed(
    borough: Borough, period: Period, rules: tuple[AnyRule, ...], others: Iterable[PlannedMeeting] = ()
) -> PlanningProblem:
    """The question for one period under some rules. `others`: the meetings of the borough's other periods."""
    policy = borough.policy
    return PlanningProblem(
        borough=borough,
        period=period,
        wards=tuple(_ward_view(borough, period, n, standing) for n, standing in enumerate(standings(borough))),
        sittings=tuple(
            sorted(Sitting(session, start) for session, starts in policy.starts.items() for start in starts)
        ),
        quarters=quarters(period, borough.board, policy.limits.days_before_board),
        rules=rules,
        edges=edges(period, borough.attendance, others),
    )


def with_borough(problem: PlanningProblem, change: Callable[[Borough], Borough]) -> PlanningProblem:
    """The same question of other facts: each ward sees its halls and officers anew.

    Edges: what is over of wards that are no longer there is forgotten
    """
    anew = framed(change(problem.borough), problem.period, problem.rules)
    history = {code: held for code, held in problem.history.items() if code in anew.ward_by_code}
    return replace(anew, quarters=problem.quarters, history=history, edges=problem.edges, beside=problem.beside)


def as_planned(problem: PlanningProblem, plan: Plan) -> PlanningProblem:
    """The same question under the tiers that a plan was made on: what was counted since is for the next period.

    Edges: a ward that the plan has no meeting of stands where it stands today
    """
    known = tiers_of(problem.borough.policy, plan)
    return _on_tiers(problem, tuple(sorted(known.items(), key=lambda tier: tier[0])))


@once_a_problem
def _on_tiers(problem: PlanningProblem, known: tuple[tuple[str, PlannedTier], ...]) -> PlanningProblem:
    """The same question for the same tiers, so that what it has worked out serves the next plan on them too."""
    return with_borough(problem, lambda borough: replace(borough, planned_tiers=dict(known)))


def _ward_view(borough: Borough, period: Period, index: int, standing: Standing) -> WardView:
    code = standing.ward.code
    evening, daytime = standing.owed(period)
    serving = [officer for officer in borough.officers if code in officer.ward_codes]
    sergeants = [officer for officer in borough.officers if officer.role is Role.SERGEANT]
    return WardView(
        index=index,
        standing=standing,
        evening=evening,
        daytime=daytime,
        halls=tuple(venue for venue in borough.venues if code in venue.ward_codes),
        leads=tuple(officer for officer in sergeants if code in officer.ward_codes),
        deputies=tuple(
            officer for officer in sergeants if code in officer.deputy_ward_codes and code not in officer.ward_codes
        ),
        ward_officers=tuple(officer for officer in serving if officer.role.is_ward_officer),
        inspectors=tuple(officer for officer in serving if officer.role is Role.INSPECTOR),
        public_realm=tuple(officer for officer in serving if officer.role is Role.PUBLIC_REALM),
    )
