"""The comparison's page and chart: every figure is told, text is harmless, and the drawing keeps to its size."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

from publishers.comparison_page import chart, publish
from scheduler.comparison import Comparison, Impossible, Load, PolicyOutcome, Reach, measures

SVG = "{http://www.w3.org/2000/svg}"
AS_IS = PolicyOutcome(
    name="as-is",
    title="As it is",
    summary="Four evenings.",
    is_proven=True,
    evening=80,
    weekday_daytime=0,
    weekend_daytime=0,
    reach=(Reach("carers", 0, 0),),
    visits=(),
    visit_hours=0,
    unvisited=0,
    halls=54,
    hire_gbp=2329,
    officer_hours=300,
    public_realm=Load(20, 6),
    inspectors=Load(20, 6),
    to_avoid=0,
    evenings_kept=73,
    evenings_changed=7,
    starts_changed=4,
    before_polls=0,
)
MORE = replace(AS_IS, title="Recommendation 3", weekday_daytime=13, reach=(Reach("carers", 33, 12),), is_proven=False)
COMPARISON = Comparison("Tower Hamlets", 2027, 20, (("carers", "A carer is free by day."),), (MORE, AS_IS))


def files(comparison=COMPARISON):
    return {artifact.path: artifact.content.decode() for artifact in publish(comparison)}


def test_page_tells_every_measure_of_every_policy():
    page = files()["comparison.html"]

    rows = [
        re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(<th scope=\"row\".*)</tr>", page)
    ]
    assert [(label.replace("&#39;", "'"), tuple(figures)) for label, *figures in rows] == [
        (measure.label, measure.figures) for measure in measures(COMPARISON)
    ]
    assert "A carer is free by day." in page
    assert page.count("A better plan may exist.") == 1


def test_page_names_a_policy_without_a_plan_and_no_officer():
    none = Impossible("more", "More evenings", "Six evenings.", ("Ward 1: these cannot all be kept:\n  - S1 works",))
    page = files(replace(COMPARISON, impossible=(none,)))["comparison.html"]

    assert re.search(r"<h2>Policies without a plan</h2>.*<dt>More evenings</dt>\s*<dd>Six evenings.</dd>", page, re.S)
    assert "S1" not in page
    assert "without a plan" not in files()["comparison.html"]


def test_chart_is_well_formed_and_every_mark_lies_inside_it():
    drawing = chart(COMPARISON)

    for panel in drawing.panels:
        for bar in panel.bars:
            assert all(part.x + part.width + panel.x <= drawing.width for part in bar.parts)
            assert panel.y + bar.y + 18 <= drawing.height
    root = ET.fromstring(files()["comparison.svg"])
    assert root.tag == f"{SVG}svg"
    assert {"93", "80", "£2,329"} <= {text.text for text in root.iter(f"{SVG}text")}


def test_longer_bar_is_the_larger_figure():
    top = chart(COMPARISON).panels[0]

    assert [[(part.width, part.label) for part in bar.parts] for bar in top.bars] == [
        [(632.3, "80"), (102.7, "13")],
        [(632.3, "80")],
    ]


def test_hostile_title_is_escaped_and_shortened_in_the_chart():
    title = '<script>alert("x")</script> & a very long name'
    hostile = replace(COMPARISON, borough="A & <B>", outcomes=(replace(MORE, title=title), AS_IS))

    told = files(hostile)

    assert "<script>" not in told["comparison.html"] + told["comparison.svg"]
    labels = [text.text for text in ET.fromstring(told["comparison.svg"]).iter(f"{SVG}text")]
    assert '<script>alert("x")<…' in labels


def test_same_comparison_gives_the_same_bytes_and_nothing_is_fetched():
    assert publish(COMPARISON) == publish(COMPARISON)
    assert re.findall(r"(?:src|href)=", files()["comparison.html"]) == []


def test_comparison_without_meetings_still_draws():
    nothing = replace(AS_IS, evening=0, halls=0, hire_gbp=0, officer_hours=0, evenings_kept=0)

    drawing = chart(replace(COMPARISON, outcomes=(nothing,)))

    assert [part for panel in drawing.panels for bar in panel.bars for part in bar.parts] == []
