"""The pages of the console, each a file of `pages`. To add one: write it, and list it here."""

from __future__ import annotations

from wardpanels.console.pages import (
    acts,
    briefing,
    debts,
    job,
    neighbourhoods,
    notes,
    meeting,
    own_account,
    papers,
    people,
    plan,
    proof,
    publicity,
    publicity_item,
    publicity_ledger,
    publicity_reach,
    publicity_words,
    record,
    today,
    wards,
    year,
)
from wardpanels.console.request import Route

ROUTES: tuple[Route, ...] = (
    *today.ROUTES,
    *acts.ROUTES,
    *briefing.ROUTES,
    *debts.ROUTES,
    *neighbourhoods.ROUTES,
    *notes.ROUTES,
    *meeting.ROUTES,
    *own_account.ROUTES,
    *papers.ROUTES,
    *people.ROUTES,
    *proof.ROUTES,
    *publicity.ROUTES,
    *publicity_ledger.ROUTES,
    *publicity_reach.ROUTES,
    *publicity_item.ROUTES,
    *publicity_words.ROUTES,
    *record.ROUTES,
    *wards.ROUTES,
    *year.ROUTES,
    *plan.ROUTES,
    *job.ROUTES,
)
