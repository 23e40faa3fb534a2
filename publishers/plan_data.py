"""What the site says of the action plan, as data for other programs, and for us to say again."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from publishers import addresses, digests
from publishers.recipes import Recipe
from scheduler.evidence.plan_shown import PublicPlan
from scheduler.release.edition import Edition


def recipes(edition: Edition) -> Iterator[Recipe]:
    """The one file, where there is a plan."""
    plan = edition.plan
    if plan is not None:
        digest = digests.digest_of("action plan", plan)
        yield Recipe(addresses.ACTION_PLAN_JSON, "application/json", digest, lambda: written(plan))


def written(plan: PublicPlan) -> bytes:
    """A plan as JSON: same plan, same bytes."""
    return msgspec.json.format(msgspec.json.encode(plan), indent=2) + b"\n"


def read(content: bytes) -> PublicPlan | None:
    """The plan that was written. Edges: None where it is none of ours"""
    try:
        return msgspec.json.decode(content, type=PublicPlan)
    except msgspec.DecodeError:
        return None
