"""Signing in, and being known again: time passes, others guess, and both databases do the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pyotp
import pytest

from scheduler.account import ActsWanted
from tests.wardpanels.people.staff import ADA, BOROUGH, NOW, PAT, SAM
from wardpanels.people import sessions
from wardpanels.people.links import change_passphrase
from wardpanels.people.passphrases import Cost, Hashing
from wardpanels.people.rights import person_of
from wardpanels.people.second_factor import confirm, enrol, step_of, stop
from wardpanels.people.sessions import (
    OF_ONE_ANYWHERE,
    OF_ONE_THERE,
    Attempt,
    NotSignedIn,
    SignedIn,
    WhyNot,
    form_secret_left,
    open_session,
    resume,
    sign_in,
    sign_out,
)
from wardpanels.people.tokens import digest_of, network_of

CHEAP = Hashing(Cost(memory_kib=8, passes=1))
PHRASE = "correct horse battery"
HOME, OFFICE = "203.0.113.9", "192.0.2.7"


@pytest.fixture
def staff(store):
    """A store whose accounts have a passphrase."""
    for account in (ADA, PAT, SAM):
        store.staff.accounts.add(replace(account, passphrase=CHEAP.hash_of(PHRASE)))
    return store


def tried(store, address, passphrase=PHRASE, *, at=NOW, origin=OFFICE, figures="", old_key=""):
    return sign_in(store, BOROUGH, Attempt(address, passphrase, origin, figures), CHEAP, at, old_key)


def test_right_passphrase_opens_a_session_that_is_known_again(staff):
    got = tried(staff, " PAT@police.example ")

    visit = resume(staff, BOROUGH, got.key, NOW)
    assert isinstance(got, SignedIn)
    assert got.person == visit.person == person_of(PAT)
    assert len(visit.form_secret) == 43
    assert [resume(staff, *where, NOW) for where in ((BOROUGH, "x"), (BOROUGH, ""), ("E09000012", got.key))] == [
        None
    ] * 3
    (line,) = staff.staff.acts.lines(BOROUGH, ActsWanted(account_id="pat"))
    assert (line.act.what, line.act.origin) == ("Sign in", OFFICE)


def test_key_is_new_at_each_sign_in_and_the_old_one_ends(staff):
    first = tried(staff, PAT.address)
    second = tried(staff, PAT.address, old_key=first.key)

    assert first.key != second.key
    assert resume(staff, BOROUGH, first.key, NOW) is None
    assert resume(staff, BOROUGH, second.key, NOW).person == person_of(PAT)


@pytest.mark.parametrize(
    ("address", "passphrase"),
    [
        (PAT.address, "wrong"),
        (PAT.address, ""),
        ("nobody@police.example", PHRASE),
        ("", ""),
        ("x" * 60_000, "y" * 60_000),
    ],
    ids=["wrong", "none", "nobody", "nothing", "endless"],
)
def test_who_is_wrong_is_told_no_more_than_that(address, passphrase, staff):
    assert tried(staff, address, passphrase) == NotSignedIn(WhyNot.WRONG)


def test_account_that_is_closed_or_has_no_passphrase_yet_is_as_if_there_were_none(staff):
    staff.staff.accounts.change("pat", PAT.roles, PAT.ward_codes, NOW)
    staff.staff.accounts.add(replace(SAM, id="new", address="new@police.example", passphrase=""))

    assert tried(staff, PAT.address) == NotSignedIn(WhyNot.WRONG)
    assert [tried(staff, "new@police.example", each).why for each in (PHRASE, "nobody's")] == [WhyNot.WRONG] * 2


def test_session_ends_after_half_an_hour_without_a_page_and_after_twelve_hours(staff):
    key = tried(staff, PAT.address).key
    at = NOW
    while at < NOW + timedelta(hours=11, minutes=30):
        at += timedelta(minutes=29)
        assert resume(staff, BOROUGH, key, at).person == person_of(PAT)
    assert resume(staff, BOROUGH, key, NOW + timedelta(hours=12)) is None
    assert resume(staff, BOROUGH, key, at) is None

    idle = tried(staff, PAT.address, at=at).key
    assert resume(staff, BOROUGH, idle, at + timedelta(minutes=30)) is None


def test_that_somebody_was_there_is_written_once_a_minute(staff):
    key = tried(staff, PAT.address).key

    def seen():
        return staff.staff.sessions.find(digest_of(key))[0].seen_at

    resume(staff, BOROUGH, key, NOW + timedelta(seconds=59))
    assert seen() == NOW
    resume(staff, BOROUGH, key, NOW + timedelta(seconds=60))
    assert seen() == NOW + timedelta(seconds=60)


def test_sessions_end_when_somebody_signs_out_is_changed_or_closed(staff):
    keys = [tried(staff, PAT.address).key for _ in range(3)]
    sign_out(staff, resume(staff, BOROUGH, keys[0], NOW), NOW, OFFICE)
    assert [resume(staff, BOROUGH, key, NOW) is None for key in keys] == [True, False, False]

    change_passphrase(staff, PAT, "another long passphrase", CHEAP, digest_of(keys[1]), NOW, OFFICE)
    assert [resume(staff, BOROUGH, key, NOW) is None for key in keys] == [True, False, True]
    assert tried(staff, PAT.address).why is WhyNot.WRONG

    staff.staff.accounts.change("pat", SAM.roles, (), None)
    assert resume(staff, BOROUGH, keys[1], NOW) is None
    assert tried(staff, PAT.address, "another long passphrase").person.roles == SAM.roles
    assert staff.staff.sessions.end_all("pat") == 1


def test_forms_of_a_session_that_has_ended_are_known_to_be_of_whose_it_was(staff):
    key = tried(staff, PAT.address).key
    secret = resume(staff, BOROUGH, key, NOW).form_secret
    assert resume(staff, BOROUGH, key, NOW + sessions.IDLE) is None

    assert form_secret_left(staff, key, person_of(PAT)) == secret
    assert form_secret_left(staff, key, person_of(SAM)) == ""
    assert form_secret_left(staff, "another key", person_of(PAT)) == ""
    assert form_secret_left(staff, "", person_of(PAT)) == ""


def test_guesses_are_stopped_for_a_while_and_the_owner_is_let_in_from_elsewhere(staff):
    for _ in range(OF_ONE_THERE):
        assert tried(staff, PAT.address, "guess", origin=HOME).why is WhyNot.WRONG
    stopped = tried(staff, PAT.address, origin=HOME)

    assert stopped == NotSignedIn(WhyNot.TOO_MANY, NOW + timedelta(minutes=15))
    assert isinstance(tried(staff, PAT.address, origin=OFFICE), SignedIn)
    assert isinstance(tried(staff, SAM.address, origin=HOME), SignedIn)
    assert isinstance(tried(staff, PAT.address, origin=HOME, at=NOW + timedelta(minutes=15)), SignedIn)


def test_guesses_from_everywhere_lock_nobody_out_of_where_they_signed_in_lately(staff):
    tried(staff, PAT.address, origin=OFFICE)
    for number in range(OF_ONE_ANYWHERE):
        tried(staff, PAT.address, "guess", origin=f"198.51.100.{number}")

    late = NOW + timedelta(minutes=59)
    assert tried(staff, PAT.address, at=late, origin=HOME) == NotSignedIn(WhyNot.TOO_MANY, NOW + timedelta(hours=1))
    assert isinstance(tried(staff, PAT.address, at=late, origin=OFFICE), SignedIn)
    assert isinstance(tried(staff, PAT.address, at=NOW + timedelta(hours=1), origin=HOME), SignedIn)


def test_one_network_that_guesses_at_many_is_stopped_whether_they_exist_or_not(staff):
    for number in range(sessions.FROM_ONE_NETWORK):
        tried(staff, f"nobody{number}@police.example", origin=f"2001:db8::{number:x}")

    assert tried(staff, PAT.address, origin="2001:db8::ffff").why is WhyNot.TOO_MANY
    assert isinstance(tried(staff, PAT.address, origin="2001:db8:0:1::1"), SignedIn)


def test_right_tries_are_counted_for_none(staff):
    for _ in range(3 * OF_ONE_THERE):
        assert isinstance(tried(staff, PAT.address), SignedIn)


def test_tries_at_once_are_not_more_than_tries_one_by_one(staff):
    many, start, got = 2 * OF_ONE_THERE, Barrier(2 * OF_ONE_THERE), []

    def run():
        start.wait()
        got.append(tried(staff, PAT.address, "guess").why)

    threads = [Thread(target=run) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert got.count(WhyNot.WRONG) == got.count(WhyNot.TOO_MANY) == OF_ONE_THERE


def test_who_would_wait_too_long_is_told_so_and_it_counts_for_no_try(staff):
    none_free = Hashing(Cost(memory_kib=8, passes=1), at_once=1, wait_seconds=0)
    typed = Attempt(PAT.address, PHRASE, OFFICE)

    with none_free._turn():
        got = [sign_in(staff, BOROUGH, typed, none_free, NOW) for _ in range(OF_ONE_THERE + 1)]

    assert set(got) == {NotSignedIn(WhyNot.BUSY)}
    assert isinstance(sign_in(staff, BOROUGH, typed, none_free, NOW), SignedIn)


def test_figures_from_a_phone_are_asked_for_once_they_were_confirmed_and_taken_once(staff):
    pat = staff.staff.accounts.find("pat")
    phone = pyotp.TOTP(enrol(staff, pat, "Tower Hamlets").secret)
    assert isinstance(tried(staff, PAT.address), SignedIn)

    def figures(at):
        return phone.at(at)

    def known():
        return staff.staff.accounts.find("pat")

    assert not confirm(staff, known(), "000 000" if figures(NOW) != "000000" else "111111", NOW, OFFICE)
    assert confirm(staff, known(), f" {figures(NOW)[:3]} {figures(NOW)[3:]}", NOW, OFFICE)
    assert enrol(staff, known(), "Tower Hamlets") is None
    assert [tried(staff, PAT.address, figures=each).why for each in ("", figures(NOW))] == [WhyNot.FIGURES] * 2
    assert tried(staff, PAT.address, "wrong", figures=figures(NOW)).why is WhyNot.WRONG
    later = NOW + timedelta(minutes=2)
    assert isinstance(tried(staff, PAT.address, at=later, figures=figures(later)), SignedIn)
    assert tried(staff, PAT.address, at=later, figures=figures(later)).why is WhyNot.FIGURES

    assert not stop(staff, known(), figures(later), later, OFFICE)
    latest = later + timedelta(minutes=2)
    assert stop(staff, known(), figures(latest), latest, OFFICE)
    assert isinstance(tried(staff, PAT.address, at=latest), SignedIn)


def test_figures_are_not_guessed_away_by_whoever_finds_a_browser_open(staff):
    pat = staff.staff.accounts.find("pat")
    phone = pyotp.TOTP(enrol(staff, pat, "Tower Hamlets").secret)
    assert confirm(staff, staff.staff.accounts.find("pat"), phone.at(NOW), NOW, OFFICE)
    pat, soon, later = staff.staff.accounts.find("pat"), NOW + timedelta(minutes=2), NOW + timedelta(minutes=20)
    wrong = next(each for each in ("000000", "111111", "222222") if step_of(pat.code_secret, each, soon) is None)

    assert not any(stop(staff, pat, wrong, soon, OFFICE) for _ in range(12))
    assert not stop(staff, pat, phone.at(soon), soon, OFFICE)
    assert stop(staff, pat, phone.at(later), later, OFFICE)


def test_figures_of_a_clock_that_is_half_a_minute_off_count_and_no_others():
    phone = pyotp.TOTP("JBSWY3DPEHPK3PXP" * 2)
    now = int(NOW.timestamp()) // 30

    found = [step_of(phone.secret, phone.generate_otp(now + off), NOW) for off in (-2, -1, 0, 1, 2)]

    assert found == [None, now - 1, now, now + 1, None]
    assert [step_of(phone.secret, typed, NOW) for typed in ("", "12345", "abcdef", "１２３４５６")] == [None] * 4
    assert step_of("", phone.generate_otp(now), NOW) is None


@pytest.mark.parametrize(
    ("origin", "network"),
    [
        ("192.0.2.7", "192.0.2.7/32"),
        ("::ffff:192.0.2.7", "192.0.2.7/32"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_network_is_one_address_or_what_one_home_has(origin, network):
    assert network_of(origin) == network


def test_sessions_that_are_too_old_to_count_are_deleted(staff):
    old = open_session(staff, ADA, OFFICE, NOW).key
    open_session(staff, ADA, OFFICE, NOW + sessions.KNOWN_FOR + timedelta(seconds=1))

    assert staff.staff.sessions.find(digest_of(old)) is None
