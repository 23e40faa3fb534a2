"""What four calendar programs make of a time zone's definition: which moment each local time is.

Each takes pairs of a VTIMEZONE and the local times to ask for, and gives the seconds since 1970 of each.
"""

from __future__ import annotations

import ctypes
import json
import subprocess
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, tzinfo
from io import StringIO
from pathlib import Path

import icalendar
from dateutil.tz import tzical

from hatch_build import node_commands

Asked = Sequence[tuple[bytes, Sequence[datetime]]]
Told = list[list[int]]

SCRIPT = Path(__file__).with_suffix(".mjs")


def by_dateutil(asked: Asked) -> Told:
    return [
        _by_python(tzical(StringIO(definition.decode().replace("\r\n", "\n"))).get(), locals_)
        for definition, locals_ in asked
    ]


def by_icalendar(asked: Asked) -> Told:
    """By the definition alone: icalendar looks for the name of a zone in Python's own tables first."""
    return [
        _by_python(icalendar.Timezone.from_ical(definition).to_tz(lookup_tzid=False), locals_)
        for definition, locals_ in asked
    ]


def _by_python(zone: tzinfo, locals_: Iterable[datetime]) -> list[int]:
    return [int(local.replace(tzinfo=zone).timestamp()) for local in locals_]


def by_ical_js(asked: Asked) -> Told:
    spoken = [(definition.decode(), [local.isoformat() for local in locals_]) for definition, locals_ in asked]
    _, node = node_commands()
    ran = subprocess.run([*node, SCRIPT], input=json.dumps(spoken), capture_output=True, check=True, encoding="utf-8")
    return json.loads(ran.stdout)


class IcalTime(ctypes.Structure):
    """`struct icaltimetype` of libical 3."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        ("is_date", ctypes.c_int),
        ("is_daylight", ctypes.c_int),
        ("zone", ctypes.c_void_p),
    )


def by_libical(asked: Asked) -> Told:
    library = ctypes.CDLL("libical.so.3")
    library.icalcomponent_new_from_string.restype = ctypes.c_void_p
    library.icalcomponent_new_from_string.argtypes = (ctypes.c_char_p,)
    library.icaltimezone_new.restype = ctypes.c_void_p
    library.icaltimezone_set_component.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
    library.icaltime_as_timet_with_zone.restype = ctypes.c_long
    library.icaltime_as_timet_with_zone.argtypes = (IcalTime, ctypes.c_void_p)
    told = []
    for definition, locals_ in asked:
        zone = library.icaltimezone_new()
        assert library.icaltimezone_set_component(zone, library.icalcomponent_new_from_string(definition))
        times = (IcalTime(*local.timetuple()[:6], 0, 0, None) for local in locals_)
        told.append([library.icaltime_as_timet_with_zone(time, zone) for time in times])
    return told


READERS: dict[str, Callable[[Asked], Told]] = {
    "dateutil": by_dateutil,
    "icalendar": by_icalendar,
    "ical.js": by_ical_js,
    "libical": by_libical,
}
