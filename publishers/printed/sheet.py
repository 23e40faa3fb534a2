"""One printed sheet before it is printed: its form, its facts, and the code to scan that every sheet has."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO

import segno

from publishers import addresses, marks, wording
from publishers.languages import Language
from publishers.pages.standing import Meetings
from publishers.printed import voices
from publishers.printed.typst_press import Press, made_with
from scheduler.release.value import PublicWard, Release, ReleasedMeeting


@dataclass(frozen=True, slots=True)
class Form:
    """A template and its paper. `mark` is the kind of sheet that the code to scan says.

    Units: `scale` is the largest size of type to try, 1.0 the size written in the template: one at which the posters of
           the demo fit at once, for each try costs as much as the whole print
    """

    template: str
    mark: marks.SheetKind
    paper: str = "a4"
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One PDF before it is printed.

    Units: `made_at` is the last public change of what it tells, so that a later release leaves its bytes alone
    """

    path: str
    template: str
    facts: Mapping[str, object]
    made_at: datetime

    @property
    def digest(self) -> str:
        """What the PDF depends on, in 64 letters: same digest, same bytes."""
        told = json.dumps([made_with(), self.template, self.facts, self.made_at.isoformat()], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()


def print_sheet(sheet: Sheet, press: Press) -> bytes:
    """Return one sheet as a PDF."""
    facts = {**sheet.facts, "qr": qr_code(str(sheet.facts["url"]))}
    return press.pdf(sheet.template, facts, sheet.made_at)


@lru_cache(maxsize=64)  # a meeting's sheets are printed one after the other
def qr_code(address: str) -> str:
    """An address as a QR code, drawn in SVG with the quiet edge that scanners want."""
    drawn = BytesIO()
    segno.make_qr(address, error="m").save(drawn, kind="svg", border=4, light="white", xmldecl=False)
    return drawn.getvalue().decode()


Saying = Callable[[ReleasedMeeting, PublicWard, Release, Language], voices.Voice]
"""What a kind of sheet says of a meeting in a language."""


def of_meeting(
    path: str,
    form: Form,
    release: Release,
    meeting: ReleasedMeeting,
    languages: tuple[Language, ...],
    say: Saying = voices.of_meeting,
) -> Sheet:
    """A sheet about one meeting. Edges: without `say`, it says what any such sheet says."""
    ward = release.ward_by_code[meeting.ward_code]
    facts = {
        **of_any(release, addresses.short_page(meeting.meeting_id), form.mark),
        "paper": form.paper,
        "scale": form.scale,
        "title": f"{wording.announced_title(meeting, ward)}, {wording.day(meeting.starts_at)}",
        "summary": f"{wording.when(meeting)}, at {wording.where(meeting.hall)}.",
        "is_cancelled": meeting.is_cancelled,
        "voices": [say(meeting, ward, release, lang) for lang in languages],
    }
    return Sheet(path, form.template, facts, voices.last_told(voices.told_of(meeting, release), release))


def of_ward(
    path: str, form: Form, release: Release, ward: PublicWard, meetings: Meetings, voice: voices.Voice
) -> Sheet:
    """A sheet about some meetings of a ward, in one language."""
    facts = {
        **of_any(release, addresses.ward_page(ward.slug), form.mark),
        "title": wording.one_line(str(voice["heading"])),
        "summary": voice["about"],
        "voices": [voice],
    }
    return Sheet(path, form.template, facts, voices.last_told(meetings, release))


def of_any(release: Release, page: str, mark: str = "") -> dict[str, object]:
    """What every sheet tells: its page, to type, and to scan or click at an address that counts the kind of sheet."""
    address = addresses.absolute(release.site_url, page)
    url = marks.marked(address, mark)
    return {
        "url": url,
        "typed": voices.in_lines(addresses.typed(address)),
        "qr_alt": f"QR code that opens {url}",
        "author": f"{wording.one_line(release.borough)} ward panels",
        "contact": release.contact_email,
    }
