"""Text messages for GOV.UK Notify: in English, in the alphabet that every phone shows, in two texts at most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from publishers import wording
from publishers.channels import gsm
from publishers.channels.copy import Copy
from publishers.channels.notices import Notice, ever_shorter, first_fitting, notices, with_halls
from scheduler.release.value import Hall, PublicWard, Release

CHANNEL = "sms"
MOST_TEXTS = 2
NAMELESS = "Your"


def copies(release: Release) -> Iterator[Copy]:
    """Return one message for each meeting."""
    for notice in notices(release):
        yield notice.copy(CHANNEL, message(notice))


def message(notice: Notice) -> str:
    """The message. A name in letters that the phone lacks is left out: the address, the postcode or the link stands.

    Errors: as `first_fitting`
    """
    shown = replace(notice, meeting=with_halls(notice.meeting, _hall_in_gsm), ward=_ward_in_gsm(notice.ward))
    attempts = (_in_alphabet(_said(shorter)) for shorter in ever_shorter(shown))
    what = f"copy for {CHANNEL}, {notice.meeting.meeting_id}"
    return first_fitting(attempts, lambda text: gsm.texts(text) <= MOST_TEXTS, what)


def _said(notice: Notice) -> str:
    meeting, panel, where = notice.meeting, f"{notice.ward.name} ward panel", _at(notice.meeting.hall)
    when, was = wording.when(meeting), notice.moved_from
    if meeting.is_cancelled:
        return f"CANCELLED: {panel} on {when}{where}. It will not be held. {notice.link}"
    if was is None:
        invitation = "" if notice.release.is_neutral else " Come and meet your local police."
        return f"{panel}: {when}{where}.{invitation} {notice.link}"
    if (was.starts_at, was.ends_at) == (meeting.starts_at, meeting.ends_at):
        place, old = where or " in another hall", _at(was.hall) or " where it was"
        return f"NEW PLACE: {panel}, {when}, is now{place}. It is not{old}. {notice.link}"
    return f"MOVED: {panel} is now on {when}{where}. It was on {wording.when(was)}{_at(was.hall)}. {notice.link}"


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
