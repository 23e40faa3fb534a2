"""One name makes one part of an address, whoever makes it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.reading.cells import SLUG
from tests.wardpanels.beginning.boundary_files import collection, feature, square
from tests.wardpanels.tidying.sheets import book_of, taken_from
from wardpanels.beginning.slugs import slug_of
from wardpanels.beginning.ward_features import borough_in

NAMES = {
    "St Katharine's & Wapping": "st-katharines-and-wapping",
    "Saint Katharine\u2019s and Wapping": "st-katharines-and-wapping",
    "Caf\u00e9 Row": "cafe-row",
    "Bow/Mile End": "bow-mile-end",
    "Saints": "saints",
}


@pytest.mark.parametrize(("name", "slug"), NAMES.items())
def test_begin_and_tidy_make_the_same_of_a_name(name, slug):
    drawn = collection([feature("E05000001", name, [square(0, 51)])])
    told = taken_from(book_of({"Wards": [["Ward", "Usual evening"], [name, "Tue 7pm"]]}))

    assert [ward.slug for ward in borough_in("wards.geojson", drawn, "Marshside").wards] == [slug]
    assert told.wards == {name: slug}


@given(st.text(max_size=80))
def test_slug_is_one_of_the_contract_or_nothing(name):
    slug = slug_of(name)

    assert slug == "" or SLUG.fullmatch(slug)
    assert slug_of(slug) == slug
