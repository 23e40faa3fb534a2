"""What changes in a week: an officer is away, a hall is shut, a day is closed. Each says what it does to meetings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from publishers import wording
from scheduler.errors import PanelError, UnknownName
from scheduler.facts import Borough, DaySpan, Officer, PartOfDay, Venue
from wardpanels.console.folder_page import check_also, put, shown_trouble, trouble_of
from wardpanels.console.form_reading import FormRead
from wardpanels.console.request import Answer, Redirect, Request, Route, Screen
from wardpanels.console.wording_for_staff import Names, counted
from wardpanels.people.rights import Act
from wardpanels.tidying.upload_trial import try_files
from wardpanels.tidying.week_changes import OneFile, absence, closed_day, hall_shut
from wardpanels.year.attention import attention
from wardpanels.year.releasing import latest_release, released_plan

LONGEST = 366
NO_DAYS = DaySpan(date.min, date.min)
PARTS = (
    (str(PartOfDay.ANY), "All day"),
    (str(PartOfDay.DAYTIME), "Daytime meetings only"),
    (str(PartOfDay.EVENING), "Evening meetings only"),
)
TITLES = {"absence": "An officer is away", "hall": "A hall is shut", "day": "A day is closed"}


@dataclass(frozen=True, slots=True)
class WeekChange:
    """What a form asks for: the words of it, the wards that it is about, and the file that it makes.

    Edges: no wards is the whole borough
    """

    what: str
    wards: tuple[str, ...]
    make: Callable[[], OneFile]


def week(asked: Request) -> Screen:
    """The choice between the forms, and the meetings in trouble now."""
    titles = {kind: title for kind, title in TITLES.items() if kind != "day" or not asked.person.ward_codes}
    return Screen("week", "What changes this week", {"titles": titles, **_troubled_now(asked)}, "set-up")


def _troubled_now(asked: Request) -> dict[str, object]:
    code, period = asked.borough.profile.code, asked.period
    if asked.store.latest_release(code, period.first_day) is None:
        return {"is_told": False, "troubled": (), **asked.periods_told}
    plan = released_plan(asked.store, latest_release(asked.store, code, period))
    found = attention(asked.problem, plan, asked.at, asked.person.ward_codes)
    return {"is_told": True, "troubled": list(shown_trouble(Names(asked.borough), found.troubled))}


def ask(asked: Request) -> Screen:
    """An empty form."""
    return _screen(asked, _kind(asked), FormRead(asked.form))


def note(asked: Request) -> Answer:
    """What was typed, if it can be so: first what it does, then, by the second button, it is put into the folder."""
    kind, form = _kind(asked), FormRead(asked.form)
    change = _change(asked, kind, form)
    if change is None:
        return _screen(asked, kind, form)
    asked.check(Act.CHANGE_ABSENCES, *change.wards)
    try:
        trial = try_files(asked.house.data, change.make(), asked.at, check_also)
    except PanelError as refused:
        form.refuse([("", str(refused))])
        return _screen(asked, kind, form)
    if trial.problems:
        form.refuse(("", str(each)) for each in trial.problems)
        return _screen(asked, kind, form)
    broken = trouble_of(asked, trial)
    if broken and not form.text("sure"):
        facts = {"kind": kind, "title": TITLES[kind], "what": change.what, "broken": broken, "form": form.typed}
        return Screen("week_sure", change.what, facts, "set-up")
    why = change.what
    asked.act(
        Act.CHANGE_ABSENCES,
        change.wards,
        why,
        lambda: put(asked, trial.files, why, trial.seen),
        lambda _: ("", f"{counted(len(broken), 'meeting', 'meetings')} can no longer be as told"),
    )
    more = "" if broken else " No meeting is touched by it."
    return Redirect("/set-up/week", f"Noted: {why}.{more}")


def _kind(asked: Request) -> str:
    if asked.given["kind"] not in CHANGES:
        raise UnknownName("change", asked.given["kind"], "one of Set-up", tuple(CHANGES))
    return asked.given["kind"]


def _change(asked: Request, kind: str, form: FormRead) -> WeekChange | None:
    """What a form asks for. Edges: None where something is wrong with it"""
    days = _days(form)
    change = CHANGES[kind](asked, form, days)
    return None if form.wrong else change


def _days(form: FormRead) -> DaySpan:
    """The days from the first to the last; one day where only that was typed."""
    first = form.day("first", "The first day", is_needed=True)
    last = form.day("last", "The last day") or first
    if first and last and last < first:
        form.refuse([("last", "The last day is before the first. Change one of them.")])
    elif first and last and (last - first).days >= LONGEST:
        form.refuse([("last", "That is more than a year. Note a shorter time.")])
    return DaySpan(first, last) if first and last and not form.wrong else NO_DAYS


def _absence(asked: Request, form: FormRead, days: DaySpan) -> WeekChange:
    officers = {each.officer_id: each for each in _officers(asked)}
    chosen = form.choice("officer", officers, "Choose who is away.")
    reason = _words(form, "reason", "The reason")
    name = Names(asked.borough).officer(chosen) if chosen else ""
    wards = _wards(asked.borough, officers[chosen]) if chosen else ()
    return WeekChange(f"{name} is away {_said(days)}", wards, lambda: absence(asked.house.data, chosen, days, reason))


def _hall(asked: Request, form: FormRead, days: DaySpan) -> WeekChange:
    halls = {each.venue_id: each for each in _halls(asked)}
    chosen = form.choice("hall", halls, "Choose the hall that is shut.")
    name = halls[chosen].name if chosen else ""
    wards = _wards(asked.borough, halls[chosen]) if chosen else ()
    return WeekChange(f"{name} is shut {_said(days)}", wards, lambda: hall_shut(asked.house.data, chosen, days))


def _closed(asked: Request, form: FormRead, days: DaySpan) -> WeekChange:
    part = form.choice("part", [value for value, _ in PARTS], "Choose what it is about.")
    label = _words(form, "label", "The words")
    if not label:
        form.refuse([("label", "Say in a few words why, such as Mayor’s election.")])
    return WeekChange(
        f"No meetings {_said(days)} ({label})",
        (),
        lambda: closed_day(asked.house.data, days, PartOfDay(part), label),
    )


def _words(form: FormRead, name: str, what: str) -> str:
    said = " ".join(form.text(name).split())
    if len(said) > 120:
        form.refuse([(name, f"{what} may have 120 letters. Yours has {len(said)}.")])
    return said


def _wards(borough: Borough, of: Officer | Venue) -> tuple[str, ...]:
    """The wards that somebody or some hall serves; none where it is every ward."""
    return () if len(of.ward_codes) == len(borough.wards) else tuple(sorted(of.ward_codes))


def _officers(asked: Request) -> list[Officer]:
    """Those whose absence this person may note, by name."""
    ours = (each for each in asked.borough.officers if _is_theirs(asked, each))
    return sorted(ours, key=lambda each: (each.name, each.officer_id))


def _halls(asked: Request) -> list[Venue]:
    ours = (each for each in asked.borough.venues if _is_theirs(asked, each))
    return sorted(ours, key=lambda each: (each.name, each.venue_id))


def _is_theirs(asked: Request, each: Officer | Venue) -> bool:
    wards = _wards(asked.borough, each)
    return asked.may(Act.CHANGE_ABSENCES, *wards) if wards else not asked.person.ward_codes


def _said(days: DaySpan) -> str:
    first, last = wording.day(days.first), wording.day(days.last)
    return f"on {first}" if days.first == days.last else f"from {first} to {last}"


def _screen(asked: Request, kind: str, form: FormRead) -> Screen:
    names = Names(asked.borough)
    status = 422 if form.wrong else 200
    facts = {
        "kind": kind,
        "title": TITLES[kind],
        "officers": [("", "Choose"), *((each.officer_id, names.officer(each.officer_id)) for each in _officers(asked))],
        "halls": [("", "Choose"), *((each.venue_id, each.name) for each in _halls(asked))],
        "parts": PARTS,
        "typed": form.typed if form.form else {"part": str(PartOfDay.ANY)},
        "wrong": form.wrong,
    }
    return Screen("week_form", f"{'Error: ' if form.wrong else ''}{TITLES[kind]}", facts, "set-up", status)


CHANGES = {"absence": _absence, "hall": _hall, "day": _closed}

ROUTES = (
    Route("/set-up/week", week, Act.CHANGE_ABSENCES),
    Route("/set-up/week/<kind>", ask, Act.CHANGE_ABSENCES, keeps_typed=True),
    Route("/set-up/week/<kind>", note, Act.CHANGE_ABSENCES, is_form=True),
)
