"""Every rule of the book has a test of it kept and one of it broken, a name, a level and a readable sentence."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from scheduler.policy import DEFAULT_WEIGHTS, Limits
from scheduler.rules.book import RULES
from scheduler.rules.shapes import Level, Rule

NAMES = [rule.name for rule in RULES]
TESTS = [
    name
    for path in sorted(Path(__file__).parent.glob("test_rules_*.py"))
    for name in re.findall(r"^def (test_\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE)
]


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_has_a_test_of_it_kept_and_one_of_it_broken(name):
    pair = [side for side in ("kept", "broken") if any(test.startswith(f"test_{name}_is_{side}") for test in TESTS)]

    assert pair == ["kept", "broken"]


def test_names_are_unique_and_every_should_rule_has_a_weight():
    assert len(set(NAMES)) == len(NAMES)
    assert {rule.name for rule in RULES if rule.level is Level.SHOULD} <= set(DEFAULT_WEIGHTS)


def test_every_limit_is_the_number_of_one_rule():
    assert sorted(rule.limit for rule in RULES if rule.limit) == sorted(each.name for each in fields(Limits))


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_sentence_is_one_that_a_resident_can_read(rule):
    assert re.fullmatch(r"[A-Z][^.;:()]{20,119}", rule.sentence)


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_rule_judges_by_its_own_level_only(rule):
    breaks, asks = type(rule).breaches is not Rule.breaches, type(rule).charges is not Rule.charges

    assert breaks if rule.level is Level.MUST else asks
