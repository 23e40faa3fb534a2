"""The last look at what is about to be public: nothing of an officer, and no address of who signs in, goes out.

What is looked for is the full name of an officer, of two words or more; an id of five signs or more with a figure in
it; duty weeks as `officers.csv` has them; and every mail address of theirs. A name of one word, such as Hill, is the
name of many a ward too, and passes. So does what the public is told anyway, by the borough's own settings, or as the
name or address of a ward or a hall.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from scheduler.facts import BoroughProfile, Officer
from scheduler.release.value import Release
from scheduler.store import Store
from wardpanels.faults import CannotUse
from wardpanels.year.showing import newest_releases

BEFORE_AT, AFTER_AT = re.compile(rb"[\w.+%'-]+$"), re.compile(rb"[\w-]+(\.[\w-]+)+")
LONGEST_PART = 255
"""Units: bytes of a part of an address. Source: RFC 5321 4.5.3.1"""

RANK = re.compile(r"(?:(?:a|t)/)?(?:ps|pc|pcso|dwo|sgt|sergeant|insp|inspector|mr|mrs|ms|miss|dr)\.?", re.IGNORECASE)
SHORTEST_ID = 5
"""Units: signs. `S01` would be found in many a file that says nothing of officers."""

ADDRESS = "the mail address of an officer or of somebody who signs in"


class TellsOfStaff(CannotUse):
    """What is about to be public holds something of an officer, or an address of staff."""

    code = "tells-of-staff"


@dataclass(frozen=True, slots=True)
class StaffFacts:
    """What may not be public: mail addresses in small letters, and what else there is, with what each is called.

    Edges: the pattern finds all of the latter, with any white between words; None where there is none
    """

    addresses: frozenset[str]
    called: Mapping[bytes, str] = field(default_factory=dict)
    pattern: re.Pattern[bytes] | None = None

    def refuse(self, made: Mapping[str, bytes]) -> None:
        """Look through what files say, by their paths.

        Errors: TellsOfStaff, naming the first file that holds something of these, and not what
        """
        for path, content in sorted(made.items()):
            if found := self.found(content):
                raise TellsOfStaff(path, found, "a public file without")

    def in_fields(self, typed: Mapping[str, str]) -> dict[str, str]:
        """What was typed in fields holds of these, by field. Edges: those without are left out"""
        found = {field: self.found(text.encode()) for field, text in typed.items()}
        return {field: what for field, what in found.items() if what}

    def found(self, content: bytes) -> str:
        """What a text or file holds first of these, "" for nothing."""
        if not self.addresses.isdisjoint(found_addresses(content)):
            return ADDRESS
        for each in self.pattern.finditer(content) if self.pattern else ():
            around = content[max(each.start() - 1, 0) : each.start()], content[each.end() : each.end() + 1]
            if not any(sign.isalnum() for sign in around):
                return self.called[b" ".join(each[0].split())]
        return ""


def staff_facts(
    store: Store, profile: BoroughProfile, officers: Iterable[Officer], releases: Iterable[Release]
) -> StaffFacts:
    """What is known of these officers, of all that were ever invited, and of all accounts.

    Edges: what the public is told anyway of the borough, its wards and its halls is nobody's secret
    """
    officers, contacts = tuple(officers), store.invitees.contacts(profile.code)
    accounts = store.staff.accounts.listed(profile.code)
    addresses = (
        *(each.email for each in officers),
        *(each.address for each in contacts),
        *(each.address for each in accounts),
    )
    told = repr((profile, [(each.borough, each.wards, each.halls) for each in releases]))
    known_as = {(each.officer_id, each.name) for each in officers} | {(each.officer_id, each.name) for each in contacts}
    names, ids = {_bare(name) for _, name in known_as}, {officer_id for officer_id, _ in known_as}
    secret = {
        **dict.fromkeys((each for each in names if len(each.split()) > 1), "the full name of an officer"),
        **dict.fromkeys(filter(_is_telling, ids), "the id of an officer"),
        **dict.fromkeys((each.working_hours for each in officers if "week" in each.working_hours), "a duty rota"),
    }
    called = {form: what for text, what in secret.items() if text not in told for form in _as_written(text)}
    known = {address.lower() for address in addresses if address}
    return StaffFacts(frozenset(known - set(found_addresses(told.encode()))), called, _pattern(called))


def staff_facts_now(store: Store, profile: BoroughProfile, officers: Iterable[Officer]) -> StaffFacts:
    """The same, with what the newest release of every period tells."""
    return staff_facts(store, profile, officers, newest_releases(store, profile.code))


def _is_telling(officer_id: str) -> bool:
    return len(officer_id) >= SHORTEST_ID and any(map(str.isdigit, officer_id))


def _bare(name: str) -> str:
    """A name without the rank before it."""
    first, _, rest = name.strip().partition(" ")
    return rest.strip() if RANK.fullmatch(first) else name.strip()


def _as_written(text: str) -> set[bytes]:
    """A text as it stands in plain text, HTML and JSON, with one blank between its words."""
    plain = " ".join(text.split())
    page = html.escape(plain).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
    return {form.encode() for form in (plain, page, json.dumps(plain)[1:-1])}


def _pattern(called: Iterable[bytes]) -> re.Pattern[bytes] | None:
    """One pattern for all, with any white where they have a blank: a file is gone through once."""
    forms = sorted(called)
    return re.compile(_either(forms).replace(rb"\ ", rb"\s+")) if forms else None


def _either(forms: Iterable[bytes]) -> bytes:
    """Any of these, sorted, the longer of two that begin alike: what they share is tried once, not once for each."""
    alike = [list(each) for _, each in groupby(forms, key=lambda form: form[:1])]
    return b"|".join(map(_alike, alike))


def _alike(forms: Sequence[bytes]) -> bytes:
    start = forms[0]  # sorted: all that lie between two that begin alike do so too
    while not forms[-1].startswith(start):
        start = start[:-1]
    rest = [form[len(start) :] for form in forms if form != start]
    is_end = b"?" if start in forms else b""
    return re.escape(start) + (b"(?:%s)%s" % (_either(rest), is_end) if rest else b"")


def found_addresses(content: bytes) -> Iterator[str]:
    """Every address in a text, in small letters."""
    parts = content.split(b"@")
    for left, right in pairwise(parts):
        name, host = BEFORE_AT.search(left[-LONGEST_PART:]), AFTER_AT.match(right[:LONGEST_PART])
        if name and host:
            yield f"{name[0].decode()}@{host[0].decode()}".lower()
