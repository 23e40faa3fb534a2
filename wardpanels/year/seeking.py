"""Which meetings of a year somebody looks for: by ward, cluster, hall, officer, what became of them and when they are.

Nothing here prints, stores or reads a clock.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator
from dataclasses import dataclass, field

from scheduler.clusters import clusters
from scheduler.errors import UnknownName
from scheduler.facts import Borough, Ward
from scheduler.policy import Session
from wardpanels.year.seeing import SeenMeeting, StateSeen

CHANGED, PINNED, TROUBLED = "changed", "pinned", "troubled"
"""What can be looked for beside what became of a meeting: it was told otherwise; it stays when the year is planned
anew; it breaks a must-rule by now."""
STATES = (*StateSeen, CHANGED, PINNED, TROUBLED)
OWN = "own"
"""The wards that somebody answers for, in the place of a cluster."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for; "" looks for all.

    Edges: a ward, hall or officer is one whose name has these letters in any case, or whose id or slug they are;
           `cluster` is the slug of one of its wards, or OWN
    """

    ward: str = ""
    cluster: str = ""
    hall: str = ""
    officer: str = ""
    state: str = ""
    session: str = ""

    @property
    def is_of_meetings(self) -> bool:
        """Whether it leaves meetings out, and not wards alone."""
        return bool(self.hall or self.officer or self.state or self.session)

    def __bool__(self) -> bool:
        return bool(self.is_of_meetings or self.ward or self.cluster)


@dataclass(frozen=True, slots=True)
class FoundWard:
    """A ward with those of its meetings that were looked for, by start."""

    ward: Ward
    meetings: tuple[SeenMeeting, ...]


@dataclass(frozen=True, slots=True)
class SoughtBeside:
    """What is to be known to look: the wards of whoever looks, and the ids of meetings that break a must-rule."""

    own: Collection[str] = ()
    troubled: Container[str] = field(default_factory=frozenset)


def found(
    borough: Borough, meetings: Iterable[SeenMeeting], sought: Sought, beside: SoughtBeside = SoughtBeside()
) -> tuple[FoundWard, ...]:
    """The wards that are looked for, by name, each with its meetings that are.

    Edges:  a ward without any is left out where meetings are looked for, and listed where wards are
    Errors: UnknownName for a state, session or cluster that there is not
    """
    tests = tuple(_tests(borough, sought, beside.troubled))
    by_ward: dict[str, list[SeenMeeting]] = {}
    for each in meetings:
        if all(test(each) for test in tests):
            by_ward.setdefault(each.meeting.ward_code, []).append(each)
    wards = _wards(borough, sought, beside.own)
    listed = (FoundWard(ward, tuple(by_ward.get(ward.code, ()))) for ward in wards)
    return tuple(each for each in listed if each.meetings or not sought.is_of_meetings)


def _wards(borough: Borough, sought: Sought, own: Collection[str]) -> Iterator[Ward]:
    known = sorted(borough.wards, key=lambda ward: ward.name)
    within = _cluster(borough, sought.cluster, own)
    for ward in known:
        if (within is None or ward.code in within) and _is_named(sought.ward, ward.name, ward.code, ward.slug):
            yield ward


def _cluster(borough: Borough, asked: str, own: Collection[str]) -> Collection[str] | None:
    """The codes of a cluster's wards; None for the whole borough."""
    if not asked or (asked == OWN and not own):
        return None
    if asked == OWN:
        return own
    for wards in clusters(borough):
        if any(asked in (ward.slug, ward.code) for ward in wards):
            return {ward.code for ward in wards}
    slugs = [ward.slug for ward in borough.wards]
    raise UnknownName("cluster", asked, "the short name of a ward in it, such as " + slugs[0], slugs)


def _tests(borough: Borough, sought: Sought, troubled: Container[str]) -> Iterator[Callable[[SeenMeeting], bool]]:
    if sought.session:
        session = Session(_known("session", sought.session, [each.value for each in Session]))
        yield lambda seen: seen.meeting.session is session
    if sought.state:
        yield _state(_known("state", sought.state, [str(each) for each in STATES]), troubled)
    if sought.hall:
        halls = {each.venue_id for each in borough.venues if _is_named(sought.hall, each.name, each.venue_id)}
        yield lambda seen: seen.meeting.venue_id in halls
    if sought.officer:
        named = {each.officer_id for each in borough.officers if _is_named(sought.officer, each.name, each.officer_id)}
        yield lambda seen: not named.isdisjoint(seen.meeting.officers)


def _state(asked: str, troubled: Container[str]) -> Callable[[SeenMeeting], bool]:
    if asked == CHANGED:
        return lambda seen: seen.is_changed
    if asked == PINNED:
        return lambda seen: seen.is_pinned
    if asked == TROUBLED:
        return lambda seen: seen.meeting.meeting_id in troubled
    became = StateSeen(asked)
    return lambda seen: seen.became is became


def _known(kind: str, asked: str, names: list[str]) -> str:
    """Errors: UnknownName."""
    if asked not in names:
        raise UnknownName(kind, asked, f"one of {', '.join(names)}", names)
    return asked


def _is_named(asked: str, name: str, *ids: str) -> bool:
    """Whether a name has these letters, or an id is what was asked for."""
    wanted = _plain(asked)
    return wanted in _plain(name) or wanted in map(_plain, ids)


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())
