"""Every publisher by name, and the one function that runs them.

A publisher is a pure function from a release to artifacts. To add one is to add a line here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Literal, cast

from publishers.artifact import Artifact
from scheduler.release import Release

Outlet = Literal["site", "newsletter"]
"""Who takes the artifacts: the public folder, or the newsletter's."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """One format. `make` is `module:function`, imported only when it is asked for, so that `--help` stays quick."""

    name: str
    outlet: Outlet
    make: str


PUBLISHERS: tuple[Publisher, ...] = (
    Publisher("calendar feeds", "site", "publishers.feeds:publish"),
    Publisher("open data", "site", "publishers.open_data:publish"),
    Publisher("changes feed", "site", "publishers.atom:publish"),
    Publisher("sitemap", "site", "publishers.sitemap:publish"),
    Publisher("pages", "site", "publishers.pages:publish"),
    Publisher("newsletter", "newsletter", "publishers.newsletter:publish"),
)


def artifacts(release: Release, outlet: Outlet) -> tuple[Artifact, ...]:
    """Return everything one outlet gets from a release, sorted by path.

    Errors: ValueError where two artifacts want one path (our bug)
    """
    by_path: dict[str, Artifact] = {}
    for publisher in PUBLISHERS:
        if publisher.outlet != outlet:
            continue
        for artifact in _function_of(publisher)(release):
            if artifact.path in by_path:
                raise ValueError(f"publisher {publisher.name}: found {artifact.path!r} made twice, wanted it once")
            by_path[artifact.path] = artifact
    return tuple(by_path[path] for path in sorted(by_path))


def _function_of(publisher: Publisher) -> Callable[[Release], tuple[Artifact, ...]]:
    module, _, function = publisher.make.partition(":")
    return cast("Callable[[Release], tuple[Artifact, ...]]", getattr(import_module(module), function))
