"""Where the server listens, and the options that ask for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import click

from wardpanels.edge.known_hosts import as_asked, host_in


@dataclass(frozen=True, slots=True)
class Doorstep:
    """Where the server listens, by which other names it is asked, and how many web servers stand in front of it."""

    port: int = 0
    host: str = "127.0.0.1"
    known_as: tuple[str, ...] = ()
    proxies: int = 0


HERE = Doorstep()


def _names(_: click.Context, __: click.Parameter, told: tuple[str, ...]) -> tuple[str, ...]:
    for name in told:
        if not host_in(as_asked(name)):
            raise click.BadParameter(f"found {name!r}, wanted a name of letters, digits, dots and hyphens.")
    return told


def with_doorstep(port: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Ask for it, and hand it on as `doorstep`: without an answer, a port of this computer alone."""

    def asking(command: Callable[..., Any]) -> Callable[..., Any]:
        @click.option("--port", type=click.IntRange(0, 65535), default=port, show_default=True,
                      help="0 takes any free port.")  # fmt: skip
        @click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 lets other machines ask too.")
        @click.option("--known-as", metavar="NAME", multiple=True, callback=_names,
                      help="Another name that it is asked by, besides those of borough.toml.")  # fmt: skip
        @click.option("--proxies", type=click.IntRange(0, 9), metavar="N", default=0, show_default=True,
                      help="How many web servers stand in front of it and pass on who asked.")  # fmt: skip
        @wraps(command)
        def asked(*, port: int, host: str, known_as: tuple[str, ...], proxies: int, **rest: Any) -> Any:
            return command(doorstep=Doorstep(port, host, known_as, proxies), **rest)

        return asked

    return asking
