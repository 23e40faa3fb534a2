"""One printed sheet before it is printed: its form, its facts, and the code to scan that every sheet has."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial

from publishers import addresses, marks, ways_in, wording
from publishers.languages import ENGLISH, Language
from publishers.pages.standing import Meetings
from publishers.printed import voices
from publishers.printed.typst_press import Press, made_with
from publishers.qr_codes import qr_code
from publishers.recipes import Recipe
from scheduler.release.value import PublicWard, Release, ReleasedMeeting

PDF = "application/pdf"


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
    Edges: `other` is the link of the second of two languages, empty where a sheet has one
    """

    path: str
    template: str
    facts: Mapping[str, object]
    made_at: datetime
    other: Mapping[str, object] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """What the PDF depends on, in 64 letters: same digest, same bytes."""
        told = json.dumps(
            [made_with(), self.template, self.facts, self.other, self.made_at.isoformat()], sort_keys=True
        )
        return hashlib.sha256(told.encode()).hexdigest()

    def words(self) -> bytes:
        """All that the PDF can say: nothing else is given to the press."""
        return json.dumps([self.facts, self.other], ensure_ascii=False).encode()


def print_sheet(sheet: Sheet, press: Press) -> bytes:
    """Return one sheet as a PDF."""
    facts = {**sheet.facts, **_code(sheet.facts), "other": _code(sheet.other)}
    return press.pdf(sheet.template, facts, sheet.made_at)


def to_print(sheets: Iterable[Sheet]) -> Iterator[Recipe]:
    """The sheets, still to be printed: with one press, that is made once the first of them is wanted.

    Edges: for one thread at a time; processes side by side have a press each
    """
    press = cache(Press)
    for sheet in sheets:
        yield Recipe(sheet.path, PDF, sheet.digest, partial(_printed, sheet, press), sheet.words)


def _printed(sheet: Sheet, press: Callable[[], Press]) -> bytes:
    return print_sheet(sheet, press())


def _code(link: Mapping[str, object]) -> dict[str, object]:
    return {**link, "qr": qr_code(str(link["url"]), "M")} if link else {}


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
    """A sheet about one meeting, which leads to its page in the first of its languages.

    Edges: without `say`, it says what any such sheet says
    """
    ward, lang = release.ward_by_code[meeting.ward_code], languages[0]
    facts = {
        **of_any(release, addresses.short_page(meeting.meeting_id), form.mark, lang),
        "paper": form.paper,
        "scale": form.scale,
        "title": f"{wording.announced_title(meeting, ward, lang)}, {wording.day(meeting.starts_at, lang)}",
        "summary": lang.say("%(held)s.", held=wording.held(meeting, lang)),
        "is_cancelled": meeting.is_cancelled,
        "voices": [say(meeting, ward, release, lang) for lang in languages],
    }
    return Sheet(path, form.template, facts, voices.last_told(voices.told_of(meeting, release), release))


def of_ward(
    path: str, form: Form, release: Release, ward: PublicWard, meetings: Meetings, voice: voices.Voice, lang: Language
) -> Sheet:
    """A sheet about some meetings of a ward, in one language."""
    facts = {
        **of_any(release, addresses.ward_page(ward.slug), form.mark, lang),
        "title": wording.one_line(str(voice["heading"])),
        "summary": voice["about"],
        "voices": [voice],
    }
    return Sheet(addresses.in_language(path, lang.tag), form.template, facts, voices.last_told(meetings, release))


def of_any(release: Release, page: str, mark: str = "", lang: Language = ENGLISH) -> dict[str, object]:
    """What every sheet tells: whose it is, and its link."""
    return {
        **link_to(release, page, mark, lang),
        "author": f"{wording.one_line(release.borough)} ward panels",
        "ways": [way.link for way in ways_in.ways_in(release)],
    }


def link_to(release: Release, page: str, mark: str, lang: Language) -> dict[str, object]:
    """A page in a language, to type, and to scan or click at an address that counts the kind of sheet."""
    address = addresses.absolute(release.site_url, addresses.in_language(page, lang.tag))
    url = marks.marked(address, mark)
    return {
        "url": url,
        "typed": voices.in_lines(addresses.typed(address)),
        "qr_alt": lang.say("QR code that opens %(address)s", address=url),
    }
