"""The record of processing: what is held of whom, why, where, and how long. One table, that `wardpanels privacy` shows.

Source: UK GDPR, article 30
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of what is held of people.

    Edges: `tables` are those of the store, none for files; `until` is when it goes, and `by` what lets it go
    """

    of_whom: str
    what: str
    why: str
    where: str
    until: str
    by: str
    tables: tuple[str, ...] = ()


HOLDINGS = (
    Holding(
        "residents who ask for emails",
        "address, wards, language, the words they agreed to, and when; mails that came back",
        "they asked, and confirmed it by a link",
        "store",
        "they leave, or are deleted; who never confirms, after 7 days",
        "the link in each mail, `wardpanels subscribers delete`, or the sign-up pages",
        ("subscriber",),
    ),
    Holding(
        "residents and officers who get emails",
        "that a letter was due to an id, what became of it, and its words; an invitation has its officer's address",
        "to send each once, and to account for it",
        "store",
        "it stays; of a resident who was deleted an id is left that leads to nobody",
        "nobody: lines of the ledger are never taken away",
        ("outbox_item", "outbox_content", "ledger_entry"),
    ),
    Holding(
        "officers",
        "name, role, work address, duty hours, absences and their reasons; answers to invitations",
        "to plan who is on duty, and to invite them",
        "the borough's folder and the store; never on the public site",
        "the borough takes it out of its folder; answers and old addresses stay with the meetings",
        "whoever keeps the folder",
        ("officer_contact", "invitation_answer"),
    ),
    Holding(
        "staff who sign in",
        "name, work address, roles, a hash of the passphrase, digests of keys and sessions",
        "to know who does what",
        "store",
        "it stays, closed, because what they did names them; sessions and links go when they end",
        "`wardpanels users close`, `wardpanels key end`",
        ("account", "account_identity", "account_key", "account_link", "session", "away"),
    ),
    Holding(
        "staff who do something",
        "name, what they did, when, from which address, and how they were known",
        "so that a decision can be traced to who took it",
        "store",
        "it stays: the lines are a chain",
        "nobody",
        ("act", "act_end", "plan_draft", "meeting_record", "noted_line", "closed_channel", "job", "chain_head"),
    ),
    Holding(
        "whoever asks for pages",
        "how often a network asked, by a digest; how often each link was used, by day",
        "to hold off attacks; to see what brings people",
        "store",
        "tries: until they count no more. Counts of links are of nobody",
        "the server, with the next try",
        ("try", "visit_count"),
    ),
)
"""All that is held of people."""

NOTHING_OF_PEOPLE = (
    *("plan_release", "released_meeting", "publication", "heard", "outbox_filled", "outbox_worded", "sender_look"),
    *("log_day", "upkeep_line"),
)
"""The tables of the store that hold nothing of anybody but officers' ids in plans."""
