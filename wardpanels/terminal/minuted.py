"""What is typed of a meeting that was held: ages with their counts, and actions with who does them by when."""

from __future__ import annotations

import click

from scheduler.evidence.agreed import AgreedAction, Owner
from scheduler.evidence.bands import WANTED, AgeBand, band_named, in_age_order
from wardpanels.terminal.dates import DAY_TO_COME

WANTED_ACTION = 'an action such as "Fix the gate; council; 4 Feb 2027"'


def ages_listed(_ctx: click.Context, _param: click.Parameter, given: str | None) -> tuple[AgeBand, ...] | None:
    """Ages with commas between them, each once, youngest first: `under 18=2,18-29=5`. None where none was given."""
    if given is None:
        return None
    bands = [_band(part) for part in given.split(",") if part.strip()]
    names = [band.name for band in bands]
    if not bands or len(set(names)) < len(names):
        raise click.BadParameter(f"found {given!r}, wanted {WANTED}, each once, each with a number: 18-29=5")
    return in_age_order(bands)


def _band(part: str) -> AgeBand:
    name, is_given, people = (each.strip() for each in part.partition("="))
    try:
        if is_given:
            return AgeBand(band_named(name), int(people))
    except ValueError:
        pass
    raise click.BadParameter(f"found {part.strip()!r}, wanted {WANTED}, with a number: 18-29=5")


def actions_listed(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> tuple[AgreedAction, ...]:
    """What was agreed that somebody does: `what; owner; by when`. The last, or the last two, may be left out."""
    return tuple(_action(each, ctx, param) for each in given)


def _action(typed: str, ctx: click.Context, param: click.Parameter) -> AgreedAction:
    what, *rest = (part.strip() for part in typed.split(";"))
    if len(rest) > 2:
        raise click.BadParameter(f"found {typed!r}, wanted {WANTED_ACTION}, without another “;”")
    owner, due = (*rest, "", "")[:2]
    known = owner.casefold().replace("-", "_").replace(" ", "_")
    if owner and known not in set(Owner):
        wanted = f"one of {', '.join(Owner)}: a role, never a name"
        raise click.BadParameter(f"found the owner {owner!r}, wanted {wanted}")
    when = DAY_TO_COME.convert(due, param, ctx) if due else None
    return AgreedAction(what, Owner(known) if owner else None, when)
