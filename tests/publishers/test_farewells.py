"""What was told and is no more has its address for good, and is still of the kind that it was."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree as ET

from publishers import languages
from publishers.every_publisher import recipes
from publishers.pages.passing_on import code_of
from publishers.recipes import Recipe
from scheduler.release.edition import Edition, edition_of
from scheduler.release.promises import Register
from tests.publishers.examples import BOW, SECOND, a_release

ATOM = "{http://www.w3.org/2005/Atom}"
GONE = replace(BOW, code="E05000001", slug="gone", name="Gone")


def files_with(*told: str, days: int = 0, **facts: object) -> dict[str, Recipe]:
    """The files of a site by path, some days after a ward was lost of which these addresses were told."""
    at = SECOND + timedelta(days=days)
    register = Register(1, at, frozenset(told), wards={"gone": GONE})
    return by_path(edition_of(a_release(**facts), register, at))


def by_path(edition: Edition) -> dict[str, Recipe]:
    """The files of the site of an edition."""
    return {file.path: file for file in recipes(edition, "site")}


def test_code_of_a_ward_that_is_no_more_leads_to_its_page_as_before():
    code = files_with("wards/gone/qr.svg")["wards/gone/qr.svg"]

    assert (code.media_type, code.make()) == ("image/svg+xml", code_of("https://panels.example.org/wp/wards/gone/"))


def test_sheet_of_a_ward_that_is_no_more_is_one_and_the_same_from_day_to_day():
    path = "print/gone-year.pdf"

    first, later = (files_with(path, days=days)[path] for days in (0, 3))

    assert first.make().startswith(b"%PDF")
    assert first.made_from == later.made_from


def test_ward_that_is_no_more_has_its_page_in_a_language_that_came_later():
    page = files_with("wards/gone/index.html", languages=("en", "bn"))["bn/wards/gone/index.html"]

    assert b'<html lang="bn"' in page.make()


def test_page_that_has_ended_looks_like_the_site():
    files = files_with("wards/gone/index.html", languages=("en", "bn"))

    for path, up in (("wards/gone/index.html", "../../"), ("bn/wards/gone/index.html", "../../../")):
        link = re.search(r'<link rel="stylesheet" href="(.*)">', files[path].make().decode())[1]
        assert files[link.removeprefix(up)].media_type.startswith("text/css")


def test_news_in_a_language_that_was_withdrawn_keeps_its_ids_and_says_that_it_ended():
    told, at = edition_of(a_release(languages=("en", "bn")), Register(), SECOND), SECOND + timedelta(days=1)
    path = "bn/changes.atom"
    register = Register(1, SECOND, frozenset({path}), languages=frozenset({"bn"}), news=told.news)
    register = replace(register, meetings=told.release.meeting_by_id)

    before, after = (
        {entry.findtext(f"{ATOM}id"): entry for entry in ET.fromstring(files[path].make()).findall(f"{ATOM}entry")}
        for files in (by_path(told), by_path(edition_of(a_release(languages=("en",)), register, at)))
    )

    (new,) = after.keys() - before.keys()
    assert before.keys() < after.keys()
    assert after[new].findtext(f"{ATOM}title").endswith(languages.language("bn").name)
