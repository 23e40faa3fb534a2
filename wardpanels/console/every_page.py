"""The pages of the console, each a file of `pages`. To add one: write it, and list it here."""

from __future__ import annotations

from wardpanels.console.pages import acts, own_account, people, proof, record, today
from wardpanels.console.request import Route

ROUTES: tuple[Route, ...] = (
    *today.ROUTES,
    *publicity.ROUTES,
    *publicity_item.ROUTES,
    *publicity_words.ROUTES,
    *acts.ROUTES,
    *people.ROUTES,
    *own_account.ROUTES,
    *record.ROUTES,
    *year.ROUTES,
    *proof.ROUTES,
    *wards.ROUTES,
)
