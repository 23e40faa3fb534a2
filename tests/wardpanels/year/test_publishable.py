"""Whatever becomes of the wards' codes and slugs: what is released can be published, and what cannot is not stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publishers import addresses
from publishers.every_publisher import recipes
from scheduler.errors import UnusableData
from scheduler.facts import Borough
from scheduler.period import calendar_year
from scheduler.plan import Plan, meeting_id
from scheduler.store import Store, open_store
from tests.scheduler.examples import BOW_EAST, MILE_END, a_borough, a_meeting, a_plan, a_ward, at, utc
from tests.thorough import enough
from wardpanels.faults import Unpublishable
from wardpanels.year import drafts, publishing, releasing
from wardpanels.year.telling import Telling
from wardpanels.year.wards_told import as_told, refuse_lost_rows

CODES, SLUGS = (BOW_EAST, MILE_END, "E05000003", "E05000004"), ("alder", "beech", "cedar", "dogwood")
YEARS = (2027, 2028)
NOW = utc("2026-11-22 09:00")
TELLING = Telling(a_borough().profile, (), lambda release: release)


@st.composite
def some_wards(draw):
    """Wards as a file may have them: each code and each slug once."""
    codes = draw(st.lists(st.sampled_from(CODES), unique=True, min_size=1))
    slugs = draw(st.permutations(SLUGS))
    old = st.lists(st.sampled_from(SLUGS), max_size=1)
    return tuple(
        a_ward(code=code, name=slug.title(), slug=slug, neighbours=frozenset(), old_slugs=tuple(draw(old)))
        for code, slug in zip(codes, slugs, strict=False)
    )


def with_wards(wards) -> Borough:
    borough = a_borough(wards=tuple(sorted(wards, key=lambda ward: ward.code)), attendance=())
    codes = frozenset(ward.code for ward in wards)
    return replace(borough, venues=tuple(replace(venue, ward_codes=codes) for venue in borough.venues))


def planned(borough: Borough, year: int) -> Plan:
    """A meeting for each ward."""
    first = at("Thu 2027-03-25 19:00") if year == 2027 else at("Thu 2028-03-23 19:00")
    meetings = (
        a_meeting(
            meeting_id=meeting_id(year, ward.code, 1), ward_code=ward.code, starts_at=first + timedelta(days=number)
        )
        for number, ward in enumerate(borough.wards)
    )
    return a_plan(*meetings, first_day=date(year, 1, 1), last_day=date(year, 12, 31))


def released(store: Store, borough: Borough, year: int, plan: Plan | None = None) -> releasing.NextRelease:
    """Make a plan the draft, also in the place of one that was released, and release it."""
    if plan is not None:
        newest = store.draft(plan.borough_code, plan.first_day)
        store.save_draft(plan, expected_revision=newest.revision if newest else None, saved_at=NOW)
    return releasing.release_draft(store, borough, calendar_year(year), NOW, allowed=99, dry_run=False)


def site_of(store: Store, borough: Borough, year: int):
    release = releasing.latest_release(store, borough.profile.code, calendar_year(year))
    return recipes(publishing.edition_on(store, TELLING, release, NOW), "site")


@given(st.lists(st.tuples(st.sampled_from(YEARS), some_wards(), st.booleans()), min_size=2, max_size=5))
@settings(max_examples=enough(6, 300), suppress_health_check=[HealthCheck.too_slow])
def test_every_release_that_is_stored_can_be_published_and_no_ward_loses_its_address(steps):
    store, calendars, files = open_store("memory:"), set(), ()
    for year, wards, is_planned_anew in steps:
        borough = with_wards(wards)
        plan = planned(as_told(store, borough), year)
        is_planned = is_planned_anew or store.draft(plan.borough_code, plan.first_day) is None
        before = store.releases(plan.borough_code, plan.first_day)
        try:
            released(store, borough, year, plan if is_planned else None)
        except Unpublishable:
            assert store.releases(plan.borough_code, plan.first_day) == before
            continue
        for known in YEARS:
            if store.releases(plan.borough_code, date(known, 1, 1)):
                files = site_of(store, borough, known)  # no path twice, or it raises
        paths = {file.path for file in files}
        calendars |= {
            addresses.ward_feed(ward.slug)
            for meeting in releasing.latest_release(store, plan.borough_code, calendar_year(year)).meetings
            for ward in releasing.latest_release(store, plan.borough_code, calendar_year(year)).wards
            if ward.code == meeting.ward_code
        }
        assert calendars <= paths
    for file in files:
        if file.path.endswith((".ics", ".html", ".json", ".atom")):
            file.make()
    store.close()


@pytest.mark.parametrize(
    ("wards", "why"),
    [
        pytest.param(
            [("A", "beech"), ("B", "alder")],
            "slug 'beech': found Beech (A), wanted another slug for it: that address leads to Beech (B)",
            id="two that swap",
        ),
        pytest.param(
            [("B", "alder")],
            "slug 'alder': found Alder (B), wanted another slug for it: that address leads to Alder (A)",
            id="one that takes the slug of a ward that is gone",
        ),
        pytest.param(
            [("A", "cedar"), ("B", "beech"), ("N", "alder")],
            "slug 'alder': found Alder (N), wanted another slug for it: that address leads to Alder (A)",
            id="a code given to another place",
        ),
    ],
)
def test_address_of_another_ward_is_refused_by_name_and_nothing_is_stored(wards, why):
    def of(pairs):
        return with_wards(
            [a_ward(code=code, slug=slug, name=slug.title(), neighbours=frozenset()) for code, slug in pairs]
        )

    store, first = open_store("memory:"), of([("A", "alder"), ("B", "beech")])
    released(store, first, 2027, planned(first, 2027))

    with pytest.raises(Unpublishable) as refused:
        released(store, of(wards), 2027)

    assert why in str(refused.value)
    assert store.releases(first.profile.code, date(2027, 1, 1)) == (1,)


ALDER, BEECH = (a_ward(code=code, slug=slug, name=slug.title(), neighbours=frozenset())
                for code, slug in (("A", "alder"), ("B", "beech")))  # fmt: skip
JUNE = utc("2027-06-30 09:00")
WITHOUT_ROW = "wards.csv: found no row of Alder (A), wanted its row until the period ends on 2027-12-31"


def told_of_both() -> Store:
    """A store in which each of two wards was told of a meeting of March 2027."""
    store, both = open_store("memory:"), with_wards([ALDER, BEECH])
    released(store, both, 2027, planned(both, 2027))
    return store


def without_ward_a(plan: Plan) -> Plan:
    return replace(plan, meetings=tuple(each for each in plan.meetings if each.ward_code != "A"))


def test_draft_of_a_ward_that_is_gone_and_was_never_told_is_refused():
    store, first = open_store("memory:"), with_wards([ALDER])
    drafts.keep_draft(store, first, planned(first, 2027), NOW)

    with pytest.raises(Unpublishable, match="found no row of ward A, wanted its row, or a plan that is made without"):
        released(store, with_wards([BEECH]), 2027)


@pytest.mark.parametrize("into", [(), ("alder",)], ids=["lost", "merged into another"])
def test_ward_that_has_met_keeps_its_row_until_the_period_ends(into):
    store, code = told_of_both(), a_borough().profile.code
    one_left = with_wards([replace(BEECH, old_slugs=into, old_codes=frozenset("A"))])

    with pytest.raises(Unpublishable) as refused:
        releasing.release_draft(store, one_left, calendar_year(2027), JUNE, allowed=99, dry_run=False)
    with pytest.raises(UnusableData) as complained:
        refuse_lost_rows(store, one_left, JUNE)

    assert WITHOUT_ROW in str(refused.value)
    assert WITHOUT_ROW in str(complained.value)
    assert store.releases(code, date(2027, 1, 1)) == (1,)
    refuse_lost_rows(store, with_wards([ALDER, BEECH]), JUNE)
    refuse_lost_rows(store, one_left, utc("2028-01-01 09:00"))


def test_ward_that_has_not_met_goes_once_its_meetings_are_planned_away():
    store, one_left = told_of_both(), with_wards([BEECH])

    refuse_lost_rows(store, one_left, NOW)
    with pytest.raises(Unpublishable, match="1 of its meetings are to come"):
        released(store, one_left, 2027)
    made = released(store, one_left, 2027, without_ward_a(planned(with_wards([ALDER, BEECH]), 2027)))

    assert [change.after.meeting_id for change in made.release.changes] == ["2027-A-1"]
