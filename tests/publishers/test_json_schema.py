"""meetings.json keeps to the schema that is published beside it."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from publishers import open_data
from tests.publishers.examples import a_release

FILES = {
    artifact.path: json.loads(artifact.content)
    for artifact in open_data.publish(a_release())
    if "json" in artifact.path
}
VALIDATOR = Draft202012Validator(FILES["meetings.schema.json"], format_checker=FormatChecker())


def test_schema_is_a_schema():
    Draft202012Validator.check_schema(FILES["meetings.schema.json"])


def test_meetings_keep_to_the_schema_that_they_name():
    VALIDATOR.validate(FILES["meetings.json"])

    assert FILES["meetings.json"]["$schema"] == FILES["meetings.schema.json"]["$id"]


@pytest.mark.parametrize("name", ["starts_at", "venue", "status"])
def test_schema_notices_what_is_missing(name):
    meeting = {key: value for key, value in FILES["meetings.json"]["meetings"][0].items() if key != name}

    with pytest.raises(ValidationError, match=f"'{name}' is a required property"):
        VALIDATOR.validate({**FILES["meetings.json"], "meetings": [meeting]})


def test_schema_leaves_nothing_of_a_meeting_unsaid():
    described = FILES["meetings.schema.json"]["properties"]["meetings"]["items"]["properties"]

    assert list(described) == list(FILES["meetings.json"]["meetings"][0])
