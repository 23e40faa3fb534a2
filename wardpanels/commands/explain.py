"""`wardpanels explain`: why a meeting is as it is, and what a ward's year or the borough's costs."""

from __future__ import annotations

import click

from scheduler.calls import calls_to_make
from scheduler.problem import PlanningProblem
from scheduler.why.explain import BoroughExplained, MeetingExplained, WardExplained
from scheduler.why.priced import RowPrice
from wardpanels import wiring
from wardpanels.facts import explained as facts
from wardpanels.terminal import screen
from wardpanels.terminal.options import Where, with_json, with_where
from wardpanels.terminal.words import explained as words
from wardpanels.year import asking


@click.command("explain", short_help="Say why a meeting is when, where and with whom it is.")
@click.argument("what", metavar="MEETING|WARD", required=False)
@click.option("--borough", "whole", is_flag=True, help="The whole plan: its points, and the price of what is scarce.")
@with_where
@with_json
def command(what: str | None, whole: bool, where: Where, as_json: bool) -> None:
    """Say what MEETING (an id), WARD (a name) or, with --borough, the whole draft costs, by which rule and why.

    For a meeting: also the best other date, hall, start and officers, and what each would cost more.
    """
    if (what is None) != whole:
        raise click.UsageError("Say what to explain: a meeting's id, a ward's name, or --borough.")
    problem = where.problem()
    with where.store() as store:
        if what is None:
            with screen.working("Pricing") as tell:
                borough, prices = asking.explain_borough(store, problem, tell)
            _show_borough(problem, borough, prices, as_json=as_json)
            return
        explained = asking.explain(store, problem, what, wiring.now())
    _show(problem, explained, as_json=as_json)


def _show(problem: PlanningProblem, explained: MeetingExplained | WardExplained, *, as_json: bool) -> None:
    if isinstance(explained, MeetingExplained):
        _show_meeting(problem, explained, as_json=as_json)
    else:
        _show_ward(problem, explained, as_json=as_json)


def _show_meeting(problem: PlanningProblem, explained: MeetingExplained, *, as_json: bool) -> None:
    if as_json:
        screen.show_json(facts.explained_meeting_facts(problem, explained))
        return
    screen.say(words.meeting_sentence(problem, explained.meeting))
    for call in calls_to_make(problem.borough, (explained.meeting,)):
        screen.say(f"Ring the hall first: {call.question}")
    for sentence in words.doubts(problem, explained.meeting):
        screen.say(sentence)
    if not explained.charges:
        screen.say("It costs no points of its own.")
    _table("What it costs", words.CHARGE_HEADS, words.charge_rows(problem, explained.charges))
    _table("What it adds to", words.CHARGE_HEADS, words.charge_rows(problem, explained.shared))
    _table("What else there was", words.KIND_HEADS, words.kind_rows(problem, explained.kinds))
    for sentence in words.kind_sentences(problem, explained.kinds):
        screen.say(sentence)
    _table("Who else could come", words.OFFICER_HEADS, words.officer_rows(problem, explained.officers))


def _show_ward(problem: PlanningProblem, explained: WardExplained, *, as_json: bool) -> None:
    if as_json:
        screen.show_json(facts.explained_ward_facts(problem, explained))
        return
    screen.say(f"{problem.ward(explained.ward_code).ward.name}: {explained.points:,} points.")
    _table("By rule", words.SCORE_HEADS, words.score_rows(problem, explained.by_rule))
    _table("Why", words.CHARGE_HEADS, words.charge_rows(problem, explained.charges))
    _table("Its officers' loads", words.CHARGE_HEADS, words.charge_rows(problem, explained.shared))


def _show_borough(
    problem: PlanningProblem, explained: BoroughExplained, prices: tuple[RowPrice, ...], *, as_json: bool
) -> None:

    if as_json:
        screen.show_json(facts.explained_borough_facts(problem, explained, prices))
        return
    screen.say(f"{problem.borough.profile.name}: {explained.points:,} points.")
    _table("By rule", words.SCORE_HEADS, words.score_rows(problem, explained.by_rule))
    _table("By ward", ("Points", "Ward"), words.ward_rows(problem, explained))
    _table("What is scarce", words.PRICE_HEADS, words.price_rows(problem, prices))
    for sentence in words.price_sentences(problem, prices):
        screen.say(sentence)


def _table(title: str, heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    if rows:
        screen.say()
        screen.say(f"{title}:")
        screen.show_table(heads, rows, right=("Points",))
