"""What cannot be published is never released: each address leads to one ward, and each meeting has a ward."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scheduler.release.value import PublicWard, Release


def why_unpublishable(release: Release, told: Iterable[PublicWard]) -> tuple[str, ...]:
    """Why a release cannot be published, a sentence each; empty where it can be. `told`: the wards of other releases.

    Edges: a slug belongs for good to the ward that was told under it, also one that it has no longer; an old slug that
           no ward was told under may be taken
    """
    return (*_shared_slugs(release, tuple(told)), *_without_ward(release))


def _shared_slugs(release: Release, told: tuple[PublicWard, ...]) -> Iterator[str]:
    by_its_slug = ((ward.slug, ward) for ward in told)
    by_an_old_one = ((slug, ward) for ward in told for slug in ward.old_slugs)
    owner: dict[str, PublicWard] = {}
    for slug, ward in (*by_its_slug, *by_an_old_one, *((ward.slug, ward) for ward in release.wards)):
        owner.setdefault(slug, ward)
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
