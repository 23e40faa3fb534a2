"""The record of processing says of every table of the store whether it holds anything of people."""

from __future__ import annotations

import json

from scheduler.store.tables import METADATA
from tests import shell
from wardpanels.people.holdings import HOLDINGS, NOTHING_OF_PEOPLE


def test_every_table_is_in_the_record_once():
    told = [table for each in HOLDINGS for table in each.tables]

    assert sorted((*told, *NOTHING_OF_PEOPLE)) == sorted(METADATA.tables)


def test_record_is_shown_in_words_and_for_a_script(tmp_path):
    shown, listed = shell.run(tmp_path, "privacy"), shell.run(tmp_path, "privacy", "--json")

    assert shown.stdout.startswith("Residents who ask for emails\n  What:     address, wards, language")
    assert [each["of_whom"] for each in json.loads(listed.stdout)] == [each.of_whom for each in HOLDINGS]
