"""A letter is shown in its item's page as its reader sees it, and can do nothing there."""

from __future__ import annotations

import re

import pytest

from scheduler.items import ItemGroup
from tests.console.borough import NOW, YEAR, publicise
from wardpanels.publicity.desk import open_desk
from wardpanels.publicity.handling import ItemsSought, listed


@pytest.fixture
def letter(folder, house):
    """An issue of the newsletter that is to go out."""
    publicise(folder, "newsletter")
    desk = open_desk(house.store, house.data, YEAR)
    return listed(desk, ItemsSought(ItemGroup.BY_HAND, "newsletter"), NOW).items[0]


def test_letter_is_framed_in_its_page_and_runs_and_fetches_nothing(as_, letter):
    seat = as_("viewer")
    page = seat.look(f"/publicity/{letter.key}")
    (source,) = set(re.findall(r'<iframe[^>]* src="/console([^"]+)"[^>]* sandbox', page.text))

    seen = seat.look(source)

    policy = seen.headers["Content-Security-Policy"]
    assert seen.mimetype == "text/html"
    assert "<html" in seen.text
    assert seen.headers.getlist("Content-Security-Policy") == [policy]
    assert {"sandbox", "default-src 'none'", "frame-ancestors 'self'"} <= {each.strip() for each in policy.split(";")}
    assert seen.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "attachment" not in seen.headers.get("Content-Disposition", "")
    assert page.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


def test_only_a_letter_is_shown_so(as_, house, letter):
    seat = as_("viewer")
    others = set(re.findall(rf"/publicity/{letter.key}/files/([^\"/]+)\"", seat.look(f"/publicity/{letter.key}").text))

    assert seat.look(f"/publicity/{letter.key}/files/none.html/seen").status_code == 404
    assert [
        seat.look(f"/publicity/{letter.key}/files/{each}/seen").status_code for each in others if "html" not in each
    ] in (
        [],
        [404] * len(others),
    )
