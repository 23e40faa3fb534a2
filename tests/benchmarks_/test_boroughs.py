"""The made-up boroughs are what they say they are: repeatable, readable, and mostly possible to plan."""

from __future__ import annotations

import pytest

from benchmarks.boroughs import borough, tiny_borough, write_folder
from benchmarks.reference import reference_year
from scheduler.reading import read_borough


@pytest.mark.parametrize("make", [borough, tiny_borough], ids=["whole", "tiny"])
def test_same_seed_makes_the_same_borough_and_another_seed_another(make):
    assert make(7) == make(7)
    assert make(7) != make(8)


@pytest.mark.parametrize("made", [borough(1), borough(2, wards=6), *map(tiny_borough, range(5))])
def test_borough_survives_being_written_and_read(made, tmp_path):
    write_folder(made, tmp_path)

    assert read_borough(tmp_path) == made


def test_whole_borough_has_the_measured_sizes():
    made = borough(1)

    neighbour_pairs = sum(len(ward.neighbours) for ward in made.wards) // 2
    meetings = sum(place.tier.meetings for place in reference_year(made, 2027).wards)
    assert (len(made.wards), len(made.venues), len(made.officers), neighbour_pairs) == (20, 84, 55, 32)
    assert meetings == 92


@pytest.mark.parametrize("made", [borough(3), tiny_borough(3)], ids=["whole", "tiny"])
def test_neighbours_are_mutual(made):
    wards = {ward.code: ward for ward in made.wards}

    assert all(code in wards[other].neighbours for code, ward in wards.items() for other in ward.neighbours)


def test_tiny_wards_have_few_slots_each():
    slots = [len(place.whens) for seed in range(60) for place in reference_year(tiny_borough(seed), 2027).wards]

    assert sorted(slots)[len(slots) // 2] <= 40
