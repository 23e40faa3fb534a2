"""How an explanation reads on a terminal: rows and sentences. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from scheduler.basis import on_unchecked_steps
from scheduler.names import staff_words
from scheduler.plan import PlannedMeeting
from scheduler.problem import PlanningProblem
from scheduler.rules.shapes import Charge
from scheduler.why.alternatives import Alternative
from scheduler.why.explain import AlternativeKind, BoroughExplained, OtherOfficer
from scheduler.why.priced import FreeAlternative, RowPrice
from wardpanels.facts.explained import sentences
from wardpanels.year.adding import Offer

CHARGE_HEADS = ("Points", "Rule", "Why", "Of")
KIND_HEADS = ("Instead", "The best of its kind", "Points", "Because")
OFFICER_HEADS = ("Post", "Officer", "Points", "Cannot come")
SCORE_HEADS = ("Points", "Rule")
PRICE_HEADS = ("Points", "What", "Rule")
FREE_HEADS = ("Date", "Start", "Hall", "Officers", "Points", "At least", "Also changed")
ALTERNATIVE_HEADS = ("Date", "Start", "Hall", "Officers", "Points", "Because")

MOST_REASONS = 3
"""Reasons told for what is not possible: the commonest; a script gets them all."""


def meeting_sentence(problem: PlanningProblem, meeting: PlannedMeeting) -> str:
    """Which meeting it is, when, where and with whom."""
    ward = problem.ward(meeting.ward_code).ward.name
    return f"{ward}: {_when(meeting)}, {problem.hall_name(meeting.venue_id)}, with {officer_words(problem, meeting)}."


def doubts(problem: PlanningProblem, meeting: PlannedMeeting) -> tuple[str, ...]:
    """What the meeting rests on that nobody has checked."""
    if not on_unchecked_steps(problem.borough, (meeting,)):
        return ()
    return (f"Nobody has checked yet that {problem.hall_name(meeting.venue_id)} can be reached without steps.",)


def officer_words(problem: PlanningProblem, meeting: PlannedMeeting) -> str:
    """Everybody by name and role, sergeant first."""
    return staff_words(problem.borough, meeting.officers)


def charge_rows(problem: PlanningProblem, charges: Iterable[Charge]) -> list[tuple[str, ...]]:
    """What costs points, the dearest first."""
    told = sentences(problem)
    return [
        (f"{charge.points:,}", told[charge.rule], charge.why, _subject(problem, charge.subject))
        for charge in sorted(charges, key=lambda charge: -charge.points)
    ]


def score_rows(problem: PlanningProblem, by_rule: Mapping[str, int]) -> list[tuple[str, ...]]:
    """Points by rule, the dearest first, without those that cost nothing; and the sum."""
    told = sentences(problem)
    charged = sorted(((points, rule) for rule, points in by_rule.items() if points), key=lambda each: -each[0])
    rows = [(f"{points:,}", told[rule]) for points, rule in charged]
    return [*rows, (f"{sum(by_rule.values()):,}", "In all")]


def ward_rows(problem: PlanningProblem, explained: BoroughExplained) -> list[tuple[str, ...]]:
    """Points by ward, the dearest first, and those of officers and months."""
    by_ward = sorted(explained.by_ward.items(), key=lambda each: -each[1])
    rows = [(f"{points:,}", problem.ward(code).ward.name) for code, points in by_ward]
    shared = (("Officers' loads", explained.of_officers), ("Uneven months", explained.of_months))
    return [*rows, *((f"{sum(charge.points for charge in charges):,}", name) for name, charges in shared)]


def price_rows(problem: PlanningProblem, prices: Iterable[RowPrice]) -> list[tuple[str, ...]]:
    """What is scarce on which day; what counts over the year is in the sentences."""
    told = sentences(problem)
    return [(points_words(float(price.points)), price.label, told[price.rule]) for price in prices if price.day]


def price_sentences(problem: PlanningProblem, prices: Sequence[RowPrice]) -> tuple[str, ...]:
    """What each rule costs in each month."""
    told, sums = sentences(problem), _by_month(prices)
    return tuple(
        f"{told[rule]}: about {points_words(points)} points {f'in {month}' if month else 'over the year'}."
        for (rule, month), points in sums.items()
    )


def kind_rows(problem: PlanningProblem, kinds: Iterable[AlternativeKind]) -> list[tuple[str, ...]]:
    """The best of each kind."""
    return [_kind_row(problem, kind) for kind in kinds]


def kind_sentences(problem: PlanningProblem, kinds: Iterable[AlternativeKind]) -> tuple[str, ...]:
    """What stands in the way of the rest."""
    return tuple(_kind_sentence(problem, kind) for kind in kinds)


def officer_rows(problem: PlanningProblem, officers: Iterable[OtherOfficer]) -> list[tuple[str, ...]]:
    """Who else could come, and who could not."""
    return [
        (
            other.post.value.replace("_", " "),
            staff_words(problem.borough, (other.officer_id,)),
            "-" if other.difference is None else f"{other.difference:+,}",
            other.why_not or "",
        )
        for other in officers
    ]


def _slot_cells(problem: PlanningProblem, other: Alternative | FreeAlternative) -> tuple[str, ...]:
    """When, where and with whom it would be, and what that would cost."""
    meeting = other.meeting
    when = (f"{meeting.starts_at:%a %d %b %Y}", f"{meeting.starts_at:%H:%M}")
    return *when, problem.hall_name(meeting.venue_id), officer_words(problem, meeting), f"{other.difference:+,}"


def alternative_rows(problem: PlanningProblem, best: Iterable[Alternative]) -> list[tuple[str, ...]]:
    """The ranked others."""
    return [
        (
            *_slot_cells(problem, other),
            because(problem, other),
        )
        for other in best
    ]


def free_rows(problem: PlanningProblem, best: Iterable[FreeAlternative]) -> list[tuple[str, ...]]:
    """The ranked others with the rest of the ward free to move."""
    return [
        (
            *_slot_cells(problem, other),
            f"{other.at_least:+,}",
            "; ".join(
                f"{each.meeting_id}: {_when(each)}, {problem.hall_name(each.venue_id)}" for each in other.also_changed
            ),
        )
        for other in best
    ]


def because(problem: PlanningProblem, other: Alternative) -> str:
    """The rules whose points differ, the dearest first, and visits that go elsewhere."""
    told = sentences(problem)
    points = sorted(other.by_rule.items(), key=lambda each: -abs(each[1]))
    reasons = [f"{told[rule]} {each:+,}" for rule, each in points]
    reasons += [
        f"{staff_words(problem.borough, (visit.officer_id,))} comes to {visit.meeting_id} instead"
        for visit in other.handed_over
    ]
    return "; ".join(reasons) or "costs the same"


def move_command(other: Alternative) -> str:
    """What to type to take an alternative."""
    meeting = other.meeting
    return (
        f"wardpanels move {meeting.meeting_id} --date {meeting.held_on} --start {meeting.starts_at:%H:%M}"
        f" --venue {meeting.venue_id} --sergeant {meeting.sergeant} --officer {meeting.ward_officers[0]}"
    )


def points_words(points: float) -> str:
    """Whole points where they are whole."""
    return f"{points:,.0f}" if points == int(points) else f"{points:,.1f}"


def _when(meeting: PlannedMeeting) -> str:
    return f"{meeting.starts_at:%a %d %b %Y %H:%M}"


def _subject(problem: PlanningProblem, subject: str) -> str:
    view = problem.ward_by_code.get(subject)
    return view.ward.name if view else staff_words(problem.borough, (subject,))


def _by_month(prices: Iterable[RowPrice]) -> dict[tuple[str, str], float]:
    sums: dict[tuple[str, str], float] = {}
    for price in prices:
        month = f"{price.day:%B}" if price.day else ""
        sums[price.rule, month] = sums.get((price.rule, month), 0.0) + float(price.points)
    return sums


def _kind_row(problem: PlanningProblem, kind: AlternativeKind) -> tuple[str, ...]:
    if kind.best is None:
        return (kind.name, "none", "-", "")
    meeting = kind.best.meeting
    place = f"{_when(meeting)}, {problem.hall_name(meeting.venue_id)}"
    return (kind.name, place, f"{kind.best.difference:+,}", because(problem, kind.best))


def _kind_sentence(problem: PlanningProblem, kind: AlternativeKind) -> str:
    by_name = sentences(problem)
    reasons = [f"{by_name[rule]} ({count})" for rule, count in kind.forbidden_by.items()]
    more = sum(list(kind.forbidden_by.values())[MOST_REASONS:])
    listed = "; ".join(reasons[:MOST_REASONS]) + (f"; other rules ({more})" if more else "")
    refused = sum(kind.forbidden_by.values())
    what = kind.name.replace("another", "other") + ("s" if kind.possible > 1 else "")
    told = f"{kind.possible or 'No'} {what} would do"
    return f"{told}, {refused} would not: {listed}." if refused else f"{told}."


def offer_sentence(problem: PlanningProblem, offer: Offer) -> str:
    """What is to be added, and how many slots there are for it."""
    ward = problem.ward(offer.new.ward_code).ward.name
    what = f"in the place of {offer.new.instead_of}" if offer.new.instead_of else "beside what it is owed"
    if not offer.count:
        return f"{ward}, one meeting {what}: no slot to come keeps every must-rule."
    many = f"{offer.count:,} slots to come keep" if offer.count > 1 else "1 slot to come keeps"
    return f"{ward}, one meeting {what}: {many} every must-rule. Points are those that it would cost."


def add_command(offer: Offer) -> str:
    """What to type to take the first slot that is offered."""
    meeting = offer.best[0].meeting
    what = f"--instead-of {meeting.instead_of}" if meeting.instead_of else meeting.ward_code
    when = f"--date {meeting.held_on} --start {meeting.starts_at:%H:%M}"
    return f"wardpanels add {what} {when} --venue {meeting.venue_id}"
