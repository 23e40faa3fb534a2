"""Whose turn it is to be asked: each ward's meetings ask one audience after another. No clock, no chance, no text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scheduler.release.campaign import Ask, Campaign, CampaignChoices, SeldomHeard
from scheduler.release.value import Release, ReleasedMeeting

USUAL_MEETINGS = 4
"""What a ward mostly holds in a year: the next year goes on with who comes after them."""


def with_campaign(release: Release, choices: CampaignChoices, *, of: Release) -> Release:
    """The release with whom each meeting of it asks, as the turns of another, the latest one, have it.

    Edges: the turns of one release count for all, so that a turn that changes is no news of a meeting; a meeting that
           `of` lacks asks nobody above all
    """
    known = release.meeting_by_id
    asks = tuple(ask for ask in turns(of, choices) if ask.meeting_id in known)
    campaign = Campaign(asks, choices.promises, choices.words, choices.magazine_words, choices.press_words)
    return replace(release, campaign=campaign)


def turns(release: Release, choices: CampaignChoices) -> Iterator[Ask]:
    """Whom each meeting asks, ward by ward.

    Edges: a ward's meetings take turns in the order of their ids, those that are cancelled too, so that nobody's turn
           hangs on what becomes of other meetings; wards and years begin at different places
    """
    wards = sorted(release.meetings_by_ward.items())
    slugs = {ward.code: {ward.slug, *ward.old_slugs} for ward in release.wards}
    for number, (code, meetings) in enumerate(wards):
        own = (choices.asks_by_ward[slug] for slug in sorted(slugs[code]) if slug in choices.asks_by_ward)
        order = next(own, choices.asks)
        if order:
            start = (number + USUAL_MEETINGS * release.first_day.year) % len(order)
            yield from _of_ward(meetings, (*order[start:], *order[:start]))


def _of_ward(meetings: Sequence[ReleasedMeeting], order: Sequence[SeldomHeard]) -> Iterator[Ask]:
    by_day = (meeting for meeting in meetings if meeting.session.is_daytime and not meeting.is_off)
    first_by_day = min(by_day, key=lambda meeting: meeting.starts_at, default=None)
    left = sorted(meetings, key=lambda meeting: (len(meeting.meeting_id), meeting.meeting_id))
    while left:
        seated = _round(left, order)
        for meeting in left:
            if audience := seated.get(meeting.meeting_id):
                yield Ask(meeting.meeting_id, audience, meeting is first_by_day)
        left = [meeting for meeting in left if meeting.meeting_id not in seated]


def _round(meetings: Sequence[ReleasedMeeting], order: Sequence[SeldomHeard]) -> dict[str, SeldomHeard]:
    """One turn for each audience, as far as meetings go: the earliest that suits it, and others make way if they can.

    Edges: an audience that no meeting suits takes any
    """
    taken: dict[str, SeldomHeard] = {}
    suited = {
        audience: [each.meeting_id for each in meetings if audience.suits(each.session)]
        or [each.meeting_id for each in meetings]
        for audience in order
    }

    # Kuhn's matching: an audience that has a meeting keeps one, so as many are asked as there can be.
    def seat(audience: SeldomHeard, tried: set[str]) -> bool:
        for meeting_id in sorted(suited[audience], key=taken.__contains__):  # what is free first
            if meeting_id in tried:
                continue
            tried.add(meeting_id)
            if meeting_id not in taken or seat(taken[meeting_id], tried):
                taken[meeting_id] = audience
                return True
        return False

    for audience in order:
        seat(audience, set())
    return taken
