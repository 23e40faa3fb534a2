"""What goes out as one: all that a channel says of one subject, in every language, approved and sent together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby

from publishers import digests
from publishers.artifact import Artifact
from publishers.channels.copy import Copy
from publishers.channels.every_channel import CHANNELS, Channel, copies_of
from publishers.channels.subjects import Divided, ReleasePart
from publishers.moments import Moment
from scheduler.release.elections import neutral
from scheduler.release.value import Release


@dataclass(frozen=True, slots=True)
class Piece:
    """All that one channel says of one subject.

    Edges: `subject` stays the same from release to release; `recipient` is the id of the one person it is for, "" for
           what is public; `neutral` is what is said instead before an election, None where nothing has to change;
           `care` says in whole sentences what a person should look for before it goes out; `digest` is the SHA-256 of
           every artifact's path, type and bytes: what was approved, and what went out
    """

    channel: str
    subject: str
    meetings: tuple[str, ...]
    artifacts: tuple[Artifact, ...]
    recipient: str = ""
    neutral: Piece | None = None
    care: tuple[str, ...] = ()
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", _digest_of(self.artifacts))  # asked for often, and pictures are large

    @property
    def thread(self) -> tuple[str, str, str]:
        """What it has in common with the same piece of another release."""
        return self.channel, self.subject, self.recipient

    @property
    def outline(self) -> Outline:
        """All of it but its words."""
        twin = self.neutral.outline if self.neutral else None
        return Outline(self.channel, self.subject, self.meetings, self.digest, self.recipient, twin, self.care)


def _digest_of(artifacts: tuple[Artifact, ...]) -> str:
    digest = hashlib.sha256()
    for artifact in artifacts:
        for part in (artifact.path.encode(), artifact.media_type.encode(), artifact.content):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Outline:
    """All of a piece but its words, which `digest` names: enough to decide when it goes out. Fields are as there."""

    channel: str
    subject: str
    meetings: tuple[str, ...]
    digest: str
    recipient: str = ""
    neutral: Outline | None = None
    care: tuple[str, ...] = ()

    @property
    def thread(self) -> tuple[str, str, str]:
        """What it has in common with the same piece of another release."""
        return self.channel, self.subject, self.recipient


@dataclass(frozen=True, slots=True)
class PieceRecipe:
    """A piece that is still to be made, with a digest of all that it is made from: same digest, same words.

    Edges: `make` gives None where there is nothing to say; `neutral` makes its twin for the weeks before a poll;
           `otherwise` gives the recipe for another moment, None where the same is said at each
    """

    channel: str
    subject: str
    meetings: tuple[str, ...]
    made_from: str
    make: Callable[[], Piece | None]
    recipient: str = ""
    neutral: PieceRecipe | None = None
    otherwise: Callable[[Moment], PieceRecipe] | None = None

    def at(self, moment: Moment) -> PieceRecipe:
        """The recipe for what is said at a moment."""
        return self.otherwise(moment) if self.otherwise else self

    def piece(self) -> Piece | None:
        """The finished piece, with its twin where that says something else or needs care."""
        made = self.make()
        if made is None:
            return None
        twin = self.neutral.make() if self.neutral else None
        is_other = twin is not None and (twin.care != () or twin.digest != made.digest)
        return replace(made, recipient=self.recipient, neutral=twin if is_other else None)


def pieces_of(release: Release, channels: Sequence[Channel] = CHANNELS) -> Iterator[Piece]:
    """Return every piece of a release, all made, with its neutral twin where the release knows of a poll.

    Errors: as `publishers.channels.every_channel.copies`
    """
    recipes = sorted(recipes_of(*told_and_quiet(release), channels), key=lambda one: (one.channel, one.subject))
    return filter(None, (recipe.piece() for recipe in recipes))


def told_and_quiet(release: Release) -> tuple[Divided, Divided | None]:
    """The release in parts, and as it is told before a poll where it knows of one."""
    return Divided(release), Divided(neutral(release)) if release.polls else None


def recipes_of(told: Divided, quiet: Divided | None, channels: Sequence[Channel]) -> Iterator[PieceRecipe]:
    """Return a recipe for each subject of each channel: of its news, which leads to those of other moments."""
    for channel in channels:
        twins = {part.subject: part for part in quiet.by(channel.per)} if quiet else {}
        for part in told.by(channel.per):
            recipe_at = partial(_recipe_at, channel, part, twins.get(part.subject))
            yield replace(recipe_at(Moment.NEWS), otherwise=recipe_at if channel.has_moments else None)


def _recipe_at(channel: Channel, part: ReleasePart, quiet: ReleasePart | None, moment: Moment) -> PieceRecipe:
    return replace(_recipe(channel, part, moment), neutral=_recipe(channel, quiet, moment) if quiet else None)


def _recipe(channel: Channel, part: ReleasePart, moment: Moment) -> PieceRecipe:
    made_from = digests.joined(part.made_from, channel.name, channel.make, channel.is_council, moment)
    return PieceRecipe(channel.name, part.subject, part.meetings, made_from, partial(_made, channel, part, moment))


def _made(channel: Channel, part: ReleasePart, moment: Moment) -> Piece | None:
    return next(pieces(copies_of(channel, part, moment)), None)


def pieces(copies: Iterable[Copy]) -> Iterator[Piece]:
    """Return copy joined by channel and subject, in the order of both."""
    for (channel, subject), found in groupby(sorted(copies, key=_order), key=lambda copy: (copy.channel, copy.subject)):
        joined = tuple(found)
        yield Piece(
            channel,
            subject,
            tuple(dict.fromkeys(meeting for copy in joined for meeting in copy.meetings)),
            tuple(artifact for copy in joined for artifact in copy.artifacts),
            care=tuple(dict.fromkeys(reason for copy in joined for reason in copy.care)),
        )


def _order(copy: Copy) -> tuple[str, str, int, str]:
    # What was approved is known by a digest of the files in this order: another order would void every approval.
    return copy.channel, copy.subject, len(copy.path), copy.path
