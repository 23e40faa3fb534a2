"""What stands in until people say how it is: a hall a ward, a team a ward, and the borough's own visitors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scheduler.assumed import ASSUMED
from wardpanels.beginning.ward_features import BegunWard

HALL_HOURS = "Mo-Su 09:00-22:00"
TEAM_HOURS = "Mo-Su 10:00-22:00"
CAPACITY = 60
BY_WARD = "ward centroid"
"""What a stand-in's place rests on: it is nobody's front door."""

ASSUMPTIONS: tuple[tuple[str, str, str], ...] = (
    (
        "venues.csv",
        f"Each ward has one hall. It is in the middle of the ward, open every day from 9am to 10pm, free, step-free, "
        f"and holds {CAPACITY}.",
        "On the sheet Halls, list the halls that you can really have.",
    ),
    (
        "officers.csv",
        "Each ward has one sergeant and one Dedicated Ward Officer of its own. One inspector and one Public Realm "
        "officer serve the whole borough. All are on duty every day from 10am to 10pm.",
        "On the sheet People, list who really works there, and when.",
    ),
    (
        "attendance.csv",
        "Nobody has counted residents yet, so each ward is in the middle tier.",
        "On the sheet Past numbers, write how many came last year.",
    ),
    (
        "wards.csv",
        "No ward has a usual evening.",
        "On the sheet Usual evenings, write it beside each ward.",
    ),
    (
        "absences.csv",
        "Nobody is on leave.",
        "On the sheet Time off, write who is away and when.",
    ),
    (
        "borough.toml",
        "The tiers, start times, limits and points are those of the example borough. The web and mail addresses are "
        "examples that lead nowhere.",
        "Look through borough.toml: each line says what it does.",
    ),
)
"""The file, what is taken there, and how to put it right."""


def halls(wards: Sequence[BegunWard]) -> Iterator[Mapping[str, str]]:
    """One hall a ward, in the middle of it."""
    for number, ward in enumerate(wards, start=1):
        yield {
            "venue_id": f"H{number:02}",
            "name": f"A hall in {ward.name}",
            "address": "not known yet",
            "postcode": "",
            "lat": f"{ward.place[1]:.5f}",
            "lon": f"{ward.place[0]:.5f}",
            "ward_codes": ward.code,
            "capacity": str(CAPACITY),
            "hire_gbp_per_hour": "0",
            "opening_hours": HALL_HOURS,
            "step_free": "yes",
            "basis": ASSUMED,
            "coord_basis": BY_WARD,
        }


def officers(wards: Sequence[BegunWard]) -> Iterator[Mapping[str, str]]:
    """Two a ward, and two who serve all wards."""
    for number, ward in enumerate(wards, start=1):
        yield _officer(f"S{number:02}", "sergeant", f"Sergeant for {ward.name}", ward.code)
        yield _officer(f"D{number:02}", "dwo", f"Ward officer for {ward.name}", ward.code)
    yield _officer("I01", "inspector", "Inspector", "")
    yield _officer("R01", "public_realm", "Public Realm officer", "")


def _officer(officer_id: str, role: str, name: str, ward_code: str) -> Mapping[str, str]:
    return {
        "officer_id": officer_id,
        "role": role,
        "name": name,
        "email": "",
        "ward_codes": ward_code,
        "working_hours": TEAM_HOURS,
        "basis": ASSUMED,
    }


def assumptions_page(borough: str, workbook: str) -> str:
    """The page that lists what is only assumed, for people."""
    rows = "\n".join(f"| `{file}` | {taken} | {mend} |" for file, taken, mend in ASSUMPTIONS)
    return (
        f"# What is only assumed about {borough}\n\n"
        "Nobody said so: it stands in, so that a year can be planned at once. Put it right in "
        f"`{workbook}`, then type `wardpanels tidy`. `wardpanels release` waits while a meeting rests on a hall or an "
        "officer that only stands in.\n\n"
        f"| File | What is taken | How to put it right |\n| --- | --- | --- |\n{rows}\n"
    )
