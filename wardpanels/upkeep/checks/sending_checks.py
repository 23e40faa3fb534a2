"""What is due and not known to be out, before it is too late; and the channels that it goes by."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.upkeep import Backlog, Backlogs
from wardpanels.publicity.desk import closed_channels
from wardpanels.upkeep.health import Health, Looked, Premises

LATE = timedelta(minutes=15)
"""A worker looks every half minute: what is due for so long goes out by nobody."""

SOON = timedelta(days=1)
"""What is of no more use within a day is for now, not for the next working day."""


def unsent(premises: Premises) -> Looked:
    """The oldest that is due and not sent."""
    waiting = _all(premises).to_send
    if waiting.oldest_due_at is None:
        return Looked(Health.WELL, "nothing is due", figure=0)
    age = premises.at - waiting.oldest_due_at
    found = f"{_counted(waiting, premises)}; {_looked(premises)}"
    if age <= LATE:
        return Looked(Health.WELL, found, figure=age.total_seconds())
    return Looked(
        Health.ILL,
        found,
        "See that a worker runs: wardpanels worker. What waits, and why: wardpanels due",
        age.total_seconds(),
    )


def unapproved(premises: Premises) -> Looked:
    """What is due and waits for somebody who may approve it, or let it go."""
    return _by_people(
        _all(premises).to_approve, premises, "To see it, type: wardpanels due --all. Then let it go: wardpanels approve"
    )


def uncarried(premises: Premises) -> Looked:
    """What was handed to people who have not said that it went out."""
    return _by_people(_all(premises).to_carry, premises, "Open handover/index.html, then type: wardpanels confirm")


def carriers(premises: Premises) -> Looked:
    """Whether a channel is closed, and when something last went out."""
    desk = premises.desk
    if closed := closed_channels(desk):
        named = "; ".join(f"{each.channel} since {_moment(each.at, premises)}" for each in closed)
        opening = f"wardpanels retry --by NAME --channel {closed[0].channel}"
        advice = f"What closed it: wardpanels ledger. Mend it, then type: {opening}"
        return Looked(Health.ILL, f"closed: {named}", advice, len(closed))
    used = {way.channel for way in desk.publicity.ways if not way.is_by_hand}
    sent = {channel: at for channel, at in desk.store.upkeep.last_sent(desk.code).items() if channel in used}
    if not sent:
        found = "none carries by itself" if not used else f"{len(used)} open, nothing went out yet"
        return Looked(Health.WELL, found, figure=0)
    last = max(sent, key=lambda channel: sent[channel])
    found = f"{len(used)} open, the last to carry was {last}: {_moment(sent[last], premises)}"
    return Looked(Health.WELL, found, figure=0)


def _all(premises: Premises) -> Backlogs:
    desk = premises.desk
    return desk.store.upkeep.waiting(desk.code, premises.at)


def _by_people(waiting: Backlog, premises: Premises, advice: str) -> Looked:
    if waiting.first_use_by is None:
        return Looked(Health.WELL, "nothing that is due", figure=0)
    found = f"{_counted(waiting, premises)}; the first is of use until {_moment(waiting.first_use_by, premises)}"
    if waiting.first_use_by > premises.at + SOON:
        return Looked(Health.WELL, found, figure=waiting.count)
    return Looked(Health.ILL, found, advice, waiting.count)


def _counted(waiting: Backlog, premises: Premises) -> str:
    assert waiting.oldest_due_at is not None
    return f"{waiting.count:,} due, the oldest since {_moment(waiting.oldest_due_at, premises)}"


def _looked(premises: Premises) -> str:
    looks = premises.desk.store.outbox.looks(premises.desk.code)
    return f"a sender last looked {_moment(max(looks.values()), premises)}" if looks else "no sender ever looked"


def _moment(at: datetime, premises: Premises) -> str:
    return f"{at.astimezone(ZoneInfo(premises.desk.borough.profile.timezone)):%-d %B %H:%M}"
