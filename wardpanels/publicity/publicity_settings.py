"""What a borough says of its publicity in borough.toml: which channels, how long before, by what carrier, who approves.

[publicity]                        # channel = days before the meeting, some of them, or "release"
[channels.NAME]                    # carrier, copy, approval, retired, per_minute, and what the carrier must be told
[network]                          # allow: hosts of the borough's own network that carriers may reach
[duty]                             # carrier, and what it must be told to reach the person on duty
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from publishers.carriers.carrier import DUTY, Outlet
from publishers.carriers.every_carrier import BY_HAND, KIND_BY_NAME, CarrierKind
from publishers.channels.every_channel import Channel
from publishers.due_times import AFTERWARDS, Voice
from scheduler.errors import UnusableData
from scheduler.items import AFTER, RELEASE
from scheduler.reading.found import CellError, shown
from scheduler.reading.keys import Keys
from scheduler.reading.settings import settings_keys
from scheduler.reading.values import yes_or_no
from wardpanels.publicity.sayings import GROUPS, HEARD_BY, SAYINGS, TO_OFFICERS
from wardpanels.sources.safe_addresses import allowed_in

LONGEST_LEAD_DAYS = 366
MAILING = "email"
TO_A_PERSON = ("smtp", "notify", "webhook")
"""The carriers that call somebody."""

OWN_KEYS = ("carrier", "copy", "approval", "retired", "per_minute")
MOST_PER_MINUTE = 60_000


@dataclass(frozen=True, slots=True)
class Way:
    """One channel as the borough uses it. `copy` is the name of the channel whose words it has.

    Units: `per_minute` parcels at most, for each process that sends; None for as many as are taken
    Edges: a channel that is no longer used has no time of its own any more, and puts right what it told
    """

    voice: Voice
    copy: str
    outlet: Outlet
    per_minute: int | None = None

    @property
    def channel(self) -> str:
        """The borough's own name for it."""
        return self.voice.channel

    @property
    def is_retired(self) -> bool:
        """Whether it only puts right what it told."""
        return not self.voice.leads

    @property
    def heard_by(self) -> Channel:
        """Who hears by it, and how that is put right."""
        return HEARD_BY[self.copy]

    @property
    def is_mailing(self) -> bool:
        """Whether each item goes out as one letter to each subscriber."""
        return self.copy == MAILING

    @property
    def is_by_hand(self) -> bool:
        """Whether a person carries it."""
        return self.outlet.carrier == BY_HAND


@dataclass(frozen=True, slots=True)
class Publicity:
    """All of a borough's choices.

    Edges: `retired` are all channels that are not in use, for any of them may have been before; `duty` is the way to
           the person on duty, who is called where something waits for one who may approve it, None where the borough
           has named nobody; `allowed` are the hosts of the borough's own network that may be reached
    """

    ways: tuple[Way, ...]
    retired: tuple[Way, ...] = ()
    duty: Outlet | None = None
    allowed: tuple[str, ...] = ()

    @property
    def every(self) -> tuple[Way, ...]:
        """The channels in use, and those that only put right what they told."""
        return self.ways + self.retired

    @property
    def writes_to_officers(self) -> bool:
        """Whether any of them speaks to officers."""
        return any(way.copy in TO_OFFICERS for way in self.every)

    @property
    def voices(self) -> tuple[Voice, ...]:
        """When each channel speaks."""
        return tuple(way.voice for way in self.every)


def read_publicity(folder: Path) -> Publicity:
    """Read the borough's choices.

    Errors: UnusableData, listing every key that cannot be used, with its line
    """
    keys = settings_keys(folder)
    allowed = allowed_in(keys)
    ways = tuple(_ways(keys, allowed))
    duty = _duty(keys, allowed)
    if keys.problems:
        raise UnusableData(tuple(keys.problems))
    in_use, retired = (tuple(way for way in ways if way.is_retired is not is_used) for is_used in (True, False))
    return Publicity(in_use, retired, duty, allowed)


def missing_secrets(ways: Iterable[Way], environ: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each channel that lacks a secret, and the environment variable it wants."""
    for way in ways:
        for variable in unset(way.outlet, environ):
            yield way.channel, variable


def by_hand_if_shut(way: Way, environ: Mapping[str, str]) -> Way:
    """The channel, carried by a person where it is no longer used and its account is gone."""
    if way.is_retired and unset(way.outlet, environ):
        return replace(way, outlet=Outlet(way.channel, BY_HAND))
    return way


def unset(outlet: Outlet, environ: Mapping[str, str]) -> tuple[str, ...]:
    """The environment variables that an outlet wants and that are not there."""
    variables = (outlet.variable(secret) for secret in KIND_BY_NAME[outlet.carrier].secrets)
    return tuple(variable for variable in variables if not environ.get(variable))


def with_secrets(outlet: Outlet, environ: Mapping[str, str]) -> Outlet:
    """The outlet with what the environment has for it."""
    kind = KIND_BY_NAME[outlet.carrier]
    names = (*kind.secrets, *kind.optional_secrets)
    return replace(outlet, secrets={name: environ.get(outlet.variable(name), "") for name in names})


def _ways(keys: Keys, allowed: tuple[str, ...]) -> Iterator[Way]:
    leads = _leads(keys)
    for name in keys.names("channels"):
        if dashed(name) not in leads and not _is_named(keys, dashed(name)) and not _is_retired(keys, name):
            wanted = f"a line for it in [publicity], such as {name} = 7"
            keys.add(f"channels.{name}", "a channel without a time", wanted)
    without_time = {dashed(name): () for name in keys.names("publicity") if dashed(name) not in GROUPS}
    retired = {dashed(name): () for name in keys.names("channels") if _is_retired(keys, name)}
    for channel, days in (without_time | leads | retired | _unsaid(without_time | leads | retired)).items():
        if way := _way(keys, channel, days, allowed):
            if AFTERWARDS in days and not SAYINGS[way.copy].have_moments:
                wanted = "days before: this channel has nothing to say of a meeting that was held"
                keys.add(f"publicity.{_as_written(keys, channel)}", f'"{AFTER}"', wanted)
            yield way


def _unsaid(said: Iterable[str]) -> dict[str, tuple[int | None, ...]]:
    """All the other channels that we know words for: any may have been in use before, and has to put that right."""
    return {name: () for name in SAYINGS if name not in said}


def _duty(keys: Keys, allowed: tuple[str, ...]) -> Outlet | None:
    """The way to the person on duty. One that sends mail has to be told to whom."""
    if DUTY not in keys.names(""):
        return None
    carrier = keys.section(DUTY, {"carrier": _to_a_person}).get("carrier")
    if carrier is None:
        return None
    kind = KIND_BY_NAME[carrier]
    options = _options(keys, DUTY, kind, ("carrier",))
    if not options.get("to", "somebody"):
        keys.add(f"{DUTY}.to", "nothing", "the address of the person on duty")
    return Outlet(DUTY, kind.name, options, {}, allowed)


def _leads(keys: Keys) -> dict[str, tuple[int | None, ...]]:
    """The times of every channel. A line of its own counts for more than one for its group."""
    said: dict[str, tuple[int | None, ...]] = {}
    readers = dict.fromkeys(keys.names("publicity"), _times)
    for name, times in keys.section("publicity", readers, is_needed=False).items():
        members = GROUPS.get(dashed(name), ())
        said |= {member: times for member in members if member == dashed(name) or not _is_named(keys, member)}
        if not members:
            said[dashed(name)] = times
    return said


def _is_named(keys: Keys, channel: str) -> bool:
    return any(dashed(name) == channel for name in keys.names("publicity"))


def _way(keys: Keys, channel: str, leads: tuple[int | None, ...], allowed: tuple[str, ...]) -> Way | None:
    path = next((f"channels.{name}" for name in keys.names("channels") if dashed(name) == channel), "")
    if not path:
        if channel not in SAYINGS:
            _add_unknown(keys, f"publicity.{_as_written(keys, channel)}", channel)
            return None
        return Way(_voice(channel, channel, leads, BY_HAND), channel, Outlet(channel, BY_HAND))
    known = len(keys.problems)
    own = keys.section(path, _OWN_READERS, is_needed=False)
    copy = dashed(own.get("copy", channel))
    if copy not in SAYINGS:
        _add_unknown(keys, f"{path}.copy" if "copy" in own else path, copy)
    kind = KIND_BY_NAME[own.get("carrier", BY_HAND)]
    options = _options(keys, path, kind)
    if len(keys.problems) > known:
        return None
    voice = _voice(channel, copy, leads, kind.name, needs_approval=own.get("approval", False))
    return Way(voice, copy, Outlet(channel, kind.name, options, {}, allowed), own.get("per_minute"))


def _voice(
    channel: str, copy: str, leads: tuple[int | None, ...], carrier: str, *, needs_approval: bool = False
) -> Voice:
    takes_a_person = needs_approval or carrier == BY_HAND
    return Voice(channel, leads, needs_approval, takes_a_person, SAYINGS[copy].is_mended, copy == MAILING)


def _options(keys: Keys, path: str, kind: CarrierKind, own: Sequence[str] = OWN_KEYS) -> Mapping[str, str]:
    """What the carrier is told, defaults filled in. An option that it does not know is likely a slip of the pen."""
    names = tuple(option.name for option in kind.options)
    for name in keys.names(path):
        if name not in (*own, *names):
            wanted = "one of " + ", ".join((*own, *names))
            keys.add(f"{path}.{name}", f"an option that {kind.name} does not know", wanted)
    given = keys.section(path, dict.fromkeys(names, _text), is_needed=False)
    for option in kind.options:
        if option.default is None and option.name not in keys.names(path):
            keys.add(f"{path}.{option.name}", "nothing", option.meaning)
    return {option.name: given.get(option.name, option.default or "") for option in kind.options}


def _is_retired(keys: Keys, name: str) -> bool:
    return bool(keys.section(f"channels.{name}", {"retired": yes_or_no}, is_needed=False).get("retired"))


def _add_unknown(keys: Keys, path: str, channel: str) -> None:
    wanted = "one of " + ", ".join(sorted((*SAYINGS, *GROUPS)))
    keys.add(
        path, f"the channel {shown(channel)}", f"{wanted}; or a table [channels.{channel}] with copy = one of them"
    )


def _as_written(keys: Keys, channel: str) -> str:
    return next((name for name in keys.names("publicity") if dashed(name) == channel), channel)


def dashed(name: str) -> str:
    """The name of a channel as it is kept: met_engage and met-engage are one."""
    return name.replace("_", "-")


def _times(value: object) -> tuple[int | None, ...]:
    times = value if isinstance(value, list) else [value]
    if not times:
        raise CellError(_TIMES_WANTED)
    return tuple(dict.fromkeys(_time(one) for one in times))


_TIMES_WANTED = (
    f'days before the meeting from 0 to {LONGEST_LEAD_DAYS}, such as 14 or [7, 1], "{RELEASE}", or "{AFTER}"'
)


def _time(value: object) -> int | None:
    if value == RELEASE:
        return None
    if value == AFTER:
        return AFTERWARDS
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LONGEST_LEAD_DAYS:
        return value
    raise CellError(_TIMES_WANTED)


def _carrier(value: object) -> str:
    if isinstance(value, str) and value in KIND_BY_NAME:
        return value
    raise CellError("one of " + ", ".join(KIND_BY_NAME))


def _per_minute(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MOST_PER_MINUTE:
        return value
    raise CellError(f"a whole number from 1 to {MOST_PER_MINUTE:,}")


def _to_a_person(value: object) -> str:
    if value in TO_A_PERSON:
        return str(value)
    raise CellError("one of " + ", ".join(TO_A_PERSON))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int | float):
        return str(value)
    raise CellError("a text in quotes or a number")


_OWN_READERS = dict(zip(OWN_KEYS, (_carrier, _text, yes_or_no, yes_or_no, _per_minute), strict=True))
