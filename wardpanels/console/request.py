"""One request for one page: who asks, with what, and what a page answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

from werkzeug.datastructures import FileStorage, MultiDict

from scheduler.errors import PanelError, UnknownName
from scheduler.facts import Borough, BoroughProfile
from scheduler.period import Period
from scheduler.problem import PlanningProblem
from scheduler.store import Store
from wardpanels.console.house import House
from wardpanels.people.acting import acted
from wardpanels.people.rights import Act, Person, may, not_allowed
from wardpanels.publicity.desk import Desk
from wardpanels.year.periods import period_with

Done = TypeVar("Done")
Files = MultiDict[str, FileStorage]


@dataclass(frozen=True, slots=True)
class Screen:
    """A page to draw: a template of `console/`, its title, and what the template is given.

    Edges: `section` is the part of the menu that it stands in
    """

    template: str
    title: str
    facts: Mapping[str, object] = field(default_factory=dict)
    section: str = ""
    status: int = 200


@dataclass(frozen=True, slots=True)
class Redirect:
    """The way on after a form: another page, which then says what was done. So a reload does nothing twice."""

    path: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to take away, or bytes to look at.

    Edges: without a name it is shown in the browser; what is `in_frame` is shown inside one of our pages, and does
           nothing there
    """

    content: bytes
    media_type: str
    name: str = ""
    in_frame: bool = False


Answer = Screen | Redirect | Attachment


# Not slotted: a page asks for its borough and period many times, and each is looked up once for it.
@dataclass(frozen=True)
class Request:
    """Somebody asks for a page, or sends a form. `given` are the parts of the address, by name.

    Edges: `session` is the digest of the key in their cookie; `address` is that of the console as they have it, with
           no path; `in_place` is whether a script puts a part of the answer into the page that they see
    """

    house: House
    person: Person
    at: datetime
    origin: str
    session: str
    address: str
    given: Mapping[str, str]
    query: MultiDict[str, str]
    form: MultiDict[str, str]
    files: Files
    in_place: bool = False

    @property
    def store(self) -> Store:
        """Where everything is kept."""
        return self.house.store

    @cached_property
    def profile(self) -> BoroughProfile:
        """The borough's settings alone, which can be read where another file needs mending."""
        return self.house.profile()

    @cached_property
    def borough(self) -> Borough:
        """The borough as its files say now."""
        return self.house.borough()

    @cached_property
    def ward_names(self) -> Mapping[str, str]:
        """The names of the borough's wards by code. Edges: none where they cannot be read, or there are none yet"""
        try:
            return self.borough.ward_names
        except PanelError:
            return {}

    @cached_property
    def period(self) -> Period:
        """The period that the address names by its first day, or else the one of today.

        Errors: UnknownName, where none begins on that day
        """
        periods = self.house.periods()
        named = self.query.get("period", "") or self.form.get("period", "")
        if not named:
            return periods.current
        known = {each.period.first_day.isoformat(): each.period for each in periods.stored}
        known.setdefault(periods.to_plan.first_day.isoformat(), periods.to_plan)
        if named not in known:
            raise UnknownName("period", named, "the first day of one that is stored", tuple(known))
        return known[named]

    @property
    def periods_told(self) -> Mapping[str, Period | None]:
        """The period, and the last one that residents were told of, for a page of one that has no release."""
        return {"period": self.period, "told_last": self.house.periods().told_last}

    def is_over(self, period: Period) -> bool:
        """Whether a period has no day left, so that what it owes is made good in the one of today."""
        return period.last_day < self.today

    @property
    def problem(self) -> PlanningProblem:
        """The period as a question."""
        return self.house.problem(self.period)

    @property
    def desk(self) -> Desk:
        """The publicity of the period."""
        return self.house.desk(self.period)

    @property
    def today(self) -> date:
        """The day that it is in the borough."""
        return self.house.today()

    def may(self, act: Act, *wards: str) -> bool:
        """Whether this person may do something to wards, or in some ward of theirs where none is named.

        It is what a page shows a button for: what the button does is checked again when it is done.
        """
        return may(self.person, act, wards or self.person.ward_codes)

    def check(self, act: Act, *wards: str) -> None:
        """Errors: NotAllowed, where this person may not do something to wards, which a page is all about."""
        if not self.may(act, *wards):
            accounts = self.store.staff.accounts.listed(self.person.borough_code)
            raise not_allowed(self.person, act, wards, accounts)

    @cached_property
    def period_of_meeting(self) -> Period:
        """The period that has the meeting that the address names. Errors: UnknownName."""
        code, named = self.profile.code, self.given["meeting_id"]
        found = period_with(self.store, code, named)
        if found is None:
            raise UnknownName("meeting", named, "one of a draft or a release")
        return found

    def act(
        self,
        act: Act,
        wards: tuple[str, ...],
        what: str,
        do: Callable[[], Done],
        said: Callable[[Done], tuple[str, str]] = lambda _: ("", ""),
    ) -> Done:
        """Do something that is protected: the right is checked, and what was done is written down.

        Edges:  no wards is the whole borough; `said` tells what was so before and after, in words, from what came of it
        Errors: NotAllowed; as `do`
        """
        return acted(self.store, self.person, act, wards, what, do, self.at, self.origin, said)


@dataclass(frozen=True, slots=True)
class Route:
    """One address, what answers it, and the act that somebody must be allowed to see it at all.

    Edges: a form (`is_form`) is sent to it with POST; the page that has the form is another route of the same address,
           and where it `keeps_typed` it shows in the form what a request for it brings
    """

    rule: str
    answer: Callable[[Request], Answer]
    act: Act
    is_form: bool = False
    keeps_typed: bool = False
