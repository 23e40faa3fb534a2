"""What there is to say of a release, and of those before it: made where it was never made, and known by its digest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from publishers.moments import Moment
from publishers.packing import packed
from publishers.pieces import Outline, Piece, PieceRecipe
from publishers.timetable import Thread
from scheduler.items import Item, Worded
from wardpanels.publicity.publicity_settings import Way
from wardpanels.publicity.sayings import SAYINGS, Background

NOTHING = Worded("")


class OtherWords(Exception):
    """A recipe that was made before comes to other words now. Edges: what was remembered is then of no use."""


class Book:
    """The pieces of the latest release, those that take back what is there no more, and those of the releases before.

    Edges: `before` is what recipes came to for other books, by their digests: of those nothing is made but what has to
           be stored anew; `worded` is the same for every recipe that this book was asked for
    """

    def __init__(
        self, ways: Sequence[Way], latest: int, known_of: Callable[[int], Background], before: Mapping[str, Worded]
    ) -> None:
        self._ways = {way.channel: way for way in ways}
        self._latest, self._known_of, self._before = latest, cache(known_of), before
        self._recipes: dict[str, PieceRecipe] = {}
        self._made: dict[str, Piece] = {}
        self._documents: dict[str, bytes] = {}
        self._by_subject = cache(self._recipes_of)
        self.say = cache(self._say)
        self.worded: dict[str, Worded] = {}

    def threads(self) -> Mapping[Thread, tuple[str, ...]]:
        """All that the latest release speaks of, on the channels that have a time to speak, and the meetings in it."""
        speaking = (name for name, way in self._ways.items() if way.voice.leads)
        return {
            (name, *about): recipe.meetings
            for name in speaking
            for about, recipe in self._by_subject(self._latest, name).items()
        }

    def _say(self, thread: Thread, moment: Moment) -> Outline | None:
        """What the latest release says in a thread at a moment."""
        channel, *about = thread
        recipe = self._by_subject(self._latest, channel).get((about[0], about[1]))
        return self._outline(channel, recipe.at(moment)) if recipe else None

    def then(self, item: Item) -> Outline | None:
        """The news of an item, made anew of the release that it told of, but for what is no news since."""
        recipe = None if self._has_turned(item) else self._recipe(item.version, item)
        return self._outline(item.channel, recipe) if recipe else None

    def has_same_facts(self, item: Item) -> bool:
        """Whether an item's piece is made of the same as in the release that it told of, but for what is no news since.

        Edges: nothing has to be made for that; where there was nothing to say and is nothing now, that is the same
        """
        if self._has_turned(item):
            return False
        then, now = (self._recipe(number, item) for number in (item.version, self._latest))
        return (then and then.made_from) == (now and now.made_from)

    def withdrawal(self, item: Item) -> Outline | None:
        """What takes back an item of which nothing is said any more."""
        piece = SAYINGS[self._ways[item.channel].copy].take_back(self._known_of(self._latest), item)
        if piece is None:
            return None
        self._made[piece.digest] = piece
        return replace(piece.outline, channel=item.channel)

    def content(self, digest: str) -> bytes:
        """What the items with this digest say, as it is stored.

        Errors: OtherWords
        """
        if digest not in self._documents:
            piece = self._made.get(digest) or self._recipes[digest].make()
            if piece is None or piece.digest != digest:
                raise OtherWords(digest)
            self._documents[digest] = packed(piece.artifacts)
        return self._documents[digest]

    def _has_turned(self, item: Item) -> bool:
        """Whether an item is wrong for a reason that no release knows of."""
        way = self._ways.get(item.channel)
        return way is not None and SAYINGS[way.copy].has_turned(self._known_of(self._latest), item)

    def _recipe(self, number: int, item: Item) -> PieceRecipe | None:
        return self._by_subject(number, item.channel).get((item.subject, item.recipient))

    def _recipes_of(self, number: int, channel: str) -> Mapping[tuple[str, str], PieceRecipe]:
        way = self._ways.get(channel)
        recipes = SAYINGS[way.copy].make(self._known_of(number)) if way else ()
        return {(recipe.subject, recipe.recipient): recipe for recipe in recipes}

    def _outline(self, channel: str, recipe: PieceRecipe) -> Outline | None:
        worded = self._worded(recipe)
        if worded == NOTHING:
            return None
        twin = self._worded(recipe.neutral) if recipe.neutral else NOTHING
        outline = Outline(channel, recipe.subject, recipe.meetings, worded.digest, recipe.recipient, None, worded.care)
        if twin == NOTHING or (twin.care == () and twin.digest == worded.digest):
            return outline
        return replace(outline, neutral=replace(outline, digest=twin.digest, care=twin.care))

    def _worded(self, recipe: PieceRecipe) -> Worded:
        """What a recipe comes to: as it was found before, or as it is made now."""
        found = self.worded.get(recipe.made_from) or self._before.get(recipe.made_from)
        if found is None:
            piece = recipe.make()
            found = Worded(piece.digest, piece.care) if piece else NOTHING
            if piece:
                self._made[piece.digest] = piece
        self._recipes[found.digest] = recipe
        self.worded[recipe.made_from] = found
        return found
