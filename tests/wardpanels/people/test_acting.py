"""Nothing is done without a right, nor without lines that say so: on both databases, and when it is broken off."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.account import ActState, ActsWanted
from scheduler.errors import UnknownName
from scheduler.store import open_store
from tests.scheduler.examples import BOW_EAST, MILE_END
from tests.wardpanels.people.staff import ADA, BOROUGH, EVERYBODY, NOW, PAT, SAM, VIC
from wardpanels.people.acting import LONGEST_TOLD, acted
from wardpanels.people.rights import Act, NotAllowed, at_the_machine, person_of

ROOT = Path(__file__).parents[3]
KILLED = """
import sys
from scheduler.store import open_store
from tests.wardpanels.people.test_acting import KILL_ITSELF, at_the_machine, acted, Act, BOROUGH, NOW
store = open_store(sys.argv[1])
acted(store, at_the_machine("ops", BOROUGH), Act.RELEASE, (), "Release 3", KILL_ITSELF, NOW, "")
"""


def KILL_ITSELF():
    os.kill(os.getpid(), signal.SIGKILL)


def lines(store, **wanted):
    return store.staff.acts.lines(BOROUGH, ActsWanted(**wanted))


def test_what_was_done_is_told_with_who_and_what_was_so_before_and_after(store):
    gave = acted(
        store, person_of(PAT), Act.EDIT_DRAFT, (BOW_EAST,), "Move 2027-E05009317-1", lambda: 7, NOW, "192.0.2.7",
        lambda revision: ("Thu 25 March", f"Thu 1 April, draft {revision}"),
    )  # fmt: skip  # one act

    (line,) = lines(store)
    assert gave == 7
    assert (line.number, line.act.account_id, line.act.name, line.act.act) == (1, "pat", "Pat Bow", "edit_draft")
    assert (line.act.ward_codes, line.act.what, line.act.origin) == ((BOW_EAST,), "Move 2027-E05009317-1", "192.0.2.7")
    assert (line.act.at, line.end.state) == (NOW, ActState.DONE)
    assert (line.end.before, line.end.after, line.end.why) == ("Thu 25 March", "Thu 1 April, draft 7", "")


def test_what_nobody_may_is_not_done_and_is_told_as_refused(store):
    done = []
    for account in EVERYBODY:
        store.staff.accounts.add(account)

    with pytest.raises(NotAllowed) as caught:
        acted(store, person_of(PAT), Act.CALL_OFF, (MILE_END,), "x", lambda: done.append(1), NOW, "")

    assert done == []
    assert caught.value.able == ("Ada Price", "Pia All")
    assert [(line.end.state, line.end.why) for line in lines(store)] == [(ActState.REFUSED, str(caught.value))]


@pytest.mark.parametrize(
    ("raised", "state", "why"),
    [
        (UnknownName("meeting", "x", "one"), ActState.REFUSED, "meeting: found 'x', wanted one"),
        (ZeroDivisionError("a secret"), ActState.FAILED, "ZeroDivisionError"),
        (KeyboardInterrupt(), ActState.FAILED, "KeyboardInterrupt"),
    ],
    ids=["refused", "our bug", "stopped"],
)
def test_what_went_wrong_is_told_and_goes_on(raised, state, why, passing_store):
    def fail():
        raise raised

    with pytest.raises(type(raised)):
        acted(passing_store, person_of(ADA), Act.SET_UP, (), "Take wards.csv", fail, NOW, "")

    (line,) = lines(passing_store)
    assert (line.end.state, line.end.why) == (state, why)


def test_act_that_was_killed_shows_as_begun(database_url):
    subprocess.run([sys.executable, "-c", KILLED, database_url], cwd=ROOT, check=False)
    store = open_store(database_url)

    assert [(line.act.what, line.act.account_id, line.end.state) for line in lines(store)] == [
        ("Release 3", "", ActState.BEGUN)
    ]
    store.close()


def test_lines_are_read_by_pages_and_by_what_is_asked(store):
    for hour, (account, act, wards) in enumerate(
        [(PAT, Act.RECORD, (BOW_EAST,)), (SAM, Act.APPROVE, ()), (VIC, Act.SEE, (BOW_EAST, MILE_END)),
         (SAM, Act.APPROVE, (MILE_END,))]
    ):  # fmt: skip  # a line each
        acted(store, person_of(account), act, wards, "x", lambda: None, NOW + timedelta(hours=hour), "")

    def numbers(**wanted):
        return [line.number for line in lines(store, **wanted)]

    first = store.staff.acts.lines(BOROUGH, ActsWanted(), limit=3)
    rest = store.staff.acts.lines(BOROUGH, ActsWanted(), before=first[-1].number, limit=3)
    assert [line.number for line in (*first, *rest)] == numbers() == [4, 3, 2, 1]
    assert numbers(account_id="sam") == [4, 2]
    assert numbers(act="record") == [1]
    assert numbers(ward_code=MILE_END) == [4, 3]
    assert numbers(ward_code="E0500") == []
    assert numbers(ward_code="%") == []
    assert numbers(since=NOW + timedelta(hours=1), until=NOW + timedelta(hours=3)) == [3, 2]
    assert store.staff.acts.lines("E09000012", ActsWanted()) == ()


def test_words_without_end_are_cut(passing_store):
    acted(passing_store, at_the_machine("ops", BOROUGH), Act.SEE, (), "x" * 70_000, lambda: None, NOW, "",
          lambda _: ("é" * 70_000, "y"))  # fmt: skip  # one act

    (line,) = lines(passing_store)
    assert (len(line.act.what), len(line.end.before), line.end.after) == (LONGEST_TOLD, LONGEST_TOLD, "y")


def test_what_came_of_an_act_is_told_once(store):
    acted(store, person_of(ADA), Act.SEE, (), "x", lambda: None, NOW, "")
    (line,) = lines(store)

    with pytest.raises(Exception, match=r"(?i)unique"):
        store.staff.acts.end(BOROUGH, line.number, line.end)
