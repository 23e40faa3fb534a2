"""What cannot be published is never released: each address leads to one ward, and each meeting has a ward."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scheduler.recoding import owners
from scheduler.release.value import PublicWard, Release


def why_unpublishable(release: Release, told: Iterable[PublicWard]) -> tuple[str, ...]:
    """Why a release cannot be published, a sentence each; empty where it can be. `told`: the wards of other releases.

    Edges: a slug belongs for good to the ward that was told under it, also one that it has no longer
    """
    return (*_shared_slugs(release, told), *_without_ward(release))


def _shared_slugs(release: Release, told: Iterable[PublicWard]) -> Iterator[str]:
    owner = {**owners(release.wards), **owners(told)}
    for ward in release.wards:
        other = owner[ward.slug]
        if other.code != ward.code:
            yield (
                f"slug {ward.slug!r}: found {_named(ward)}, wanted another slug for it: "
                f"that address leads to {_named(other)}"
            )


def _without_ward(release: Release) -> Iterator[str]:
    known = release.ward_by_code
    for meeting in release.meetings:
        if meeting.ward_code not in known:
            yield f"{meeting.meeting_id}: found ward {meeting.ward_code}, wanted a ward of wards.csv"


def _named(ward: PublicWard) -> str:
    return f"{ward.name} ({ward.code})"
