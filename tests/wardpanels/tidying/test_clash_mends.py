"""What mends a clash is written into the borough's files as the repair had it, and nothing else is touched."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from benchmarks.boroughs import borough
from benchmarks.folders import write_folder
from scheduler.compare import borough_under
from scheduler.facts import Absence, DayKind, DaySpan, PartOfDay, SpecialDays
from scheduler.period import calendar_year
from scheduler.policy import NamedPolicy
from scheduler.posing import planning_problem
from scheduler.reading import read_borough
from scheduler.rules.shapes import HallOpened, OtherSetting, PinGone, RowGone, rules_of
from scheduler.why.mends_by_sentence import mends_told
from tests.scheduler.examples import utc
from tests.thorough import some
from wardpanels.faults import CannotUse
from wardpanels.tidying.clash_mends import try_mends, try_policy

YEAR, AT = calendar_year(2027), utc("2026-11-29 09:00")
MAY, JUNE = DaySpan(date(2027, 5, 4), date(2027, 5, 6)), DaySpan(date(2027, 6, 1), date(2027, 6, 1))
CHAIRS = """
[policies.chairs]
every_ward = "four"

[[policies.chairs.tiers]]
name = "four"
from_residents = 0
evening = 4
daytime = 0
daytime_prefers = "any"
min_gap_days = 56
max_gap_days = 110
"""


@pytest.fixture
def folder(tmp_path):
    """A small borough with leave, a shut hall and closed days, two of each so that one stays."""
    made = borough(1, wards=3)
    sergeant, other = made.officers[:2]
    away = tuple(Absence(each.officer_id, span, "x, y") for each in (sergeant, other) for span in (MAY, JUNE))
    shut = replace(made.venues[0], closed=(MAY, JUNE))
    days = tuple(SpecialDays(span, DayKind.CLOSED, PartOfDay.ANY, "A fair") for span in (MAY, JUNE))
    made = replace(made, absences=away, venues=(shut, *made.venues[1:]), special_days=days)
    write_folder(made, tmp_path / "data")
    return tmp_path / "data"


def with_chairs(folder):
    settings = folder / "borough.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + CHAIRS, encoding="utf-8")


def told(problem):
    """Every repair that any rule offers any ward and that can be written down."""
    offered = (each for view in problem.wards for rule in rules_of(problem) for each in rule.repairs(problem, view))
    return [each for each in offered if each.mend is not None]


@pytest.mark.parametrize("in_force", ["", "chairs"])
def test_what_is_written_down_is_what_the_repair_had(folder, in_force):
    if in_force:
        with_chairs(folder)
        (folder / "borough.toml").write_bytes(try_policy(folder, in_force, AT).files["borough.toml"])
    problem = planning_problem(read_borough(folder), YEAR)
    offered = told(problem)
    mends = {type(each.mend): [other for other in offered if type(other.mend) is type(each.mend)] for each in offered}

    for each in (one for alike in mends.values() for one in some(alike)):
        if not isinstance(each.mend, PinGone):
            after = try_mends(folder, (each.mend,), in_force, AT).checked.borough
            wanted = each.change(problem).borough
            for part in ("policy", "venues", "absences", "special_days"):
                assert getattr(after, part) == getattr(wanted, part), each.sentence
    assert mends.keys() >= {RowGone, HallOpened, OtherSetting}


def test_several_are_written_together_and_every_other_byte_stays(folder):
    before = {each.name: each.read_bytes() for each in folder.iterdir()}
    mends = mends_told(
        planning_problem(read_borough(folder), YEAR),
        frozenset(
            {
                "Hold meetings on a closed day: A fair, 04 May to 06 May 2027",
                "Hold up to 4 meetings a day in the borough",
            }
        ),
    )

    trial = try_mends(folder, mends.values(), "", AT)

    assert len(mends) == 2
    assert set(trial.files) == {"days.csv", "borough.toml"}
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == before
    kept = before["days.csv"].splitlines()
    assert trial.files["days.csv"].splitlines() == [line for line in kept if b"2027-05-04" not in line]
    assert len(trial.files["borough.toml"].splitlines()) - len(before["borough.toml"].splitlines()) in (0, 1, 3)


def test_what_is_not_so_any_more_asks_for_nothing(folder):
    problem = planning_problem(read_borough(folder), YEAR)

    assert mends_told(problem, frozenset({"Find another sergeant for Ward 1, free at any time", "nonsense"})) == {}
    with pytest.raises(CannotUse, match="not there any more"):
        try_mends(folder, (RowGone(Absence("nobody", MAY)),), "", AT)


def test_a_policy_in_force_is_read_back_and_can_be_changed_again(folder):
    with_chairs(folder)
    own = read_borough(folder)

    (folder / "borough.toml").write_bytes(try_policy(folder, "chairs", AT).files["borough.toml"])
    chairs = read_borough(folder)
    (folder / "borough.toml").write_bytes(try_policy(folder, "recommendation-3", AT).files["borough.toml"])

    assert chairs.policy == borough_under(own, own.policies[0]).policy
    assert isinstance(chairs.policies[0], NamedPolicy)
    assert read_borough(folder).policy == own.policy
