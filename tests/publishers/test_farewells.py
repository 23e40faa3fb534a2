"""What was told and is no more has its address for good, and is still of the kind that it was."""

from __future__ import annotations

from dataclasses import replace

from publishers.every_publisher import recipes
from publishers.pages.passing_on import qr_code
from scheduler.release.edition import edition_of
from scheduler.release.promises import Register
from tests.publishers.examples import BOW, SECOND, a_release


def test_code_of_a_ward_that_is_no_more_leads_to_its_page_as_before():
    path, gone = "wards/gone/qr.svg", replace(BOW, code="E05000001", slug="gone", name="Gone")
    register = Register(1, SECOND, frozenset({path}), wards={"gone": gone})

    files = recipes(edition_of(a_release(), register, SECOND), "site")

    (code,) = (file for file in files if file.path == path)
    assert (code.media_type, code.make()) == ("image/svg+xml", qr_code("https://panels.example.org/wp/wards/gone/"))
