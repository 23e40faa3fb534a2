"""meetings.json and the action plan keep to the schemas that are published beside them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from publishers import open_data, plan_data
from scheduler.evidence.plan_shown import PriorityDays, PublicAction, PublicPlan, PublicRecommendation
from scheduler.evidence.status import Colour
from scheduler.release.edition import Edition
from tests.publishers.examples import a_release

FILES = {
    artifact.path: json.loads(artifact.content)
    for artifact in open_data.publish(a_release())
    if "json" in artifact.path
}
ACTIONS = (PublicAction("Come", "A sergeant comes", Colour.AMBER, "1 of 2 meetings on time."),)
PLAN = PublicPlan(
    "2027",
    date(2027, 3, 1),
    (PublicRecommendation(9, Colour.AMBER, ACTIONS),),
    (PriorityDays("Bow East", None, date(2026, 5, 1), date(2027, 2, 1)),),
)


@pytest.fixture(scope="module")
def validator():
    """What judges the files. Its library reads grammars for two seconds: every worker would, if it were above."""
    from jsonschema import Draft202012Validator, FormatChecker

    return Draft202012Validator(FILES["meetings.schema.json"], format_checker=FormatChecker())


def test_schema_is_a_schema(validator):
    validator.check_schema(FILES["meetings.schema.json"])


def test_meetings_keep_to_the_schema_that_they_name(validator):
    validator.validate(FILES["meetings.json"])

    assert FILES["meetings.json"]["$schema"] == FILES["meetings.schema.json"]["$id"]


@pytest.mark.parametrize("name", ["starts_at", "venue", "status"])
def test_schema_notices_what_is_missing(validator, name):
    meeting = {key: value for key, value in FILES["meetings.json"]["meetings"][0].items() if key != name}

    from jsonschema import ValidationError

    with pytest.raises(ValidationError, match=f"'{name}' is a required property"):
        validator.validate({**FILES["meetings.json"], "meetings": [meeting]})


def test_schema_leaves_nothing_of_a_meeting_unsaid():
    described = FILES["meetings.schema.json"]["properties"]["meetings"]["items"]["properties"]

    assert list(described) == list(FILES["meetings.json"]["meetings"][0])


@pytest.mark.parametrize("plan", [PLAN, PublicPlan("2027", None, ())], ids=["a year that runs", "nothing yet"])
def test_action_plan_keeps_to_the_schema_that_it_names(plan):
    from jsonschema import Draft202012Validator, FormatChecker

    made = [json.loads(each.make()) for each in plan_data.recipes(replace(Edition.of(a_release()), plan=plan))]
    told, shape = made

    Draft202012Validator.check_schema(shape)
    Draft202012Validator(shape, format_checker=FormatChecker()).validate(told)
    assert told["$schema"] == shape["$id"]
    assert list(shape["properties"]) == [name for name in told if name != "$schema"]
