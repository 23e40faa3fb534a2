"""Writes down what mends a clash: in a copy of the borough's folder, so that it can be checked before it is taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from scheduler.facts import Absence, SpecialDays
from scheduler.reading.bounds import MOST_SETTINGS_BYTES
from scheduler.reading.cells import spans_or_blank
from scheduler.reading.contract import ABSENCES, DAYS
from scheduler.reading.csv_rows import csv_rows, table_of
from scheduler.reading.door import file_bytes, text_of
from scheduler.reading.schema import read_table
from scheduler.reading.settings import SETTINGS_FILE, WANTED, keys_of
from scheduler.rules.shapes import HallLent, HallOpened, Mend, OtherSetting, RowGone
from wardpanels.faults import CannotUse
from wardpanels.tidying.csv_cells import without_row
from wardpanels.tidying.setting_rows import with_setting
from wardpanels.tidying.upload_trial import Also, FolderTrial, copied, nothing_more, outcome
from wardpanels.tidying.week_changes import OneFile, csv_of, venue_cell


def try_mends(
    folder: Path, mends: Iterable[Mend], in_force: str, at: datetime, also: Also = nothing_more
) -> FolderTrial:
    """What would become of a folder with these mends. `in_force` is the policy that settings are changed of.

    Edges:  a pin is in the draft and not in the folder, so it is passed over
    Errors: CannotUse where a table is in a workbook, or what is to go is in none of the folder's own tables
    """
    with copied(folder, {}) as copy:
        for mend in mends:
            for name, content in _written(copy, mend, in_force).items():
                (copy / name).write_bytes(content)
        return outcome(folder, copy, at, also)


def try_policy(folder: Path, name: str, at: datetime, also: Also = nothing_more) -> FolderTrial:
    """What would become of a folder in which another of its policies is in force. Errors: CannotUse."""
    with copied(folder, {}) as copy:
        text = with_setting(_settings(copy), "policy.in_force", name)
        (copy / SETTINGS_FILE).write_bytes(text.encode())
        return outcome(folder, copy, at, also)


def _written(folder: Path, mend: Mend, in_force: str) -> OneFile:
    match mend:
        case RowGone(fact):
            return _without(folder, fact)
        case HallOpened(venue_id, days):
            closed = venue_cell(folder, venue_id, "closed")
            kept = (part for part in closed.value.split("|") if days not in spans_or_blank(part))
            return closed.changed("|".join(kept))
        case HallLent(venue_id, ward_code):
            served = venue_cell(folder, venue_id, "ward_codes")
            return served.changed("|".join(part for part in (served.value, ward_code) if part))
        case OtherSetting():
            text = _settings(folder)
            value = mend.value if isinstance(mend.value, int) else list(mend.value)
            path = _path(keys_of(text).parsed, mend, in_force)
            return {SETTINGS_FILE: with_setting(text, path, value).encode()}
    return {}


def _without(folder: Path, fact: Absence | SpecialDays) -> OneFile:
    """The fact's table without its row."""
    schema = ABSENCES if isinstance(fact, Absence) else DAYS
    name, data = csv_of(folder, schema)
    reading = read_table(schema, table_of(name, csv_rows(name, data)))
    found = [each.line for each in reading.entries if replace(reading, entries=(each,)).facts() == (fact,)]
    if not found:
        raise CannotUse(schema.table, "a row that comes from a calendar, or is not there any more", f"it in {name}")
    return {name: without_row(name, data, found[0])}


def _settings(folder: Path) -> str:
    return text_of(SETTINGS_FILE, file_bytes(folder, SETTINGS_FILE, MOST_SETTINGS_BYTES), WANTED)


def _path(parsed: Mapping[str, Any], mend: OtherSetting, in_force: str) -> str:
    """Where a setting of the policy in force stands. Edges: a policy without tiers of its own has those of [policy]"""
    named = parsed.get("policies", {}).get(in_force)
    policy = "policy" if named is None else f"policies.{in_force}"
    if not mend.tier:
        return f"{policy}.{mend.name}"
    holds, path = (named, policy) if named and "tiers" in named else (parsed["policy"], "policy")
    names = [each["name"] for each in holds["tiers"]]
    return f"{path}.tiers[{names.index(mend.tier) + 1}].{mend.name}"
