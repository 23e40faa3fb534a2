"""What officers are told, beside what everybody is."""

from __future__ import annotations

from dataclasses import replace

from publishers.letters import letter_in
from scheduler.facts import Role
from tests.publishers.examples import a_meeting, a_release
from tests.publishers.test_invitations import an_attendance
from tests.scheduler.examples import a_borough
from wardpanels.publicity.sayings import SAYINGS, Background


def test_agenda_goes_to_the_public_realm_officer_who_comes_and_to_nobody_else():
    with_realm = {"attending": (Role.SERGEANT, Role.PUBLIC_REALM)}
    meeting = a_meeting("2027-E05009317-1", "Thu 2027-03-25 19:00", agenda=("Litter in Roman Road",), **with_realm)
    other = a_meeting("2027-E05009317-2", "Thu 2027-06-24 19:00", **with_realm)
    realm = an_attendance(officer_id="P1", role=Role.PUBLIC_REALM)
    everybody = (an_attendance(), realm, replace(realm, meeting_id=other.meeting_id, comes=False))
    known = Background(a_release(meetings=(meeting, other), changes=()), a_borough(), lambda: everybody)

    (piece,) = (recipe.piece() for recipe in SAYINGS["agenda"].make(known))
    letter = letter_in(piece.artifacts, "en")

    assert (piece.channel, piece.subject, piece.recipient) == ("agenda", "2027-E05009317-1", "officer:P1")
    assert letter.subject == "Agenda: Bow East ward panel meeting, Thursday 25 March 2027"
    assert "1. Litter in Roman Road\n" in letter.text
