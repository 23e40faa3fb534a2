"""Who may do what: one table, from each act to the roles that may do it. Decides; does nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from scheduler.account import AccountRole, AccountState, StaffAccount
from scheduler.errors import PanelError, some_of
from scheduler.who import KnownBy, Who

MOST_NAMED = 3
"""How many of those who could do it are named."""

ADMINISTRATOR, PLANNER, DRAFTER, SENDER, RECORDER, VIEWER = AccountRole
EVERYBODY = frozenset(AccountRole)


class Act(StrEnum):
    """What can be done at the console, by what it is kept as."""

    SEE = "see"
    SEE_STAFF = "see_staff"
    COUNT_SUBSCRIBERS = "count_subscribers"
    OWN_ACCOUNT = "own_account"
    EDIT_DRAFT = "edit_draft"
    PLAN = "plan"
    KEEP_PLAN = "keep_plan"
    RELEASE = "release"
    CALL_OFF = "call_off"
    EDIT_WORDS = "edit_words"
    HOLD = "hold"
    APPROVE = "approve"
    REJECT = "reject"
    CONFIRM = "confirm"
    RETRY = "retry"
    RECORD = "record"
    CORRECT_RECORD = "correct_record"
    NOTE = "note"
    ISSUE_PAPERS = "issue_papers"
    CHANGE_ABSENCES = "change_absences"
    SET_UP = "set_up"
    MANAGE_PEOPLE = "manage_people"
    READ_ACTS = "read_acts"


@dataclass(frozen=True, slots=True)
class Right:
    """An act in words, and the roles that may do it. An administrator may do all, and is not listed.

    Edges: what is not `by_ward` may be done by somebody who has some wards only
    """

    words: str
    roles: frozenset[AccountRole]
    by_ward: bool = True


def _right(words: str, *roles: AccountRole) -> Right:
    return Right(words, frozenset(roles))


def _anywhere(words: str, *roles: AccountRole) -> Right:
    return Right(words, frozenset(roles), by_ward=False)


RIGHTS: Mapping[Act, Right] = MappingProxyType(
    {
        Act.SEE: _anywhere("see the plan and what is told of it", *EVERYBODY),
        Act.SEE_STAFF: _anywhere("see who is on duty", PLANNER, DRAFTER, SENDER, RECORDER),
        Act.COUNT_SUBSCRIBERS: _anywhere("see how many people get emails", DRAFTER, SENDER, VIEWER),
        Act.OWN_ACCOUNT: _anywhere("change their own way to sign in", *EVERYBODY),
        Act.EDIT_DRAFT: _right("change the draft", PLANNER, DRAFTER),
        Act.PLAN: _anywhere("look for a plan", PLANNER),
        Act.KEEP_PLAN: _right("put a new plan in the place of the draft", PLANNER),
        Act.RELEASE: _right("release the draft", PLANNER, SENDER),
        Act.CALL_OFF: _right("call a meeting off", PLANNER),
        Act.EDIT_WORDS: _right("change the words of an item", DRAFTER, SENDER),
        Act.HOLD: _right("hold an item back", DRAFTER, SENDER),
        Act.APPROVE: _right("approve an item", SENDER),
        Act.REJECT: _right("reject an item", SENDER),
        Act.CONFIRM: _right("say that an item went out", DRAFTER, SENDER),
        Act.RETRY: _right("send an item again", SENDER),
        Act.RECORD: _right("record a meeting", RECORDER),
        Act.CORRECT_RECORD: _right("correct what is recorded", RECORDER),
        Act.NOTE: _right("note what became of actions and posts", RECORDER),
        Act.ISSUE_PAPERS: _right("issue minutes and agendas", RECORDER),
        Act.CHANGE_ABSENCES: _right("note absences, shut halls and closed days", PLANNER),
        Act.SET_UP: _right("take files into the borough's folder"),
        Act.MANAGE_PEOPLE: _right("say who may sign in"),
        Act.READ_ACTS: _right("read who did what"),
    }
)
"""Every act, and who may."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who acts.

    Edges: no `ward_codes` is the whole borough; without an `account_id` the name is stated, not checked; `how` is how
           somebody with one is known
    """

    account_id: str
    name: str
    roles: tuple[AccountRole, ...]
    ward_codes: tuple[str, ...]
    borough_code: str
    how: KnownBy = KnownBy.SIGNED_IN

    @property
    def known(self) -> KnownBy:
        """How it is known who they are."""
        return self.how if self.account_id else KnownBy.STATED

    @property
    def who(self) -> Who:
        """Their name, as what they do is signed with it."""
        return Who(self.name, self.known)


def person_of(account: StaffAccount, how: KnownBy = KnownBy.SIGNED_IN) -> Person:
    """Who signs in by an account, or has its key."""
    return Person(account.id, account.name, account.roles, account.ward_codes, account.borough_code, how)


def at_the_machine(name: str, borough_code: str) -> Person:
    """Who types a command: whoever has the machine has its files. The name is what they, or the machine, state."""
    return Person("", name, (ADMINISTRATOR,), (), borough_code)


def may(person: Person, act: Act, wards: Collection[str]) -> bool:
    """Whether somebody may do something to wards. No wards means the whole borough."""
    if ADMINISTRATOR in person.roles:
        return True
    return not RIGHTS[act].roles.isdisjoint(person.roles) and _has_wards(person, act, wards)


def _has_wards(person: Person, act: Act, wards: Collection[str]) -> bool:
    if not person.ward_codes or not RIGHTS[act].by_ward:
        return True
    return bool(wards) and set(wards) <= set(person.ward_codes)


class NotAllowed(PanelError):
    """Somebody may not do something. `able` are the names of some who may."""

    code = "not-allowed"

    def __init__(self, person: Person, act: Act, wards: Sequence[str], able: Sequence[str]) -> None:
        self.person, self.act, self.wards, self.able = person, act, tuple(wards), tuple(able)
        asked = f" You can ask {some_of(self.able, MOST_NAMED)}." if able else ""
        super().__init__(f"{_refused(person, act, wards)}.{asked}")


def _refused(person: Person, act: Act, wards: Sequence[str]) -> str:
    """What somebody may not do, and why, in one sentence."""
    words, wanted = RIGHTS[act].words, sorted(RIGHTS[act].roles, key=list(AccountRole).index) or [ADMINISTRATOR]
    if not set(wanted).isdisjoint(person.roles):
        own = "their own ward" if len(person.ward_codes) == 1 else f"their own {len(person.ward_codes)} wards"
        return f"{person.name} may {words} in {own}, and this is about {'other' if wards else 'all'} wards"
    many = "roles" if len(person.roles) > 1 else "role"
    has = f"has the {many} {' and '.join(person.roles)}" if person.roles else "has no role"
    return f"{person.name} may not {words}: it takes the role {' or '.join(wanted)}, and {person.name} {has}"


def not_allowed(person: Person, act: Act, wards: Sequence[str], accounts: Iterable[StaffAccount]) -> NotAllowed:
    """The error that names those of the accounts who may."""
    able = (each for each in accounts if each.state is AccountState.OPEN)
    return NotAllowed(person, act, wards, [each.name for each in able if may(person_of(each), act, wards)])


class OwnApproval(PanelError):
    """Somebody was to approve what they worded themselves."""

    code = "own-approval"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"{name} changed these words, and somebody else has to approve them.")


def check_not_own(person: Person, changed_by: Collection[str], *, same_may: bool) -> None:
    """Errors: OwnApproval, where one of the accounts that changed an item is that of whoever approves it.

    Edges: `changed_by` are ids of accounts, and the machine's user has none; `same_may` is what the borough says with
           same_person_may_approve
    """
    if not same_may and person.account_id and person.account_id in changed_by:
        raise OwnApproval(person.name)
