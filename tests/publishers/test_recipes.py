"""Publishing again makes only what can differ, and never leaves a page that tells of yesterday."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from publishers import digests, every_publisher
from scheduler.facts import Acronym, Known, Priority, Role, Signpost, Station
from scheduler.plan import MeetingState
from scheduler.release.edition import Edition
from scheduler.release.value import PostcodeArea, Release
from tests.publishers.examples import a_release, at, moved, with_facts
from tests.thorough import enough
from tests.wardpanels.disk.folder_writer import write_folder
from wardpanels.disk.output import MANIFEST


def plain(**facts) -> Release:
    """The example release, in one language on a change: each of them is made alike."""
    return a_release(**{"languages": ("en", "bn")[: enough(1, 2)], **facts})


def with_first_meeting(**facts) -> Release:
    first, *others = plain().meetings
    return plain(meetings=(replace(first, **facts), *others))


def with_first_ward(**facts) -> Release:
    first, *others = plain().wards
    return plain(wards=(replace(first, **facts), *others))


FIRST_HALL = plain().meetings[0].hall
CHANGED = {
    "moved": moved(plain(), "2027-E05009317-1", "Mon 2027-03-29 19:00"),
    "cancelled": with_first_meeting(state=MeetingState.CANCELLED, sequence=1),
    "other hall": with_first_meeting(hall=replace(FIRST_HALL, name="New Hall")),
    "access": with_first_meeting(hall=with_facts(FIRST_HALL, step_free=Known.NO)),
    "transport": with_first_meeting(hall=replace(FIRST_HALL, transport="Bow Road")),
    "who comes": with_first_meeting(attending=(Role.INSPECTOR,)),
    "agenda": with_first_meeting(agenda=("Bike theft",)),
    "one meeting less": plain(meetings=plain().meetings[1:]),
    "ward's name": with_first_ward(name="Bow North"),
    "ward's slug": with_first_ward(slug="bow-north", old_slugs=("bow-east",)),
    "border": with_first_ward(boundary=(((-0.04, 51.5), (-0.03, 51.5), (-0.03, 51.6), (-0.04, 51.5)),)),
    "neighbours": with_first_ward(neighbours=()),
    "borough": plain(borough="Newham"),
    "contact": plain(contact_email="other@example.org"),
    "address": plain(site_url="https://elsewhere.example"),
    "year": plain(last_day=plain().last_day + timedelta(days=30)),
    "languages": plain(languages=("en", "ar")),
    "review": plain(languages=("en", "ar"), reviewed_languages=("ar",)),
    "board": plain(board=(at("Tue 2027-06-29 18:00"),)),
    "words": plain(acronyms=(Acronym("DWO", "Dedicated Ward Officer", "Another meaning."),)),
    "word in a hall's name": plain(acronyms=(Acronym("Bow", "Bend of the river", "Where it bends."),)),
    "priorities": plain(priorities=(Priority("E05009328", at("Tue 2027-03-02 19:00").date(), "Noise"),)),
    "signposts": plain(signposts=(Signpost("101", "Other police matters", "tel:101"),)),
    "stations": plain(stations=(Station("Bow Road", 51.5271, -0.0250),)),
    "postcodes": plain(postcodes=(PostcodeArea("E14", "E05009328", "9AA"),)),
    "number": plain(number=3, changes=(), released_at=plain().released_at + timedelta(days=1)),
}


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A folder with the example release in it."""
    folder = tmp_path_factory.mktemp("published")
    write_folder(folder / "site", every_publisher.recipes(Edition.of(plain()), "site"))
    return folder / "site"


@pytest.mark.parametrize("release", CHANGED.values(), ids=CHANGED)
def test_site_published_again_is_the_site_published_afresh(release, published):
    afresh = {artifact.path: artifact.content for artifact in every_publisher.artifacts(release, "site")}

    # On top of whichever release came before.
    write_folder(published, every_publisher.recipes(Edition.of(release), "site"))

    assert contents(published) == afresh


def test_one_moved_meeting_makes_no_page_that_does_not_tell_of_it(tmp_path):
    before = a_release(languages=("en",))
    after = moved(before, "2027-E05009317-1", "Mon 2027-03-29 19:00")
    known = {recipe.path: recipe.made_from for recipe in every_publisher.recipes(Edition.of(before), "site")}

    recipes = every_publisher.recipes(Edition.of(after), "site")
    made = [recipe.path for recipe in recipes if known.get(recipe.path) != recipe.made_from]

    assert [path for path in made if path.endswith(".html")] == [
        "changes/index.html",
        "find/evening/index.html",
        "find/index.html",
        "find/march-2027/index.html",
        "find/step-free/index.html",
        "index.html",
        "meetings/2027-E05009317-1/index.html",
        "meetings/2027-E05009317-2/index.html",
        "meetings/2027-E05009317-3/index.html",
        "meetings/2027-E05009317-4/index.html",
        "postcodes/e3/index.html",
        "wards/bow-east/index.html",
        "wards/mile-end/index.html",
    ]


def test_digest_tells_other_facts_and_other_kinds_of_facts_apart():
    assert digests.digest_of("a", "b") != digests.digest_of("ab")
    assert digests.digest_of(("a",), "b") != digests.digest_of("a", ("b",))
    assert digests.digest_of(a_release()) == digests.digest_of(a_release())
    assert digests.digest_of(a_release()) != digests.digest_of(a_release(number=3))
