"""The use case behind `wardpanels price`: the best plan at several settings of one rule's number. It stores nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from publishers.bar_chart import WIDTH, Chart, drawn, two_by_two
from scheduler.errors import NoPlan
from scheduler.facts import Borough
from scheduler.period import Period
from scheduler.price import (
    PriceAt,
    Priced,
    number_of,
    policy_at,
    rule_with_a_number,
    setting_of,
    unit_of,
    worth_trying,
)
from scheduler.problem import PlanningProblem
from scheduler.progress import Listener, Progress, silence
from scheduler.reading.found import CellError
from scheduler.rules.shapes import Rule
from scheduler.store import Store
from wardpanels.disk import outputs
from wardpanels.disk.file import write_file
from wardpanels.faults import CannotUse
from wardpanels.year import planning, reading


def price(
    store: Store, folder: Path, period: Period, typed: str, at: Sequence[int], progress: Listener = silence
) -> Priced:
    """Plan the period, beside what is stored of the others, with the rule's number as it is, and at each setting of
    `at`, or else at those worth a try.

    Errors: UnknownName; CannotUse for a setting that the number cannot have; as `reading.check`; NoPlan where no
            setting has a plan
    """
    rule = rule_with_a_number(typed)
    borough = reading.check(folder, period).borough

    def posed(value: int) -> PlanningProblem:
        return planning.problem_beside(store, _borough_at(rule, borough, value), period)

    asked = {value: posed(value) for value in at}  # a setting that cannot be is refused before any search
    now = number_of(rule, borough.policy)
    first = _planned(rule, posed(now), progress)
    tried = asked or worth_trying(rule, posed(now), first.plan if first else None)
    found = {now: first} | {value: _planned(rule, posed(value), progress) for value in tried if value != now}
    settings = (setting_of(rule, each.problem, each.plan) for each in found.values() if each)
    priced = Priced(
        borough=borough.profile.name,
        period=period,
        rule=rule.name,
        sentence=rule.sentence,
        number=rule.limit,
        unit=unit_of(rule),
        now=now,
        settings=tuple(sorted(settings, key=lambda setting: setting.value)),
        impossible=tuple(sorted(value for value, each in found.items() if each is None)),
    )
    if not priced.settings:
        raise NoPlan(tuple(f"{rule.name} at {value}" for value in priced.impossible))
    return priced


def _borough_at(rule: Rule, borough: Borough, value: int) -> Borough:
    try:
        return replace(borough, policy=policy_at(rule, borough.policy, value))
    except CellError as fault:
        raise CannotUse(rule.limit or rule.name, str(value), fault.wanted) from fault


def _planned(rule: Rule, problem: PlanningProblem, progress: Listener) -> planning.Drafted | None:
    progress(Progress(f"At {number_of(rule, problem.borough.policy):,}"))
    try:
        return planning.plan_problem(problem)
    except NoPlan:
        return None


def write_chart(priced: Priced, file: Path) -> None:
    """Write what each setting comes to as bars (SVG).

    Errors: CannotUse
    """
    title = f"{priced.borough}, {priced.period}: {priced.sentence}"
    description = (
        f"Bars for each setting of {priced.number or 'the points a unit'}, of which {priced.now} is the one now."
    )
    write_file(file, drawn(chart(priced), title, description).encode(), outputs.CHART)


def chart(priced: Priced) -> Chart:
    """Lay out the drawing: a panel a measure, a bar a setting."""
    measures: list[tuple[str, Callable[[PriceAt], float], str]] = [
        ("Points of the other rules", lambda setting: setting.elsewhere, ""),
        ("Hire of halls", lambda setting: setting.hire_gbp, "£"),
        ("Different halls, added up over the wards", lambda setting: sum(setting.halls.values()), ""),
    ]
    if priced.unit:
        measures.insert(0, ("Units of the rule", lambda setting: setting.units, ""))
    labels = [f"{setting.value:,}{' (now)' * (setting.value == priced.now)}" for setting in priced.settings]
    panels = [
        (title, [(label, [figure(each)]) for label, each in zip(labels, priced.settings, strict=True)], unit)
        for title, figure, unit in measures
    ]
    height, drawn_panels = two_by_two(panels)
    return Chart(WIDTH, height, (), drawn_panels)
