"""One item of the publicity: its words, what became of it, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from publishers.artifact import Artifact
from publishers.packing import unpacked
from scheduler.errors import PanelError, UnknownName
from scheduler.items import NO_WITNESS, OPEN, Item, ItemState, Witness
from scheduler.who import shown
from wardpanels.console.item_words import STATES, ItemShown, is_page, item_named, texts_of, with_words
from wardpanels.console.items_seen import item_asked
from wardpanels.console.request import Attachment, Redirect, Request, Route, Screen
from wardpanels.console.wording_for_staff import moment
from wardpanels.faults import CannotUse
from wardpanels.people.console_settings import read_console
from wardpanels.people.rights import Act
from wardpanels.publicity.desk import Desk, latest_release
from wardpanels.publicity.handling import (
    StaleItem,
    approve_seen,
    holds_of,
    in_its_place,
    item_here,
    items_looked_at,
    set_aside,
    wards_of,
    ways_by_hand,
    went_out,
)
from wardpanels.publicity.retrying import retry
from wardpanels.publicity.rewording import changeable


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of an item's history, in words."""

    when: str
    what: str
    by: str
    note: str


def item_page(asked: Request) -> Screen:
    """The page."""
    return _page(asked, {})


def _page(asked: Request, wrong: dict[str, str]) -> Screen:
    desk = asked.desk
    item, release = item_asked(asked, desk), latest_release(desk)
    (card,) = with_words(desk, release, [item], 1, asked.at)
    facts = {
        "card": card,
        "earlier": _earlier(asked, desk, item),
        "ours": _ours(desk, card),
        "place": in_its_place(desk, item) if item.state is ItemState.REPLACED else None,
        "can": _can(asked, desk, item),
        "why_no_words": changeable(desk, item, asked.at).why_not,
        "history": _history(desk, item),
        "today": asked.today,
        "wrong": wrong,
        "typed": asked.form,
    }
    title = f"{card.channel}, {card.about}"
    return Screen("publicity_item", f"Error: {title}" if wrong else title, facts, "publicity", 422 if wrong else 200)


def _can(asked: Request, desk: Desk, item: Item) -> dict[str, bool]:
    """What this person can do to an item as it is now, by name."""
    wards, at = wards_of(desk, [item]), asked.at
    is_of_use, is_open = not item.is_missed(at), item.state in OPEN and not item.is_on_its_way(at)
    in_hand = item.state is ItemState.HANDED_OVER
    is_ready = is_open and not item.awaits_approval and not item.is_held and item.due_at <= at
    by_hand = is_ready and item.channel in ways_by_hand(desk)
    possible = {
        "confirm": (Act.CONFIRM, in_hand or by_hand or item.state is ItemState.ISSUED),
        "approve": (Act.APPROVE, item.awaits_approval and is_of_use),
        "retry": (Act.RETRY, item.can_be_sent_again(at)),
        "words": (Act.EDIT_WORDS, not changeable(desk, item, at).why_not),
        "hold": (Act.HOLD, is_open and is_of_use and not item.is_held),
        "let_go": (Act.HOLD, item.is_held),
        "reject": (Act.REJECT, (is_open or in_hand) and is_of_use),
    }
    return {name: is_so and asked.may(act, *wards) for name, (act, is_so) in possible.items()}


def _earlier(asked: Request, desk: Desk, item: Item) -> ItemShown | None:
    """What stood in an item's place before the facts changed, where a person had changed or rejected that."""
    if not item.beside:
        return None
    return with_words(desk, latest_release(desk), [item_here(desk, item.beside)], 2, asked.at)[0]


def _ours(desk: Desk, card: ItemShown) -> str:
    """Our own words, where a person changed them."""
    if not card.item.is_edited:
        return ""
    texts = texts_of(unpacked(desk.store.outbox.content(card.item.made)), "")
    return "\n\n".join(text.text for text in texts if text.language == "en")


def _history(desk: Desk, item: Item) -> list[Happening]:
    """All that happened to it, the newest first, and when the words that stood in its place before were held back."""
    zone = desk.borough.profile.timezone
    own = desk.store.outbox.entries_of([item.key])
    before = () if item.state is ItemState.REPLACED else holds_of(desk, item)[::-1]
    lines = sorted((*(line for line in before if line.key != item.key), *own), key=lambda line: line.at)
    return [
        Happening(
            f"{line.evidence.happened_on:%-d %B %Y}" if line.evidence.happened_on else moment(line.at, zone),
            STATES[line.event],
            shown(line.by),
            " ".join(filter(None, (line.note, line.evidence.shown_by))),
        )
        for line in reversed(lines)
    ]


def file(asked: Request) -> Attachment:
    """One file of an item, as it goes out."""
    found = _file(asked)
    is_shown = found.media_type == "image/png"
    return Attachment(found.content, found.media_type, "" if is_shown else found.name)


def seen(asked: Request) -> Attachment:
    """A letter as its reader sees it, for a frame of the item's page."""
    found = _file(asked)
    if not is_page(found):
        raise UnknownName("letter", found.name, "a file that is a page")
    return Attachment(found.content, found.media_type, in_frame=True)


def _file(asked: Request) -> Artifact:
    desk = asked.desk
    files = unpacked(desk.store.outbox.content(item_asked(asked, desk).digest))
    found = next((each for each in files if each.name == asked.given["name"]), None)
    if found is None:
        raise UnknownName("file", asked.given["name"], "one of this item", [each.name for each in files])
    return found


def confirmed(asked: Request) -> Screen | Redirect:
    """It went out: on a day, shown by a link."""
    desk = asked.desk
    (item,) = _looked_at(asked, desk)
    try:
        evidence = _evidence(asked)
        asked.act(
            Act.CONFIRM,
            wards_of(desk, [item]),
            f"say that it went out: {item.key}",
            lambda: went_out(desk, [item], asked.person.who, asked.at, "", evidence),
        )
    except CannotUse as refused:
        return _page(asked, {"on": _in_words(refused).replace(item.key, item_named(asked.store, item.key))})
    return Redirect("/publicity", "Written down: it went out.")


def _evidence(asked: Request) -> Witness:
    shown_by, boxes = (
        asked.form.get("link", "").strip(),
        [asked.form.get(f"on-{part}", "").strip() for part in ("day", "month", "year")],
    )
    if not any(boxes):
        return Witness(None, shown_by) if shown_by else NO_WITNESS
    try:
        day, month, year = map(int, boxes)
        on = date(year, month, day)
    except ValueError as wrong:
        raise CannotUse("the day", " ".join(boxes), "a day, a month and a year, such as 9 3 2027") from wrong
    return NO_WITNESS if on == asked.today and not shown_by else Witness(on, shown_by)


def approved(asked: Request) -> Redirect:
    """Let it go out when it is due."""
    desk = asked.desk
    items = _looked_at(asked, desk)
    same_may = read_console(asked.house.data).same_person_may_approve
    done = asked.act(
        Act.APPROVE,
        wards_of(desk, items),
        f"approve: {items[0].key}",
        lambda: approve_seen(desk, items, asked.person, asked.at, same_may=same_may),
    )
    said = "Approved. It goes out when it is due." if done else "It did not wait for approval. Nothing changed."
    return Redirect("/publicity?state=to-approve", said)


def retried(asked: Request) -> Redirect:
    """Send once more what failed."""
    desk = asked.desk
    (item,) = _looked_at(asked, desk)
    asked.act(
        Act.RETRY,
        wards_of(desk, [item]),
        f"send again: {item.key}",
        lambda: retry(desk, [item.key], None, asked.person.who, asked.at),
    )
    return Redirect("/publicity?state=failed", "It is to be sent again.")


def held(asked: Request) -> Screen | Redirect:
    """Hold it back."""
    return _aside(asked, Act.HOLD, ItemState.HELD, "Held back. Nobody sends it until somebody lets it go.")


def freed(asked: Request) -> Screen | Redirect:
    """Hold it back no longer."""
    return _aside(asked, Act.HOLD, ItemState.LET_GO, "Let go. It goes out when it is due.")


def rejected(asked: Request) -> Screen | Redirect:
    """Let it never go out."""
    return _aside(asked, Act.REJECT, ItemState.REJECTED, "Rejected. It does not go out.")


def _aside(asked: Request, act: Act, event: ItemState, said: str) -> Screen | Redirect:
    desk, field = asked.desk, f"{act}-why"
    (item,) = _looked_at(asked, desk)
    why = asked.form.get(field, "")
    try:
        done = asked.act(
            act,
            wards_of(desk, [item]),
            f"{event}: {item.key}. {why}",
            lambda: set_aside(desk, event, [item.key], asked.person.who, why, asked.at),
        )
    except CannotUse as refused:
        return _page(asked, {field: _in_words(refused)})
    if not done:
        raise StaleItem(item.key, "It is being sent, or is out, or somebody was quicker.")
    return Redirect(f"/publicity/{item.key}", said)


def _looked_at(asked: Request, desk: Desk) -> tuple[Item, ...]:
    return items_looked_at(desk, {asked.given["key"]: asked.form.get("digest", "")})


def _in_words(refused: PanelError) -> str:
    """A refusal as it stands at a field: what was wanted, first."""
    if isinstance(refused, CannotUse):
        return f"Give {refused.wanted}."
    return str(refused)


ROUTES = (
    Route("/publicity/<key>", item_page, Act.SEE, keeps_typed=True),
    Route("/publicity/<key>/files/<name>", file, Act.SEE),
    Route("/publicity/<key>/files/<name>/seen", seen, Act.SEE),
    Route("/publicity/<key>/went-out", confirmed, Act.CONFIRM, is_form=True),
    Route("/publicity/<key>/approve", approved, Act.APPROVE, is_form=True),
    Route("/publicity/<key>/retry", retried, Act.RETRY, is_form=True),
    Route("/publicity/<key>/hold", held, Act.HOLD, is_form=True),
    Route("/publicity/<key>/let-go", freed, Act.HOLD, is_form=True),
    Route("/publicity/<key>/reject", rejected, Act.REJECT, is_form=True),
)
