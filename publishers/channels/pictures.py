"""The picture beside a post, and the words for those who do not see it: the same words, whatever the channel.

The picture is in English; the words beside it are in the language of the post.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache
from io import BytesIO
from typing import Any

from publishers import wording
from publishers.cards import HEIGHT, MARGIN, PALETTE, WIDTH
from publishers.channels import tone
from publishers.channels.notices import Copy, Notice, ever_shorter, first_fitting
from publishers.fonts import font_folder

ALT_MOST = 1000
"""Units: UTF-16 units, the strictest count there is. X takes least.

Source: X 1,000 (developer.x.com, media metadata create); Mastodon 1,500, 10,000 since June 2026 (mastodon/mastodon pull
        request 39306); Bluesky 2,000 graphemes (bluesky-social/social-app pull request 5611); Facebook and Nextdoor
        publish none. Checked 25 November 2026
"""

FACE = "NotoSans_600SemiBold.ttf"
SIZES = (62, 50, 40, 32, 26)
SHADES = 5


def illustrated(copy: Copy, notice: Notice) -> Copy:
    """The copy with the words of its picture, and in English with the picture itself.

    Errors: as `first_fitting`
    """
    seen = words(notice) if notice.lang.is_source else ()
    return replace(copy, alt=alt_text(notice), picture=seen)


def alt_text(notice: Notice) -> str:
    """What the picture says, line by line, in the language of the notice. Errors: as `first_fitting`."""
    return first_fitting(_ever_shorter_texts(notice), fits, f"alt text, {notice.meeting.meeting_id}")


def fits(text: str) -> bool:
    """Whether every network takes a text as a picture's description."""
    return len(text.encode("utf-16-le")) // 2 <= ALT_MOST


def words(notice: Notice) -> tuple[str, ...]:
    """The picture's lines: what is new, whose meeting it is, the day, the time, and the hall with its address."""
    meeting, lang = notice.meeting, notice.lang
    lines = (
        _kicker(notice),
        wording.title(notice.ward, lang),
        wording.day(meeting.starts_at, lang),
        wording.time_of_day(meeting, lang),
        wording.where(meeting.hall),
    )
    return tuple(line for line in lines if line)


def _ever_shorter_texts(notice: Notice) -> Iterator[str]:
    for shorter in ever_shorter(notice):
        yield "\n".join(words(shorter))


def _kicker(notice: Notice) -> str:
    meeting, was, lang = notice.meeting, notice.moved_from, notice.lang
    if meeting.is_cancelled:
        return lang.say("CANCELLED")
    if was:
        time_is_kept = (was.starts_at, was.ends_at) == (meeting.starts_at, meeting.ends_at)
        return lang.text("New place" if time_is_kept else "Moved").upper()
    return "" if notice.release.is_neutral else tone.invitation(notice.release, lang)


@lru_cache(maxsize=512)  # several channels show the same picture
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
