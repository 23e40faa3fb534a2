"""What pages ask of the network: a process of its own does it, and the page says how far that is."""

from __future__ import annotations

import time
from datetime import date

import pytest

from scheduler.evidence.lines import NeighbourhoodSeen
from tests import shell
from tests.console.borough import NOW, SMALL, YEAR
from tests.publishers.carriers.peers import Reply
from tests.publishers.carriers.peers import web_peer as peer_that
from wardpanels.jobs import starting

CODE = SMALL.profile.code


def police(request):
    """What data.police.uk says of any ward."""
    name = request.path.partition("?")[0].rpartition("/")[2]
    told = {"priorities": [{"issue-date": "2027-02-01T00:00:00", "action": "", "issue": ""}], "people": [{}, {}]}
    return Reply(body=told.get(name, {"force": SMALL.profile.police_force, "neighbourhood": "N1"}))


def ended(store):
    """The newest job, once its process is through with it."""
    while True:
        job = starting.listed(store, CODE, NOW)[0]
        if job.ended_at:
            return job
        time.sleep(0.1)


def test_every_ward_is_looked_at_by_a_process_and_the_page_tells_what_it_saw(as_, store, monkeypatch):
    seat = as_("recorder")
    with peer_that(police) as peer:
        monkeypatch.setenv("WARDPANELS_POLICE_UK", peer.url)
        monkeypatch.setenv("WARDPANELS_ALLOW", "127.0.0.1")
        shell.jobs_at(monkeypatch, NOW)
        answer = seat.send("/neighbourhoods")
        under_way, again = seat.look("/neighbourhoods").text, seat.send("/neighbourhoods")
        job = ended(store)

    seen = [line.noted for line in store.notes.lines(CODE, (NeighbourhoodSeen,))]
    assert (answer.status_code, again.status_code) == (303, 303)
    assert "is still answering" in under_way
    assert (job.said, job.by, len(starting.listed(store, CODE, NOW))) == ("", "Rae Notes", 1)
    assert [(each.newest_priority, each.officers) for each in seen] == [(date(2027, 2, 1), 2)] * 3
    assert "Monday 1 February 2027" in seat.look("/neighbourhoods").text


@pytest.mark.parametrize("who", ["viewer", "sergeant"])
def test_who_may_not_note_of_the_whole_borough_lets_nobody_be_asked(as_, store, who):
    assert "Look again" not in as_(who).look("/neighbourhoods").text
    assert as_(who).send("/neighbourhoods").status_code == 403
    assert store.jobs.listed(CODE, most=9) == ()


def test_crimes_of_a_ward_are_asked_for_from_its_briefing(as_, store, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(shell.ROOT))
    plan = store.released_plan(CODE, YEAR.first_day, 1)
    meeting = next(each for each in plan.meetings if each.starts_at > NOW and each.ward_code == SMALL.wards[0].code)
    path = f"/briefing/{meeting.meeting_id}"
    seat = as_("sergeant")

    answer = seat.send(f"{path}/figures")

    job = ended(store)
    assert answer.location.endswith(path)
    assert (job.kind, job.asked["ward"], job.said) == ("ask for crimes", meeting.ward_code, "")
    assert "the borough&#39;s files have no border" in seat.look(path).text.replace("’", "&#39;")
