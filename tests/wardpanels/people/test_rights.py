"""Every act, every role, own wards and others: what is written here is what the table says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.account import AccountRole
from scheduler.who import KnownBy
from tests.scheduler.examples import BOW_EAST, MILE_END
from tests.wardpanels.people.staff import ADA, BOROUGH, DEE, EVERYBODY, NOW, PAT, PIA, SAM, VIC
from wardpanels.people.rights import (
    RIGHTS,
    Act,
    NotAllowed,
    OwnApproval,
    Person,
    at_the_machine,
    check_not_own,
    may,
    not_allowed,
    person_of,
)

ROLES = "administrator planner drafter sender recorder viewer"
WHO_MAY = {
    "see": ROLES,
    "see_staff": "administrator planner drafter sender recorder",
    "count_subscribers": "administrator drafter sender viewer",
    "own_account": ROLES,
    "edit_draft": "administrator planner drafter",
    "plan": "administrator planner",
    "keep_plan": "administrator planner",
    "release": "administrator planner sender",
    "call_off": "administrator planner",
    "edit_words": "administrator drafter sender",
    "hold": "administrator drafter sender",
    "approve": "administrator sender",
    "reject": "administrator sender",
    "confirm": "administrator drafter sender",
    "retry": "administrator sender",
    "record": "administrator recorder",
    "correct_record": "administrator recorder",
    "note": "administrator recorder",
    "issue_papers": "administrator recorder",
    "change_absences": "administrator planner",
    "set_up": "administrator",
    "manage_people": "administrator",
    "read_acts": "administrator",
}
WHEREVER = {"see", "see_staff", "count_subscribers", "own_account", "plan"}


def somebody(*roles, wards=()):
    return Person("x", "X", tuple(map(AccountRole, roles)), wards, BOROUGH)


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("role", AccountRole)
def test_role_may_do_what_is_written_and_in_its_own_wards_only(act, role):
    allowed = role in WHO_MAY[act].split()
    anywhere = allowed and (role is AccountRole.ADMINISTRATOR or act in WHEREVER)
    whole, bow = somebody(role), somebody(role, wards=(BOW_EAST,))

    assert [may(whole, act, wards) for wards in ((), (BOW_EAST,), (BOW_EAST, MILE_END))] == [allowed] * 3
    assert may(bow, act, (BOW_EAST,)) == allowed
    assert [may(bow, act, wards) for wards in ((), (MILE_END,), (BOW_EAST, MILE_END))] == [anywhere] * 3


def test_every_act_has_a_right_and_nobody_without_a_role_has_any():
    assert set(RIGHTS) == set(Act)
    assert [act for act in Act if may(somebody(), act, ())] == []


def test_roles_add_up():
    assert may(somebody("drafter", "sender"), Act.APPROVE, ())
    assert may(person_of(PAT), Act.RECORD, (BOW_EAST,))
    assert may(person_of(PAT), Act.CALL_OFF, (BOW_EAST,))


@pytest.mark.parametrize(
    ("account", "act", "wards", "said"),
    [
        (
            DEE,
            Act.APPROVE,
            (),
            "Dee Words may not approve an item: it takes the role sender, and Dee Words has the role drafter.",
        ),
        (
            VIC,
            Act.READ_ACTS,
            (),
            "Vic Chair may not read who did what: it takes the role administrator, and Vic Chair has the role viewer.",
        ),
        (
            PAT,
            Act.CALL_OFF,
            (MILE_END,),
            "Pat Bow may call a meeting off in their own ward, and this is about other wards.",
        ),
        (PAT, Act.RELEASE, (), "Pat Bow may release the draft in their own ward, and this is about all wards."),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_refusal_says_what_is_missing(account, act, wards, said):
    assert str(not_allowed(person_of(account), act, wards, ())) == said


def test_refusal_names_open_accounts_that_could_do_it():
    closed, invited = replace(SAM, name="Sue", closed_at=NOW), replace(SAM, name="Sol", passphrase="")

    refused = not_allowed(person_of(DEE), Act.APPROVE, (), (*EVERYBODY, closed, invited))

    assert isinstance(refused, NotAllowed)
    assert refused.able == ("Ada Price", "Sam Sends")
    assert str(refused).endswith("has the role drafter. You can ask Ada Price, Sam Sends.")


def test_whoever_worded_an_item_does_not_approve_it_unless_the_borough_lets_them():
    sam = person_of(SAM)
    check_not_own(sam, {DEE.id}, same_may=False)
    check_not_own(sam, {SAM.id}, same_may=True)

    with pytest.raises(OwnApproval) as caught:
        check_not_own(sam, {DEE.id, SAM.id}, same_may=False)

    assert str(caught.value) == "Sam Sends changed these words, and somebody else has to approve them."


def test_whoever_types_a_command_has_every_right_and_states_a_name():
    typed = at_the_machine("ops", BOROUGH)

    assert typed.known is KnownBy.STATED
    assert person_of(ADA).known is KnownBy.SIGNED_IN
    assert person_of(ADA, KnownBy.KEY).who.known is KnownBy.KEY
    assert [act for act in Act if not may(typed, act, ())] == []
    check_not_own(typed, {""}, same_may=False)


def test_planner_of_the_whole_borough_releases():
    assert may(person_of(PIA), Act.RELEASE, ())
