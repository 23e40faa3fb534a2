"""A year's release with those of the years beside it: people are told of next year before this one is over.

A site that told of one year alone would drop the meetings still to come of the other, and the addresses on its posters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from scheduler.release.public_places import by_name
from scheduler.release.value import KEPT_AFTER, PublicWard, Release, ReleasedMeeting, in_order


def with_years_beside(release: Release, others: Iterable[Release], today: date) -> Release:
    """One release that tells of all these years; `release` itself where no other is still told of.

    Edges: what is not a meeting's own is as the newest of them has it. A ward that the newest no longer has keeps its
           page, unless another ward has its slug by now: then its meetings are shown as that one's
    """
    told = [release, *(other for other in others if _is_told(other, release, today))]
    if len(told) == 1:
        return release
    told.sort(key=lambda each: (each.released_at, each.first_day))
    newest = told[-1]
    wards = _wards(told)
    return replace(
        newest,
        first_day=min(each.first_day for each in told),
        last_day=max(each.last_day for each in told),
        wards=wards,
        meetings=in_order(_of_ward(meeting, each, wards) for each in told for meeting in each.meetings),
        board=tuple(sorted({held for each in told for held in each.board})),
        is_board_made_up=any(each.is_board_made_up for each in told),
        polls=tuple(dict.fromkeys(poll for each in told for poll in each.polls)),
    )


def _is_told(other: Release, release: Release, today: date) -> bool:
    if other.first_day > release.last_day:
        return True
    return any(meeting.held_on + KEPT_AFTER >= today for meeting in other.meetings)


def _wards(told: Sequence[Release]) -> tuple[PublicWard, ...]:
    """The newest's, each with the slugs that it had in any of the years, and those that only older ones have."""
    *older, newest = told
    slugs = {ward.slug for ward in newest.wards}
    gone: dict[str, PublicWard] = {}
    for ward in (ward for each in older for ward in each.wards):
        if ward.code not in newest.ward_by_code and ward.slug not in slugs:
            gone[ward.code] = replace(ward, neighbours=())
    had = [(ward.code, slug) for each in told for ward in each.wards for slug in (ward.slug, *ward.old_slugs)]
    return by_name(
        replace(ward, old_slugs=tuple(sorted({slug for code, slug in had if code == ward.code} - {ward.slug})))
        for ward in (*newest.wards, *gone.values())
    )


def _of_ward(meeting: ReleasedMeeting, release: Release, wards: Sequence[PublicWard]) -> ReleasedMeeting:
    if any(ward.code == meeting.ward_code for ward in wards):
        return meeting
    slug = release.ward_by_code[meeting.ward_code].slug
    return replace(meeting, ward_code=next(ward.code for ward in wards if ward.slug == slug))
