"""Which ward of today is which one that was told of, and the same facts under other codes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.facts import Borough, Home, Priority, Ward
from scheduler.names import ward_named
from scheduler.recoding import first_codes, owners, with_codes, with_told_slugs
from scheduler.release.value import PublicWard
from tests.scheduler.examples import BOW_EAST, MILE_END, a_borough, a_ward

NEW = "E05099999"
CODES, SLUGS = ("A", "B", "C", "D", "E"), ("a", "b", "c", "d", "e")


def told(code: str, slug: str, *old_slugs: str, ons_code: str = "") -> PublicWard:
    """A ward as a release told of it."""
    return PublicWard(code, f"Ward {slug}", slug, 51.5, 0.0, (), old_slugs, ons_code=ons_code)


def today(code: str, slug: str, *old_slugs: str, old_codes: str = "") -> Ward:
    """A ward as the files have it."""
    return a_ward(code=code, slug=slug, old_slugs=old_slugs, old_codes=frozenset(old_codes), neighbours=frozenset())


@pytest.mark.parametrize(
    ("wards", "before", "found"),
    [
        pytest.param([today("A", "a")], [told("A", "a")], {}, id="the same code"),
        pytest.param([today("A", "b")], [told("A", "a")], {}, id="the same code under a new name"),
        pytest.param([today("B", "a")], [told("A", "a")], {"B": "A"}, id="the same slug"),
        pytest.param([today("B", "b", "a")], [told("A", "a")], {"B": "A"}, id="a new name, the old one listed"),
        pytest.param([today("B", "b", old_codes="A")], [told("A", "a")], {"B": "A"}, id="the old code listed"),
        pytest.param([today("B", "b")], [told("A", "a")], {}, id="another ward"),
        pytest.param([today("B", "b")], [told("A", "a", ons_code="B")], {"B": "A"}, id="recoded, then renamed"),
        pytest.param([today("C", "a")], [told("A", "a", "z"), told("A", "z")], {"C": "A"}, id="renamed, then recoded"),
        pytest.param([today("C", "z")], [told("A", "a", "z"), told("A", "z")], {}, id="a name that the ward gave up"),
        pytest.param([today("B", "x", "a"), today("C", "y", "a")], [told("A", "a")], {}, id="a split"),
        pytest.param(
            [today("B", "a"), today("C", "y", "a")], [told("A", "a")], {"B": "A"}, id="a split that keeps a name"
        ),
        pytest.param([today("C", "c", "a", "b")], [told("A", "a"), told("B", "b")], {}, id="a merger"),
        pytest.param(
            [today("C", "a", "b")], [told("A", "a"), told("B", "b")], {"C": "A"}, id="a merger that keeps a name"
        ),
        pytest.param(
            [today("C", "a", old_codes="B")], [told("A", "a"), told("B", "b")], {"C": "B"}, id="code before slug"
        ),
        pytest.param([today("A", "b"), today("B", "a")], [told("A", "a"), told("B", "b")], {}, id="two that swap"),
        pytest.param(
            [today("C", "c", old_codes="AB"), today("D", "b")],
            [told("A", "a"), told("B", "b")],
            {"C": "A", "D": "B"},
            id="what one sign leaves open another settles",
        ),
        pytest.param([today("A", "z"), today("N", "a")], [told("A", "a")], {}, id="a code given to another place"),
    ],
)
def test_ward_goes_on_as_the_one_it_was(wards, before, found):
    assert first_codes(wards, before) == found


@st.composite
def some_wards(draw):
    """Wards of a file: each code and each slug once, and each old code of one ward."""
    codes = draw(st.lists(st.sampled_from(CODES), unique=True))
    slugs, spare = draw(st.permutations(SLUGS)), [code for code in CODES if code not in codes]
    old = {code: draw(st.sampled_from(codes)) for code in spare if codes and draw(st.booleans())}
    return [
        today(code, slug, *draw(st.sets(st.sampled_from(SLUGS)) if draw(st.booleans()) else st.just(set())),
              old_codes="".join(each for each, owner in old.items() if owner == code))
        for code, slug in zip(codes, slugs, strict=False)
    ]  # fmt: skip


@st.composite
def some_releases(draw):
    """The wards of up to three releases, the newest first."""
    releases = draw(st.lists(some_wards(), max_size=3))
    recoded = st.sampled_from(("", *CODES))
    return [told(ward.code, ward.slug, *ward.old_slugs, ons_code=draw(recoded)) for wards in releases for ward in wards]


@given(some_wards(), some_releases())
def test_no_two_wards_go_on_as_one_and_none_as_a_ward_of_today(wards, before):
    found = first_codes(wards, before)

    assert len(set(found.values())) == len(found)
    assert found.keys() <= {ward.code for ward in wards} - {ward.code for ward in before}
    assert set(found.values()) <= {ward.code for ward in before} - {ward.code for ward in wards}


@given(some_wards(), some_releases())
def test_nothing_is_left_to_recode_once_it_was(wards, before):
    borough = a_borough(wards=tuple(wards))

    once = with_codes(borough, first_codes(wards, before))

    assert first_codes(once.wards, before) == {}
    assert with_told_slugs(with_told_slugs(once, before), before) == with_told_slugs(once, before)


@given(some_wards(), some_releases())
def test_each_slug_that_was_told_stays_with_its_ward(wards, before):
    owned = owners(before)

    for ward in with_told_slugs(a_borough(wards=tuple(wards)), before).wards:
        own = {slug for slug, owner in owned.items() if owner.code == ward.code}
        assert own <= {ward.slug, *ward.old_slugs}


def test_facts_under_another_code_and_back_are_the_same_facts():
    borough = a_borough(
        homes=(Home("E3 2AB", 51.5, 0.0, BOW_EAST),),
        priorities=(Priority(BOW_EAST, date(2026, 9, 1), "Bikes"), Priority(MILE_END, date(2026, 9, 1), "Noise")),
    )

    recoded = with_codes(borough, {BOW_EAST: NEW})
    back = with_codes(recoded, {NEW: BOW_EAST})

    assert [ward.ons_code for ward in recoded.wards] == ["", BOW_EAST]
    assert BOW_EAST not in str(without_ons_codes(recoded))
    assert without_ons_codes(back) == borough


def without_ons_codes(borough: Borough) -> Borough:
    return replace(borough, wards=tuple(replace(ward, ons_code="") for ward in borough.wards))


def test_ward_is_called_by_each_code_that_it_has_or_had():
    recoded = with_codes(a_borough(wards=(a_ward(code=NEW, old_codes=frozenset({"E05000001"})),)), {NEW: BOW_EAST})

    assert {ward_named(recoded, typed).code for typed in (BOW_EAST, NEW, "E05000001", "bow-east")} == {BOW_EAST}
