"""What is told to officers is the rota: who may not see who is on duty sees none of it at the publicity desk."""

from __future__ import annotations

import re
import shutil
from contextlib import closing

import pytest

from publishers.invited import officer_in
from publishers.packing import unpacked
from scheduler.store import open_store
from tests.console.borough import SMALL, YEAR, house_in, publicise, url_of
from tests.console.conftest import seats_at
from tests.console.crawling import pages

OFFICERS = [
    each for officer in SMALL.officers for each in (officer.name, officer.email, f"officer:{officer.officer_id}")
]


@pytest.fixture(scope="module")
def told(released, tmp_path_factory):
    """A released year that is told to everybody on X, and to officers by invitations and agendas."""
    folder = shutil.copytree(released, tmp_path_factory.mktemp("invited") / "borough")
    return publicise(folder, "x", "invitation", "agenda")


@pytest.fixture(scope="module")
def house(told):
    with closing(open_store(url_of(told))) as store:
        yield house_in(told, store)


@pytest.fixture(scope="module")
def as_(house):
    return seats_at(house)


@pytest.fixture
def invited(house):
    """Each item for an officer."""
    items = house.store.outbox.items(SMALL.profile.code, YEAR.first_day)
    return [item for item in items if officer_in(item.recipient)]


def addresses(house, item):
    """The page of an item, and all that stands under it."""
    files = [f"/publicity/{item.key}/files/{each.name}" for each in unpacked(house.store.outbox.content(item.digest))]
    return [f"/publicity/{item.key}", *files, *(f"{each}/seen" for each in files if each.endswith(".html"))]


def test_who_may_not_see_staff_is_refused_what_is_told_to_an_officer(as_, house, invited):
    seat = as_("viewer")
    assert {item.channel for item in invited} == {"invitation", "agenda"}

    for item in {item.channel: item for item in invited}.values():
        found = {path: seat.look(path).status_code for path in addresses(house, item)}
        assert set(found.values()) == {403}, found


def test_who_may_see_staff_sees_what_is_told_to_an_officer(as_, house, invited):
    seat, item = as_("sergeant"), next(item for item in invited if item.channel == "invitation")

    assert {seat.look(path).status_code for path in addresses(house, item)} == {200}


@pytest.mark.parametrize("path", ["/publicity?", "/publicity/ledger?"])
def test_lists_leave_out_what_is_told_to_officers_for_who_may_not_see_staff(as_, path):
    shown = {who: as_(who).look(f"{path}channel=invitation").text.count("Invitation, ") for who in ("sender", "viewer")}

    assert shown["viewer"] == 0 < shown["sender"]


def test_counts_of_lists_leave_out_what_is_told_to_officers(as_):
    shown = {who: as_(who).look("/publicity?channel=invitation").text for who in ("sender", "viewer")}
    counts = {who: {int(each) for each in re.findall(r'__count">(\d+)<', text)} for who, text in shown.items()}

    assert counts["viewer"] == {0} != counts["sender"]


def test_table_has_lines_for_officers_for_who_may_see_staff_alone(as_):
    tables = {who: as_(who).look("/publicity/ledger/table").text for who in ("sender", "viewer")}

    assert "officer:" in tables["sender"]
    assert not any(word in tables["viewer"] for word in ("officer:", "invitation", "agenda"))
    assert ",x," in tables["viewer"]


def test_no_page_that_links_lead_to_names_an_officer_to_who_may_not_see_staff(as_):
    seat, found = as_("viewer"), []
    for path, _, _, _ in pages(seat):
        text = seat.client.get(path).get_data().decode(errors="replace")
        found += [(path, name) for name in OFFICERS if name in text]

    assert found == []
