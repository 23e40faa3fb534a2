"""The pictures that other sites show beside a link to ours (Open Graph): one for the borough and one for each ward.

A card names the ward and never a date: other sites keep a card for weeks, and a date on it would outlive a move.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from io import BytesIO
from typing import Any

from publishers import addresses, digests, wording
from publishers.artifact import Artifact
from publishers.recipes import Recipe
from scheduler.release.edition import Edition
from scheduler.release.value import Release

WIDTH, HEIGHT = 1200, 630
"""What Facebook, LinkedIn and others ask for. Source: ogp.me; developers.facebook.com, images in link shares"""

MARGIN = 90
TEAL, WHITE, PALE = 0, 1, 2
PALETTE = (11, 79, 90, 255, 255, 255, 205, 228, 230)
NAME_SIZES = (104, 88, 72, 56, 44, 34, 26)


def publish(release: Release) -> tuple[Artifact, ...]:
    """Return the cards, all drawn."""
    return tuple(recipe.artifact() for recipe in recipes(Edition.of(release)))


def recipes(edition: Edition) -> Iterator[Recipe]:
    """The cards, still to be drawn."""
    release = edition.release
    borough = wording.one_line(release.borough)
    wards = {addresses.ward_card(ward.slug): wording.one_line(ward.name) for ward in release.wards}
    under = f"Ward panels in {borough}"
    for path, name in {addresses.BOROUGH_CARD: borough, **wards}.items():
        digest, words = digests.digest_of(name, under), partial(digests.encoded, (name, under))
        yield Recipe(path, "image/png", digest, partial(card, name, under), words)


def card(name: str, under: str) -> bytes:
    """One card as PNG: same words, same bytes.

    Edges: Pillow's own typeface has Latin letters only; a letter that it lacks shows as a box
    """
    from PIL import Image, ImageDraw

    picture = Image.new("P", (WIDTH, HEIGHT), TEAL)
    picture.putpalette(PALETTE)
    pen = ImageDraw.Draw(picture)
    pen.fontmode = "1"  # without soft edges a card has three colours and packs into a few kilobytes
    _bubble(pen)
    pen.text((MARGIN, 300), name, fill=WHITE, font=_largest_that_fits(name))
    pen.text((MARGIN, 430), "Meet your local police team", fill=WHITE, font=_font(52))
    pen.text((MARGIN, 510), under, fill=PALE, font=_font(38))
    packed = BytesIO()
    picture.save(packed, "PNG", optimize=False, compress_level=6)
    return packed.getvalue()


def _bubble(pen: Any) -> None:
    """The site's mark: a speech bubble with three dots."""
    pen.rounded_rectangle((MARGIN, 90, MARGIN + 176, 210), radius=22, fill=WHITE)
    pen.polygon([(MARGIN + 36, 205), (MARGIN + 80, 205), (MARGIN + 36, 245)], fill=WHITE)
    for across in (48, 88, 128):
        pen.ellipse((MARGIN + across - 13, 137, MARGIN + across + 13, 163), fill=TEAL)


def _largest_that_fits(name: str) -> Any:
    fonts = [_font(size) for size in NAME_SIZES]
    return next((font for font in fonts if font.getlength(name) <= WIDTH - 2 * MARGIN), fonts[-1])


@cache
def _font(size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.load_default(size)
