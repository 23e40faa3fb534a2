"""Recorded crime of a ward by kind and month, beside the mean ward of its borough. Pure: nothing is asked here.

A month of which nothing is known is a gap, never a zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

Counts = Mapping[str, int]
"""Crimes by kind, as data.police.uk names kinds. Edges: a kind that is not there had none"""

KnownCounts = Mapping[tuple[str, date], Counts]
"""Counts by ward code and first day of the month. Edges: what nobody knows is not there"""

KINDS: Mapping[str, str] = {
    "anti-social-behaviour": "Anti-social behaviour",
    "bicycle-theft": "Bicycle theft",
    "burglary": "Burglary",
    "criminal-damage-arson": "Criminal damage and arson",
    "drugs": "Drugs",
    "other-crime": "Other crime",
    "other-theft": "Other theft",
    "possession-of-weapons": "Possession of weapons",
    "public-order": "Public order",
    "robbery": "Robbery",
    "shoplifting": "Shoplifting",
    "theft-from-the-person": "Theft from the person",
    "vehicle-crime": "Vehicle crime",
    "violent-crime": "Violence and sexual offences",
}
"""Source: data.police.uk/docs, crime categories. One that comes new is shown by its own name."""

MONTHS = 12


@dataclass(frozen=True, slots=True)
class CrimeSeries:
    """One kind of crime, month by month.

    Edges: None is a month of which the ward has no figures, in both; the totals are over the others
    """

    kind: str
    ward: tuple[int | None, ...]
    mean: tuple[float | None, ...]
    ward_total: int
    mean_total: float


@dataclass(frozen=True, slots=True)
class WardCrime:
    """A ward's recorded crime in some months, oldest first, the commonest kind first.

    Units: `months` are first days; the mean of each rests on at least `fewest_wards` of all `wards`
    Edges: no `series` where no month has figures of the ward
    """

    months: tuple[date, ...]
    series: tuple[CrimeSeries, ...]
    fewest_wards: int
    wards: int

    @property
    def gaps(self) -> tuple[date, ...]:
        """The months without figures of the ward."""
        if not self.series:
            return self.months
        return tuple(month for month, told in zip(self.months, self.series[0].ward, strict=True) if told is None)


@dataclass(frozen=True, slots=True)
class CrimeFigures:
    """What is known of a ward's recorded crime, and how well.

    Units: `fetched_at` is aware UTC; it and `updated`, the day of the update that the figures are of, as data.police.uk
           writes it, are those of the ward's oldest month
    Edges: `crime` is None where nothing is known; `faults` are what could not be had, where and why; `was_asked` is
           False where nobody was to be asked
    """

    crime: WardCrime | None = None
    updated: str = ""
    fetched_at: datetime | None = None
    faults: tuple[tuple[str, str], ...] = ()
    has_border: bool = True
    was_asked: bool = True


def months_to(newest: date) -> tuple[date, ...]:
    """The twelve months that end with one, as first days, oldest first."""
    last = newest.year * 12 + newest.month - 1
    return tuple(date(n // 12, n % 12 + 1, 1) for n in range(last - MONTHS + 1, last + 1))


def published(known: KnownCounts) -> KnownCounts:
    """What was really published: a month in which every ward shows nothing at all was not.

    Source: data.police.uk/changelog: forces that could not send figures stood there without any, some for years
    """
    told = {month for (_, month), counts in known.items() if any(counts.values())}
    return {(code, month): counts for (code, month), counts in known.items() if month in told}


def ward_crime(code: str, wards: Sequence[str], months: Sequence[date], known: KnownCounts) -> WardCrime:
    """A ward's months beside the mean of the borough's wards, itself among them, each month of those it is known of.

    Edges: a kind that neither had in these months is left out
    """
    told = published(known)
    there = {month: [told[ward, month] for ward in wards if (ward, month) in told] for month in months}
    of_ward = [month for month in months if (code, month) in told]
    kinds = {kind for month in of_ward for counts in there[month] for kind, count in counts.items() if count}
    series = (_series(kind, code, months, told, there) for kind in kinds)
    ordered = sorted(series, key=lambda one: (-one.ward_total, -one.mean_total, one.kind))
    return WardCrime(
        tuple(months), tuple(ordered), min((len(there[month]) for month in of_ward), default=0), len(wards)
    )


def _series(
    kind: str, code: str, months: Sequence[date], told: KnownCounts, there: Mapping[date, Sequence[Counts]]
) -> CrimeSeries:
    is_known = [(code, month) in told for month in months]
    ward = tuple(told[code, m].get(kind, 0) if known else None for m, known in zip(months, is_known, strict=True))
    mean = tuple(_mean(kind, there[m]) if known else None for m, known in zip(months, is_known, strict=True))
    totals = [sum(count for count in counts if count is not None) for counts in (ward, mean)]
    return CrimeSeries(_named(kind), ward, mean, int(totals[0]), round(totals[1], 6))


def _mean(kind: str, wards: Sequence[Counts]) -> float:
    return sum(counts.get(kind, 0) for counts in wards) / len(wards)


def _named(kind: str) -> str:
    return KINDS.get(kind) or kind.replace("-", " ").capitalize()
