"""What a released period is judged by: the wards, tiers and numbers of its last release, whatever the files say since.

A colour that followed today's files could be changed long after, by whoever edits them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from scheduler.facts import Borough, Ward
from scheduler.policy import USUAL_EVIDENCE, EvidenceRules, Limits, Target, Tier


@dataclass(frozen=True, slots=True)
class WardTerms:
    """A ward of the period, and how many halls it had to choose from."""

    code: str
    name: str
    halls: int


@dataclass(frozen=True, slots=True)
class TargetTerms:
    """A target as it is stored. Units: exact fractions in words, such as `19/20`"""

    green: str
    amber: str
    because: str


@dataclass(frozen=True, slots=True)
class PeriodTerms:
    """What stood in the borough's files when a period was released, as far as its wards are owed and judged by it.

    Edges: `targets` are the borough's own, by the names of measures; those of `days` are left out
    """

    wards: tuple[WardTerms, ...]
    tiers: tuple[Tier, ...]
    limits: Limits
    days: EvidenceRules = USUAL_EVIDENCE
    targets: Mapping[str, TargetTerms] = field(default_factory=dict)


def terms_of(borough: Borough) -> PeriodTerms:
    """The terms as a borough's files have them now."""
    halls, rules = halls_by_ward(borough), borough.evidence
    return PeriodTerms(
        wards=tuple(WardTerms(ward.code, ward.name, halls[ward.code]) for ward in borough.wards),
        tiers=borough.policy.tiers,
        limits=borough.policy.limits,
        days=replace(rules, targets={}),
        targets={
            name: TargetTerms(f"{target.green}", f"{target.amber}", target.because)
            for name, target in rules.targets.items()
        },
    )


def halls_by_ward(borough: Borough) -> Counter[str]:
    """How many halls each ward has, by its code."""
    return Counter(code for venue in borough.venues for code in venue.ward_codes)


def under(borough: Borough, terms: PeriodTerms | None) -> Borough:
    """A borough with the wards, tiers and numbers of some terms.

    Edges: as it is where there are none, as in releases of an older version; a ward that it has no more is there with
           its code and its name alone
    """
    if terms is None:
        return borough
    targets = {
        name: Target(Fraction(each.green), Fraction(each.amber), each.because) for name, each in terms.targets.items()
    }
    return replace(
        borough,
        wards=tuple(_wards(borough, terms)),
        policy=replace(borough.policy, tiers=terms.tiers, limits=terms.limits),
        evidence=replace(terms.days, targets=targets),
    )


def _wards(borough: Borough, terms: PeriodTerms) -> Iterator[Ward]:
    known = {ward.code: ward for ward in borough.wards}
    for each in terms.wards:
        gone = Ward(each.code, each.name, slug="", lat=0, lon=0, population=None, neighbours=frozenset())
        yield known.get(each.code, gone)
