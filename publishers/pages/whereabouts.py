"""Where things are: the map with its list, and the postcodes with their wards. Nothing of other hosts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, radians

from publishers import addresses, postcodes, wording
from publishers.hall_names import ways, ways_by_hall
from publishers.pages.site import Facts, Page, PageWords, Site
from publishers.pages.standing import afterwards, by_ward, no_more
from scheduler.facts import Ring
from scheduler.place import Position
from scheduler.release.edition import Edition
from scheduler.release.value import Hall, Release, in_order

WIDTH = 1000
"""Units across the drawing; the page scales it."""

EDGE = 20

SHORT = 9
"""Letters of a ward's name that stay on one line."""


@dataclass(frozen=True, slots=True)
class Area:
    """A ward on the map: its number and its name in lines, its outline as SVG path data, where its number stands."""

    code: str
    number: int
    lines: tuple[str, ...]
    outline: str
    x: int
    y: int
    halls: tuple[Hall, ...]


@dataclass(frozen=True, slots=True)
class Dot:
    """A hall on the map, and the page of the next meeting there.

    Edges: not `is_door` where it is about there, such as the middle of the hall's postcode
    """

    name: str
    page: str
    x: int
    y: int
    is_door: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole map. Edges: `dots` lack the halls of which only the ward is known; `is_whole` where there are none."""

    width: int
    height: int
    areas: tuple[Area, ...]
    dots: tuple[Dot, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """From degrees to the units of the drawing.

    Edges: a degree east is as wide as it is at the middle of the borough, which is true to a metre across a city
    """

    west: float
    north: float
    across: float
    down: float

    @classmethod
    def around(cls, points: list[tuple[float, float]]) -> Scale:
        """The scale at which the points fill the drawing."""
        easts, norths = zip(*points, strict=True)
        squeeze = cos(radians((min(norths) + max(norths)) / 2))
        widest = max((max(easts) - min(easts)) * squeeze, (max(norths) - min(norths)) / 2, 1e-6)
        units = (WIDTH - 2 * EDGE) / widest
        return cls(min(easts), max(norths), units * squeeze, units)

    def place(self, east: float, north: float) -> tuple[int, int]:
        """Where a point is on the drawing."""
        return EDGE + round((east - self.west) * self.across), EDGE + round((self.north - north) * self.down)

    def outline(self, rings: tuple[Ring, ...]) -> str:
        """Rings as SVG path data."""
        drawn = []
        for ring in rings:
            places = [self.place(east, north) for east, north in ring]
            drawn.append("M" + "L".join(f"{x} {y}" for x, y in places) + "Z")
        return "".join(drawn)


def pages(edition: Edition) -> Iterator[Page]:
    """The map, the list of outward codes, wards and halls, and a page for each of the codes."""
    release = edition.release
    yield Page(addresses.MAP_PAGE, "site/map.html", _map_words, {"drawing": drawing(edition)})
    areas = postcodes.by_outward(release.postcodes)
    facts: Facts = {"outwards": tuple(sorted(areas, key=_in_reading_order)), "halls": ways(edition)}
    yield Page(addresses.POSTCODES_PAGE, "site/postcodes.html", _postcodes_words, facts)
    next_of = {code: stand.next_on for code, stand in by_ward(release, edition.today).items()}
    for outward, found in areas.items():
        ours = tuple((one.ward_code, one.inward) for one in found if one.ward_code in next_of)
        soonest = in_order(filter(None, (next_of[code] for code, _ in ours)))
        facts = {"outward": outward, "areas": ours, "soonest": soonest, "after": afterwards(edition)}
        path = addresses.postcodes_page(outward)
        yield Page(path, "site/postcodes_alike.html", _outward_words, facts, is_scripted=True)


def _map_words(site: Site, _: Facts) -> PageWords:
    say = site.lang.say
    summary = say("The wards of the borough, and the places where ward panels meet.")
    return PageWords(say("Map of wards and meeting places"), summary, site.crumbs())


def _postcodes_words(site: Site, _: Facts) -> PageWords:
    say = site.lang.say
    summary = say("Choose how your postcode begins to find your ward.")
    return PageWords(say("Find your next meeting"), summary, site.crumbs())


def _outward_words(site: Site, facts: Facts) -> PageWords:
    say, letters = site.lang.say, facts["outward"]
    return PageWords(
        say("Postcodes that begin with %(letters)s", letters=letters),
        say("Which ward each postcode that begins with %(letters)s lies in.", letters=letters),
        site.crumbs((say("Find your next meeting"), addresses.POSTCODES_PAGE)),
        {"no_more": no_more(facts["after"], site.lang)},
    )


def _in_reading_order(outward: str) -> tuple[str, int, str]:
    """E2 before E14."""
    letters = outward.rstrip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") or outward
    digits = "".join(mark for mark in outward if mark.isdigit())
    return outward[: outward.find(digits)] if digits else letters, int(digits or 0), outward


def drawing(edition: Edition) -> Drawing | None:
    """The map of an edition, None where no ward has a border."""
    release = edition.release
    points = [point for ward in release.wards for ring in ward.boundary for point in ring]
    if not points:
        return None
    halls_by_ward = _halls_by_ward(release)
    halls = {hall.venue_id: hall for halls in halls_by_ward.values() for hall in halls}
    scale, leads = Scale.around(points), ways_by_hall(edition)
    areas = tuple(
        Area(
            ward.code,
            number,
            in_lines(wording.one_line(ward.name)),
            scale.outline(ward.boundary),
            *scale.place(ward.lon, ward.lat),
            found,
        )
        for number, (ward, found) in enumerate(zip(release.wards, halls_by_ward.values(), strict=True), start=1)
    )
    dots = tuple(
        Dot(*leads[hall.venue_id], *scale.place(hall.lon, hall.lat), hall.position is Position.DOOR)
        for hall in halls.values()
        if hall.position is not Position.WARD
    )
    lowest = max(scale.place(east, north)[1] for east, north in points)
    return Drawing(WIDTH, lowest + EDGE, areas, dots, len(dots) == len(halls))


def in_lines(name: str) -> tuple[str, ...]:
    """A ward's name for the map: in two lines as alike as its words allow, so that it keeps clear of its neighbours'.

    Edges: a short name, or one of one word, stays on one line
    """
    words = name.split()
    if len(name) <= SHORT or len(words) < 2:
        return (name,)
    cuts = ((" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words)))
    return min(cuts, key=lambda lines: max(map(len, lines)))


def _halls_by_ward(release: Release) -> dict[str, tuple[Hall, ...]]:
    """The halls where each ward will meet, by name."""
    found: dict[str, dict[str, Hall]] = {ward.code: {} for ward in release.wards}
    for meeting in release.meetings:
        if not meeting.is_off:
            found[meeting.ward_code][meeting.hall.venue_id] = meeting.hall
    return {code: tuple(sorted(halls.values(), key=_by_name)) for code, halls in found.items()}


def _by_name(hall: Hall) -> tuple[str, str]:
    return hall.name, hall.venue_id
