"""How a meeting called off is shown: on one screen before, on another after."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from wardpanels.facts.call_off import called_off_facts
from wardpanels.faults import CannotUse
from wardpanels.publicity.calling_off import CalledOff, Order
from wardpanels.terminal import screen
from wardpanels.terminal.words import call_off as words


def is_agreed(found: CalledOff, order: Order) -> bool:
    """Show what will be told to whom, and ask once. Edges: where all of it is told already, nothing has to be asked

    Errors: CannotUse, where there is nobody to ask
    """
    if found.is_all_done:
        return True
    if not sys.stdin.isatty():
        raise CannotUse("call-off", "nobody to ask", "a terminal, or --yes. Nothing was changed")
    screen.note(words.title(found))
    screen.show_table(words.FORESEEN_HEADS, words.foreseen_rows(found.hearings))
    for sentence in words.foreseen_sentences(found, order.by):
        screen.note(sentence)
    return click.confirm("Tell them now?", err=True)


def show(found: CalledOff, order: Order, *, as_json: bool) -> None:
    """Print who was told, and what is left to do."""
    if as_json:
        screen.show_json(called_off_facts(found))
        return
    screen.say(words.title(found))
    screen.show_table(words.TOLD_HEADS, words.told_rows(found), right=("People",))
    rows = words.by_hand_rows(found)
    if rows:
        screen.say()
        screen.show_table(words.BY_HAND_HEADS, rows)
    for sentence in words.told_sentences(found, order.by, str(Path(order.handover) / "index.html")):
        screen.say(sentence)
