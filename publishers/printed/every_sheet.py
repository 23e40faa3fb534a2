"""Every kind of sheet that a site has to print. To add one is to add a line here."""

from __future__ import annotations

from collections.abc import Callable

from publishers.languages import Language
from publishers.printed.board_sheets import noticeboard
from publishers.printed.card_sheets import year_card
from publishers.printed.meeting_sheets import flyer, large_print, poster
from publishers.printed.sheet import Sheet
from publishers.printed.sign_sheets import door_sign
from scheduler.release.edition import Edition
from scheduler.release.value import PublicWard, Release, ReleasedMeeting

OfMeeting = Callable[[Release, ReleasedMeeting, Language], Sheet]
OfWard = Callable[[Edition, PublicWard, Language], Sheet]

OF_A_MEETING: tuple[OfMeeting, ...] = (poster, flyer, large_print)
"""In each language. They change together."""

EARLY: tuple[OfMeeting, ...] = (poster,)
"""In each language from the first day on; the others in English then, and in each when it is the ward's next."""

ON_THE_DAY: tuple[Callable[[Release, ReleasedMeeting], Sheet], ...] = (door_sign,)
"""One for all languages, printed when it is the ward's next."""

OF_A_WARD: tuple[OfWard, ...] = (noticeboard,)
"""In each language."""

OF_ITS_YEAR: tuple[OfWard, ...] = (year_card,)
"""In English, until somebody asks for more: each takes as long to print as two posters."""
