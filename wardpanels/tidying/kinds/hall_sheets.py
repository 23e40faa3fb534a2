"""Sheets of halls: where they are, whom they hold, what they cost, when they are open and who can get in."""

from __future__ import annotations

import re

from wardpanels.tidying.kinds.ward_sheets import WARD_WORDS
from wardpanels.tidying.said.given_names import HOW_WARD, wards
from wardpanels.tidying.said.hall_hours import HOW, hall_hours, quotable, weekly_closure
from wardpanels.tidying.said.head_counts import CAPACITY_HOW, capacity
from wardpanels.tidying.said.plain_words import degrees, mark, postcode, words
from wardpanels.tidying.said.pounds import HOW as COST_HOW
from wardpanels.tidying.said.pounds import pounds
from wardpanels.tidying.said.who_checked import HOW_ROLE, checked_on, who_checked
from wardpanels.tidying.said.written_days import HOW as HOW_DAY
from wardpanels.tidying.said.written_days import listed_spans
from wardpanels.tidying.said.yes_or_no import yes_or_no
from wardpanels.tidying.sheet_kind import (
    Assembled,
    Cells,
    Heading,
    KindOfSheet,
    amended,
    called,
    guessed,
    head_words,
    value,
    with_assumed,
)
from wardpanels.tidying.understood import CellValue, Sure, Surroundings, Understood, cannot, plain, text_of
from wardpanels.tidying.visiting.checked_facts import basis_of
from wardpanels.tidying.visiting.visit_questions import FACTS

YES_OR_NO = ("step_free", "hearing_loop", "accessible_toilet")
ACCESS = (*YES_OR_NO, "entrance")
"""What a row's check is of, where the row says it."""
CHECKED_ON, CHECKED_BY = "access_checked_on", "access_checked_by"
"""Columns of a sheet that become `<fact>_basis` and `<fact>_checked_on` in the folder."""
CLOSED_ON = re.compile(r"^(?:closed|shut)\b:?(?: on\b| from\b)?\s*")
RULE = " off"
NEVER = frozenset({"no", "never", "not closed", "open all year", "open"})
"""How people say in a column of closed days that there are none."""
FEWEST = 30
"""People: what a hall is taken to hold where nobody says."""


def closed(value: CellValue, known: Surroundings) -> Understood:
    """Days on which a hall is closed, joined by `|`. Edges: days of every week stand there as a rule, `Su off`"""
    text = plain(text_of(value) if not isinstance(value, str) else value.replace("\n", ";"))
    if text.strip(" .!") in NEVER:
        return Understood("")
    told = Understood("")
    text = CLOSED_ON.sub("", text)
    for part, span in listed_spans(text, known) or [("", cannot("This is not a day that could be read.", HOW_DAY))]:
        weekly = "" if span.value else weekly_closure(part)
        read = Understood(weekly, Sure.LIKELY, f"'{part}' is taken out of its hours.") if weekly else span
        told = told.less(read.sure, read.why, read.ask)
        told = Understood("|".join(filter(None, (told.value, read.value))), told.sure, told.why, told.ask)
    return told


def _is_closed_some_day(cells: Cells) -> bool:
    """Whether a cell says that the hall is closed, and not on which days in a way that can be read."""
    return "closed" in cells and cells["closed"].told.sure is Sure.CANNOT


def _with_doubt(cells: Cells) -> Cells:
    if not _is_closed_some_day(cells):
        return cells
    why = "No meeting is planned here until the days are known."
    return amended(cells, "closed", cells["closed"].told.less(Sure.CANNOT, why))


def _hours(read: str, cells: Cells) -> str:
    """The hours as they go into the folder: not known, where nobody knows on which days the hall is closed."""
    if _is_closed_some_day(cells):
        return f'unknown "{quotable("closed: " + cells["closed"].text)}"'
    closed_weekly = [each for each in value(cells, "closed").split("|") if each.endswith(RULE)]
    return "; ".join([read or 'unknown "hours not known"', *closed_weekly])


def _assemble(cells: Cells, known: Surroundings) -> Assembled:
    if not value(cells, "name"):
        return Assembled(None, "it names no hall", cells)
    if not value(cells, "ward_codes"):
        lost = cannot("It is not said which wards this hall may serve, so it is left out.", HOW_WARD)
        said = cells["ward_codes"].told if "ward_codes" in cells else lost
        why = f"{said.why} {lost.why}".strip() if said is not lost else lost.why
        return Assembled(None, "no ward is named", amended(cells, "ward_codes", cannot(why, HOW_WARD)))
    row, shown = with_assumed(
        _with_doubt(cells),
        "name",
        (
            ("address", Understood(value(cells, "name"), Sure.LIKELY, "Its name stands for it.", "Write the street.")),
            ("capacity", guessed(str(FEWEST), f"How many it holds is not known: {FEWEST} is taken.", CAPACITY_HOW)),
            ("hire_gbp_per_hour", guessed("0", "The price is not known: no cost is counted.", COST_HOW)),
            ("opening_hours", cannot("No hours are given: no meeting is planned here.", HOW)),
            *((fact, Understood("unknown")) for fact in YES_OR_NO if fact in cells),
        ),
    )  # fmt: skip
    row["opening_hours"] = _hours(row["opening_hours"], cells)
    if "closed" in row:
        row["closed"] = "|".join(each for each in row["closed"].split("|") if not each.endswith(RULE))
    day, role = row.pop(CHECKED_ON, ""), row.pop(CHECKED_BY, "")
    if day and role:
        facts = [fact for fact in ACCESS if row.get(fact, "") not in ("", "unknown")]
        row |= {f"{fact}_basis": basis_of(role) for fact in facts} | {f"{fact}_checked_on": day for fact in facts}
    elif day or role:
        there, ask = (CHECKED_ON, HOW_ROLE) if day else (CHECKED_BY, HOW_DAY)
        told = cells[there].told.less(Sure.GUESSED, "Role and day go together, so it counts as not checked.", ask)
        shown = amended(shown, there, told)
    return Assembled(row, "", shown)


KIND = KindOfSheet(
    "venues",
    ("hall", "halls", "venue", "venues", "rooms", "places", "locations", "buildings"),
    (
        Heading("venue_id", called("venue id, hall id, id, ref, venue ref"), mark),
        Heading(
            "name",
            called(
                "hall, venue, venue name, hall name, halls, venues, where, place, location, building, "
                "premises, name, site, room, name of hall, name of venue"
            ),
            words,
        ),
        Heading("address", called("address, street, addr, street address, full address, address 1"), words),
        Heading("postcode", called("postcode, post code, p code, pcode"), postcode),
        Heading(
            "ward_codes",
            called("which wards, wards served, ward codes, serves, covers, for wards, used by, used for") + WARD_WORDS,
            wards,
        ),
        Heading(
            "capacity",
            called(
                "capacity, holds, max, seats, size, max number, people, cap, max people, max capacity, how "
                "many, no of people, max no"
            ),
            capacity,
        ),
        Heading(
            "hire_gbp_per_hour",
            called(
                "cost per hour, cost, hire, price, hire cost, charge, charges, rate, hourly rate, fee, £, £ "
                "ph, £ per hour, £ hr, hire charge, hire fee, hire gbp per hour, price per hour, cost ph, "
                "cost hr"
            ),
            pounds,
        ),
        Heading(
            "opening_hours",
            called(
                "opening hours, hours, open, opening times, availability, available, times, when open, open "
                "times, opening, times available"
            ),
            hall_hours,
        ),
        Heading(
            "closed", called("closed, closures, shut, not available, closed dates, closed on, unavailable"), closed
        ),
        Heading(
            "step_free",
            called(
                "step free, step free access, wheelchair, wheelchair access, access, accessible, disabled "
                "access, level access, ramp, steps free, stepfree, wheelchair accessible"
            ),
            yes_or_no,
            reads_nothing=True,
        ),
        Heading(
            "hearing_loop",
            called("hearing loop, loop, induction loop, t loop, audio loop"),
            yes_or_no,
            reads_nothing=True,
        ),
        Heading(
            "accessible_toilet",
            called(
                "accessible toilet, disabled wc, disabled toilet, accessible wc, disabled loo, toilet, wc, "
                "accessible loo, toilets, adapted toilet"
            ),
            yes_or_no,
            reads_nothing=True,
        ),
        Heading("lat", called("lat, latitude"), degrees),
        Heading("lon", called("lon, longitude, long, lng"), degrees),
        Heading("near_transport", called("near transport"), yes_or_no, reads_nothing=True),
        Heading("polling_station", called("polling station"), yes_or_no, reads_nothing=True),
        Heading("coord_basis", called("coord basis"), words),
        Heading("basis", called("basis"), words),
        Heading("coord_basis", called("coord basis"), words),
        *(Heading(f"{fact}_basis", (head_words(f"{fact}_basis"),), words) for fact in FACTS),
        *(Heading(f"{fact}_checked_on", (head_words(f"{fact}_checked_on"),), checked_on) for fact in FACTS),
        Heading("entrance", called("entrance, way in, door"), words),
        Heading(CHECKED_ON, called("access checked on, access checked, checked on, date checked"), checked_on),
        Heading(CHECKED_BY, called("checked by role, checked by, access checked by, who checked"), who_checked),
        Heading("transport", called("transport, nearest station, nearest stop, bus, tube, public transport"), words),
    ),
    known_by=(
        ("name",),
        ("address", "postcode", "capacity", "opening_hours"),
        ("postcode", "capacity", "opening_hours", "hire_gbp_per_hour", "step_free", "ward_codes"),
    ),
    known_by_title=(("name",), ("address", "postcode", "capacity", "opening_hours", "hire_gbp_per_hour", "ward_codes")),
    key="name",
    assemble=_assemble,
    ward="ward_codes",
    weekly="opening_hours",
)
