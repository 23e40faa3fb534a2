"""Questions about items by what there is to do about them: filtered, counted and paged by the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, exists, false, func, literal, or_, select
from sqlalchemy.sql.expression import ColumnElement

from scheduler.items import CORRECTION, OPEN, OUT, WAITING, ItemFilter, ItemGroup, ItemState
from scheduler.store.tables import CLOSED_CHANNEL, LEDGER_ENTRY, OUTBOX_FILLED, OUTBOX_ITEM

ITEM, LINE, CLOSED = OUTBOX_ITEM.c, LEDGER_ENTRY.c, CLOSED_CHANNEL.c
OPEN_STATES = [str(state) for state in OPEN]
Condition = ColumnElement[bool]


def of(borough_code: str, first_day: date) -> Condition:
    """The items of a borough's period."""
    found: Condition = (ITEM.borough_code == borough_code) & (ITEM.first_day == first_day)
    return found


def with_keys(keys: Collection[str]) -> Select[Any]:
    """The items with these keys."""
    return select(OUTBOX_ITEM).where(ITEM.key.in_(sorted(keys)))


def ledger(ours: Condition, wanted: ItemFilter, events: Sequence[ItemState]) -> Select[Any]:
    """The lines of the ledger of the wanted items, and of some events if any is named: the newest first."""
    asked = select(LEDGER_ENTRY).join(OUTBOX_ITEM, ITEM.key == LINE.key).where(ours, _is_wanted(wanted))
    if events:
        asked = asked.where(LINE.event.in_(map(str, events)))
    return asked.order_by(LINE.number.desc())


def counted(ours: Condition, wanted: ItemFilter, at: datetime) -> Select[Any]:
    """How many items each group has, a column for each."""
    groups = _groups(wanted, at)
    sums = (func.coalesce(func.sum(case((asked, 1), else_=0)), 0).label(group) for group, asked in groups.items())
    return select(*sums).where(ours, _is_wanted(wanted))


def listed(ours: Condition, group: ItemGroup, wanted: ItemFilter, at: datetime) -> Select[Any]:
    """The items of a group: corrections first, then the soonest; of what is over, the latest first."""
    asked = select(OUTBOX_ITEM).where(ours, _is_wanted(wanted), _groups(wanted, at)[group])
    if group in (ItemGroup.SENT, ItemGroup.MISSED, ItemGroup.REJECTED):
        return asked.order_by(ITEM.due_at_utc.desc(), ITEM.channel, ITEM.key)
    is_routine = ITEM.lead.not_like(f"{CORRECTION}%")
    soonest = ITEM.due_at_utc if group is ItemGroup.LATER else ITEM.use_by_utc
    return asked.order_by(is_routine, soonest, ITEM.channel, ITEM.key)


def is_free(at: datetime) -> Condition:
    """Nobody has it in hand: whoever took it last was done, or took too long."""
    return or_(ITEM.leased_until_utc.is_(None), ITEM.leased_until_utc <= at)


def _is_wanted(wanted: ItemFilter) -> Condition:
    asked: Condition = ITEM.parent == ""
    if wanted.channel:
        asked &= ITEM.channel == wanted.channel
    if wanted.meetings is not None:
        told = literal(" ") + ITEM.meetings + literal(" ")
        of_them = [told.contains(f" {meeting} ", autoescape=True) for meeting in wanted.meetings]
        asked &= or_(*of_them) if of_them else false()
    if wanted.since:
        asked &= ITEM.due_at_utc >= wanted.since
    if wanted.until:
        asked &= ITEM.due_at_utc < wanted.until
    if wanted.not_to:
        asked &= ~ITEM.recipient.startswith(wanted.not_to, autoescape=True)
    return asked


def _groups(wanted: ItemFilter, at: datetime) -> Mapping[ItemGroup, Condition]:
    """Edges: what its release came too late for is in no group, for there was never anything to do about it."""
    is_open, in_hand = ITEM.state.in_(map(str, OPEN)), ITEM.state == str(ItemState.HANDED_OVER)
    is_of_use = or_(ITEM.use_by_utc > at, ~is_free(at))
    to_approve = ITEM.needs_approval.is_(True) & (ITEM.state == str(ItemState.PLANNED))
    is_held, is_due = ITEM.held_by != "", ITEM.due_at_utc <= at
    ready, by_hand = is_open & is_of_use & ~is_held & ~to_approve, ITEM.channel.in_(wanted.by_hand)
    too_late = exists().where(
        LINE.key == ITEM.key, LINE.event == str(ItemState.PLANNED), LINE.at_utc >= ITEM.use_by_utc
    )
    has_failed = ITEM.state == str(ItemState.FAILED)
    is_beyond_mending = ITEM.lead.like(f"{CORRECTION}%") & (ITEM.attempts == 0)  # Source: Item.is_beyond_mending
    return {
        ItemGroup.BY_HAND: (in_hand & is_of_use) | (ready & is_due & by_hand),
        ItemGroup.TO_APPROVE: is_open & is_of_use & ~is_held & to_approve,
        ItemGroup.DUE: ready & is_due & ~by_hand,
        ItemGroup.LATER: ready & ~is_due,
        ItemGroup.HELD: is_open & is_of_use & is_held,
        ItemGroup.FAILED: has_failed & ~is_beyond_mending,
        ItemGroup.BEYOND_MENDING: has_failed & is_beyond_mending,
        ItemGroup.MISSED: (is_open | in_hand) & ~is_of_use & ~too_late,
        ItemGroup.SENT: ITEM.state.in_(map(str, OUT)),
        ItemGroup.REJECTED: ITEM.state == str(ItemState.REJECTED),
    }


def sought(ours: Condition, wanted: ItemFilter, states: Sequence[ItemState], at: datetime | None) -> Select[Any]:
    """The wanted items in some states, and of those what is not missed at a moment, if one is given.

    Source: `Item.is_missed`
    """
    asked = select(OUTBOX_ITEM).where(ours, _is_wanted(wanted), ITEM.state.in_(map(str, states)))
    if at is None:
        return asked
    waits = ITEM.state.in_(map(str, WAITING)) & (ITEM.use_by_utc <= at)
    return asked.where(~waits | (ITEM.state.in_(OPEN_STATES) & ~is_free(at)))


def is_in_hand(borough_code: str, first_day: date, at: datetime) -> Condition:
    """Somebody has it in hand. Edges: what was not due yet was never taken"""
    return of(borough_code, first_day) & ITEM.state.in_(OPEN_STATES) & (ITEM.due_at_utc <= at) & ~is_free(at)


def _is_ready() -> ColumnElement[bool]:
    waits = ITEM.needs_approval.is_(True) & (ITEM.state == str(ItemState.PLANNED))
    return ITEM.state.in_(OPEN_STATES) & ~waits & (ITEM.held_by == "")


def are_closed(borough_code: str) -> ColumnElement[bool]:
    return (CLOSED.borough_code == borough_code) & CLOSED.opened_at_utc.is_(None)


def is_due(borough_code: str, first_day: date, at: datetime) -> ColumnElement[bool]:
    """What may be taken now. Edges: never what a newer release has not been held against yet, but for letters."""
    filled = OUTBOX_FILLED.c
    newest = (
        select(filled.version)
        .where(filled.borough_code == borough_code, filled.first_day == first_day)
        .scalar_subquery()
    )
    return (
        (ITEM.borough_code == borough_code)
        & (ITEM.first_day == first_day)
        & (ITEM.due_at_utc <= at)
        & (ITEM.use_by_utc > at)
        & or_(ITEM.next_try_at_utc.is_(None), ITEM.next_try_at_utc <= at)
        & or_(ITEM.version == newest, ITEM.parent != "")
        & ITEM.channel.not_in(select(CLOSED.channel).where(are_closed(borough_code)))
        & _is_ready()
        & is_free(at)
    )
