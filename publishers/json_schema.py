"""The published shape of meetings.json and the action plan, as JSON Schema (draft 2020-12): what one may rely on."""

from __future__ import annotations

import json
from typing import Any

from publishers import addresses
from scheduler.evidence.status import Colour
from scheduler.facts import Known, Role
from scheduler.place import Position
from scheduler.plan import MeetingState
from scheduler.policy import Session
from scheduler.release.value import Release

DRAFT = "https://json-schema.org/draft/2020-12/schema"
MEDIA_TYPE = "application/schema+json"


def schema_bytes(release: Release) -> bytes:
    """The schema as a file."""
    return (json.dumps(schema(release), ensure_ascii=False, indent=1) + "\n").encode()


def schema(release: Release) -> dict[str, Any]:
    """The schema. Later versions only add: properties that are not listed are no error."""
    return {
        "$schema": DRAFT,
        "$id": addresses.absolute(release.site_url, addresses.MEETINGS_SCHEMA),
        "title": "Ward panel meetings",
        "description": "Public meetings with the local police team in one borough: those to come, and those over.",
        **_object(
            borough=_object(code=TEXT, name=TEXT),
            release=_object(number={"type": "integer", "minimum": 1}, released_at=MOMENT),
            timezone=_text("The IANA name of the zone of every local time."),
            first_day={**DAY, "description": "Of the periods that are told of now; meetings of earlier ones stay."},
            last_day=DAY,
            url=ADDRESS,
            contact={"type": "string", "format": "email"},
            contact_phone=_text("A number to call, or empty."),
            contact_text=_text("A number to send a text to, or empty."),
            contact_post=_text("An address for letters, or empty."),
            wards=_list(_WARD),
            meetings=_list(_MEETING),
        ),
    }


def plan_schema_bytes(site_url: str) -> bytes:
    """The schema of the action plan as a file."""
    return (json.dumps(plan_schema(site_url), ensure_ascii=False, indent=1) + "\n").encode()


def plan_schema(site_url: str) -> dict[str, Any]:
    """The schema of the action plan. Later versions only add: properties that are not listed are no error."""
    return {
        "$schema": DRAFT,
        "$id": addresses.absolute(site_url, addresses.ACTION_PLAN_SCHEMA),
        "title": "Action plan for ward panels",
        "description": "How each recommendation stands, worked out from what was promised and what was done.",
        **_object(
            period=_text("The period in words, such as its year."),
            counted_to=_or_null(DAY, "The newest day on which anything that counts was done or due; null before any."),
            recommendations=_list(_RECOMMENDATION),
            priority_days=_list(_PRIORITY_DAYS),
        ),
    }


def _or_null(of: dict[str, Any], description: str) -> dict[str, Any]:
    return {"anyOf": [of, {"type": "null"}], "description": description}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


def _text(description: str, **more: Any) -> dict[str, Any]:
    return {"type": "string", "description": description, **more}


def _words(
    kind: type[Known] | type[Position] | type[Role] | type[MeetingState] | type[Session] | type[Colour],
    description: str,
) -> dict[str, Any]:
    return {"enum": [member.value for member in kind], "description": description}


TEXT = {"type": "string"}
NOT_CHECKED = "unknown where nobody has checked it yet."
DAY = {"type": "string", "format": "date"}
MOMENT = _text("A moment in UTC.", format="date-time")
LOCAL = _text("A local time with its offset.", format="date-time")
ADDRESS = {"type": "string", "format": "uri"}
LAT = {"type": "number", "minimum": -90, "maximum": 90}
LON = {"type": "number", "minimum": -180, "maximum": 180}
_COLOUR = _words(Colour, "Red is off its target, amber close to it, green on it; grey where nothing is due yet.")
_RECOMMENDATION = _object(
    number={"type": "integer", "description": "Its number in the review. It is as good as its worst action."},
    colour=_COLOUR,
    actions=_list(
        _object(
            title=TEXT,
            text=_text("The plan's own words; empty where the title is all of them."),
            colour=_COLOUR,
            reason=_text("Why it has its colour, with counts."),
        )
    ),
)
_PRIORITY_DAYS = {
    **_object(
        ward=_text("The ward's name."),
        agreed_on=_or_null(DAY, "When its panel last agreed priorities; null where nobody recorded it."),
        shown_on=_or_null(DAY, "The date of the newest priorities that police.uk showed; null where it showed none."),
        seen_on=DAY,
    ),
    "description": "A ward whose newest priorities have another date here than at police.uk.",
}
_HALL = _object(
    venue_id=TEXT,
    name=TEXT,
    address=TEXT,
    postcode=TEXT,
    lat=LAT,
    lon=LON,
    step_free=_words(Known, f"Whether one can get in without steps; {NOT_CHECKED}"),
    hearing_loop=_words(Known, f"Whether there is a hearing loop; {NOT_CHECKED}"),
    accessible_toilet=_words(Known, f"Whether there is an accessible toilet; {NOT_CHECKED}"),
    entrance=_text("Which door to take; empty where nobody has checked it yet."),
    transport=_text("The nearest stations and stops; empty where not known."),
    position=_words(
        Position, "What lat and lon stand for. Only a door is where the hall is: the others are the middle of an area."
    ),
)
_WARD = _object(
    code=_text(
        "The ward's code. It stays the same when the Office for National Statistics gives the ward another one."
    ),
    ons_code=_text("The ward's code of the Office for National Statistics as it is now."),
    name=TEXT,
    lat=LAT,
    lon=LON,
    neighbours=_list(TEXT),
    url=ADDRESS,
    calendar=ADDRESS,
)
_PAST = _object(
    status=_words(MeetingState, "Whether it was to be held, as was told then."),
    starts_at=LOCAL,
    ends_at=LOCAL,
    when=TEXT,
    venue=_HALL,
)
_MEETING = _object(
    id=_text("Year, ward and number: it stays the same when the meeting moves."),
    status=_words(MeetingState, "Whether the meeting will be held."),
    not_held={"type": "boolean", "description": "Whether it was to be held, and was not."},
    sequence={"type": "integer", "minimum": 0, "description": "How often what the public is told has changed."},
    ward_code=TEXT,
    session=_words(Session, "The part of the week."),
    starts_at=LOCAL,
    ends_at=LOCAL,
    when=_text("The day and the times in words."),
    venue=_HALL,
    attending=_list(_words(Role, "Who comes from the police and the council, by role.")),
    was={
        "anyOf": [_PAST, {"type": "null"}],
        "description": "What was told before the date, time or hall last changed, or before a cancellation was undone.",
    },
    first_announced={
        "anyOf": [_PAST, {"type": "null"}],
        "description": "What was told before time, place or access first changed.",
    },
    first_released_at=MOMENT,
    last_changed_at=MOMENT,
    url=ADDRESS,
    calendar=ADDRESS,
)
