"""A ward's crimes beside its borough's, from a stand-in for data.police.uk that answers well and badly."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from scheduler.recorded_crime import CrimeSeries
from tests.publishers.carriers.peers import Reply, closed_port
from tests.scheduler.examples import a_borough, a_ward
from tests.wardpanels.evidence.police import MONTHS, Police, police
from tests.wardpanels.sources.test_web import Time, an_asker
from wardpanels.evidence.crimes import MOST_BUSY, CrimeSource, crime_figures
from wardpanels.sources.crime_shelf import CrimeShelf
from wardpanels.sources.street_crime import area_in_words

AT = datetime(2026, 11, 29, 9, tzinfo=UTC)
LATER = AT + timedelta(days=40)


def border(west: float):
    return ((west, 51.5), (west + 0.01, 51.5), (west, 51.51), (west, 51.5))


WARDS = tuple(
    a_ward(code=f"E0500931{n}", name=name, slug=name.lower(), boundary=(border(n / 100),))
    for n, name in enumerate(("Bow", "Lea", "Mile", "Old", "Poplar"))
)
BOW, *OTHERS = WARDS
BOROUGH = a_borough(wards=WARDS)
AREA = {ward.name: area_in_words(ward.boundary[0]) for ward in WARDS}
FOUR_TRIES = "found status 503, wanted crimes. It says so where it is busy, and of an area with more than 10,000 crimes"


@pytest.fixture
def shelf(tmp_path):
    return CrimeShelf(tmp_path / "crimes-cache")


def figures(shelf, said: Police | None, at=AT, borough=BOROUGH, ward=BOW, clock=None):
    """What is known of a ward; nobody is asked where nobody is there to say anything."""
    if said is None:
        return crime_figures(CrimeSource(None, "", shelf), borough, ward, at)
    with police(said) as peer:
        return crime_figures(CrimeSource(an_asker(clock or Time()), peer.url, shelf), borough, ward, at)


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """The folder of a shelf after all was asked for once."""
    shelf = CrimeShelf(tmp_path_factory.mktemp("asked"))
    figures(shelf, Police())
    return shelf.folder


@pytest.fixture
def full(asked, tmp_path):
    """A shelf that has all of it."""
    return CrimeShelf(shutil.copytree(asked, tmp_path / "full"))


def drugs(found):
    (series,) = found.crime.series
    return series


def test_twelve_months_of_the_ward_stand_beside_the_mean_of_all(shelf):
    said = Police(crimes={(AREA["Bow"], month): {"drugs": 8} for month in MONTHS})

    found = figures(shelf, said)

    assert found.crime.months == MONTHS
    assert found.crime.series == (CrimeSeries("Drugs", (8,) * 12, (4.0,) * 12, 96, 48.0),)
    assert (found.updated, found.fetched_at, found.faults, found.crime.fewest_wards) == ("2026-11-05", AT, (), 5)
    assert len(said.asked) == 60


def test_month_is_asked_for_once_until_crimes_were_updated(full):
    again = Police()
    same = figures(full, again, LATER, ward=OTHERS[0])
    moved = Police(updated="2027-01-07", crimes={(AREA["Bow"], MONTHS[0]): {"drugs": 5}})
    new = figures(full, moved, LATER)

    assert (again.asked, same.fetched_at) == ([], AT)
    assert (len(moved.asked), new.updated, new.fetched_at) == (60, "2027-01-07", LATER)
    assert drugs(new).ward == (5, *(3,) * 11)


def test_month_that_comes_new_is_asked_for_and_the_oldest_leaves(shelf):
    figures(shelf, Police(months=MONTHS[:-1]))
    said = Police()
    found = figures(shelf, said, LATER)

    assert {month for _, month in said.asked} == {MONTHS[-1]}
    assert found.crime.months == MONTHS


def test_months_that_are_not_there_are_gaps_and_nobody_is_asked_for_them(shelf):
    said = Police(months=tuple(month for month in MONTHS if month != MONTHS[3]))
    found = figures(shelf, said)

    assert found.crime.gaps == (MONTHS[3],)
    assert MONTHS[3] not in {month for _, month in said.asked}


def test_month_of_zeros_everywhere_is_a_gap(shelf):
    found = figures(shelf, Police(crimes={(area, MONTHS[5]): {} for area in AREA.values()}))

    assert found.crime.gaps == (MONTHS[5],)
    assert (drugs(found).ward_total, drugs(found).mean_total) == (33, 33.0)


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply(304), "found status 304, wanted the page. Try again later, or look at it yourself"),
        (Reply(404), "found status 404, wanted the page. Try again later, or look at it yourself"),
        (Reply(body=b'[{"category"'), "found no JSON, wanted JSON"),
    ],
    ids=["304", "404", "cut short"],
)
def test_month_that_cannot_be_had_is_a_gap_and_told_and_stops_no_other(shelf, reply, why):
    said = Police(instead={(AREA["Bow"], MONTHS[0]): reply})
    found = figures(shelf, said)

    assert found.faults == (("Bow, October 2025", why),)
    assert (found.crime.gaps, drugs(found).ward[1:]) == ((MONTHS[0],), (3,) * 11)
    assert len(said.asked) == 60


def test_ward_that_is_busy_is_left_and_the_mean_is_that_of_the_others(shelf):
    said = Police(instead={AREA["Lea"]: Reply(503)})
    found = figures(shelf, said)

    assert found.faults == (("Lea, October 2025", FOUR_TRIES),)
    assert (found.crime.fewest_wards, found.crime.wards, found.crime.gaps) == (4, 5, ())
    assert len(said.asked) == 48 + 4


def test_busy_server_is_given_up_after_three_wards(shelf):
    clock = Time()
    said = Police(instead=dict.fromkeys(AREA.values(), Reply(503)))
    found = figures(shelf, said, clock=clock)

    assert len(said.asked) == MOST_BUSY * 4
    assert [place for place, _ in found.faults] == [
        "Bow, October 2025",
        "Lea, October 2025",
        "Mile, October 2025",
        "Old",
        "Poplar",
    ]
    assert found.crime is None
    assert clock.now < 20


def test_429_is_waited_for_as_long_as_it_says_and_an_hour_is_not(shelf):
    clock = Time()
    said = Police(instead={AREA["Bow"]: Reply(429, headers={"Retry-After": "3600"})})
    found = figures(shelf, said, clock=clock)

    assert found.faults[0][0] == "Bow, October 2025"
    assert "status 429, and to wait 3600 s" in found.faults[0][1]
    assert clock.now < 10


def test_older_figures_stand_in_where_newer_ones_cannot_be_had_and_say_their_age(full):
    found = figures(full, Police(updated="2027-01-07", instead={AREA["Bow"]: Reply(503)}), LATER)

    assert drugs(found).ward == (3,) * 12
    assert (found.updated, found.fetched_at, len(found.faults)) == ("2026-11-05", AT, 1)


@pytest.mark.parametrize("broken", ["crime-last-updated", "crimes-street-dates"])
@pytest.mark.parametrize("reply", [Reply(503), Reply(404), Reply(body=b"[")], ids=["503", "404", "cut short"])
def test_without_the_months_there_is_what_was_kept(full, broken, reply):
    said = Police(instead={broken: reply})
    found = figures(full, said, LATER)

    assert (drugs(found).ward_total, found.fetched_at, said.asked) == (36, AT, [])
    assert [place for place, _ in found.faults] == ["data.police.uk"]


def test_nobody_at_home_is_what_was_kept_with_its_age(full):
    nobody = CrimeSource(an_asker(Time()), f"http://127.0.0.1:{closed_port()}", full)
    found = crime_figures(nobody, BOROUGH, BOW, LATER)

    assert (drugs(found).ward_total, found.fetched_at, found.was_asked) == (36, AT, True)
    assert found.faults == (
        ("data.police.uk", "found no answer, wanted the page. Try again later, or look at it yourself"),
    )


def test_offline_nobody_is_asked(full):
    found = figures(full, None, LATER)

    assert (drugs(found).ward_total, found.fetched_at, found.was_asked, found.faults) == (36, AT, False, ())


def test_offline_with_nothing_kept_knows_nothing(shelf):
    found = figures(shelf, None)

    assert (found.crime, found.fetched_at, found.was_asked) == (None, None, False)


def test_ward_without_a_border_says_so_and_nobody_is_asked(shelf):
    bare = replace(BOW, boundary=())
    said = Police()
    found = figures(shelf, said, borough=a_borough(wards=(bare, *OTHERS)), ward=bare)

    assert (found.has_border, found.crime, said.asked) == (False, None, [])


def test_other_wards_without_a_border_are_not_in_the_mean(shelf):
    bare = replace(OTHERS[0], boundary=())
    found = figures(shelf, Police(), borough=a_borough(wards=(BOW, bare, *OTHERS[1:])))

    assert (found.crime.fewest_wards, found.crime.wards) == (4, 5)


def square(west: float, size: float):
    return tuple((west + size * x, 51.5 + size * y) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0)))


def test_ward_of_several_parts_has_the_crimes_of_all_but_not_those_in_a_hole(shelf):
    """The hole lies over the middle of the first part, and the second touches its corner."""
    whole, hole, beside = square(0, 0.09), tuple((x + 0.03, y + 0.03) for x, y in square(0, 0.03)), square(0.09, 0.01)
    ward = replace(BOW, boundary=(whole, hole, beside))
    counts = {whole: 20, hole: 8, beside: 5}
    said = Police(crimes={(area_in_words(ring), month): {"drugs": n} for ring, n in counts.items() for month in MONTHS})

    found = figures(shelf, said, borough=a_borough(wards=(ward,)), ward=ward)

    assert drugs(found).ward == (20 - 8 + 5,) * 12


def test_new_border_is_asked_about_anew(full):
    moved = replace(BOW, boundary=(border(0.5),))
    said = Police()
    figures(full, said, borough=a_borough(wards=(moved, *OTHERS)), ward=moved)

    assert {area for area, _ in said.asked} == {area_in_words(moved.boundary[0])}


@pytest.mark.parametrize("broken", [b"{", b"[]", b"\xff", b'{"ward_code": 1}'])
def test_kept_file_that_cannot_be_read_is_asked_for_again(full, broken):
    (full.folder / f"{BOW.code}-2026-09.json").write_bytes(broken)
    said = Police()
    figures(full, said)

    assert said.asked == [(AREA["Bow"], date(2026, 9, 1))]


def test_what_was_fetched_before_it_stopped_is_kept(shelf):
    figures(shelf, Police(instead={AREA["Poplar"]: Reply(503)}))
    said = Police()
    figures(shelf, said)

    assert {area for area, _ in said.asked} == {AREA["Poplar"]}
