"""The pictures beside a shared link."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from publishers import cards
from tests.publishers.examples import HOSTILE_LINE, a_release


def test_borough_and_every_ward_have_a_card_of_the_size_that_other_sites_ask_for():
    sizes = {card.path: Image.open(BytesIO(card.content)).size for card in cards.publish(a_release())}

    named = ["card.png", *(f"wards/{slug}/card.png" for slug in ("bow-east", "mile-end", "quiet-ward", "st-hostile"))]
    assert sizes == dict.fromkeys(named, (1200, 630))


def test_long_name_stays_inside_the_card():
    picture = Image.open(BytesIO(cards.card(HOSTILE_LINE[:60], "Ward panels"))).convert("L")

    margin = picture.crop((1200 - 40, 0, 1200, 630))
    assert margin.getextrema()[0] == margin.getextrema()[1]


def test_cards_change_with_no_meeting():
    assert cards.publish(a_release()) == cards.publish(a_release(meetings=(), changes=()))
