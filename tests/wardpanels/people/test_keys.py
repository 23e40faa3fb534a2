"""A key is somebody's, does what they may, and is known nowhere but where it was shown."""

from __future__ import annotations

from copy import deepcopy

import pytest

from scheduler.account import ActsWanted
from scheduler.errors import UnknownName
from scheduler.who import KnownBy, Who, known_of, shown
from tests.wardpanels.people.staff import ADA, BOROUGH, NOW, SAM
from wardpanels.faults import CannotUse
from wardpanels.people.accounts import RefusedAccount, close_account
from wardpanels.people.keys import end_key, new_key, typed_act, who_types
from wardpanels.people.rights import Act, NotAllowed, person_of
from wardpanels.people.tokens import digest_of

BOSS = person_of(ADA)


@pytest.fixture
def store(passing_store):
    for account in (ADA, SAM):
        passing_store.staff.accounts.add(account)
    return passing_store


def test_key_says_who_types_whatever_is_stated(store, monkeypatch):
    key, token = new_key(store, BOSS, SAM, "  nightly   approvals ", NOW)
    monkeypatch.setenv("WARDPANELS_KEY", f" {token} ")

    who = who_types(store, BOROUGH, "Eve")

    assert (who.account_id, who.name, who.roles, who.known) == (SAM.id, SAM.name, SAM.roles, KnownBy.KEY)
    assert (key.purpose, key.digest) == ("nightly approvals", digest_of(token))
    assert token not in str(store.staff.keys.listed(BOROUGH))


def test_name_without_a_key_is_stated_and_the_act_says_so(store, monkeypatch):
    monkeypatch.delenv("WARDPANELS_KEY", raising=False)
    typed_act(store, who_types(store, BOROUGH, "Eve"), Act.APPROVE, (), "approve: x.1", lambda: None)

    (line,) = store.staff.acts.lines(BOROUGH, ActsWanted())
    assert (line.act.name, line.act.account_id, line.act.known) == ("Eve", "", KnownBy.STATED)
    assert store.chains.check(BOROUGH).is_whole


def test_key_may_do_what_its_account_may_and_no_more(store, monkeypatch):
    _, token = new_key(store, BOSS, SAM, "x", NOW)
    monkeypatch.setenv("WARDPANELS_KEY", token)

    with pytest.raises(NotAllowed):
        typed_act(
            store, who_types(store, BOROUGH, ""), Act.EDIT_DRAFT, (), "cancel", lambda: pytest.fail("it was done")
        )


@pytest.mark.parametrize("way", ["ended", "closed", "elsewhere", "none"])
def test_key_that_counts_for_nobody_is_refused(store, monkeypatch, way):
    key, token = new_key(store, BOSS, SAM, "x", NOW)
    monkeypatch.setenv("WARDPANELS_KEY", "x" * 43 if way == "none" else token)
    if way == "ended":
        end_key(store, BOSS, key.id.upper(), NOW)
    if way == "closed":
        close_account(store, BOSS, SAM, NOW, "")
        store.staff.accounts.change(SAM.id, SAM.roles, (), None)  # an account that opens again has no old keys

    with pytest.raises(CannotUse) as caught:
        who_types(store, "E09000012" if way == "elsewhere" else BOROUGH, "Eve")

    assert str(caught.value) == (
        "WARDPANELS_KEY: found a key that counts for nobody, "
        "wanted one that `wardpanels key new` printed, and that nobody ended"
    )


@pytest.mark.parametrize("purpose", ["", "  ", "x" * 201])
def test_key_for_nothing_that_is_said_is_refused(store, purpose):
    with pytest.raises(RefusedAccount):
        new_key(store, BOSS, SAM, purpose, NOW)

    assert store.staff.keys.listed(BOROUGH) == ()


def test_only_an_administrator_makes_and_ends_keys(store):
    key, _ = new_key(store, BOSS, SAM, "x", NOW)

    with pytest.raises(NotAllowed):
        new_key(store, person_of(SAM), SAM, "y", NOW)
    with pytest.raises(NotAllowed):
        end_key(store, person_of(SAM), key.id, NOW)
    with pytest.raises(UnknownName):
        end_key(store, BOSS, "00000000", NOW)
    assert [each.ended_at for each in store.staff.keys.listed(BOROUGH)] == [None]


def test_name_is_shown_with_how_it_is_known():
    assert [shown(Who("Ann", known)) for known in KnownBy] == [
        "Ann",
        "Ann (stated, not checked)",
        "Ann",
        "Ann (by key)",
        "Ann",
    ]
    assert (shown("Ann"), shown("")) == ("Ann (stated, not checked)", "")


def test_copy_of_a_name_knows_how_it_is_known():
    assert known_of(deepcopy(Who("Ann", KnownBy.KEY))) is KnownBy.KEY
    assert known_of(Who("Ann", KnownBy.KEY).upper()) is KnownBy.STATED
