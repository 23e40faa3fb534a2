"""Named policies: each is `[policy]` with something else in its place; and the tables that only some boroughs have."""

from dataclasses import replace
from datetime import date, time

import pytest

from scheduler.errors import UnusableData
from scheduler.facts import DaySpan, Election, Group, SchoolPeriod
from scheduler.policy import DaytimePreference, NamedPolicy, Outreach, Session, Tier
from scheduler.reading import read_borough

FOUR = """
[policies.chairs-alternative]
title = "Known evenings"
summary = "Four evenings, and visits."
every_ward = "four evenings"

[[policies.chairs-alternative.tiers]]
name = "four evenings"
from_residents = 0
evening = 4
daytime = 0
daytime_prefers = "any"
min_gap_days = 56
max_gap_days = 110

[policies.chairs-alternative.weights]
set_evening = 400

[policies.chairs-alternative.outreach]
latest_days = 10
"""

IN_FORCE = 'in_force = "chairs-alternative"\n'


@pytest.fixture
def add(folder):
    """Put more at the end of borough.toml."""

    def write(text):
        with (folder / "borough.toml").open("a", encoding="utf-8") as settings:
            settings.write(text)

    return write


def test_named_policy_is_the_policy_with_something_else_in_its_place(folder, add):
    add(FOUR)

    borough = read_borough(folder)

    tier = Tier("four evenings", 0, 4, 0, DaytimePreference.ANY, 56, 110)
    weights = {**borough.policy.weights, "set_evening": 400}
    policy = replace(borough.policy, tiers=(tier,), weights=weights, every_ward="four evenings")
    named = NamedPolicy(
        "chairs-alternative",
        "Known evenings",
        "Four evenings, and visits.",
        policy,
        Outreach(21, 10, 60),
    )
    assert borough.policies == (named,)


def test_named_policy_may_say_next_to_nothing(folder, add):
    add('\n[policies.later]\n[policies.later.starts]\nevening = ["20:00"]\n')

    borough = read_borough(folder)

    policy = replace(borough.policy, starts={**borough.policy.starts, Session.EVENING: (time(20),)})
    assert borough.policies == (NamedPolicy("later", "Later", "", policy),)


def test_policy_in_force_is_one_of_those_with_names_and_the_others_can_still_be_chosen(folder, add):
    settings = folder / "borough.toml"
    text = settings.read_text(encoding="utf-8")
    own = read_borough(folder)
    add(FOUR)
    settings.write_text(settings.read_text(encoding="utf-8").replace("[policy]\n", f"[policy]\n{IN_FORCE}", 1))

    borough = read_borough(folder)

    assert (borough.in_force, borough.policy.every_ward) == ("chairs-alternative", "four evenings")
    assert [named.name for named in borough.policies] == ["recommendation-3", "chairs-alternative"]
    assert borough.policies[0].policy == own.policy
    settings.write_text(text.replace("[policy]\n", f"[policy]\n{IN_FORCE}", 1))
    with pytest.raises(UnusableData, match=r"policy\.in_force: found 'chairs-alternative', wanted one of recomm"):
        read_borough(folder)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '\n[policies.as-is]\nevery_ward = "middling"\n',
            "policies.as-is.every_ward: found 'middling', wanted a tier of this policy: well attended, low",
        ),
        (
            "\n[policies.as-is]\n[policies.as-is.limits]\nmeetings_a_day = 0\n",
            "policies.as-is.limits.meetings_a_day: found 0, wanted meetings a day as a whole number, 1 to 1000",
        ),
        (
            "\n[policies.as-is]\n[policies.as-is.outreach]\nlatest_days = 30\n",
            "policies.as-is.outreach.earliest_days: found 21, "
            "wanted latest_days, 30, or more: it counts back from the panel",
        ),
        ("\n[policies]\nas-is = 4\n", "policies.as-is: found 4, wanted a table [policies.as-is]"),
        (
            '\n[policies."As it is"]\n',
            "policies.As it is: found 'As it is', wanted a name of small letters, digits and dashes, such as as-is",
        ),
    ],
    ids=["unknown tier", "limit", "window", "no table", "name"],
)
def test_bad_policy_is_told(add, complaints, text, told):
    add(text)

    assert [line.partition(", ")[2] for line in complaints()] == [told]


def test_groups_terms_and_elections_are_read(folder):
    (folder / "groups.csv").write_text(
        "group_id,name,ward_codes,meets,venue,basis\nG1,Lunch club,E05000001,We 12:00-14:00,Abbey Hall,illustrative\n"
    )
    (folder / "school_terms.csv").write_text(
        "academic_year,period,start,end\n2026-27,spring term,2027-01-04,2027-03-25\n"
        "2026-27,spring half term,2027-02-15,2027-02-19\n"
    )
    (folder / "elections.csv").write_text(
        "polling_date,election,latest_pre_election_start\n2027-05-06,Mayor,2027-03-26\n"
        "2027-10-14,By-election,\n,Some day,\n"
    )

    borough = read_borough(folder)

    assert borough.groups == (
        Group("G1", "Lunch club", frozenset({"E05000001"}), "We 12:00-14:00", "Abbey Hall", "illustrative"),
    )
    assert borough.school == (
        SchoolPeriod(DaySpan(date(2027, 1, 4), date(2027, 3, 25)), True, "spring term"),
        SchoolPeriod(DaySpan(date(2027, 2, 15), date(2027, 2, 19)), False, "spring half term"),
    )
    assert borough.elections == (
        Election(date(2027, 5, 6), date(2027, 3, 26), "Mayor"),
        Election(date(2027, 10, 14), date(2027, 9, 2), "By-election"),
    )


def test_term_that_ends_before_it_begins_is_told(folder, complaints):
    (folder / "school_terms.csv").write_text("period,start,end\nspring term,2027-03-25,2027-01-04\n")

    assert complaints() == ["school_terms.csv line 2, end: found '2027-01-04', wanted 2027-03-25, its start, or later"]
