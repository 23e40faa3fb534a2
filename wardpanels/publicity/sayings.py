"""What there is to say, by the name of the channel that says it: one line for each, public and private.

Public words come from the publishers' own table. Words for officers are made here, because only here both the plan with
its officers and the publishers may be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from publishers.artifact import Artifact
from publishers.channels.copy import Copy
from publishers.channels.every_channel import CHANNELS, Channel, Medium, Mending, named
from publishers.channels.subjects import Divided
from publishers.invitations import is_cancellation, recipes
from publishers.invited import Attendance
from publishers.languages import SOURCE
from publishers.pieces import Piece, PieceRecipe, recipes_of, told_and_quiet
from scheduler.facts import Borough, Role
from scheduler.items import Item
from scheduler.release.elections import with_polls
from scheduler.release.value import Release
from wardpanels.publicity.attendances import withdrawal

AGENDA, INVITATION = "agenda", "invitation"
TO_OFFICERS = (AGENDA, INVITATION)


@dataclass(frozen=True, slots=True)
class Background:
    """All that words can be made of: a release, the borough's own facts, and who comes to which meeting.

    Edges: `told` and `quiet` are the release in parts, and as it is told before a poll where there is one; `everybody`
           is asked only by what is said to officers, because it reads every plan that was ever released; `said` is what
           has a digest, as it is stored
    """

    release: Release
    borough: Borough
    everybody: Callable[[], tuple[Attendance, ...]]
    said: Callable[[str], tuple[Artifact, ...]] = lambda digest: ()
    told: Divided = field(init=False)
    quiet: Divided | None = field(init=False)

    def __post_init__(self) -> None:
        told, quiet = told_and_quiet(with_polls(self.release, self.borough.elections))
        object.__setattr__(self, "told", told)
        object.__setattr__(self, "quiet", quiet)


@dataclass(frozen=True, slots=True)
class Saying:
    """One kind of words: how they are made, and what takes them back where there is nothing more to say.

    Edges: those that `have_moments` are others at each moment; those that are not `is_mended` cannot be put right;
           `has_turned` says whether an item is wrong though no release says anything else
    """

    make: Callable[[Background], Iterable[PieceRecipe]]
    take_back: Callable[[Background, Item], Piece | None]
    have_moments: bool = False
    is_mended: bool = True
    has_turned: Callable[[Background, Item], bool] = lambda known, item: False


def _public(channel: Channel, known: Background) -> Iterable[PieceRecipe]:
    return recipes_of(known.told, known.quiet, (channel,))


def _agendas(known: Background) -> Iterator[PieceRecipe]:
    """The agenda of each meeting, to each Public Realm officer who comes to it."""
    invited = [each for each in known.everybody() if each.comes and each.role is Role.PUBLIC_REALM]
    (channel,) = named(AGENDA)
    for recipe in _public(channel, known):
        for each in invited:
            if each.meeting_id == recipe.subject:
                yield replace(recipe, recipient=each.recipient)


def _invitations(known: Background) -> Iterable[PieceRecipe]:
    return recipes(known.told, known.everybody())


def _take_down(known: Background, item: Item) -> Piece:
    """What a person is told to take down where nothing comes in its place."""
    text = f"Take this down: {item.channel}, {item.subject}. It is no longer true, and nothing comes in its place.\n"
    note = Copy(item.channel, item.subject, SOURCE, text, item.meetings)
    return Piece(item.channel, item.subject, item.meetings, note.artifacts, item.recipient)


def _call_off(known: Background, item: Item) -> Piece | None:
    """The cancellation for an officer who was invited and no longer comes."""
    return withdrawal(known.release, known.everybody(), item.subject, item.recipient)


def _is_otherwise_asked(known: Background, item: Item) -> bool:
    """Whether an officer was asked to come and no more is, or the other way round: they may have another address."""
    ours = (each for each in known.everybody() if (each.meeting_id, each.recipient) == (item.subject, item.recipient))
    is_asked = any(each.comes for each in ours) and not known.release.meeting_by_id[item.subject].is_cancelled
    return is_asked == is_cancellation(known.said(item.digest))


def _nothing(known: Background, item: Item) -> None:
    """An agenda needs no taking back: the invitation tells an officer who no longer comes."""


SAYINGS: Mapping[str, Saying] = {
    **{
        channel.name: Saying(
            partial(_public, channel), _take_down, channel.has_moments, channel.mending is not Mending.NEVER
        )
        for channel in CHANNELS
    },
    AGENDA: Saying(_agendas, _nothing),
    INVITATION: Saying(_invitations, _call_off, has_turned=_is_otherwise_asked),
}
HEARD_BY: Mapping[str, Channel] = {
    **{channel.name: channel for channel in CHANNELS},
    INVITATION: Channel(INVITATION, "officers who were to come", "", medium=Medium.PHONES),
}
"""Who hears by each kind of words, and how that is put right."""

GROUPS: Mapping[str, tuple[str, ...]] = {
    group: tuple(channel.name for channel in named(group))
    for group in dict.fromkeys(one.group for one in CHANNELS)
    if group
}
"""Names in [publicity] that stand for several channels."""
