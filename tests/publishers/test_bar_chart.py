"""Bars are told apart without colours: on a grey printer, and by whoever does not see colours."""

from __future__ import annotations

from itertools import pairwise

import pytest

from publishers.bar_chart import DARK, INK, MIDDLE, PALE, WHITE, ChartPart, luminance

FILLS = (DARK, MIDDLE, PALE, WHITE)


def contrast(one: str, other: str) -> float:
    """Source: WCAG 2.2, contrast ratio."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_fills_are_apart_in_grey():
    assert [pair for pair in pairwise(FILLS) if contrast(*pair) < 1.4] == []
    assert contrast(INK, WHITE) > 19


@pytest.mark.parametrize("fill", FILLS)
def test_number_in_a_part_can_be_read(fill):
    assert contrast(ChartPart(0, 10, fill, "12").ink, fill) >= 4.5
