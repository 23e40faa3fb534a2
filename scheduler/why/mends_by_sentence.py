"""From the sentence of a repair, as a clash tells it, to what somebody writes down to make it so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from scheduler.problem import PlanningProblem
from scheduler.rules.shapes import Least, Mend, OtherSetting, Rule, rules_of


def mends_told(problem: PlanningProblem, sentences: frozenset[str]) -> Mapping[str, Mend]:
    """What each of the sentences asks to be written down, as the question is now.

    Edges: a sentence is left out where it asks for somebody or some hall that nobody knows yet, for a rule to be left
           out, or for what is not so any more
    """
    offered = (
        (repair.sentence, repair.mend)
        for view in problem.wards
        for rule in rules_of(problem)
        for repair in rule.repairs(problem, view)
    )
    known = {sentence: mend for sentence, mend in offered if mend is not None and sentence in sentences}
    return known | dict(_numbers(problem, sentences - known.keys()))


def _numbers(problem: PlanningProblem, sentences: frozenset[str]) -> Iterator[tuple[str, Mend]]:
    """What asks for a number that was found by solving. Edges: a budget is a year's, so none of another period"""
    if not sentences or problem.period.years != 1:
        return
    for views in ([view] for view in problem.wards):
        for rule in rules_of(problem):
            wanted = rule.least(problem, views)
            if wanted is not None and rule.limit:
                yield from _number(rule, wanted, sentences)


def _number(rule: Rule, wanted: Least, sentences: frozenset[str]) -> Iterator[tuple[str, Mend]]:
    before, _, behind = wanted.sentence.partition("{least}")
    told = re.compile(rf"{re.escape(before)}(\d+){re.escape(behind)}")
    for sentence in sentences:
        if found := told.fullmatch(sentence):
            yield sentence, OtherSetting(f"limits.{rule.limit}", int(found[1]))
