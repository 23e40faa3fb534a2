"""borough.toml as a profile and a policy: every key typed, ranged and, where it is wrong, found again in the text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import time
from itertools import pairwise
from pathlib import Path
from typing import Any

from scheduler.errors import Problem, UnusableData
from scheduler.facts import BoroughProfile, DayKind
from scheduler.policy import (
    USUAL_EVIDENCE,
    DaytimePreference,
    EvidenceRules,
    NamedPolicy,
    Outreach,
    Policy,
    Session,
    Tier,
    with_the_usual,
)
from scheduler.reading import cells, values
from scheduler.reading.bounds import MOST_IN_A_SETTING, MOST_SETTINGS_BYTES
from scheduler.reading.door import file_bytes, text_of, through
from scheduler.reading.evidence_rules import evidence_rules
from scheduler.reading.found import shown
from scheduler.reading.keys import Keys, Reader

SETTINGS_FILE = "borough.toml"
MINUTES_IN_A_DAY = 24 * 60
MOST_POINTS = 1_000_000
MOST_POUNDS = 100_000
MOST_POUNDS_TOGETHER = 10_000_000

PROFILE: Mapping[str, Reader] = {
    "name": values.text(cells.words),
    "code": values.text(cells.identifier("E09000030", cells.LONGEST_ONS_CODE)),
    "police_force": values.text(cells.identifier("metropolitan")),
    "site_url": values.site_url,
    "contact_email": values.text(cells.email),
    "timezone": values.timezone,
    "languages": values.languages,
}
PROFILE_CHOICES: Mapping[str, Reader] = {
    "unreviewed_translations": values.yes_or_no,
    "subscribe_url": values.site_url,
    "first_month": values.whole("the month in which the usual year begins", 1, 12),
    "next_dates_on": values.day,
    "contact_phone": values.or_blank(cells.phone),
    "contact_text": values.or_blank(cells.text_number),
    "contact_post": values.or_blank(cells.words),
}
POLICY: Mapping[str, Reader] = {
    "length_minutes": values.whole("minutes", 15, 480),
    "lookback_meetings": values.whole("meetings", 1, 100),
    "step_free": values.text(cells.one_of("required", "preferred")),
}
POLICY_CHOICES: Mapping[str, Reader] = {
    "unknown_hours": values.text(cells.one_of("not booked", "ring first")),
}
IN_FORCE: Mapping[str, Reader] = {"in_force": values.text(cells.words)}
TIER: Mapping[str, Reader] = {
    "name": values.text(cells.words),
    "from_residents": values.residents,
    "evening": values.whole("meetings a year", 0, 52),
    "daytime": values.whole("meetings a year", 0, 52),
    "daytime_prefers": values.text(cells.choice(DaytimePreference)),
    "min_gap_days": values.whole("days", 1, 366),
    "max_gap_days": values.whole("days", 1, 366),
}
LIMITS: Mapping[str, Reader] = {
    "meetings_a_day": values.whole("meetings a day", 1, 1000),
    "halls_a_ward": values.whole("halls", 1, 100),
    "days_before_board": values.whole("days", 0, 90),
    "inspector_meetings": values.whole("meetings a year", 0, 52),
    "public_realm_meetings": values.whole("meetings a year", 0, 52),
    "hall_share_percent": values.whole("percent", 1, 100),
    "far_metres": values.whole("metres", 1, 100_000),
    "school_age_meetings": values.whole("meetings a year", 0, 52),
    "ward_hire_gbp": values.whole("pounds a year", 0, MOST_POUNDS),
    "borough_hire_gbp": values.whole("pounds a year", 0, MOST_POUNDS_TOGETHER),
    "officer_travel_kmh": values.whole("km an hour", 0, 100),
}
WEIGHT: Reader = values.whole("points", 0, MOST_POINTS)
OTHER_MEETINGS: Mapping[str, Reader] = {"kind": values.text(cells.choice(DayKind))}


WORDS: Mapping[str, Reader] = {
    "title": values.text(cells.words),
    "summary": values.text(cells.words),
    "every_ward": values.text(cells.words),
}
OUTREACH: Mapping[str, Reader] = {
    "earliest_days": values.whole("days before the panel", 1, 90),
    "latest_days": values.whole("days before the panel", 1, 90),
    "minutes": values.whole("minutes", 15, 480),
}
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
WANTED = 'lines such as name = "Tower Hamlets"'


@dataclass(frozen=True, slots=True)
class Settings:
    """What borough.toml says. Keys that nobody here asks for, such as `[publicity]`, are left to others.

    Edges: where `in_force` names one of the `policies`, `policy` is that one; "" for `[policy]` itself
    """

    profile: BoroughProfile
    policy: Policy
    policies: tuple[NamedPolicy, ...] = ()
    other_meetings: DayKind = DayKind.CLOSED
    evidence: EvidenceRules = USUAL_EVIDENCE
    in_force: str = ""

    @property
    def tier_names(self) -> tuple[str, ...]:
        """The names a ward's pattern may have: those of the policy in force, and of those that may come after it."""
        policies = (self.policy, *(named.policy for named in self.policies if self.in_force))
        return tuple(dict.fromkeys(tier.name for policy in policies for tier in policy.tiers))


def read_settings(folder: Path) -> Settings:
    """Read the settings of a folder.

    Errors: UnusableData, listing every key that is missing or cannot be used
    """
    return settings_from(settings_keys(folder))


def settings_from(keys: Keys) -> Settings:
    """The settings that a file's keys say. Errors: as `read_settings`."""
    profile = keys.section("borough", PROFILE) | keys.section("borough", PROFILE_CHOICES, is_needed=False)
    policy = _policy(keys, "policy", None)
    other_meetings = keys.section("other_meetings", OTHER_MEETINGS, is_needed=False)
    evidence = evidence_rules(keys)
    if policy is None or keys.problems:
        raise UnusableData(tuple(keys.problems))
    policies = tuple(named for name in keys.names("policies") if (named := _named_policy(keys, name, policy)))
    in_force = keys.section("policy", IN_FORCE, is_needed=False).get("in_force", "")
    if in_force:
        policies = with_the_usual(policy, policies)
        by_name = {named.name: named.policy for named in policies}
        if in_force not in by_name:
            keys.add("policy.in_force", shown(in_force), f"one of {', '.join(by_name)}")
        policy = by_name.get(in_force, policy)
    if keys.problems:
        raise UnusableData(tuple(keys.problems))
    kind = other_meetings.get("kind", DayKind.CLOSED)
    return Settings(BoroughProfile(**profile), policy, policies, kind, evidence, in_force)


def _policy(keys: Keys, path: str, base: Policy | None) -> Policy | None:
    """The policy at a path, laid over `base` where there is one; None where something is wrong with it."""
    known = len(keys.problems)
    is_whole = base is None
    head = keys.section(path, POLICY, is_needed=is_whole)
    head |= keys.section(path, POLICY_CHOICES, is_needed=False) if keys.is_table(path) else {}
    has_tiers = is_whole or "tiers" in keys.names(path)
    tiers = [keys.section(one, TIER) for one in keys.numbered(f"{path}.tiers")] if has_tiers else []
    starts = _starts(keys, path, head.get("length_minutes", base.length_minutes if base else 0), is_needed=is_whole)
    limits = keys.section(f"{path}.limits", LIMITS, is_needed=False)
    weights = keys.section(f"{path}.weights", _weight_readers(keys, path), is_needed=False)
    keys.problems += _tier_problems(keys, path, tiers) if has_tiers else ()
    if len(keys.problems) > known:
        return None
    return _laid_over(base, head, tuple(Tier(**tier) for tier in tiers), starts, limits, weights)


def _laid_over(
    base: Policy | None,
    head: Mapping[str, Any],
    tiers: tuple[Tier, ...],
    starts: Mapping[Session, tuple[time, ...]],
    limits: Mapping[str, int],
    weights: Mapping[str, int],
) -> Policy:
    below = base or Policy(0, 0, True, (), dict.fromkeys(Session, ()))
    return Policy(
        length_minutes=head.get("length_minutes", below.length_minutes),
        lookback_meetings=head.get("lookback_meetings", below.lookback_meetings),
        step_free_required=head["step_free"] == "required" if "step_free" in head else below.step_free_required,
        tiers=tiers or below.tiers,
        starts={**below.starts, **starts},
        limits=replace(below.limits, **limits),
        weights={**below.weights, **weights},
        rings_first=head["unknown_hours"] == "ring first" if "unknown_hours" in head else below.rings_first,
    )


def _named_policy(keys: Keys, name: str, base: Policy) -> NamedPolicy | None:
    """One `[policies.NAME]`: the words for it, and what it has other than `[policy]`."""
    path = f"policies.{name}"
    if not NAME.fullmatch(name):
        keys.add(path, shown(name), "a name of small letters, digits and dashes, such as as-is")
        return None
    words = keys.section(path, WORDS, is_needed=False)
    if not keys.is_table(path):
        return None
    has_outreach = "outreach" in keys.names(path)
    outreach = Outreach(**keys.section(f"{path}.outreach", OUTREACH, is_needed=False)) if has_outreach else None
    if outreach and outreach.earliest_days < outreach.latest_days:
        wanted = f"latest_days, {outreach.latest_days}, or more: it counts back from the panel"
        keys.add(f"{path}.outreach.earliest_days", shown(outreach.earliest_days), wanted)
    policy = _policy(keys, path, base)
    if policy is None:
        return None
    tiers = [tier.name for tier in policy.tiers]
    if words.get("every_ward", tiers[0]) not in tiers:
        keys.add(f"{path}.every_ward", shown(words["every_ward"]), "a tier of this policy: " + ", ".join(tiers))
    title = words.get("title", name.replace("-", " ").capitalize())
    policy = replace(policy, every_ward=words.get("every_ward", ""))
    return NamedPolicy(name, title, words.get("summary", ""), policy, outreach)


def settings_keys(folder: Path, file: str = SETTINGS_FILE) -> Keys:
    """Return the keys of a folder's settings, or of another file of that kind, for whoever reads some of them.

    Errors: UnusableData where there is no such file, or it holds no TOML
    """
    return keys_of(text_of(file, file_bytes(folder, file, MOST_SETTINGS_BYTES), WANTED), file)


def keys_of(text: str, file: str = SETTINGS_FILE) -> Keys:
    """The keys of a text as of such a file. Errors: as `settings_keys`."""
    text = text.replace("\r\n", "\n")
    for line, content in enumerate(text.split("\n"), start=1):
        if len(content) > MOST_IN_A_SETTING:
            wanted = f"at most {MOST_IN_A_SETTING:,} characters on a line"
            raise UnusableData((Problem(file, line, "", f"{len(content):,} characters", wanted),))
    return Keys(file, text, through(file, WANTED, lambda: _parsed(file, text)))


def _parsed(file: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        place = re.search(r"^(.*) \(at (?:line (\d+), column \d+|end of document)\)$", str(fault), re.DOTALL)
        reason, line = (place[1], int(place[2] or text.count("\n") + 1)) if place else (str(fault), 0)
        found = f"something that is not TOML ({reason})"
        raise UnusableData((Problem(file, line, "", found, WANTED),)) from fault


def _weight_readers(keys: Keys, path: str) -> Mapping[str, Reader]:
    """Any name may have a weight: rules may come that this module has not heard of."""
    return dict.fromkeys(keys.names(f"{path}.weights"), WEIGHT)


def _starts(keys: Keys, policy: str, length_minutes: int, *, is_needed: bool) -> dict[Session, tuple[time, ...]]:
    named = dict.fromkeys(keys.names(f"{policy}.starts"), values.clocks)
    found = keys.section(f"{policy}.starts", named, is_needed=is_needed)
    for name, starts in found.items():
        path = f"{policy}.starts.{name}"
        if name not in list(Session):
            keys.add(path, shown(name), "one of " + ", ".join(Session))
        for start in starts:
            if start.hour * 60 + start.minute + length_minutes > MINUTES_IN_A_DAY:
                wanted = f"a start whose meeting of {length_minutes} minutes ends by midnight"
                keys.add(path, shown(f"{start:%H:%M}"), wanted)
    return {session: found[session] for session in Session if session in found}


def _tier_problems(keys: Keys, policy: str, tiers: list[dict[str, Any]]) -> Iterator[Problem]:
    paths = [f"{policy}.tiers[{number}]" for number in range(1, len(tiers) + 1)]
    names = [tier.get("name") for tier in tiers]
    for path, tier, number in zip(paths, tiers, range(len(tiers)), strict=True):
        if tier.get("evening") == 0 and tier.get("daytime") == 0:
            yield keys.problem(
                f"{path}.evening", "no meetings at all", "at least one evening or daytime meeting a year"
            )
        if tier.get("max_gap_days", 366) < tier.get("min_gap_days", 1):
            wanted = f"min_gap_days, {tier['min_gap_days']}, or more"
            yield keys.problem(f"{path}.max_gap_days", shown(tier["max_gap_days"]), wanted)
        if tier.get("name") in names[:number] and "name" in tier:
            yield keys.problem(f"{path}.name", f"{shown(tier['name'])} again", "each tier's name once")
    yield from _threshold_problems(
        keys, [(p, t["from_residents"]) for p, t in zip(paths, tiers, strict=True) if "from_residents" in t]
    )


def _threshold_problems(keys: Keys, thresholds: list[tuple[str, float]]) -> Iterator[Problem]:
    for (_, above), (path, below) in pairwise(thresholds):
        if below >= above:
            wanted = f"less than {above:g}, the tier before it: tiers run from the highest threshold to the lowest"
            yield keys.problem(f"{path}.from_residents", shown(below), wanted)
    if thresholds and thresholds[-1][1] != 0:
        path, lowest = thresholds[-1]
        yield keys.problem(f"{path}.from_residents", shown(lowest), "0 in the last tier, so that every ward has a tier")
