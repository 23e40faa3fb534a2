"""meetings.json keeps to the schema that is published beside it."""

from __future__ import annotations

import json

import pytest

from publishers import open_data
from tests.publishers.examples import a_release

FILES = {
    artifact.path: json.loads(artifact.content)
    for artifact in open_data.publish(a_release())
    if "json" in artifact.path
}


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
