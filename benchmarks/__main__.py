"""`python -m benchmarks`: how fast the planner is, on made-up boroughs, beside other ways to plan the same year."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from benchmarks.peers import PEERS, PeerRun, peer_run
from benchmarks.questions import questions
from benchmarks.report import Measured, report
from benchmarks.timing import Instance, OurRun, our_runs, scale_run, warm_processes

QUICK_SEEDS = (1, 2, 4)
"""Two tiny boroughs with a plan, and one with none."""

QUICK_PEER_SECONDS = 1.0
TINY = 0


def numbers(text: str) -> tuple[int, ...]:
    """Read `1-3,7` as 1, 2, 3 and 7; nothing for ""."""
    found: list[int] = []
    for part in filter(None, text.split(",")):
        first, _, last = part.partition("-")
        if not (first.isdecimal() and (last or first).isdecimal()):
            raise click.BadParameter(f"found {part!r}, wanted numbers such as 1-20 or 1,4,9")
        found += range(int(first), int(last or first) + 1)
    return tuple(found)


def peer_names(text: str) -> tuple[str, ...]:
    """Read `monolith,human`; nothing for ""."""
    names = tuple(filter(None, text.split(",")))
    for name in names:
        if name not in PEERS:
            raise click.BadParameter(f"found {name!r}, wanted some of {', '.join(PEERS)}")
    return names


@click.command(help=__doc__)
@click.option("--seeds", default="1-20", show_default=True, callback=lambda *given: numbers(given[-1]))
@click.option("--wards", default=20, show_default=True, help="Wards in each borough.")
@click.option(
    "--peers",
    default=",".join(PEERS),
    show_default=True,
    callback=lambda *given: peer_names(given[-1]),
    help="Which other ways to run; empty for none.",
)
@click.option("--peer-seconds", default=120.0, show_default=True, help="Time limit for each peer and borough.")
@click.option(
    "--peer-seeds",
    default="1-3",
    show_default=True,
    callback=lambda *given: numbers(given[-1]),
    help="On which of the seeds the peers run.",
)
@click.option(
    "--scale",
    default="",
    callback=lambda *given: numbers(given[-1]),
    help="Bigger inputs too, such as 60,200,700 wards.",
)
@click.option("--quick", is_flag=True, help="Three tiny boroughs, 1 s a peer: that it runs at all.")
@click.option("--date", "on", default="", help="The day to print; this command reads no calendar.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the report here as well.")
def main(
    seeds: tuple[int, ...],
    wards: int,
    peers: tuple[str, ...],
    peer_seconds: float,
    peer_seeds: tuple[int, ...],
    scale: tuple[int, ...],
    quick: bool,
    on: str,
    out: Path | None,
) -> None:
    """Measure, print the report, and write it where it is wanted."""
    if quick:
        seeds, wards, peer_seeds, peer_seconds, scale = QUICK_SEEDS, TINY, QUICK_SEEDS, QUICK_PEER_SECONDS, ()
    load = os.getloadavg()[0]
    with warm_processes(1) as pool:
        ours = tuple(_told(our_runs(pool, [Instance(seed, wards) for seed in seeds])))
        asked = tuple(questions(pool, ours))
    planned = [run.instance for run in ours if run.plan is not None and run.instance.seed in peer_seeds]
    beside = tuple(_beside(planned, peers, peer_seconds))
    measured = Measured(on, peer_seconds, ours, beside, (), asked, (load, os.getloadavg()[0]))
    _write(measured, out)
    for size in scale:
        measured = replace(measured, scale=(*measured.scale, scale_run(size)))
        _write(measured, out)
    click.echo(report(measured))


def _write(measured: Measured, out: Path | None) -> None:
    """As soon as there is something to read: the largest boroughs may take many minutes."""
    if out is not None:
        out.write_text(report(measured), encoding="utf-8")


def _told(runs: Iterator[OurRun]) -> Iterator[OurRun]:
    for run in runs:
        click.echo(f"seed {run.instance.seed}: {run.verdict} in {run.total:.2f} s", err=True)
        yield run


def _beside(instances: list[Instance], peers: tuple[str, ...], seconds: float) -> Iterator[PeerRun]:
    for instance in instances:
        for peer in peers:
            run = peer_run(peer, instance, seconds)
            click.echo(f"seed {instance.seed}: {peer} {run.verdict} in {run.total:.2f} s, {run.cost} points", err=True)
            yield run


if __name__ == "__main__":
    main()
