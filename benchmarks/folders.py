"""A borough written as the folder of files that `scheduler.reading` takes."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path

from scheduler.basis import ACCESS
from scheduler.facts import Borough, BoroughProfile, DaySpan, SetEvening
from scheduler.policy import Policy, Tier

Rows = Iterable[Iterable[object]]


def write_folder(borough: Borough, folder: Path) -> None:
    """Write `borough.toml` and the tables into a folder, which is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    toml = _profile(borough.profile) + _policy(borough.policy)
    (folder / "borough.toml").write_text("\n".join(toml) + "\n", encoding="utf-8")
    for name, (columns, rows) in _tables(borough).items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns.split(", "))
            writer.writerows(rows)


def _tables(borough: Borough) -> dict[str, tuple[str, Rows]]:
    return {
        "wards": (
            "ward_code, name, slug, lat, lon, population, neighbours, set_evening, chair_free, pattern",
            _ward_rows(borough),
        ),
        "venues": (
            "venue_id, name, address, postcode, lat, lon, ward_codes, capacity, hire_gbp_per_hour, opening_hours, "
            "closed, step_free, hearing_loop, accessible_toilet, entrance, basis, "
            "step_free_basis, hearing_loop_basis, accessible_toilet_basis, entrance_basis",
            _venue_rows(borough),
        ),
        "officers": (
            "officer_id, role, name, email, ward_codes, deputy_ward_codes, working_hours",
            _officer_rows(borough),
        ),
        "absences": (
            "officer_id, first_day, last_day, reason",
            ((row.officer_id, row.days.first, row.days.last, row.reason) for row in borough.absences),
        ),
        "attendance": (
            "ward_code, held_on, session, residents",
            ((row.ward_code, row.held_on, row.session, row.residents) for row in borough.attendance),
        ),
        "days": (
            "first_day, last_day, kind, session, label, source",
            (
                (row.days.first, row.days.last, row.kind, row.part, row.label, row.source)
                for row in borough.special_days
            ),
        ),
        "days_kept_free": (
            "name, day, session, source",
            ((row.name, row.falls, row.part, row.source) for row in borough.days_kept_free),
        ),
        "board": ("held_on, starts", ((row.held_on, f"{row.starts:%H:%M}") for row in borough.board)),
        "postcodes": (
            "postcode, lat, lon, ward_code",
            ((home.postcode, home.lat, home.lon, home.ward_code) for home in borough.homes),
        ),
    }


def _ward_rows(borough: Borough) -> Rows:
    for ward in borough.wards:
        place = (ward.code, ward.name, ward.slug, ward.lat, ward.lon, ward.population, _list(ward.neighbours))
        yield *place, _set_evening(ward.set_evening), ward.chair_free, ward.pattern


def _venue_rows(borough: Borough) -> Rows:
    for venue in borough.venues:
        place = (venue.venue_id, venue.name, venue.address, venue.postcode, venue.lat, venue.lon)
        hire = (_list(venue.ward_codes), venue.capacity, venue.hire_gbp_per_hour, venue.opening_hours)
        access = (venue.step_free, venue.hearing_loop, venue.accessible_toilet, venue.entrance, venue.basis)
        rests_on = ("checked" if fact in venue.checked else "" for fact in ACCESS)
        yield *place, *hire, _spans(venue.closed), *access, *rests_on


def _officer_rows(borough: Borough) -> Rows:
    for officer in borough.officers:
        person = (officer.officer_id, officer.role, officer.name, officer.email)
        yield *person, _list(officer.ward_codes), _list(officer.deputy_ward_codes), officer.working_hours


def _list(codes: Iterable[str]) -> str:
    return "|".join(sorted(codes))


def _spans(spans: Iterable[DaySpan]) -> str:
    return "|".join(f"{days.first}/{days.last}" for days in spans)


def _set_evening(known: SetEvening | None) -> str:
    if known is None:
        return ""
    return f"{('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')[known.weekday]} {known.starts:%H:%M}"


def _profile(profile: BoroughProfile) -> list[str]:
    names = ("name", "code", "police_force", "site_url", "contact_email", "timezone", "languages")
    return ["[borough]", *(f"{name} = {_toml(getattr(profile, name))}" for name in names)]


def _policy(policy: Policy) -> list[str]:
    limits = {name: getattr(policy.limits, name) for name in policy.limits.__dataclass_fields__}
    return [
        "[policy]",
        f"length_minutes = {policy.length_minutes}",
        f"lookback_meetings = {policy.lookback_meetings}",
        f"step_free = {_toml('required' if policy.step_free_required else 'preferred')}",
        *(line for tier in policy.tiers for line in _tier(tier)),
        "[policy.starts]",
        *(f"{session} = {_toml([f'{start:%H:%M}' for start in starts])}" for session, starts in policy.starts.items()),
        "[policy.limits]",
        *(f"{name} = {limit}" for name, limit in limits.items()),
        "[policy.weights]",
        *(f"{name} = {weight}" for name, weight in policy.weights.items()),
    ]


def _tier(tier: Tier) -> list[str]:
    return ["[[policy.tiers]]", *(f"{name} = {_toml(getattr(tier, name))}" for name in Tier.__dataclass_fields__)]


def _toml(value: object) -> str:
    """A TOML value: what JSON and TOML write alike (strings, numbers, lists of strings)."""
    return json.dumps(value, ensure_ascii=False)
