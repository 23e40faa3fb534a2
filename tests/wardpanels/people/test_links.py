"""Adding people, the links that open their accounts once, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pyotp
import pytest

from scheduler.account import AccountRole, AccountState, ActsWanted
from scheduler.errors import UnknownName
from tests.scheduler.examples import BOW_EAST, MILE_END, a_borough
from tests.wardpanels.people.staff import ADA, BOROUGH, NOW, PAT, SAM, VIC
from wardpanels.people.accounts import (
    RefusedAccount,
    Rights,
    account_named,
    add_account,
    change_rights,
    close_account,
    new_link,
    rights_of,
)
from wardpanels.people.links import DeadLink, choose_passphrase, link_for, who_is_welcome
from wardpanels.people.passphrases import Cost, Hashing, RefusedPassphrase
from wardpanels.people.rights import NotAllowed, at_the_machine, person_of
from wardpanels.people.second_factor import confirm, enrol
from wardpanels.people.sessions import Attempt, NotSignedIn, SignedIn, WhyNot, resume, sign_in

CHEAP = Hashing(Cost(memory_kib=8, passes=1))
PHRASE = "correct horse battery"
OPS = at_the_machine("ops", BOROUGH)
VIEWER = Rights((AccountRole.VIEWER,))


def added(store, address="new@police.example", rights=VIEWER, person=OPS):
    return add_account(store, person, "New Person", address, rights, NOW, "")


def chosen(store, token, passphrase=PHRASE, at=NOW):
    return choose_passphrase(store, BOROUGH, token, passphrase, CHEAP, at, "192.0.2.7")


def test_somebody_who_is_added_chooses_a_passphrase_by_a_link_once_and_signs_in(store):
    account, token = added(store)
    assert account.state is AccountState.INVITED
    assert who_is_welcome(store, BOROUGH, token, NOW) == who_is_welcome(store, BOROUGH, token, NOW) == account

    with pytest.raises(RefusedPassphrase):
        chosen(store, token, "too short")
    opened = chosen(store, token)

    assert (opened.id, opened.state) == (account.id, AccountState.OPEN)
    assert PHRASE not in opened.passphrase
    with pytest.raises(DeadLink):
        chosen(store, token)
    got = sign_in(store, BOROUGH, Attempt(account.address, PHRASE, "192.0.2.7"), CHEAP, NOW)
    assert isinstance(got, SignedIn)
    told = [(line.act.name, line.act.what, line.end.after) for line in store.staff.acts.lines(BOROUGH, ActsWanted())]
    assert told == [
        ("New Person", "Sign in", ""),
        ("New Person", "Choose a passphrase by a link", ""),
        ("ops", "Add new@police.example", "viewer of the whole borough"),
    ]


def test_link_counts_for_a_day_and_until_another_is_made(store):
    account, first = added(store)
    tomorrow = NOW + timedelta(hours=24)

    assert who_is_welcome(store, BOROUGH, first, tomorrow - timedelta(seconds=1)) == account
    second = new_link(store, OPS, account, NOW + timedelta(hours=1), "")
    for token, at in ((first, NOW), (second, tomorrow + timedelta(hours=1)), ("", NOW), ("x" * 60_000, NOW)):
        with pytest.raises(DeadLink) as caught:
            chosen(store, token, at=at)
    assert str(caught.value) == "This link does not work any more. Ask an administrator for a new one."
    with pytest.raises(DeadLink):
        who_is_welcome(store, "E09000012", second, NOW)
    assert chosen(store, second, at=tomorrow).id == account.id


def test_link_that_two_use_at_once_counts_for_one(store):
    _, token = added(store)
    start, got = Barrier(2), []

    def run(passphrase):
        start.wait()
        try:
            got.append(chosen(store, token, passphrase).state)
        except DeadLink as dead:
            got.append(dead.code)

    threads = [Thread(target=run, args=(f"{PHRASE} {number}",)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(got) == ["dead-link", AccountState.OPEN]


def test_new_link_is_the_way_back_for_who_lost_passphrase_and_phone(store):
    account, token = added(store)
    chosen(store, token)
    secret = enrol(store, store.staff.accounts.find(account.id), "Tower Hamlets").secret
    assert confirm(store, store.staff.accounts.find(account.id), pyotp.TOTP(secret).at(NOW), NOW, "")
    assert sign_in(store, BOROUGH, Attempt(account.address, PHRASE, ""), CHEAP, NOW) == NotSignedIn(WhyNot.FIGURES)

    again = chosen(store, new_link(store, OPS, account, NOW, ""), "another long passphrase")

    assert (again.code_secret, again.code_step) == ("", None)


def test_whoever_has_an_open_session_loses_it_when_a_link_is_used(store):
    account, token = added(store)
    chosen(store, token)
    key = sign_in(store, BOROUGH, Attempt(account.address, PHRASE, ""), CHEAP, NOW).key
    token = link_for(store, account, NOW)
    assert resume(store, BOROUGH, key, NOW) is not None

    chosen(store, token)

    assert resume(store, BOROUGH, key, NOW) is None


@pytest.mark.parametrize(
    ("name", "address", "said"),
    [
        ("", "ann@police.example", "account: found '', wanted a name of at most 100 letters"),
        ("Ann", "ann", "account: found 'ann', wanted an address such as ann@police.example"),
        ("Ann", '"a b"@police.example', "account: found '\"a b\"@police.example', wanted an address such as "
                                        "ann@police.example"),
        ("A\nnn", "ann@localhost", "account:\n- found 'A\\nnn', wanted a name of at most 100 letters\n- found "
                                   "'ann@localhost', wanted an address such as ann@police.example"),
        ("Ann", "PAT@Police.Example", "account: found 'PAT@Police.Example', which somebody has, wanted another "
                                      "address"),
    ],
)  # fmt: skip  # a line each
def test_account_that_cannot_be_is_refused_in_words(name, address, said, passing_store):
    passing_store.staff.accounts.add(PAT)

    with pytest.raises(RefusedAccount) as caught:
        add_account(passing_store, OPS, name, address, VIEWER, NOW, "")

    assert str(caught.value) == said
    assert passing_store.staff.accounts.listed(BOROUGH) == (PAT,)


def test_rights_are_read_from_roles_and_names_of_wards():
    borough, admin = a_borough(), AccountRole.ADMINISTRATOR

    assert rights_of(borough, [AccountRole.VIEWER, AccountRole.PLANNER], ["Mile End", BOW_EAST, "bow-east"]) == Rights(
        (AccountRole.PLANNER, AccountRole.VIEWER), (BOW_EAST, MILE_END)
    )
    with pytest.raises(RefusedAccount, match="found an administrator of some wards"):
        rights_of(borough, [admin], [BOW_EAST])
    with pytest.raises(RefusedAccount, match="found no role, wanted some of administrator, planner"):
        rights_of(borough, [], [])
    with pytest.raises(UnknownName):
        rights_of(borough, [AccountRole.PLANNER], ["Nowhere"])


def test_only_an_administrator_says_who_may_sign_in(passing_store):
    for account in (ADA, PAT):
        passing_store.staff.accounts.add(account)

    with pytest.raises(NotAllowed) as caught:
        added(passing_store, person=person_of(PAT))

    assert str(caught.value) == (
        "Pat Bow may not say who may sign in: it takes the role administrator, and Pat Bow has the roles planner and "
        "recorder. You can ask Ada Price."
    )
    assert added(passing_store, person=person_of(ADA))[0].roles == (AccountRole.VIEWER,)


def test_the_only_administrator_stays_one(store):
    store.staff.accounts.add(ADA)
    store.staff.accounts.add(replace(ADA, id="gone", address="gone@police.example", closed_at=NOW))

    for change in (
        lambda: close_account(store, OPS, ADA, NOW, ""),
        lambda: change_rights(store, OPS, ADA, VIEWER, NOW, ""),
    ):
        with pytest.raises(RefusedAccount) as caught:
            change()
        assert str(caught.value) == "account: found the only administrator, wanted another one first"
    assert store.staff.accounts.find("ada") == ADA

    store.staff.accounts.add(replace(ADA, id="bea", address="bea@police.example"))
    close_account(store, OPS, ADA, NOW, "")
    assert store.staff.accounts.find("ada").state is AccountState.CLOSED


def test_closed_account_has_no_link_and_opens_when_its_roles_are_said(store):
    store.staff.accounts.add(SAM)
    token = new_link(store, OPS, SAM, NOW, "")
    close_account(store, OPS, SAM, NOW, "")
    closed = store.staff.accounts.find("sam")

    with pytest.raises(DeadLink):
        chosen(store, token)
    with pytest.raises(RefusedAccount, match="found a closed account"):
        new_link(store, OPS, closed, NOW, "")
    change_rights(store, OPS, closed, VIEWER, NOW, "")

    assert store.staff.accounts.find("sam").state is AccountState.OPEN
    line = store.staff.acts.lines(BOROUGH, ActsWanted())[0]
    assert (line.act.what, line.end.before, line.end.after) == (
        "Change the account of sam@police.example",
        "sender of the whole borough, closed",
        "viewer of the whole borough",
    )


def test_accounts_are_found_by_address_and_are_of_one_borough(store):
    for account in (VIC, PAT, replace(VIC, id="other", borough_code="E09000012")):
        store.staff.accounts.add(account)

    assert store.staff.accounts.listed(BOROUGH) == (PAT, VIC)
    assert account_named(store, BOROUGH, " VIC@police.example") == VIC
    with pytest.raises(UnknownName) as caught:
        account_named(store, BOROUGH, "vick@police.example")
    assert str(caught.value) == (
        "account: found 'vick@police.example', wanted a known account: did you mean vic@police.example?"
    )


def test_one_address_is_one_account_however_its_domain_is_written(passing_store):
    add_account(passing_store, OPS, "Bo", "bo@bücher.example", VIEWER, NOW, "")

    with pytest.raises(RefusedAccount, match="which somebody has"):
        add_account(passing_store, OPS, "Bo", "BO@xn--bcher-kva.example", VIEWER, NOW, "")

    found = [passing_store.staff.accounts.at_address(BOROUGH, f"bo@{name}.EXAMPLE") for name in ("bücher", "BÜCHER")]
    assert [each.name for each in found] == ["Bo", "Bo"]
