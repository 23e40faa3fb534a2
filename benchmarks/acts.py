"""Every command that writes, as it is typed by whoever kills it or takes its database away. It runs none of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Act:
    """A command that writes, and what is typed before it. What stands in braces is the place's: see `Place.given`.

    Edges: one that `goes_on` is compared by what went out, every other by all that is kept; `then` is what the next
           look of a worker does, where a kill leaves something to it, or what proves what was written; `{new}` is a
           database that is empty
    """

    words: str
    before: tuple[str, ...] = ()
    goes_on: bool = False
    then: str = ""
    has_store: bool = True

    @property
    def name(self) -> str:
        """What it is called: the words before the first that is not the command's own."""
        words = self.words.split()
        return " ".join(words[:2]) if words[0] in GROUPS else words[0]

    @property
    def is_onward(self) -> bool:
        """Whether it writes to a database that is empty."""
        return "{new}" in self.words


GROUPS = ("users", "key", "note", "store", "subscribers", "jobs")
CANCEL = "cancel {next} --why hall"
ADA = "users add 'Ada Price' ada@police.example --role administrator"
UNHELD = "record {first} --not-held hall-locked"
ACTED = "record {first} --residents 9 --action 'Mend the gate; council; 4 Feb 2027'"

ACTS: tuple[Act, ...] = (
    Act("release", (CANCEL,), then="due"),
    Act("publish --no-print", (CANCEL, "release")),
    Act("call-off {next} --because weather --by Ann --yes", goes_on=True),
    Act("deliver", (CANCEL, "release"), goes_on=True),
    Act("restore --from old.backup --data back --db {new}"),
    Act("backup --to b.backup", then="restore --from b.backup --dry-run"),
    Act("store copy {db} {new}", ("jobs stop 1 --by Ann",)),
    Act("minutes {first} --issue --by Ann", (ACTED,)),
    Act("agenda {next} --issue --by Ann"),
    Act("take changed.xlsx --by Ann"),
    Act("approve --channel nextdoor --by Ann"),
    Act("who-comes answers"),
    Act("briefing {next} --to b.html --offline --data other", ("briefing {next} --data other",)),
    Act("pack --week {week}"),
    Act("report --to report"),
    Act("listings --confirm-by Ann --csv l.csv"),
    Act("begin Marshside --in marsh --boundaries wards.geojson", has_store=False),
    Act("tidy other --in tidied", has_store=False),
    Act("subscribers delete ann@example.org"),
    Act("plan --from 2028-01-01"),
    Act("replan --yes --data other"),
    Act("move {next} --start 19:00"),
    Act("add {ward} --date {free}"),
    Act(CANCEL),
    Act("undo", (CANCEL,)),
    Act("reinstate {next}", (CANCEL,)),
    Act("pin {next}"),
    Act("hold {item} --why wait --by Ann"),
    Act("confirm {handed} --by Ann"),
    Act("retry --channel x --by Ann"),
    Act("record {first} --residents 12"),
    Act("waive {first} --because Agreed", (UNHELD,)),
    Act("note action {first}/1 --done --by Ann", (ACTED,)),
    Act("note board 2027-03-20 --youth-invited 2027-02-01 --by Ann"),
    Act("note posts {ward} --chairs 1 --vice-chairs 1 --secretaries 0 --by Ann"),
    Act("note statement 1b --says Done --by Ann"),
    Act("bounces bounced.eml"),
    Act("visits access.log"),
    Act("neighbourhoods"),
    Act("subscribers export --to list.csv"),
    Act(ADA),
    Act("users roles ada@police.example --role viewer", (ADA,)),
    Act("users link ada@police.example", (ADA,)),
    Act("users close ada@police.example", (ADA,)),
    Act("key new ada@police.example --for nights", (ADA,)),
    Act("key end {key}"),
    Act("jobs stop 1 --by Ann"),
    Act("hall-check --to checks.xlsx", has_store=False),
    Act("hall-check --read filled.xlsx", has_store=False),
    Act("export --to plan.xlsx --with-tables"),
    Act("preview {ward} --to p.html"),
    Act("ledger --csv ledger.csv"),
    Act("translations --sheet so --to so.xlsx", has_store=False),
    Act("translations --reviewed so --by Ada --on 2027-01-31", has_store=False),
    Act("demo --year 2028"),
    Act("doctor --call"),
    Act("plan-all --boroughs . --out planned --year 2028 --workers 1", has_store=False),
)
"""The deepest first: those that write in several places, one after the other.

Edges: `translations --take` writes the program's own catalogues, so it is not killed here
"""

READING = (
    *("check", "tiers", "compare", "price", "show", "explain", "alternatives", "drafts", "stand-ins", "debts"),
    *("privacy", "due"),
)
"""Commands that only read, and need no kill: `due` ends what a `release` that was killed began, and comes with it."""

KILLED_BY_TESTS = ("serve", "serve-all", "subscriptions", "worker", "worker-all")
"""Commands that go on until they are stopped."""
