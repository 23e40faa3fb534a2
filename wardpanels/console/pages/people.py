"""Who may sign in, and what they may do. For administrators."""

from __future__ import annotations

from scheduler.account import AccountRole, AccountState, StaffAccount
from scheduler.errors import UnknownName
from scheduler.facts import Borough
from wardpanels.console.refusals import wanted
from wardpanels.console.request import Answer, Redirect, Request, Route, Screen
from wardpanels.console.wording_for_staff import moment, named
from wardpanels.people.accounts import RefusedAccount, add_account, change_rights, close_account, new_link, rights_of
from wardpanels.people.links import LINK_COUNTS, WELCOME_PATH
from wardpanels.people.rights import RIGHTS, Act

ROLES = (
    (AccountRole.ADMINISTRATOR, "Administrator: everything, and who may sign in"),
    (AccountRole.PLANNER, "Planner: plans, moves and releases meetings"),
    (AccountRole.DRAFTER, "Drafter: changes the draft and the words"),
    (AccountRole.SENDER, "Sender: approves what goes out, and releases"),
    (AccountRole.RECORDER, "Recorder: says how meetings went, issues minutes"),
    (AccountRole.VIEWER, "Viewer: looks"),
)
"""The roles as a form offers them. A sergeant is a planner and a recorder of some wards."""


def people(asked: Request) -> Screen:
    """Everybody who has an account."""
    accounts = asked.store.staff.accounts.listed(asked.profile.code)
    facts = {
        "accounts": accounts,
        "wards_of": lambda each: named(asked.ward_names, each.ward_codes) or "the whole borough",
    }
    return Screen("people", "People", facts, "people")


def to_add(asked: Request) -> Screen:
    """The form for somebody new."""
    return _form(asked, "Add somebody", None, {}, {})


def added(asked: Request) -> Answer:
    """Add somebody, and show the link that opens their account."""
    try:
        rights = rights_of(_borough(asked), _roles(asked), asked.form.getlist("wards"))
        name, address = asked.form.get("name", ""), asked.form.get("address", "")
        account, token = add_account(asked.store, asked.person, name, address, rights, asked.at, asked.origin)
    except RefusedAccount as error:
        return _form(asked, "Add somebody", None, asked.form, {"name": wanted(error)})
    return _link(asked, account, token)


def one(asked: Request) -> Screen:
    """Somebody's account, to be changed."""
    account = _account(asked)
    typed = {"name": account.name, "address": account.address}
    return _form(asked, account.name, account, typed, {})


def changed(asked: Request) -> Answer:
    """Let somebody be something else, or close their account, for which no other file has to be right."""
    account = _account(asked)
    try:
        if "close" in asked.form:
            close_account(asked.store, asked.person, account, asked.at, asked.origin)
            return Redirect("/people", f"The account of {account.name} is closed, and every session of it has ended.")
        rights = rights_of(_borough(asked), _roles(asked), asked.form.getlist("wards"))
        change_rights(asked.store, asked.person, account, rights, asked.at, asked.origin)
    except RefusedAccount as error:
        return _form(asked, account.name, account, asked.form, {"roles": wanted(error)})
    return Redirect("/people", f"{account.name} is {rights.told(asked.ward_names)} now, and signs in anew.")


def linked(asked: Request) -> Answer:
    """Make a new link for somebody who lost theirs, their passphrase or their phone."""
    account = _account(asked)
    try:
        token = new_link(asked.store, asked.person, account, asked.at, asked.origin)
    except RefusedAccount as error:
        return _form(asked, account.name, account, {}, {"roles": wanted(error)})
    return _link(asked, account, token)


def _link(asked: Request, account: StaffAccount, token: str) -> Screen:
    """The link, shown once: it is kept nowhere."""
    until = moment(asked.at + LINK_COUNTS, asked.profile.timezone)
    facts = {"account": account, "link": f"{asked.address}{WELCOME_PATH}{token}", "until": until}
    return Screen("link", f"A link for {account.name}", facts, "people")


def _form(asked: Request, title: str, account: StaffAccount | None, typed: object, wrong: dict[str, str]) -> Screen:
    chosen = asked.form if wrong else None
    roles = chosen.getlist("roles") if chosen else [str(role) for role in account.roles] if account else []
    wards = chosen.getlist("wards") if chosen else list(account.ward_codes) if account else []
    facts = {
        "account": account,
        "typed": typed,
        "wrong": wrong,
        "roles": [(str(role), text) for role, text in ROLES],
        "chosen_roles": roles,
        "wards": sorted(asked.ward_names.items(), key=lambda ward: ward[1]),
        "may_change": bool(asked.ward_names) or not asked.house.has_begun,
        "chosen_wards": wards,
        "is_closed": account is not None and account.state is AccountState.CLOSED,
    }
    return Screen("person", f"{'Error: ' if wrong else ''}{title}", facts, "people", 422 if wrong else 200)


def _borough(asked: Request) -> Borough | None:
    """Whose wards rights are of. Edges: None where it has no wards yet

    Errors: UnusableData, where they cannot be read: rights of some wards must not become those of all
    """
    return asked.borough if asked.house.has_begun else None


def _roles(asked: Request) -> list[AccountRole]:
    known = {str(role) for role in AccountRole}
    return [AccountRole(role) for role in asked.form.getlist("roles") if role in known]


def _account(asked: Request) -> StaffAccount:
    account = asked.store.staff.accounts.find(asked.given["account_id"])
    if account is None or account.borough_code != asked.profile.code:
        raise UnknownName("account", asked.given["account_id"], "that of somebody on the list")
    return account


def rights(asked: Request) -> Screen:
    """What each role may do."""
    rows = [
        (right.words, [role is AccountRole.ADMINISTRATOR or role in right.roles for role in AccountRole])
        for right in RIGHTS.values()
    ]
    return Screen("rights", "What each role may do", {"rows": rows, "heads": list(AccountRole)}, "people")


ROUTES = (
    Route("/people", people, Act.MANAGE_PEOPLE),
    Route("/people/new", to_add, Act.MANAGE_PEOPLE),
    Route("/people/new", added, Act.MANAGE_PEOPLE, is_form=True),
    Route("/people/rights", rights, Act.SEE),
    Route("/people/<account_id>", one, Act.MANAGE_PEOPLE),
    Route("/people/<account_id>", changed, Act.MANAGE_PEOPLE, is_form=True),
    Route("/people/<account_id>/link", linked, Act.MANAGE_PEOPLE, is_form=True),
)
