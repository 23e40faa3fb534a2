"""Every publisher by name, and the one function that runs them.

A publisher is a pure function from an edition (a release, and what was told before it) to artifacts, or to recipes of
them. To add one is to add a line here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from publishers import farewells
from publishers.artifact import Artifact
from publishers.makers import maker
from publishers.recipes import Recipe, ready
from scheduler.release.edition import Edition
from scheduler.release.value import Release

Outlet = Literal["site", "site and print", "newsletter"]
"""Who takes the artifacts: the public folder, without what is for paper or with it, or the newsletter's."""

EITHER_SITE: tuple[Outlet, ...] = ("site", "site and print")


@dataclass(frozen=True, slots=True)
class Publisher:
    """One format. `make` is `module:function`, imported only when it is asked for, so that `--help` stays quick."""

    name: str
    outlets: tuple[Outlet, ...]
    make: str


PUBLISHERS: tuple[Publisher, ...] = (
    Publisher("calendar feeds", EITHER_SITE, "publishers.feeds:recipes"),
    Publisher("open data", EITHER_SITE, "publishers.open_data:recipes"),
    Publisher("action plan as data", EITHER_SITE, "publishers.plan_data:recipes"),
    Publisher("postcodes", EITHER_SITE, "publishers.postcodes:recipes"),
    Publisher("names of halls", EITHER_SITE, "publishers.hall_names:recipes"),
    Publisher("cards", EITHER_SITE, "publishers.cards:recipes"),
    Publisher("changes feed", EITHER_SITE, "publishers.atom:recipes"),
    Publisher("sitemap", EITHER_SITE, "publishers.sitemap:recipes"),
    Publisher("what the host is told", EITHER_SITE, "publishers.hosting:recipes"),
    Publisher("pages", ("site",), "publishers.pages:recipes"),
    Publisher("pages that lead to print", ("site and print",), "publishers.pages:recipes_beside_print"),
    Publisher("posters and print", ("site and print",), "publishers.printed:recipes"),
    Publisher("posters that were told", ("site",), "publishers.printed:told_before"),
    Publisher("minutes and agendas", EITHER_SITE, "publishers.papers.paper_files:recipes"),
    Publisher("newsletter", ("newsletter",), "publishers.newsletter:issue"),
)


def artifacts(release: Release, outlet: Outlet) -> tuple[Artifact, ...]:
    """Return everything one outlet gets from a release that nobody was told of before, made and sorted by path.

    Errors: as `recipes`
    """
    return tuple(recipe.artifact() for recipe in recipes(Edition.of(release), outlet))


def recipes(edition: Edition, outlet: Outlet) -> tuple[Recipe, ...]:
    """Return everything one outlet gets from an edition, still to be made, sorted by path.

    Edges:  a site never lacks an address that was told: where nobody makes it any more, `farewells` does
    Errors: ValueError where two files want one path (our bug)
    """
    by_path: dict[str, Recipe] = {}
    for publisher in PUBLISHERS:
        if outlet not in publisher.outlets:
            continue
        for file in maker(publisher.make)(edition):
            if file.path in by_path:
                raise ValueError(f"publisher {publisher.name}: found {file.path!r} made twice, wanted it once")
            by_path[file.path] = file if isinstance(file, Recipe) else ready(file)
    if outlet in EITHER_SITE:
        for path in sorted(farewells.addresses_told(edition) - by_path.keys()):
            by_path[path] = farewells.farewell(edition, path, by_path)
    return tuple(by_path[path] for path in sorted(by_path))
