"""Which wards go together, by the sergeants they share."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scheduler.clusters import clusters
from scheduler.facts import Role
from tests.scheduler.examples import a_borough, a_ward, an_officer

NAMES = ("a", "b", "c", "d", "e")
WARDS = tuple(a_ward(code=name, name=name.upper(), slug=name) for name in NAMES)


def led(*teams: tuple[str, str]):
    """A borough whose sergeants lead some wards and stand in for others, each named by its letter."""
    sergeants = tuple(
        an_officer(f"s{n}", Role.SERGEANT, ward_codes=frozenset(leads), deputy_ward_codes=frozenset(stands_in))
        for n, (leads, stands_in) in enumerate(teams)
    )
    return a_borough(wards=WARDS, officers=sergeants)


def codes(borough) -> list[str]:
    return ["".join(ward.code for ward in wards) for wards in clusters(borough)]


def test_wards_that_a_sergeant_leads_or_stands_in_for_go_together():
    assert codes(led(("ab", ""), ("c", "b"), ("d", ""))) == ["abc", "d", "e"]


def test_only_sergeants_bind_wards():
    inspector = an_officer("i", Role.INSPECTOR, ward_codes=frozenset(NAMES))

    assert codes(a_borough(wards=WARDS, officers=(inspector,))) == list(NAMES)


@given(st.lists(st.tuples(st.text(NAMES, max_size=3), st.text(NAMES, max_size=3)), max_size=6))
def test_each_ward_is_in_one_cluster_and_no_sergeant_is_in_two(teams):
    found = codes(led(*teams))

    assert sorted("".join(found)) == sorted(NAMES)
    for leads, stands_in in teams:
        assert sum(not set(leads + stands_in).isdisjoint(each) for each in found) <= 1
