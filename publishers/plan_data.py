"""What the site says of the action plan, as data for other programs, and for us to say again."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import msgspec

from publishers import addresses, digests, json_schema
from publishers.recipes import Recipe
from scheduler.evidence.plan_shown import PublicPlan
from scheduler.release.edition import Edition


def recipes(edition: Edition) -> Iterator[Recipe]:
    """The file and its JSON Schema, where there is a plan."""
    plan, site_url = edition.plan, edition.release.site_url
    if plan is not None:
        digest = digests.digest_of("action plan", plan, site_url)
        shape, type_of_shape = partial(json_schema.plan_schema_bytes, site_url), json_schema.MEDIA_TYPE
        yield Recipe(addresses.ACTION_PLAN_JSON, "application/json", digest, partial(written, plan, site_url))
        yield Recipe(addresses.ACTION_PLAN_SCHEMA, type_of_shape, digests.digest_of("plan schema", site_url), shape)


def written(plan: PublicPlan, site_url: str) -> bytes:
    """A plan as JSON, which names its schema: same plan, same bytes."""
    named = {"$schema": addresses.absolute(site_url, addresses.ACTION_PLAN_SCHEMA), **msgspec.to_builtins(plan)}
    return msgspec.json.format(msgspec.json.encode(named), indent=2) + b"\n"


def read(content: bytes) -> PublicPlan | None:
    """The plan that was written. Edges: None where it is none of ours"""
    try:
        return msgspec.json.decode(content, type=PublicPlan)
    except msgspec.DecodeError:
        return None
