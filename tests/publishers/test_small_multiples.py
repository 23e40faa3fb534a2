"""Small charts side by side: true to their numbers, the same each time, and plain about what is not known."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from publishers.small_multiples import PLOT_HEIGHT, PLOT_TOP, Multiple, drawn_multiples

SVG = "{http://www.w3.org/2000/svg}"
NAMES, SPAN = ("Bow", "the mean ward", "no figures"), ("Jan 2026", "Mar 2026")
BAR, GAP = "#3f8f99", "#dee0e2"
FLOOR = PLOT_TOP + PLOT_HEIGHT


def drawn(*multiples: Multiple) -> ET.Element:
    return ET.fromstring(drawn_multiples(multiples, NAMES, SPAN, "Crime in Bow", "A chart a kind."))


def panels(svg: ET.Element) -> list[ET.Element]:
    return svg.findall(f"{SVG}g")[1:]


def rects(panel: ET.Element, fill: str) -> list[ET.Element]:
    return [one for one in panel.findall(f"{SVG}rect") if one.get("fill") == fill]


def test_drawing_is_a_picture_with_a_title_and_a_description():
    svg = drawn(Multiple("Drugs", (1, 2, 3), (2.0, 2.0, 2.0)))

    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "multiples-title multiples-desc"
    assert [svg.findtext(f"{SVG}{name}") for name in ("title", "desc")] == ["Crime in Bow", "A chart a kind."]


def test_bars_stand_on_the_floor_and_are_as_tall_as_they_should_be():
    (panel,) = panels(drawn(Multiple("Drugs", (10, 5, 0), (2.0, 2.0, 2.0))))

    bars = rects(panel, BAR)
    assert [float(bar.get("height")) for bar in bars] == [PLOT_HEIGHT, PLOT_HEIGHT / 2, 0]
    assert {float(bar.get("y")) + float(bar.get("height")) for bar in bars} == {FLOOR}


def test_top_of_the_scale_is_written_and_holds_the_mean_too():
    (panel,) = panels(drawn(Multiple("Drugs", (1, 2, 3), (7.25, 2.0, 2.0))))

    assert [text.text for text in panel.findall(f"{SVG}text")] == ["Drugs", "8", *SPAN]


def test_month_without_figures_is_shaded_from_top_to_floor_and_breaks_the_line():
    (panel,) = panels(drawn(Multiple("Drugs", (1, None, 3), (1.0, None, 2.0))))

    (gap,) = rects(panel, GAP)
    assert (float(gap.get("y")), float(gap.get("height"))) == (PLOT_TOP, PLOT_HEIGHT)
    assert len(rects(panel, BAR)) == 2
    assert len(panel.findall(f"{SVG}polyline")) == 2


def test_title_that_is_too_long_is_shortened():
    (panel,) = panels(drawn(Multiple("A kind of crime with a long name", (1,), (1.0,))))

    assert panel.findtext(f"{SVG}text") == "A kind of crime with a long…"


VALUES = st.lists(st.tuples(st.none() | st.integers(0, 5000), st.none() | st.floats(0, 5000)), min_size=1, max_size=12)


@given(st.lists(VALUES, max_size=9), st.text())
def test_whatever_the_figures_nothing_leaves_its_chart_and_the_bytes_are_the_same(charts, title):
    multiples = [Multiple(title, *zip(*values, strict=True)) for values in charts]
    first, second = (drawn_multiples(multiples, (title, *NAMES[1:]), SPAN, title, title) for _ in range(2))
    svg = ET.fromstring(first)

    assert first == second
    assert len(panels(svg)) == len(charts)
    width, height = map(float, svg.get("viewBox").split()[2:])
    for panel, values in zip(panels(svg), charts, strict=True):
        x, y = map(float, panel.get("transform")[10:-1].split())
        assert x < width
        assert y + FLOOR < height
        assert len(rects(panel, GAP)) == sum(ours is None for ours, _ in values)
        points = [
            float(p.partition(",")[2]) for line in panel.findall(f"{SVG}polyline") for p in line.get("points").split()
        ]
        tops = [float(rect.get("y")) for rect in panel.findall(f"{SVG}rect")]
        assert all(PLOT_TOP <= top <= FLOOR for top in (*points, *tops))
