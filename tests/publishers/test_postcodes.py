"""Postcodes in small files, and what a stranger's postcode finds."""

from __future__ import annotations

import json

from publishers import postcodes
from scheduler.release.value import PostcodeArea
from tests.publishers.examples import a_release


def test_each_outward_code_has_a_small_file_that_names_the_ward_of_each_postcode():
    files = {artifact.path: json.loads(artifact.content) for artifact in postcodes.publish(a_release())}

    assert files == {
        "postcodes/e3.json": {"wards": ["bow-east", "mile-end"], "postcodes": {"2AA": 0, "2AB": 0, "4AA": 1}, "at": {}},
        "postcodes/e1w.json": {"wards": ["st-hostile"], "postcodes": {"1AA": 0}, "at": {}},
    }


def test_postcode_of_a_ward_that_is_gone_is_left_out():
    areas = (PostcodeArea("E3", "E05000000", "1AA"), PostcodeArea("E3", "E05009317", "2AA"))

    (file,) = postcodes.publish(a_release(postcodes=areas))

    assert json.loads(file.content) == {"wards": ["bow-east"], "postcodes": {"2AA": 0}, "at": {}}
