"""Tells halls, and officers, of one name apart: by their ids, postcodes and addresses for mail."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from wardpanels.tidying.said.given_names import bare
from wardpanels.tidying.said.ranks import SHORT
from wardpanels.tidying.visiting.checked_facts import with_checks_of

Row = Mapping[str, str]
"""A hall or an officer as text, by the contract's columns."""
MARKS = ("venue_id", "officer_id", "postcode", "email", "role")
"""What a thing has one of: two rows that differ in it are two things, whatever they are called."""


def marks_of(row: Row) -> dict[str, str]:
    """What tells a row from others of its name, in one form; what it does not say is left out."""
    packed = {name: re.sub(r"[^\w@.+-]", "", row.get(name, "").casefold()) for name in MARKS}
    return {name: value for name, value in packed.items() if value}


def contradict(one: Row, other: Row) -> bool:
    """Whether two rows say of one mark that it is two things. Edges: an id that is the same settles it."""
    mine, others = marks_of(one), marks_of(other)
    both = mine.keys() & others.keys()
    if any(mine[name] == others[name] for name in both & {"venue_id", "officer_id"}):
        return False
    return any(mine[name] != others[name] for name in both)


def of_one_thing(rows: Sequence[Row]) -> tuple[list[list[int]], list[int]]:
    """Which rows tell of one thing, by their places; and those that may be of either of two.

    Edges: rows of one name are of one thing unless their marks contradict; a row that fits two is of the one whose
           wards it names, else of neither; both lists are in the order of the rows
    """
    groups: dict[str, list[list[int]]] = {}
    either: list[int] = []
    for at in sorted(range(len(rows)), key=lambda at: -len(marks_of(rows[at]))):
        of_name = groups.setdefault(bare(rows[at]["name"]), [])
        fits = [group for group in of_name if not any(contradict(rows[at], rows[other]) for other in group)]
        if len(fits) > 1:
            fits = _nearest(rows[at], fits, rows)
        if len(fits) > 1:
            either.append(at)
        elif fits:
            fits[0].append(at)
        else:
            of_name.append([at])
    return sorted(sorted(group) for of_name in groups.values() for group in of_name), sorted(either)


def _nearest(row: Row, groups: Sequence[list[int]], rows: Sequence[Row]) -> list[list[int]]:
    """Those of the groups that have a mark of the row, else a ward of it, else all of them."""
    mine, wards = set(marks_of(row).items()) - {("role", row.get("role", ""))}, _wards(row)
    marked = [group for group in groups if any(mine & set(marks_of(rows[at]).items()) for at in group)]
    among = marked or list(groups)
    near = [group for group in among if any(wards & _wards(rows[at]) for at in group)]
    return near or among


def _wards(row: Row) -> set[str]:
    return set(filter(None, row.get("ward_codes", "").split("|")))


def merged(rows: Sequence[Row]) -> tuple[list[dict[str, str]], list[int]]:
    """One row a thing, with the wards of all its lines; and the places of those that may be of either of two."""
    things, either = of_one_thing(rows)
    return [_as_one([rows[at] for at in thing]) for thing in things], either


def _as_one(rows: Sequence[Row]) -> dict[str, str]:
    one = dict(rows[0])
    for row in rows:
        both = _wards(one) | _wards(row)
        is_everywhere = not row.get("ward_codes", "x") or not one.get("ward_codes", "x")
        one["ward_codes"] = "" if is_everywhere else "|".join(sorted(both))
        checked = with_checks_of(one, row)
        for name, value in row.items():
            one[name] = checked.get(name) or one.get(name) or value if name != "ward_codes" else one[name]
    return one


def handles(officers: Sequence[Row]) -> list[str]:
    """What each of some officers is called: by name, with the rank where another has it, and by more where that has."""
    short = [f"{SHORT.get(row.get('role', ''), '')} {row['name']}".strip() for row in officers]
    names, ranked = Counter(bare(row["name"]) for row in officers), Counter(map(bare, short))
    return [
        row["name"] if names[bare(row["name"])] == 1 else said if ranked[bare(said)] == 1 else f"{said}, {_more(row)}"
        for row, said in zip(officers, short, strict=True)
    ]


def officers_by_name(officers: Sequence[Row], codes: Sequence[str]) -> dict[str, str]:
    """The codes of officers by what a sheet of leave may call them: name, rank and name, or id.

    Edges: a name that several have leads to none of them, and to what each is called
    """
    found: dict[str, str] = {}
    for row, handle, code in zip(officers, handles(officers), codes, strict=True):
        if row.get("officer_id"):
            found[row["officer_id"]] = code
        found |= {row["name"]: code} if handle == row["name"] else {f"{row['name']} ({code})": code, handle: code}
    return found


def _more(row: Row) -> str:
    return row.get("email") or row.get("officer_id") or row.get("ward_codes", "")


def before_of(row: Row, named: Sequence[Row], others: Sequence[Row], given: Collection[str]) -> Row | None:
    """Which of the rows that the folder has of this name is this one's. Edges: None where nothing tells.

    Shapes: `others` are the new rows of the same name, this one too; `given` the ids that new rows have by now
    """
    if len(named) == len(others) == 1:
        return named[0]
    free = [each for each in named if not contradict(row, each) and (_id(each) not in given or _id(each) == _id(row))]
    near = _nearest(row, [[at] for at in range(len(free))], free)
    return free[near[0][0]] if len(near) == 1 else None


def _id(row: Row) -> str:
    return row.get("venue_id") or row.get("officer_id", "")
