"""The VTIMEZONE of a feed: what tells a calendar program when the clocks change."""

from __future__ import annotations

from datetime import date

from icalendar import Timezone

LONDON = b"""\
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
""".replace(b"\n", b"\r\n")
"""The United Kingdom's clocks since 1996.

Source: The Summer Time Order 2002 (SI 2002/262): from 1am Greenwich mean time on the last Sunday in March to the same
        on the last Sunday in October. Onsets are in the local time that ends (RFC 5545 3.6.5). Written out because
        icalendar 7.3's own definition starts summer time an hour late. No X-LIC-LOCATION: dateutil 2.9 refuses it
"""


def timezone_bytes(name: str, first_day: date, last_day: date) -> bytes:
    """The VTIMEZONE component of a zone, to stand before the meetings of a feed.

    Edges: London's is ours and holds for every year; any other zone's is the library's, for the years asked only
    """
    if name == "Europe/London":
        return LONDON

    first, after_last = date(first_day.year, 1, 1), date(last_day.year + 1, 12, 31)
    return bytes(Timezone.from_tzid(name, first_date=first, last_date=after_last).to_ical())
