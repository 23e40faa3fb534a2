"""Whatever is in the cells of a visit: an answer that the contract takes, or the cell's place and what is wanted."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from scheduler.errors import Problem, UnusableData
from scheduler.facts import Known
from wardpanels.beginning.asking_book import ROLES
from wardpanels.tidying.grid import Grid
from wardpanels.tidying.visiting.checked_facts import HallVisit, after_visit
from wardpanels.tidying.visiting.visit_answers import HEADS, visits_in
from wardpanels.tidying.visiting.visit_questions import DAY, FACTS, HALL, HALL_ID, ROLE

TODAY = date(2026, 11, 29)
NAMES = {"H1": "Abbey Hall", "H2": "Priory"}
PLAIN = {HALL_ID: "H1", HALL: "Abbey Hall", ROLE: "PCSO", DAY: date(2026, 11, 3)}
ODD = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["yes", "no", "not tried", "?", "0", "3", "Y", "#N/A", "=1+1", "٣", "3/11/26", "PCSO", "H2"]),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
)


def sheet(*rows: dict[str, object]) -> tuple[Grid, ...]:
    """A sheet with every heading in its first row."""
    cells = {(1, column): head for column, head in enumerate(HEADS, start=1)}
    for line, row in enumerate(rows, start=2):
        cells |= {(line, HEADS.index(head) + 1): value for head, value in row.items() if str(value).strip()}
    return (Grid("Hall checks", cells),)


def told(said: dict[str, object]) -> tuple[tuple[HallVisit, ...], tuple[Problem, ...]]:
    """The visits of one row, and what is wrong with it."""
    try:
        return visits_in("checks.xlsx", sheet({**PLAIN, **said}), NAMES, TODAY).visits, ()
    except UnusableData as fault:
        return (), fault.problems


@given(st.dictionaries(st.sampled_from(HEADS), ODD, max_size=len(HEADS)))
def test_cell_is_read_as_the_contract_wants_it_or_its_place_is_told(said):
    visits, problems = told(said)

    assert {(each.file, each.line) for each in problems} <= {("checks.xlsx (Hall checks)", 2)}
    assert all(each.column in HEADS and each.found and each.wanted for each in problems)
    for visit in visits:
        assert visit.role in ROLES
        assert date(2000, 1, 1) <= visit.day <= TODAY
        assert set(visit.answers) <= set(FACTS)
        facts = ("step_free", "hearing_loop", "accessible_toilet", "near_transport", "stop_step_free")
        assert {visit.answers[fact] for fact in facts if fact in visit.answers} <= {Known.YES, Known.NO}
        assert visit.answers.get("capacity", "0").isdigit()


ASKED = {"step_free": "Step-free way in", "accessible_toilet": "Accessible toilet", "entrance": "Entrance"}
ANSWERS = st.dictionaries(st.sampled_from(list(ASKED)), st.sampled_from(["yes", "no"]), min_size=1)


@given(st.lists(st.tuples(ANSWERS, st.dates(date(2026, 1, 1), date(2026, 1, 9)), st.sampled_from(ROLES)), max_size=5))
def test_visits_read_in_any_order_leave_each_fact_as_the_newest_saw_it(visits):
    row: dict[str, str] = {"name": "Abbey Hall"}
    for answers, day, role in visits:
        said = {ASKED[fact]: value for fact, value in answers.items()}
        (visit,), _ = told({ROLE: role, DAY: day, **said})
        row |= after_visit(row, visit)[0]
        assert after_visit(row, visit)[0] == {}

    for fact in ASKED:
        seen = [(day, at, answers[fact], role) for at, (answers, day, role) in enumerate(visits) if fact in answers]
        if seen:
            day, _, value, role = max(seen)
            stands = (row[fact], row[f"{fact}_basis"], row[f"{fact}_checked_on"])
            assert stands == (value, f"checked ({role})", str(day))
