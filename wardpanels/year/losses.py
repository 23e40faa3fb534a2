"""What residents go without where a borough leaves out a file, or a setting, that it may leave out, or a file ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.facts import Borough
from scheduler.period import Period

NOT_KNOWN = "not-known"
"""A police force that nobody has named. No place at data.police.uk is called so."""


@dataclass(frozen=True, slots=True)
class Loss:
    """A file that may be left out, and what is lost without it. `what` is the file's contents in a word or two.

    Edges: `days` are the last ones that its rows tell of; none of a file that tells of no days
    """

    file: str
    what: str
    loses: str
    is_there: Callable[[Borough], object]
    days: Callable[[Borough], Iterable[date]] = lambda borough: ()


LOSSES: tuple[Loss, ...] = (
    Loss("postcodes.csv", "postcodes", "the finder goes by ward name only", lambda borough: borough.homes),
    Loss(
        "wards.geojson",
        "borders",
        "the site has no map of the wards, and briefings have no crime figures",
        lambda borough: any(ward.boundary for ward in borough.wards),
    ),
    Loss(
        "priorities.csv",
        "priorities",
        "no page says what residents asked for and what was done",
        lambda borough: borough.priorities,
    ),
    Loss(
        "signposts.csv",
        "signposts",
        "no page says whom to turn to before a meeting",
        lambda borough: any(sign.contact for sign in borough.signposts),
    ),
    Loss(
        "stations.csv",
        "stations",
        "no page says how far the nearest station is, or draws the way from it",
        lambda borough: borough.stations,
    ),
    Loss("agendas.csv", "agendas", "nobody can read what a meeting will be about", lambda borough: borough.agendas),
    Loss(
        "acronyms.csv",
        "acronyms",
        "short forms such as SNT are not spelt out, and the site has no glossary",
        lambda borough: borough.acronyms,
    ),
    Loss(
        "board.csv",
        "board meetings",
        "no meeting is held in time to be heard there",
        lambda borough: borough.board,
        lambda borough: (meeting.held_on for meeting in borough.board),
    ),
    Loss(
        "elections.csv",
        "elections",
        "meetings may fall on polling days, and what is published before a poll is not kept neutral",
        lambda borough: borough.elections,
    ),
    Loss(
        "school_terms.csv",
        "school terms",
        "no meeting is meant for people of school age, and holidays are not known",
        lambda borough: borough.school,
        lambda borough: (each.days.last for each in borough.school),
    ),
    Loss(
        "days.csv",
        "days of the borough's own",
        "only bank holidays and the usual days are kept free, not Ramadan or Diwali",
        lambda borough: borough.special_days,
        lambda borough: (each.days.last for each in borough.special_days),
    ),
    Loss("groups.csv", "groups", "no meeting can go where people meet already", lambda borough: borough.groups),
    Loss(
        "absences.csv",
        "absences",
        "officers may be expected who are on leave",
        lambda borough: borough.absences or borough.busy,
    ),
    Loss(
        "borough.toml, police_force",
        "police force",
        "nobody can ask police.uk whether it lists the meetings",
        lambda borough: borough.profile.police_force != NOT_KNOWN,
    ),
    Loss(
        "borough.toml, contact_phone",
        "phone number",
        "nobody can call to ask for an interpreter or other help",
        lambda borough: borough.profile.contact_phone,
    ),
    Loss(
        "borough.toml, contact_text",
        "number for texts",
        "nobody can ask by text",
        lambda borough: borough.profile.contact_text,
    ),
    Loss(
        "borough.toml, contact_post",
        "address for letters",
        "nobody can ask by letter",
        lambda borough: borough.profile.contact_post,
    ),
)
"""In the order in which residents would notice."""


def losses(borough: Borough) -> Iterator[Loss]:
    """What is lost in this borough. Edges: a file with no rows is as good as none."""
    return (loss for loss in LOSSES if not loss.is_there(borough))


QUIET_DAYS = 92
"""A list of days may be silent for so long at the end of a period: the last of a year are not on its last day."""


@dataclass(frozen=True, slots=True)
class EndedFile:
    """A file that is there, and whose last day comes long before a period is over."""

    loss: Loss
    last_day: date


def ended_files(borough: Borough, period: Period) -> Iterator[EndedFile]:
    """The files whose days do not reach a period, or end a quarter or more before it does."""
    reach = max(period.first_day, period.last_day - timedelta(QUIET_DAYS))
    for loss in LOSSES:
        last_day = max(loss.days(borough), default=None)
        if last_day is not None and last_day < reach:
            yield EndedFile(loss, last_day)
