"""Text messages for GOV.UK Notify: in English, in the alphabet that every phone shows, in two texts at most.

What asks people to come takes one text wherever the facts leave room. News of a change is told whole, in two if needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from publishers import wording
from publishers.channels import campaign_words, gsm
from publishers.channels.copy import Copy
from publishers.channels.notices import Notice, ever_shorter, first_fitting, notices, with_halls
from publishers.languages import ENGLISH
from publishers.moments import Moment
from scheduler.release.value import Hall, PublicWard, Release, ReleasedMeeting

CHANNEL = "sms"
MOST_TEXTS = 2
NAMELESS = "Your"


def copies(release: Release, moment: Moment = Moment.NEWS) -> Iterator[Copy]:
    """Return one message for each meeting."""
    for notice in notices(release, (ENGLISH,), CHANNEL, moment):
        yield notice.copy(CHANNEL, message(notice))


def message(notice: Notice) -> str:
    """The message. A name in letters that the phone lacks is left out: the address, the postcode or the link stands.

    Errors: as `first_fitting`
    """
    shown = replace(notice, meeting=with_halls(notice.meeting, _hall_in_gsm), ward=_ward_in_gsm(notice.ward))
    line = campaign_words.text_line(notice)
    in_one = next((text for text in map(_in_alphabet, _in_one_text(shown, line)) if gsm.texts(text) == 1), "")
    if in_one:
        return in_one
    attempts = (_in_alphabet(_said(shorter, said)) for said in (line, "") for shorter in ever_shorter(shown))
    what = f"copy for {CHANNEL}, {notice.meeting.meeting_id}"
    return first_fitting(attempts, lambda text: gsm.texts(text) <= MOST_TEXTS, what)


def _in_one_text(notice: Notice, line: str) -> Iterator[str]:
    """What may fit in one: the same facts said ever shorter. A hall's name and its postcode find it without a street.

    Edges: nothing where the moment has no line, or a change has to be told
    """
    meeting, panel = notice.meeting, f"{notice.ward.name} ward panel"
    if not line:
        return
    if campaign_words.is_over(notice):
        yield f"{panel}, {_short_day(meeting)}. {line} {notice.link}"
    elif not wording.what_changed(meeting):
        day, without_street = _short_day(meeting), replace(meeting.hall, address="")
        whole, begins = wording.time_of_day(meeting), wording.clock(meeting.starts_at)
        for hall in (meeting.hall, without_street):
            for when in (wording.when(meeting), f"{day}, {whole}", f"{day}, {begins}"):
                yield f"{panel}: {when}{_at(hall)}. {line} {notice.link}"
        yield f"{notice.ward.name} panel: {day}, {begins}, {wording.where(without_street)}. {line} {notice.link}"


def _short_day(meeting: ReleasedMeeting) -> str:
    at = meeting.starts_at
    return f"{wording.WEEKDAYS[at.weekday()][:3]} {at.day} {wording.MONTHS[at.month - 1][:3]}"


def _said(notice: Notice, line: str) -> str:
    return " ".join(part for part in (_facts(notice), line or _invitation(notice), notice.link) if part)


def _invitation(notice: Notice) -> str:
    is_plain = notice.release.is_neutral or notice.meeting.is_cancelled or notice.moved_from
    return "" if is_plain else "Come and meet your local police."


def _facts(notice: Notice) -> str:
    meeting, panel, where = notice.meeting, f"{notice.ward.name} ward panel", _at(notice.meeting.hall)
    when, was = wording.when(meeting), notice.moved_from
    if meeting.is_cancelled:
        return f"CANCELLED: {panel} on {when}{where}. It will not be held."
    if was is None:
        return f"{panel}: {when}{where}."
    if (was.starts_at, was.ends_at) == (meeting.starts_at, meeting.ends_at):
        place, old = where or " in another hall", _at(was.hall) or " where it was"
        return f"NEW PLACE: {panel}, {when}, is now{place}. It is not{old}."
    return f"MOVED: {panel} is now on {when}{where}. It was on {wording.when(was)}{_at(was.hall)}."


def _at(hall: Hall) -> str:
    where = wording.where(hall)
    return f" at {where}" if where else ""


def _hall_in_gsm(hall: Hall) -> Hall:
    name, address, postcode = (gsm.in_gsm(part) or "" for part in (hall.name, hall.address, hall.postcode))
    return replace(hall, name=name, address=address, postcode=postcode)


def _ward_in_gsm(ward: PublicWard) -> PublicWard:
    return replace(ward, name=gsm.in_gsm(ward.name) or NAMELESS)


def _in_alphabet(text: str) -> str:
    made = gsm.in_gsm(text)
    if made is None:
        raise ValueError(f"copy for {CHANNEL}: found {text!r}, wanted letters of the GSM alphabet in site_url")
    return made
