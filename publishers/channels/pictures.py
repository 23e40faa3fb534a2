"""Draws the picture beside a post: lines of words on the card that the site has too."""

from __future__ import annotations

from functools import cache, lru_cache
from io import BytesIO
from typing import Any

from publishers.cards import HEIGHT, MARGIN, PALETTE, WIDTH
from publishers.fonts import font_folder

FACE = "NotoSans_600SemiBold.ttf"
SIZES = (62, 50, 40, 32, 26)
SHADES = 5


@lru_cache(maxsize=4096)  # channels come one after another and show the same pictures: a year of 700 wards fits
def drawn(lines: tuple[str, ...]) -> bytes:
    """The picture as PNG: same words, same bytes.

    Edges: a line too long for the smallest type is cut; a letter that Noto Sans lacks shows as a box
    """
    from PIL import Image, ImageDraw

    shades = Image.new("L", (WIDTH, HEIGHT), 0)
    pen = ImageDraw.Draw(shades)
    pen.rectangle((0, 0, 24, HEIGHT), fill=255)
    top, step = MARGIN, (HEIGHT - 2 * MARGIN) / max(len(lines), 1)
    for place, line in enumerate(lines):
        font = _largest_that_fits(line)
        pen.text((MARGIN, top + place * step), _cut(line, font), fill=255, font=font, anchor="la")
    packed = BytesIO()
    _in_colour(shades).save(packed, "PNG", optimize=False, compress_level=4)
    return packed.getvalue()


def _in_colour(shades: Any) -> Any:
    """Grey as shades from the card's background to white, few enough that the file stays small."""
    from PIL import Image

    few = shades.point([value * (SHADES - 1) // 255 for value in range(256)])
    picture = Image.frombytes("P", few.size, few.tobytes())
    ground = PALETTE[:3]
    picture.putpalette([round(g + (255 - g) * n / (SHADES - 1)) for n in range(SHADES) for g in ground])
    return picture


def _largest_that_fits(line: str) -> Any:
    fonts = [_font(size) for size in SIZES]
    return next((font for font in fonts if font.getlength(line) <= WIDTH - 2 * MARGIN), fonts[-1])


def _cut(line: str, font: Any) -> str:
    while line and font.getlength(line) > WIDTH - 2 * MARGIN:
        line = f"{line[: len(line) * 9 // 10 - 1].rstrip(' ,')}…" if len(line) > 2 else ""
    return line


@cache
def _font(size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(str(font_folder() / FACE), size)
