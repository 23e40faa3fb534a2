"""Every kind of sheet, in the order in which they are read: names are known before they are looked for."""

from __future__ import annotations

from wardpanels.tidying.kinds import (
    attendance_sheets,
    day_sheets,
    hall_sheets,
    leave_sheets,
    officer_sheets,
    schedule_sheets,
    ward_sheets,
)

EVERY_KIND = (
    ward_sheets.KIND,
    hall_sheets.KIND,
    officer_sheets.KIND,
    attendance_sheets.KIND,
    leave_sheets.KIND,
    day_sheets.BOARD,
    day_sheets.DAYS,
    schedule_sheets.KIND,
)
