"""The record of processing: what is held of whom, why, where, and how long. One table, that `wardpanels privacy` shows.

Source: UK GDPR, article 30
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from wardpanels.people.retention import Retention


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of what is held of people.

    Edges: `tables` are those of the store, none for files; `until` is when it goes, and `by` what lets it go; `kept`
           are the settings of `[privacy]` that say how long, none where no program lets it go
    """

    of_whom: str
    what: str
    why: str
    where: str
    until: str
    by: str
    tables: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()

    def under(self, retention: Retention) -> Holding:
        """The same as a borough chose it."""
        return replace(self, until=self.until.format(**asdict(retention)))


HOLDINGS = (
    Holding(
        "residents who ask for emails",
        "address, wards, language, the words they agreed to, and when; mails that came back",
        "they asked, and confirmed it by a link",
        "store",
        "they leave, or are deleted; who never confirms, after {unconfirmed_days} days",
        "the link in each mail, `wardpanels subscribers delete`; the worker each day",
        ("subscriber",),
        ("unconfirmed_days",),
    ),
    Holding(
        "residents who were deleted",
        "a digest of an id that was made by chance and leads to nobody",
        "so that no backup of before brings them back",
        "store, and `wardpanels-deleted.json` beside the backups",
        "it stays: it is of nobody any more",
        "nobody",
        ("forgotten",),
    ),
    Holding(
        "residents and officers who get emails",
        "that a letter was due to an id, what became of it, and its words; an invitation has its officer's address",
        "to send each once, and to account for it",
        "store",
        "the words of letters, {letters_months} months after they were of use; other words, when their period is "
        "over and {bodies_days} days more; lines and digests stay, and of a resident who was deleted an id that leads "
        "to nobody",
        "the worker each day; lines of the ledger are never taken away",
        ("outbox_item", "outbox_content", "ledger_entry"),
        ("letters_months", "bodies_days"),
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
        "name, work address, roles, a hash of the passphrase, digests of keys and sessions; as it is, what makes the "
        "figures of a second step",
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
        ("act", "act_end", "plan_draft", "meeting_record", "noted_line", "closed_channel", "chain_head"),
    ),
    Holding(
        "staff who begin long work",
        "name, what they asked for, when, and what came of it",
        "to show how it goes, and what it found",
        "store",
        "{logs_days} days after it ended",
        "the worker each day",
        ("job",),
        ("logs_days",),
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
