"""Places inside wards and who is next door, for squares of any size and borders drawn coarsely."""

from __future__ import annotations

from math import cos, pi, sin

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.wardpanels.beginning.boundary_files import SIDE, square
from wardpanels.beginning.national_grid import degrees_of
from wardpanels.beginning.shapes import contains, middle, neighbours, simpler

sides = some.integers(1, 6)
shifts = some.tuples(some.floats(-5, 1, width=32), some.floats(50, 58, width=32))
radii = some.lists(some.floats(0.1, 1.0), min_size=3, max_size=40)


def chessboard(columns: int, rows: int, shift=(0.0, 51.0), gap: float = 0.0):
    return {
        f"{column}-{row}": ((tuple(square(shift[0] + column * SIDE, shift[1] + row * SIDE, SIDE - gap)),),)
        for column in range(columns)
        for row in range(rows)
    }


def star(radii: list[float]):
    """A ring around a point, as jagged as the numbers say."""
    turns = [2 * pi * n / len(radii) for n in range(len(radii))]
    ring = [(r * cos(turn) / 50, 51 + r * sin(turn) / 50) for r, turn in zip(radii, turns, strict=True)]
    return ((*ring, ring[0]),)


@given(sides, sides, shifts, some.sampled_from([0.0, 0.00008]))
def test_squares_of_a_chessboard_have_the_neighbours_at_their_sides_and_none_at_their_corners(
    columns, rows, shift, gap
):
    found = neighbours(chessboard(columns, rows, shift, gap))

    for column in range(columns):
        for row in range(rows):
            beside = {(column + 1, row), (column - 1, row), (column, row + 1), (column, row - 1)}
            wanted = {f"{c}-{r}" for c, r in beside if 0 <= c < columns and 0 <= r < rows}
            assert found[f"{column}-{row}"] == wanted


@given(radii)
def test_middle_lies_inside_however_jagged_the_ward_is(radii):
    ward = (star(radii),)

    assert contains(ward, middle(ward))


def test_middle_of_a_ring_with_a_hole_is_not_in_the_hole():
    ward = ((tuple(square(0, 51, 0.03)), tuple(square(0.005, 51.005, 0.02))),)

    place = middle(ward)

    assert contains(ward, place)
    assert not contains(((tuple(square(0.005, 51.005, 0.02)),),), place)


def test_ward_inside_another_is_its_neighbour():
    inner = tuple(square(0.01, 51.01))
    wards = {"around": ((tuple(square(0, 51, 0.03)), inner[::-1]),), "inside": ((inner,),)}

    assert neighbours(wards) == {"around": {"inside"}, "inside": {"around"}}


@given(some.lists(some.floats(-0.00003, 0.00003), min_size=20, max_size=60))
def test_shared_border_keeps_the_same_corners_on_both_sides(wiggles):
    norths = [51 + 0.01 * n / (len(wiggles) - 1) for n in range(len(wiggles))]
    border = tuple((0.01 + wiggle, north) for wiggle, north in zip(wiggles, norths, strict=True))
    west = ((0.0, 51.0), *border, (0.0, 51.01), (0.0, 51.0))
    east = ((0.02, 51.01), *border[::-1], (0.02, 51.0), (0.02, 51.01))

    cut = simpler({"west": ((west,),), "east": ((east,),)}, 5.0)

    one, other = cut["west"][0][0], cut["east"][0][0]
    assert set(one) & set(border) == set(other) & set(border)
    assert len(one) < len(west)


def test_grid_is_turned_into_degrees_as_in_the_worked_example():
    """Source: Ordnance Survey's point at Caister-on-Sea, 651409.903 E 313177.270 N, as WGS84."""
    east, north = degrees_of(651_409.903, 313_177.270)

    assert (east, north) == pytest.approx((1 + 42 / 60 + 57.79 / 3600, 52 + 39 / 60 + 28.72 / 3600), abs=0.00005)
