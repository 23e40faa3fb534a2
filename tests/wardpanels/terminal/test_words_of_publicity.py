"""How the terminal says when an item goes out."""

from __future__ import annotations

import pytest

from scheduler.items import AFTER, RELEASE
from tests.publishers.examples import a_release, at
from tests.wardpanels.publicity.test_ledger import an_item
from wardpanels.terminal.words.publicity import due_row


@pytest.mark.parametrize(
    ("lead", "said"),
    [
        ("14", "14 days before"),
        ("1", "1 day before"),
        ("0", "on the day"),
        (RELEASE, "at release"),
        (AFTER, "once it was held"),
        ("correction-2", "a correction"),
    ],
)
def test_when_an_item_goes_out_is_said_in_plain_words(lead: str, said: str) -> None:
    assert due_row(a_release(), an_item(lead=lead), at("Mon 2027-02-01 09:00"))[4] == said
