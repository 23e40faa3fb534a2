"""How a change by hand is shown, by every command that makes one: the meeting as it now is, and what the audit says."""

from __future__ import annotations

from scheduler.facts import Borough
from wardpanels.facts.plan import edit_facts
from wardpanels.terminal import screen
from wardpanels.terminal.words.plan import MEETING_HEADS, edit_sentences, meeting_row
from wardpanels.year.editing import Edited
from wardpanels.year.periods import typed


def show(borough: Borough, edited: Edited, meeting_id: str, *, as_json: bool) -> None:
    """Print the meeting, the verdict and what to type next."""
    if as_json:
        screen.show_json(edit_facts(edited, meeting_id))
        return
    row = meeting_row(borough, edited.after.meeting_by_id[meeting_id])
    screen.show_table(MEETING_HEADS, [row])
    for sentence in edit_sentences(edited):
        screen.say(sentence)
    screen.say(f"To tell the public, type: wardpanels release {typed(edited.after.period)}")
