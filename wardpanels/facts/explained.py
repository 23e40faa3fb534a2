"""An explanation as the JSON that scripts and pages read; docs/reference.md lists the keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from scheduler.basis import on_unchecked_steps
from scheduler.problem import PlanningProblem
from scheduler.rules.shapes import Charge
from scheduler.why.alternatives import Alternative, Ranking, SlotCost, slot_costs
from scheduler.why.explain import BoroughExplained, MeetingExplained, WardExplained
from scheduler.why.priced import FreeAlternative, FreeSlot, RowPrice
from wardpanels.facts.plan import asked_of_hall, meeting_facts
from wardpanels.year.adding import Offer
from wardpanels.year.asking import FreeAlternatives


def explained_meeting_facts(problem: PlanningProblem, explained: MeetingExplained) -> dict[str, Any]:
    """One meeting's explanation for a script."""
    return {
        "meeting": meeting_facts(explained.meeting),
        "ask_hall": asked_of_hall(problem.borough, explained.meeting),
        "step_free_is_unchecked": bool(on_unchecked_steps(problem.borough, (explained.meeting,))),
        "charges": [charge_facts(charge) for charge in explained.charges],
        "shared": [charge_facts(charge) for charge in explained.shared],
        "kinds": [
            {
                "kind": kind.name,
                "best": alternative_facts(kind.best) if kind.best else None,
                "possible": kind.possible,
                "forbidden_by": dict(kind.forbidden_by),
            }
            for kind in explained.kinds
        ],
        "officers": [
            {
                "post": other.post.value,
                "officer_id": other.officer_id,
                "difference": other.difference,
                "why_not": other.why_not,
            }
            for other in explained.officers
        ],
        "rules": sentences(problem),
    }


def explained_ward_facts(problem: PlanningProblem, explained: WardExplained) -> dict[str, Any]:
    """One ward's explanation for a script."""
    return {
        "ward_code": explained.ward_code,
        "ward": problem.ward(explained.ward_code).ward.name,
        "points": explained.points,
        "by_rule": dict(explained.by_rule),
        "charges": [charge_facts(charge) for charge in explained.charges],
        "shared": [charge_facts(charge) for charge in explained.shared],
        "rules": sentences(problem),
    }


def explained_borough_facts(
    problem: PlanningProblem, explained: BoroughExplained, prices: Iterable[RowPrice]
) -> dict[str, Any]:
    """The borough's explanation for a script."""
    return {
        "borough": problem.borough.profile.name,
        "points": explained.points,
        "by_rule": dict(explained.by_rule),
        "by_ward": dict(explained.by_ward),
        "of_officers": [charge_facts(charge) for charge in explained.of_officers],
        "of_months": [charge_facts(charge) for charge in explained.of_months],
        "prices": [
            {
                "rule": price.rule,
                "label": price.label,
                "date": price.day.isoformat() if price.day else None,
                "points": float(price.points),
            }
            for price in prices
        ],
        "rules": sentences(problem),
    }


def charge_facts(charge: Charge) -> dict[str, Any]:
    """One charge for a script."""
    return {"rule": charge.rule, "subject": charge.subject, "points": charge.points, "why": charge.why}


def ranking_facts(problem: PlanningProblem, ranked: Ranking, limit: int, **kept: bool) -> dict[str, Any]:
    """The other slots of a meeting, the best so many first, and what every slot of the year costs."""
    return {
        "meeting": meeting_facts(ranked.found.meeting),
        "possible": ranked.count(**kept),
        "alternatives": [alternative_facts(other) for other in ranked.best(limit, **kept)],
        "slots": [slot_facts(slot) for slot in slot_costs(ranked.found)],
        "rules": sentences(problem),
    }


def offer_facts(offer: Offer) -> dict[str, Any]:
    """The best slots for a meeting to be added; points are more than without it."""
    return {
        "ward_code": offer.new.ward_code,
        "instead_of": offer.new.instead_of,
        "possible": offer.count,
        "slots": [alternative_facts(other) for other in offer.best],
    }


def free_ranking_facts(ranked: FreeAlternatives) -> dict[str, Any]:
    """The same with the rest of the meeting's ward free to move."""
    return {
        "meeting": meeting_facts(ranked.meeting),
        "alternatives": [free_facts(other) for other in ranked.best],
        "slots": [free_slot_facts(slot) for slot in ranked.slots],
    }


def alternative_facts(other: Alternative) -> dict[str, Any]:
    """One alternative for a script: the meeting as it would be, and the difference."""
    return {
        **meeting_facts(other.meeting),
        "difference": other.difference,
        "by_rule": dict(other.by_rule),
        "handed_over": [
            {"post": visit.post.value, "meeting_id": visit.meeting_id, "officer_id": visit.officer_id}
            for visit in other.handed_over
        ],
    }


def slot_facts(slot: SlotCost) -> dict[str, Any]:
    """One slot of the year for a script."""
    return {
        "date": slot.held_on.isoformat(),
        "start": f"{slot.starts:%H:%M}",
        "session": slot.session.value,
        "venue_id": slot.venue_id,
        "difference": slot.difference,
        "forbidden_by": slot.forbidden_by,
    }


def free_facts(other: FreeAlternative) -> dict[str, Any]:
    """One alternative with the rest of the ward free to move, for a script."""
    return {
        **meeting_facts(other.meeting),
        "difference": other.difference,
        "at_least": other.at_least,
        "also_changed": [meeting_facts(each) for each in other.also_changed],
    }


def free_slot_facts(slot: FreeSlot) -> dict[str, Any]:
    """One slot with the rest of the ward free to move, for a script."""
    return {
        "date": slot.held_on.isoformat(),
        "start": f"{slot.starts:%H:%M}",
        "session": slot.session.value,
        "venue_id": slot.venue_id,
        "at_least": slot.at_least,
    }


def sentences(problem: PlanningProblem) -> dict[str, str]:
    """Every rule's sentence by its name."""
    return {rule.name: rule.sentence for rule in problem.rules}
