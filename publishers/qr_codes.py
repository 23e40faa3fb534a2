"""QR codes, drawn in SVG: on paper, and for whoever passes a ward's page on."""

from __future__ import annotations

import re
from math import isqrt
from typing import Literal

import zxingcpp

Level = Literal["M", "Q"]
"""How much of a code may be dirty or torn: 15 in a hundred, or 25. Source: ISO/IEC 18004:2015, table 7"""

QUIET_MODULES = 4
"""The empty edge that scanners need. Source: ISO/IEC 18004:2015, 6.3.8"""

PIXELS = 4
"""How large a module is drawn where nobody says how large the code is to be."""

DARK = re.compile(rb"\0+")


def qr_code(address: str, level: Level) -> str:
    """An address as a QR code with its quiet edge."""
    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    image = code.to_image(add_quiet_zones=False)
    modules = bytes(image)  # type: ignore[call-overload]  # it is a buffer, which its types do not say
    width = isqrt(len(modules))
    wide = width + 2 * QUIET_MODULES
    drawn = "".join(_strokes(y + QUIET_MODULES, modules[y * width : (y + 1) * width]) for y in range(width))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{PIXELS * wide}" height="{PIXELS * wide}" '
        f'viewBox="0 0 {wide} {wide}"><path fill="#fff" d="M0 0h{wide}v{wide}H0z"/>'
        f'<path stroke="#000" d="{drawn}"/></svg>\n'
    )


def _strokes(y: int, row: bytes) -> str:
    """Each run of dark modules of a row as a line through their middle."""
    drawn, at = f"M{QUIET_MODULES} {y}.5", 0
    for run in DARK.finditer(row):
        first, end = run.span()
        drawn += f"m{first - at} 0h{end - first}" if first > at else f"h{end - first}"
        at = end
    return drawn
