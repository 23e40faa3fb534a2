"""The ledger: what happened to each item, when and by whom, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from scheduler.items import ItemFilter, ItemState
from scheduler.who import shown as shown_name
from wardpanels.console.form_reading import page_from_one
from wardpanels.console.item_words import STATES, about_item, channel_name
from wardpanels.console.items_seen import is_to_officer, not_to
from wardpanels.console.request import Attachment, Request, Route, Screen
from wardpanels.console.wording_for_staff import moment
from wardpanels.facts.publicity import ledger_csv
from wardpanels.faults import CannotUse, NothingYet
from wardpanels.people.rights import Act
from wardpanels.publicity.desk import Desk, latest_release, meetings_of_ward, records_of
from wardpanels.publicity.ledger import lines

LINES = 30
EVENTS = ("", "issued", "confirmed", "handed_over", "approved", "rejected", "held", "let_go", "failed", "replaced")


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line, in words."""

    key: str
    when: str
    what: str
    by: str
    note: str
    channel: str
    about: str


def ledger_page(asked: Request) -> Screen:
    """The page."""
    desk = asked.desk
    try:
        release = latest_release(desk)
    except NothingYet:
        return Screen("publicity", "Ledger", {"nothing_yet": True, **asked.periods_told}, "publicity")
    event, page, zone = _event(asked), page_from_one(asked.query.get("page", "1")), release.timezone
    found = desk.store.outbox.happened(
        desk.code,
        desk.period.first_day,
        _wanted(asked, desk),
        (ItemState(event),) if event else (),
        ((page - 1) * LINES, LINES + 1),
    )
    shown = [
        LineShown(
            item.key,
            moment(line.at, zone),
            STATES[line.event],
            shown_name(line.by),
            " ".join(filter(None, (line.note, _seen(line.evidence.happened_on), line.evidence.shown_by))),
            channel_name(item.channel),
            about_item(release, item),
        )
        for item, line in found[:LINES]
    ]
    channels = sorted({way.channel for way in desk.publicity.every})
    facts = {
        "lines": shown,
        "page": page,
        "before": _address(asked, page - 1) if page > 1 else "",
        "after": _address(asked, page + 1) if len(found) > LINES else "",
        "events": [(each, STATES[ItemState(each)] if each else "Everything") for each in EVENTS],
        "channels": [("", "All channels"), *((name, channel_name(name)) for name in channels)],
        "wards": [("", "All wards"), *((ward.slug, ward.name) for ward in release.wards)],
        "typed": asked.query,
    }
    return Screen("publicity_ledger", "Ledger", facts, "publicity")


def _seen(day: date | None) -> str:
    return f"It went out on {day:%-d %B %Y}." if day else ""


def _event(asked: Request) -> str:
    event = asked.query.get("event", "")
    if event not in EVENTS:
        raise CannotUse("the ledger", repr(event), f"one of {', '.join(filter(None, EVENTS))}")
    return event


def _address(asked: Request, page: int) -> str:
    kept = {name: asked.query[name] for name in ("event", "channel", "ward", "period") if asked.query.get(name)}
    return f"/publicity/ledger?{urlencode({**kept, 'page': page})}"


def _wanted(asked: Request, desk: Desk) -> ItemFilter:
    meetings = meetings_of_ward(desk, asked.query.get("ward", ""))
    return ItemFilter(channel=asked.query.get("channel", ""), meetings=meetings, not_to=not_to(asked))


def ledger_file(asked: Request) -> Attachment:
    """All of it as a table for a spreadsheet: a line for each meeting and channel.

    Edges: who may not see who is on duty has no lines of what is told to officers: they are the rota
    """
    desk = asked.desk
    versions = desk.store.versions(desk.code, desk.period.first_day)
    records = [each for each in records_of(desk) if asked.may(Act.SEE_STAFF) or not is_to_officer(each.item)]
    found = lines(records, versions, latest_release(desk), asked.at)
    return Attachment(ledger_csv(found), "text/csv; charset=utf-8", "ledger.csv")


ROUTES = (
    Route("/publicity/ledger", ledger_page, Act.SEE),
    Route("/publicity/ledger/table", ledger_file, Act.SEE),
)
