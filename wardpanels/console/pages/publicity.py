"""The publicity desk: what is to be taken somewhere, approved, mended or looked at, list by list."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from scheduler.errors import UnknownName
from scheduler.items import Item, ItemGroup
from scheduler.release.value import Release
from wardpanels import wiring
from wardpanels.console.form_reading import page_from_one
from wardpanels.console.item_words import GROUPS, channel_name, shown, with_words
from wardpanels.console.items_seen import not_to
from wardpanels.console.request import Redirect, Request, Route, Screen
from wardpanels.console.wording_for_staff import counted, moment
from wardpanels.faults import CannotUse, NothingYet
from wardpanels.people.console_settings import read_console
from wardpanels.people.rights import Act
from wardpanels.publicity.desk import Desk, closed_channels
from wardpanels.publicity.handling import (
    ItemsSought,
    Listed,
    approve_seen,
    listed,
    still_as_seen,
    wards_of,
    wards_told,
    went_out,
    why_not_out,
)
from wardpanels.publicity.retrying import retry

WITH_WORDS = (ItemGroup.BY_HAND, ItemGroup.TO_APPROVE)
NOTHING_TICKED = "Tick at least one item."


@dataclass(frozen=True, slots=True)
class ListTab:
    """One list in the menu of lists."""

    text: str
    count: int
    address: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class ShutChannel:
    """A channel on which nothing goes out."""

    name: str
    shown: str
    since: str
    why: str


def lists(asked: Request) -> Screen:
    """The page."""
    return _page(asked, {})


def _page(asked: Request, wrong: dict[str, str]) -> Screen:
    sought, desk = _sought(asked), asked.desk
    try:
        found = listed(desk, sought, asked.at)
    except NothingYet:
        return Screen("publicity", "Publicity", {"nothing_yet": True, **asked.periods_told}, "publicity")
    title, nothing = GROUPS[sought.group]
    first = (min(max(1, sought.page), found.pages) - 1) * 20
    if sought.group in WITH_WORDS:
        cards = with_words(desk, found.release, found.items, first + 1, asked.at)
    else:
        cards = [shown(desk, found.release, item, n, asked.at) for n, item in enumerate(found.items, first + 1)]
    same_may = sought.group is not ItemGroup.TO_APPROVE or read_console(asked.house.data).same_person_may_approve
    own = {item.key for item in found.items if not same_may and asked.person.account_id in item.edited_by}
    facts = {
        "nothing_yet": False,
        "group": sought.group.value,
        "title": title,
        "nothing": nothing,
        "cards": cards,
        "own": own,
        "may_tick": {
            card.item.key: _may(asked, found.release, sought.group, card.item, card.item.key in own) for card in cards
        },
        "does": BULK.get(sought.group),
        "tabs": [_tab(asked, sought, found, group) for group in ItemGroup if _has_tab(sought, found, group)],
        "pages": [(n, _address(asked, page=n)) for n in range(1, found.pages + 1)],
        "page": min(max(1, sought.page), found.pages),
        "here": _address(asked, page=sought.page),
        "filters": _filters(desk, found.release, sought),
        "closed": _closed(desk, sought),
        "may_open": asked.may(Act.RETRY),
        "is_filtered": bool(sought.channel or sought.ward or sought.day),
        "wrong": wrong,
        "ticked": asked.form.getlist("item"),
    }
    heading = f"Error: {title}" if wrong else title
    return Screen("publicity", f"{heading}, publicity", facts, "publicity", 422 if wrong else 200)


def _sought(asked: Request) -> ItemsSought:
    said = asked.query.get("state", ItemGroup.BY_HAND.value)
    if said not in set(ItemGroup):
        raise UnknownName("list", said, "one of " + ", ".join(ItemGroup), tuple(ItemGroup))
    return ItemsSought(
        ItemGroup(said),
        asked.query.get("channel", ""),
        asked.query.get("ward", ""),
        _day(asked),
        _page_number(asked),
        not_to(asked),
    )


def _day(asked: Request) -> date | None:
    typed = asked.query.get("day", "").strip()
    if not typed:
        return None
    with suppress(ValueError):
        found = date.fromisoformat(typed)
        if found.year in wiring.YEARS:
            return found
    raise CannotUse("the day", repr(typed), "a day such as 2027-03-09")


def _page_number(asked: Request) -> int:
    return page_from_one(asked.query.get("page", "1"))


def _address(asked: Request, **other: object) -> str:
    kept = {name: asked.query[name] for name in ("state", "channel", "ward", "day", "period") if asked.query.get(name)}
    told = {**kept, **{name: str(value) for name, value in other.items() if value}}
    if told.get("page") == "1":
        del told["page"]
    return "/publicity" + (f"?{urlencode(told)}" if told else "")


def _tab(asked: Request, sought: ItemsSought, found: Listed, group: ItemGroup) -> ListTab:
    return ListTab(GROUPS[group][0], found.counts[group], _address(asked, state=group.value), group is sought.group)


def _has_tab(sought: ItemsSought, found: Listed, group: ItemGroup) -> bool:
    """Whether a list is in the menu: that of what cannot be put right is where there is any, or it is looked at."""
    return group is not ItemGroup.BEYOND_MENDING or group is sought.group or found.counts[group] > 0


def _filters(desk: Desk, release: Release, sought: ItemsSought) -> dict[str, object]:
    channels = sorted({way.channel for way in desk.publicity.every})
    return {
        "channels": [("", "All channels"), *((name, channel_name(name)) for name in channels)],
        "wards": [("", "All wards"), *((ward.slug, ward.name) for ward in release.wards)],
        "typed": {
            "channel": sought.channel,
            "ward": sought.ward,
            "day": sought.day.isoformat() if sought.day else "",
        },
    }


def _closed(desk: Desk, sought: ItemsSought) -> list[ShutChannel]:
    zone = desk.borough.profile.timezone
    found = (one for one in closed_channels(desk) if sought.channel in ("", one.channel))
    return [
        ShutChannel(one.channel, channel_name(one.channel), moment(one.at, zone), f"{one.reason.rstrip('.')}.")
        for one in found
    ]


def _may(asked: Request, release: Release, group: ItemGroup, item: Item, own: bool) -> bool:
    act = BULK[group].act if group in BULK else None
    if group is ItemGroup.FAILED and not item.can_be_sent_again(asked.at):
        return False
    return act is not None and not own and asked.may(act, *wards_told(release, [item]))


def bulk(asked: Request) -> Screen | Redirect:
    """Do what the list is for to all that was ticked: each was on the page that the form was on."""
    sought = _sought(asked)
    does = BULK.get(sought.group)
    if does is None:
        raise CannotUse("this list", "nothing that can be done at once", "the page of one item")
    ticked = dict(value.partition(" ")[::2] for value in asked.form.getlist("item"))
    if not ticked:
        return _page(asked, {"item": NOTHING_TICKED})
    desk = asked.desk
    items, stale = still_as_seen(desk, ticked)
    wards = wards_of(desk, items)
    what = f"{does.what}: {', '.join(item.key for item in items)}"
    done = asked.act(does.act, wards, what, lambda: does.do(asked, desk, items)) if items else ()
    left = len(items) + len(stale) - len(done)
    why = " ".join(dict.fromkeys(item.note for item in stale))
    others = f" {counted(left, 'item', 'items')} stayed: somebody was quicker. {why}".rstrip() if left else ""
    return Redirect(
        _address(asked, page=_page_number(asked)),
        f"{counted(len(done), 'item', 'items')} {does.said}.{others}",
    )


def _went_out(asked: Request, desk: Desk, items: tuple[Item, ...]) -> tuple[Item, ...]:
    ready = [item for item in items if not why_not_out(desk, item, asked.at)]
    return went_out(desk, ready, asked.person.who, asked.at)


def _approved(asked: Request, desk: Desk, items: tuple[Item, ...]) -> tuple[Item, ...]:
    same_may = read_console(asked.house.data).same_person_may_approve
    return approve_seen(desk, items, asked.person, asked.at, same_may=same_may)


def _sent_again(asked: Request, desk: Desk, items: tuple[Item, ...]) -> tuple[Item, ...]:
    return retry(desk, [item.key for item in items], None, asked.person.who, asked.at).items


@dataclass(frozen=True, slots=True)
class Bulk:
    """What can be done to several items of a list at once: the button, what it needs, and what is said of it."""

    button: str
    act: Act
    what: str
    said: str
    do: Callable[[Request, Desk, tuple[Item, ...]], tuple[Item, ...]]


BULK = {
    ItemGroup.BY_HAND: Bulk("The ticked ones went out", Act.CONFIRM, "say that they went out", "went out", _went_out),
    ItemGroup.TO_APPROVE: Bulk("Approve the ticked ones", Act.APPROVE, "approve", "approved", _approved),
    ItemGroup.FAILED: Bulk("Send the ticked ones again", Act.RETRY, "send again", "to be sent again", _sent_again),
}


def opened(asked: Request) -> Redirect:
    """Open a channel that was closed."""
    desk, name = asked.desk, asked.given["channel"]
    found = asked.act(Act.RETRY, (), f"open {name}", lambda: retry(desk, (), name, asked.person.who, asked.at))
    was = "is open again" if found.opened else "was not closed"
    return Redirect("/publicity", f"{channel_name(found.channel)} {was}. What waits there goes out now.")


ROUTES = (
    Route("/publicity", lists, Act.SEE),
    Route("/publicity", bulk, Act.SEE, is_form=True),
    Route("/publicity/channels/<channel>/open", opened, Act.RETRY, is_form=True),
)
