"""Change the words of one item."""

from __future__ import annotations

from wardpanels.console.item_words import about_item, channel_name
from wardpanels.console.request import Redirect, Request, Route, Screen
from wardpanels.people.rights import Act
from wardpanels.publicity.desk import latest_release
from wardpanels.publicity.handling import item_here, items_looked_at, wards_of
from wardpanels.publicity.rewording import UnusableWords, change_words, changeable


def words_page(asked: Request) -> Screen:
    """The page."""
    return _page(asked, {})


def _page(asked: Request, wrong: dict[str, str]) -> Screen:
    desk = asked.desk
    item = item_here(desk, asked.given["key"])
    found = changeable(desk, item, asked.at)
    title = "Change the words"
    facts = {
        "item": item,
        "about": f"{channel_name(item.channel)}, {about_item(latest_release(desk), item)}",
        "found": found,
        "typed": asked.form if wrong else {each.field: each.text for each in found.words},
        "wrong": wrong,
    }
    heading = f"Error: {title}" if wrong else title
    return Screen("publicity_words", heading, facts, "publicity", 422 if wrong else 200)


def changed(asked: Request) -> Screen | Redirect:
    """Keep the words that were typed."""
    desk = asked.desk
    (item,) = items_looked_at(desk, {asked.given["key"]: asked.form.get("digest", "")})
    try:
        anew = asked.act(
            Act.EDIT_WORDS,
            wards_of(desk, [item]),
            f"change the words: {item.key}",
            lambda: change_words(desk, item, asked.form, asked.person, asked.at),
            lambda new: (item.digest, new.digest),
        )
    except UnusableWords as refused:
        return _page(asked, refused.wrong)
    said = "The words are changed. They wait until somebody else has approved them."
    return Redirect(f"/publicity/{anew.key}", said)


ROUTES = (
    Route("/publicity/<key>/words", words_page, Act.EDIT_WORDS),
    Route("/publicity/<key>/words", changed, Act.EDIT_WORDS, is_form=True),
)
