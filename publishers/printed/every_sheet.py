"""Every kind of sheet that a site has to print. To add one is to add a line here."""

from __future__ import annotations

from collections.abc import Callable

from publishers.printed.board_sheets import noticeboard
from publishers.printed.card_sheets import year_card
from publishers.printed.meeting_sheets import flyer, large_print, poster
from publishers.printed.sheet import Sheet
from publishers.printed.sign_sheets import door_sign
from scheduler.release.edition import Edition
from scheduler.release.value import PublicWard, Release, ReleasedMeeting

OF_A_MEETING: tuple[Callable[[Release, ReleasedMeeting], Sheet], ...] = (poster, flyer, large_print, door_sign)
"""They change together."""

OF_A_WARD: tuple[Callable[[Edition, PublicWard], Sheet], ...] = (year_card, noticeboard)
