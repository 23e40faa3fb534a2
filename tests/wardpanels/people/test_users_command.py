"""`wardpanels users`, typed as its user types it."""

from __future__ import annotations

import json
import re

import pytest

from scheduler.account import ActsWanted
from scheduler.store import open_store
from tests import shell
from tests.wardpanels.people.staff import BOROUGH, NOW
from wardpanels.people.links import choose_passphrase, who_is_welcome
from wardpanels.people.passphrases import Cost, Hashing

CHEAP = Hashing(Cost(memory_kib=8, passes=1))
MOMENT = str(int(NOW.timestamp()))


@pytest.fixture
def users(tmp_path):
    """Types a command about users."""

    def typed(*words):
        return shell.run(tmp_path, "users", *words, SOURCE_DATE_EPOCH=MOMENT, **shell.data_of(tmp_path))

    return typed


def test_first_administrator_gets_in_by_the_link_that_is_printed(users, tmp_path):
    assert users("list").stdout == (
        "Nobody has an account. To add the first, type: wardpanels users add NAME EMAIL --role administrator\n"
    )
    told = users("add", "Ada Price", "ada@police.example", "--role", "administrator", "--console", "https://w.example/")

    line, link = told.stdout.splitlines()
    assert line == "Ada Price opens the account with this link, once, before 10:00 on 11 March 2027:"
    token = re.fullmatch(r"https://w\.example/console/welcome/([\w-]{43})", link)[1]
    store = open_store(f"sqlite:///{tmp_path / 'wardpanels.db'}")
    assert who_is_welcome(store, BOROUGH, token, NOW).name == "Ada Price"
    choose_passphrase(store, BOROUGH, token, "correct horse battery", CHEAP, NOW, "")
    assert store.staff.acts.lines(BOROUGH, ActsWanted(act="manage_people"))[0].act.account_id == ""
    store.close()
    assert "1 account: 1 open." in users("list").stdout


def test_rights_are_changed_and_accounts_closed(users):
    users("add", "Ada Price", "ada@police.example", "--role", "administrator")
    users("add", "Pat Bow", "pat@police.example", "--role", "planner", "--role", "recorder", "--ward", "Bow East")

    changed = users("roles", "pat@police.example", "--role", "planner", "--ward", "bow-east", "--ward", "Mile End")
    assert changed.stdout == "Pat Bow is planner of Bow East, Mile End now.\n"
    assert "Pat Bow opens the account" in users("link", "PAT@police.example").stdout
    assert users("close", "pat@police.example").stdout == "Pat Bow cannot sign in any more.\n"

    found = json.loads(users("list", "--json").stdout)
    assert [(each["address"], each["roles"], each["state"]) for each in found] == [
        ("ada@police.example", ["administrator"], "invited"),
        ("pat@police.example", ["planner"], "closed"),
    ]
    assert not {"passphrase", "code_secret"} & set(found[1])
    shown = users("list").stdout
    assert re.search(r"pat@police\.example +Pat Bow +planner +Bow East, Mile End +closed +nothing yet", shown)
    assert shown.endswith("2 accounts: 1 invited, 1 closed.\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("close", "no@police.example"), "account: found 'no@police.example', wanted the address of somebody on the "
         "list\nTo see them, type: wardpanels users list\n"),
        (("add", "A", "no address", "--role", "viewer"), "account: found 'no address', wanted an address such as "
         "ann@police.example\n"),
        (("add", "A", "a@b.example", "--role", "administrator", "--ward", "Mile End"), "account: found an "
         "administrator of some wards, wanted one of the whole borough: leave the wards out\n"),
    ],
    ids=["nobody", "no address", "administrator of a ward"],
)  # fmt: skip  # a line each
def test_what_cannot_be_is_refused_in_words(words, said, users):
    told = users(*words)

    assert (told.returncode, told.stdout, told.stderr) == (2, "", said)
