"""The desk of the publicity for somebody who signed in: whether they may is asked of their account."""

from __future__ import annotations

from dataclasses import replace

from wardpanels.console.request import Request
from wardpanels.publicity.desk import Desk


def checked_desk(asked: Request) -> Desk:
    """A period's desk. Edges: [rights] in borough.toml is about names that are stated, and gives way"""
    desk = asked.house.desk(asked.period)
    return replace(desk, publicity=replace(desk.publicity, approvers=(), confirmers=()))
