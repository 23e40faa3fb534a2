"""What stands in until people say how it is: a hall a ward, a team a ward, and the borough's own visitors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scheduler.assumed import ASSUMED
from scheduler.errors import some_of
from wardpanels.beginning.own_settings import WAYS_IN
from wardpanels.beginning.ward_features import BegunWard

HALL_HOURS = "Mo-Su 09:00-22:00"
TEAM_HOURS = "Mo-Su 10:00-22:00"
CAPACITY = 60
TEAM = {
    "sergeant": "sergeant",
    "dwo": "Dedicated Ward Officer",
    "inspector": "inspector",
    "public_realm": "Public Realm officer",
}
"""Who stands in, by role, in words."""
BY_WARD = "ward centroid"
"""What a stand-in's place rests on: it is nobody's front door."""

ASSUMPTIONS_FILE = "ASSUMPTIONS.md"
TITLE = "# What is only assumed about "
MOST_NAMED = 20
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Assumption:
    """The file, what is taken there, and how to put it right."""

    file: str
    taken: str
    mend: str


def still_assumed(tables: Mapping[str, Sequence[Row]], settings: str) -> Iterator[Assumption]:
    """What still stands in, by the folder's tables and the text of its settings."""
    wards = {row["ward_code"]: row["name"] for row in tables.get("wards", ())}
    halls = [row for row in tables.get("venues", ()) if row.get("basis") == ASSUMED]
    if halls:
        yield Assumption(
            "venues.csv",
            f"{_wards_of(halls, wards)} has one hall. It is in the middle of the ward, open every day from 9am to "
            f"10pm, free, step-free, and holds {CAPACITY}.",
            "On the sheet Halls, list the halls that you can really have.",
        )
    yield from _of_officers(tables, wards)
    if not tables.get("attendance"):
        taken = "Nobody has counted residents yet, so each ward is in the middle tier."
        yield Assumption("attendance.csv", taken, "On the sheet Past numbers, write how many came last year.")
    unusual = [row["name"] for row in tables.get("wards", ()) if not row.get("set_evening")]
    if unusual:
        taken = f"{'No ward has' if len(unusual) == len(wards) else 'Without'} a usual evening"
        taken += "." if len(unusual) == len(wards) else f": {some_of(unusual, MOST_NAMED)}."
        yield Assumption("wards.csv", taken, "On the sheet Usual evenings, write it beside each ward.")
    if not tables.get("absences"):
        yield Assumption("absences.csv", "Nobody is on leave.", "On the sheet Time off, write who is away and when.")
    taken = "The tiers, start times, limits and points are those of the example borough, where nobody changed them."
    yield Assumption("borough.toml", taken, "Look through borough.toml: each line says what it does.")
    if "example.org" in settings:
        taken = "The web and mail addresses are examples that lead nowhere."
        yield Assumption("borough.toml", taken, "Put your own addresses in.")
    if any(f'{key} = ""' in settings for key in WAYS_IN):
        taken = "Residents can ask for help by email alone."
        mend = "On the sheet Settings, write a number to call, one for texts and an address for letters."
        yield Assumption("borough.toml", taken, mend)


def _of_officers(tables: Mapping[str, Sequence[Row]], wards: Mapping[str, str]) -> Iterator[Assumption]:
    stand_ins = [row for row in tables.get("officers", ()) if row.get("basis") == ASSUMED]
    told = []
    for role, words in TEAM.items():
        rows = [row for row in stand_ins if row["role"] == role]
        if rows:
            told.append(f"{_wards_of(rows, wards)} has one {words} of its own." if rows[0].get("ward_codes") else
                        f"One {words} serves the whole borough.")  # fmt: skip  # one choice
    if told:
        taken = " ".join((*told, "All of these are on duty every day from 10am to 10pm."))
        yield Assumption("officers.csv", taken, "On the sheet People, list who really works there, and when.")


def _wards_of(rows: Sequence[Row], wards: Mapping[str, str]) -> str:
    """Whose stand-ins these are: `Each ward`, or the wards' names before `each`."""
    codes = dict.fromkeys(code for row in rows for code in row.get("ward_codes", "").split("|") if code)
    if len(codes) >= len(wards):
        return "Each ward"
    return f"Each of these wards ({some_of([wards.get(code, code) for code in codes], MOST_NAMED)})"


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


def assumptions_page(borough: str, workbook: str, assumed: Sequence[Assumption]) -> str:
    """The page that lists what is only assumed, for people."""
    rows = "\n".join(f"| `{each.file}` | {each.taken} | {each.mend} |" for each in assumed)
    return (
        f"{TITLE}{borough}\n\n"
        "Nobody said so: it stands in, so that a year can be planned at once. Put it right in "
        f"`{workbook}`, then type `wardpanels tidy`, which brings this page up to date. `wardpanels release` waits "
        "while a meeting rests on a hall or an officer that only stands in.\n\n"
        f"| File | What is taken | How to put it right |\n| --- | --- | --- |\n{rows}\n"
    )


def page_again(page: str, workbook: str, assumed: Sequence[Assumption]) -> str | None:
    """The page as it is true now; None where what stands there is not ours."""
    title, _, _ = page.partition("\n")
    borough = title.removeprefix(TITLE).strip()
    return assumptions_page(borough, workbook, assumed) if title.startswith(TITLE) and borough else None
