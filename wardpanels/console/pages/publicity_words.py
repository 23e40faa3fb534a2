"""Change the words of one item."""

from __future__ import annotations

from scheduler.items import Item
from wardpanels.console.item_words import item_named
from wardpanels.console.items_seen import item_asked
from wardpanels.console.request import Redirect, Request, Route, Screen
from wardpanels.people.rights import Act
from wardpanels.publicity.handling import StaleItem, in_its_place, item_here, items_looked_at, wards_of
from wardpanels.publicity.rewording import UnusableWords, change_words, changeable


def words_page(asked: Request) -> Screen:
    """The page."""
    return _page(asked, item_asked(asked, asked.desk), {})


def _page(asked: Request, item: Item, wrong: dict[str, str], stale: StaleItem | None = None) -> Screen:
    found = changeable(asked.desk, item, asked.at)
    title = "Change the words"
    facts = {
        "item": item,
        "about": item_named(asked.store, item.key),
        "found": found,
        "typed": {each.field: asked.form.get(each.field, each.text) for each in found.words},
        "mine": [each for each in found.words if asked.form.get(each.field, each.text) != each.text],
        "wrong": wrong,
        "stale": stale,
    }
    heading = f"Error: {title}" if wrong else title
    return Screen("publicity_words", heading, facts, "publicity", 409 if stale else 422 if wrong else 200)


def changed(asked: Request) -> Screen | Redirect:
    """Keep the words that were typed."""
    desk = asked.desk
    item = item_asked(asked, desk)
    try:
        items_looked_at(desk, {item.key: asked.form.get("digest", "")})
        anew = asked.act(
            Act.EDIT_WORDS,
            wards_of(desk, [item]),
            f"change the words: {item.key}",
            lambda: change_words(desk, item, asked.form, asked.person, asked.at),
            lambda new: (item.digest, new.digest),
        )
    except UnusableWords as refused:
        return _page(asked, item, refused.wrong)
    except StaleItem as stale:
        now = item_here(desk, item.key)
        return _page(asked, in_its_place(desk, now) or now, {}, stale)
    said = "The words are changed. They wait until somebody else has approved them."
    return Redirect(f"/publicity/{anew.key}", said)


ROUTES = (
    Route("/publicity/<key>/words", words_page, Act.EDIT_WORDS, keeps_typed=True),
    Route("/publicity/<key>/words", changed, Act.EDIT_WORDS, is_form=True),
)
