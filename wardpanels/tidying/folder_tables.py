"""The tables of a borough's folder out of what was read: ids that stay, places, and what is new, changed or gone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from scheduler.assumed import ASSUMED
from scheduler.reading.contract import SCHEMAS
from wardpanels.tidying.said.given_names import bare
from wardpanels.tidying.same_names import before_of, handles, merged
from wardpanels.tidying.sheet_kind import Row
from wardpanels.tidying.taking import Taken, TakenRow
from wardpanels.tidying.visiting.checked_facts import KeptFact, against_checks

Rows = Sequence[Row]
MOST_GONE = 0.5
"""Of a folder's halls, officers or days: sheets without more of them than that are hardly those of this borough."""
COLUMNS = {schema.table: tuple(column.name for column in schema.columns) for schema in SCHEMAS}
NAMED = {"venues": "hall", "officers": "officer", "wards": "ward", "days": "day"}
"""Tables whose rows are told by name when they come, change and go."""
LETTERS = {"sergeant": "S", "dwo": "D", "pcso": "P", "inspector": "I", "public_realm": "R"}
ENDS_IN_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})\W*$")
BY_POSTCODE, BY_WARD = "postcode centroid", "ward centroid"
"""What the place of a hall rests on. Neither is its front door."""


@dataclass(frozen=True, slots=True)
class FolderAsIs:
    """What the folder holds before: its tables as text, and the highest number of each kind of id ever given."""

    tables: Mapping[str, Rows] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)

    @property
    def wards(self) -> Rows:
        """The wards whose codes and places are known from elsewhere; those that `tidy` named itself are not."""
        return [row for row in self.tables.get("wards", ()) if row.get("lat") and row.get("ward_code")]


@dataclass(frozen=True, slots=True)
class RowChange:
    """What became of one row of a table against the folder as it was: new, changed or gone."""

    table: str
    what: str
    name: str


@dataclass(frozen=True, slots=True)
class TidyFolder:
    """The tables to write, what changed, the rows that could not be kept, and the ids given so far.

    Edges: `kept` are checked facts of which the sheets say otherwise without a newer check
    """

    tables: Mapping[str, Rows]
    changes: tuple[RowChange, ...]
    dropped: tuple[tuple[TakenRow, str], ...]
    numbers: Mapping[str, int]
    kept: tuple[KeptFact, ...] = ()


def tidy_folder(taken: Taken, before: FolderAsIs) -> TidyFolder:
    """Work out every table that the sheets tell of; the others stay as they are."""
    of = {table: [each for each in taken.rows if each.table == table] for table in COLUMNS}
    numbers = dict(before.numbers)
    dropped: list[tuple[TakenRow, str]] = []
    tables: dict[str, Rows] = {"wards": _wards(of["wards"], taken.wards, before)}
    places = {row["ward_code"]: row for row in tables["wards"]}
    postcodes = {_packed(row["postcode"]): row for row in before.tables.get("postcodes", ())}
    old_halls, old_officers = before.tables.get("venues", ()), before.tables.get("officers", ())
    held: list[KeptFact] = []
    found = _merged([replace(each, row=_with_postcode(each.row)) for each in of["venues"]], dropped)
    halls = _with_ids(found, "venue_id", old_halls, numbers, lambda row: "H", held)
    tables["venues"] = _with_stand_ins([_placed(row, postcodes, places) for row in halls], old_halls)
    officers = _merged(of["officers"], dropped)
    people = _with_ids(officers, "officer_id", old_officers, numbers, lambda row: LETTERS[row["role"]], held)
    tables["officers"] = _with_stand_ins(people, old_officers)
    ids = {handle: row["officer_id"] for handle, row in zip(handles(officers), people, strict=True)}
    tables["absences"] = [
        {**each.row, "officer_id": ids.get(each.row["officer_id"], each.row["officer_id"])} for each in of["absences"]
    ]
    for table, key in (("attendance", ("ward_code", "held_on", "session")), ("board", ("held_on",))):
        tables[table] = _once(of[table], key, dropped)
    tables["days"] = [each.row for each in of["days"]]
    kept = {table: rows for table, rows in tables.items() if rows or (of[table] and table in before.tables)}
    return TidyFolder(kept, tuple(_changes(kept, before)), tuple(dropped), numbers, tuple(held))


def emptied(tables: TidyFolder, before: FolderAsIs) -> tuple[RowChange, ...]:
    """The halls, officers or days that would go, where most of them would."""
    for table in ("venues", "officers", "days"):
        known = [row for row in before.tables.get(table, ()) if row.get("basis") != ASSUMED]
        names = {_name(table, row) for row in known}
        of_table = (each for each in tables.changes if (each.table, each.what) == (table, "gone"))
        gone = tuple(each for each in of_table if each.name in names)
        if len(gone) > 1 and len(gone) > MOST_GONE * len(known):
            return gone
    return ()


def _wards(told: Sequence[TakenRow], named: Mapping[str, str], before: FolderAsIs) -> Rows:
    """The wards as the folder knows them, with what the sheets say of them; else by name alone."""
    said = {each.row["ward_code"]: each.row for each in told}
    names: dict[str, str] = {}
    for name, code in named.items():
        names.setdefault(code, said.get(code, {}).get("name") or name)
    by_name = [{"ward_code": code, "name": name, "slug": code, "lat": "", "lon": ""} for code, name in names.items()]
    known = before.wards or by_name
    return [_ward(row, said.get(row["ward_code"], {})) for row in known]


def _ward(known: Row, said: Row) -> Row:
    neighbours = {code for row in (known, said) for code in row.get("neighbours", "").split("|") if code}
    told = {name: value for name in ("set_evening", "chair_free", "population") if (value := said.get(name))}
    cleared = {"set_evening": ""} if said and "set_evening" in said else {}
    return {**known, **cleared, **told, "neighbours": "|".join(sorted(neighbours))}


def _merged(told: Sequence[TakenRow], dropped: list[tuple[TakenRow, str]]) -> list[Row]:
    """One row a hall or officer; one that stands on several lines, such as one a ward, has the wards of all."""
    rows, either = merged([each.row for each in told])
    dropped += [(told[at], "two have this name, and nothing here tells which is meant") for at in either]
    return rows


def _with_ids(
    rows: Sequence[Row],
    key: str,
    old: Rows,
    numbers: dict[str, int],
    letter: Callable[[Row], str],
    held: list[KeptFact],
) -> list[Row]:
    """Each row with its id: the sheet's own, the one that the folder has for it, or the next; and what was checked."""
    by_name = _by_name(row for row in old if row.get("name"))
    by_place = {_packed(row.get("postcode", "") + row.get("address", "")): row for row in old if row.get("postcode")}
    by_mail = {row["email"].casefold(): row for row in old if row.get("email")}
    names = _by_name(rows)
    taken: set[str] = {row[key] for row in rows if row.get(key)}
    for row in (*old, *rows):
        _note(row.get(key, ""), numbers)
    done = []
    for row in rows:
        place = _packed(row.get("postcode", "") + row.get("address", ""))
        renamed = by_place.get(place) or by_mail.get(row.get("email", "").casefold())
        if renamed and bare(renamed["name"]) in names:
            renamed = None
        name = bare(row["name"])
        known = before_of(row, by_name.get(name, []), names[name], taken) or renamed or {}
        mark = row.get(key) or (known.get(key, "") if known.get(key, "") not in taken else "")
        if not mark:
            prefix = letter(row)
            numbers[prefix] = numbers.get(prefix, 0) + 1
            mark = f"{prefix}{numbers[prefix]:02}"
        taken.add(mark)
        row, of_row = against_checks(known, row)
        held += of_row
        kept = {
            name: value
            for name, value in known.items()
            if name not in row and name not in ("lat", "lon", "coord_basis") and (name, value) != ("basis", ASSUMED)
        }
        placed = {
            name: known[name]
            for name in ("lat", "lon", "coord_basis")
            if known.get("coord_basis", BY_WARD) not in (BY_WARD, BY_POSTCODE)
        }
        done.append({**kept, **placed, **row, key: mark})
    return done


def _by_name(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(bare(row["name"]), []).append(row)
    return found


def _with_stand_ins(told: Sequence[Row], old: Rows) -> Rows:
    """The rows that people tell of, and what stands in for a ward, or a role in it, that they say nothing of."""
    served = {(_post(row), code) for row in told for code in row["ward_codes"].split("|")}
    posts_everywhere = {post for post, code in served if not code}
    left = [
        row
        for row in old
        if told
        and row.get("basis") == ASSUMED
        and _post(row) not in posts_everywhere
        and served.isdisjoint((_post(row), code) for code in row.get("ward_codes", "").split("|"))
        and not (row.get("ward_codes", "") == "" and any(post == _post(row) for post, _ in served))
    ]
    return [*told, *left]


def _post(row: Row) -> str:
    """What an officer is to a panel; "" of a hall. A DWO and a PCSO take the same place."""
    return "ward officer" if row.get("role") in ("dwo", "pcso") else row.get("role", "")


def _note(mark: str, numbers: dict[str, int]) -> None:
    if found := re.fullmatch(r"([A-Z])(\d+)", mark):
        numbers[found[1]] = max(numbers.get(found[1], 0), int(found[2]))


def _placed(row: Row, postcodes: Mapping[str, Row], wards: Mapping[str, Row]) -> Row:
    """A hall with a place: its own, where one was set by hand, its postcode's, or the middle of its wards."""
    if row.get("lat") and row.get("lon"):
        return row
    if home := postcodes.get(_packed(row.get("postcode", ""))):
        return {**row, "lat": home["lat"], "lon": home["lon"], "coord_basis": BY_POSTCODE}
    among = [wards[code] for code in row["ward_codes"].split("|") if wards.get(code, {}).get("lat")]
    if not among:
        return {**row, "lat": "", "lon": "", "coord_basis": ""}
    middle = {axis: f"{sum(float(ward[axis]) for ward in among) / len(among):.5f}" for axis in ("lat", "lon")}
    return {**row, **middle, "coord_basis": BY_WARD}


def _with_postcode(row: Row) -> Row:
    """A hall with the postcode that ends its address, where it has no other."""
    found = ENDS_IN_POSTCODE.search(row.get("address", "").upper())
    if row.get("postcode") or not found or not found.start():
        return row
    street = row["address"][: found.start()].rstrip(" ,.")
    return {**row, "address": street, "postcode": f"{found[1]} {found[2]}"} if street else row


def _packed(postcode: str) -> str:
    return re.sub(r"[^a-z0-9]", "", postcode.casefold())


def _once(told: Iterable[TakenRow], key: tuple[str, ...], dropped: list[tuple[TakenRow, str]]) -> list[Row]:
    found: dict[tuple[str, ...], Row] = {}
    for each in told:
        mark = tuple(each.row[name] for name in key)
        if mark in found:
            dropped.append((each, "the same meeting stands on another line"))
        else:
            found[mark] = each.row
    return list(found.values())


def _changes(tables: Mapping[str, Rows], before: FolderAsIs) -> Iterator[RowChange]:
    for table, rows in tables.items():
        old = before.tables.get(table)
        if old is None:
            continue
        now, then = _by_key(table, rows), _by_key(table, old)
        for mark in now.keys() - then.keys():
            yield RowChange(table, "new", _name(table, now[mark]))
        for mark in then.keys() - now.keys():
            yield RowChange(table, "gone", _name(table, then[mark]))
        for mark in now.keys() & then.keys():
            if _solid(now[mark]) != _solid(then[mark]):
                yield RowChange(table, "changed", _name(table, now[mark]))


def _name(table: str, row: Row) -> str:
    """What a row is called; "" in a table that names none. A day is called by its occasion and its date."""
    return f"{row.get('label', '')} ({row.get('first_day', '')})" if table == "days" else row.get("name", "")


def _by_key(table: str, rows: Rows) -> dict[str, Row]:
    if table in NAMED:
        return {_name(table, row) if table == "days" else row[COLUMNS[table][0]]: row for row in rows}
    return {"|".join(f"{name}={row[name]}" for name in sorted(_solid(row))): row for row in rows}


def _solid(row: Row) -> Row:
    return {name: value for name, value in row.items() if value}
