"""Sheets of officers: rank, wards, shifts and address for mail."""

from __future__ import annotations

import re
from dataclasses import replace

from wardpanels.tidying.kinds.ward_sheets import WARD_WORDS
from wardpanels.tidying.said.given_names import HOW_WARD, wards, wards_or_everywhere
from wardpanels.tidying.said.plain_words import email, mark, words
from wardpanels.tidying.said.ranks import HOW, SURE, rank
from wardpanels.tidying.said.shifts import assumed_shift, shifts
from wardpanels.tidying.sheet_kind import Assembled, Cells, Heading, KindOfSheet, amended, called, value, with_assumed
from wardpanels.tidying.understood import NOTHING, CellValue, Sure, Surroundings, Understood, cannot, plain

BOROUGH_WIDE = ("inspector", "public_realm")
"""Roles that serve the whole borough where nobody says otherwise."""
VACANT = re.compile(r"\b(?:vacan(?:t|cy|cies)|unfilled)\b")
NO_ONE = Understood(
    "", Sure.LIKELY, "This says that nobody is in the post.", "Where somebody is, write their name and nothing else."
)


def _assemble(cells: Cells, known: Surroundings) -> Assembled:
    cells = _with_whole_name(cells)
    if VACANT.search(plain(value(cells, "name"))):
        return Assembled(None, "the post is vacant", amended(cells, "name", NO_ONE))
    if not value(cells, "name"):
        return Assembled(None, "it names no officer", cells)
    if not value(cells, "role"):
        named = value(cells, "name")
        by_name = rank(named.split(" ")[0], known)
        by_name = by_name if by_name.value else rank(named, known)
        if not by_name.value:
            column = "role" if "role" in cells else "name"
            no_rank = cannot("No rank is given, so this officer is left out.", HOW)
            return Assembled(None, "no rank is known", amended(cells, column, no_rank))
        cells = amended(cells, "role", by_name.less(Sure.LIKELY, "The rank is taken from the name."))
        role = by_name.value
    else:
        role = value(cells, "role")
    lost = _lost_wards(cells, role)
    if lost:
        return Assembled(None, "no ward is named", amended(cells, "ward_codes", cannot(lost, HOW_WARD)))
    if role in BOROUGH_WIDE and "ward_codes" in cells and plain(cells["ward_codes"].text).strip(" .") in NOTHING:
        cells = amended(cells, "ward_codes", Understood(value(cells, "ward_codes")))
    if "ward_codes" not in cells and role not in BOROUGH_WIDE:
        why = "No column says which wards they serve: the whole borough is taken."
        cells = amended(cells, "name", cells["name"].told.less(Sure.GUESSED, why, "Add a column Wards."))
    row, shown = with_assumed(
        cells,
        "name",
        (
            ("role", cells["role"].told) if "role" in cells else ("role", rank(role, known)),
            ("working_hours", assumed_shift()),
        ),
    )
    row.pop("surname", None)
    return Assembled(row, "", shown)


def _with_whole_name(cells: Cells) -> Cells:
    """The cells, with a first name and a surname of columns of their own as one name."""
    if "surname" not in cells:
        return cells
    whole = " ".join(filter(None, (value(cells, "name"), value(cells, "surname"))))
    if "name" in cells:
        return amended(cells, "name", replace(cells["name"].told, value=whole))
    return {**cells, "name": replace(cells["surname"], column="name", told=replace(cells["surname"].told, value=whole))}


def _lost_wards(cells: Cells, role: str) -> str:
    """Why an officer without wards cannot be taken: an empty cell would mean the whole borough."""
    if value(cells, "ward_codes") or role in BOROUGH_WIDE or "ward_codes" not in cells:
        return ""
    cell = cells["ward_codes"]
    if cell.told.sure is Sure.CANNOT or not cell.text:
        return f"{cell.told.why} It is not said which wards this officer serves, so they are left out.".strip()
    return ""


def _rank_above(heading: CellValue) -> str:
    said = re.sub(r"[\s\d#]+$", "", plain(heading))
    role = SURE.get(said) or SURE.get(said.removesuffix("s"))
    return role.value if role else ""


KIND = KindOfSheet(
    "officers",
    ("officers", "officer", "snt", "contacts", "staff", "team", "teams", "people", "rota", "police"),
    (
        Heading("officer_id", called("officer id, id"), mark),
        Heading("role", called("rank, role, post, grade, job, position, job title, rank role, title"), rank),
        Heading(
            "name",
            called(
                "name, officer, officer name, full name, first name, forename, who, staff member, staff, "
                "names, officers"
            ),
            words,
        ),
        Heading("surname", called("surname, last name, family name"), words),
        Heading(
            "ward_codes",
            called("ward codes, area covered, beat, covers, ward area, patch, team") + WARD_WORDS,
            wards_or_everywhere,
            reads_nothing=True,
        ),
        Heading(
            "deputy_ward_codes",
            called(
                "deputy, deputy for, covers for, backup, stand in, stands in for, cover, cover for, deputy "
                "ward codes, also covers"
            ),
            wards,
        ),
        Heading(
            "working_hours",
            called(
                "working hours, shift, shifts, shift pattern, hours, duty, duties, works, rota, pattern, "
                "working pattern, when works, duty times, hours of duty, works when"
            ),
            shifts,
        ),
        Heading("basis", called("basis"), words),
        Heading("email", called("email, e mail, email address, mail, e mail address"), email),
    ),
    known_by=(("name", "surname"), ("role", "working_hours"), ("role", "email", "ward_codes")),
    key="name",
    assemble=_assemble,
    ward="ward_codes",
    melts="role",
    melts_into="name",
    melted=_rank_above,
    weekly="working_hours",
)
